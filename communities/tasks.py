"""Background work of the communities room: thin, by id, safe to repeat."""

from django_tasks import task

from communities.models import Post
from communities.services import telling
from people.models import User


def _post(post_id):
    posts = Post.objects.select_related("discussion", "author", "reply_to__author")
    return posts.filter(pk=post_id).first()


@task()
def tell_of_post(post_id):
    """Tell of a new post. A removed one tells nobody."""
    if found := _post(post_id):
        telling.tell_of_post(post=found)


@task()
def tell_of_acceptance(post_id, by_id):
    """Tell the author of the reply that answered it."""
    found, by = _post(post_id), User.objects.filter(pk=by_id).first()
    if found and by:
        telling.tell_of_acceptance(post=found, by=by)
