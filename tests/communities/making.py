"""Small makers for the tests of discussions."""

from communities import services
from communities.models import Discussion
from communities.subjects import Subject, subject_for
from knowledge.models import Upkeep


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_post(page, author, text="We tried it.", **more):
    """A comment on a page, by the service."""
    return services.post(subject=subject_on(page), author=author, text=text, **more)


def subject_on(page):
    """A page as what is discussed, read as pages of discussions read it, whoever may see it."""
    return Subject(type(page).objects.get(pk=page.pk))


def subject_for_reader(page, user):
    return subject_for(page.content_type_id, page.pk, user)


def thread_url(page):
    return subject_on(page).thread_url


def discussion_on(page):
    return Discussion.objects.get(content_type_id=page.content_type_id, object_id=page.pk)


def keep(page, owner):
    """Make a person the one who answers for a page."""
    Upkeep.objects.update_or_create(page=page, defaults={"owner": owner})
