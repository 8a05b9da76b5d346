"""What follows from the room's own announcements, after commit."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from modelsearch.index import remove_object
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from knowledge.backlinks import referring_pages
from knowledge.glossary import forget_entries
from knowledge.models import GuidelinePage, KnowledgePage, Term
from knowledge.services import note_publication
from knowledge.signals import (
    evidence_changed,
    page_brought_back,
    page_handed_over,
    page_retired,
    page_updated,
    problem_answered,
    problem_reported,
)
from knowledge.tasks import (
    check_links_of,
    tell_followers,
    tell_guideline_readers,
    tell_new_owner,
    tell_of_page,
    tell_of_report,
)
from knowledge.together import is_going_on, leave_for_later


@receiver(evidence_changed, dispatch_uid="knowledge.tell_followers")
def tell_followers_later(sender, retrospective, **kwargs):
    """Followers of the practices hear about it once the retrospective is stored."""
    transaction.on_commit(partial(tell_followers.enqueue, retrospective.pk))


@receiver(page_published, dispatch_uid="knowledge.note_publication")
def note_what_was_published(sender, instance, revision, **kwargs):
    """Somebody answers for every page of written knowledge from the moment it is published, wherever that was done."""
    if isinstance(instance, KnowledgePage):
        note_publication(page=instance, revision=revision)


@receiver(page_updated, dispatch_uid="knowledge.tell_of_update")
def tell_of_update_later(sender, page, by, **kwargs):
    """Followers hear that a page has changed."""
    transaction.on_commit(partial(tell_of_page.enqueue, page.pk, by.pk))


@receiver(page_retired, dispatch_uid="knowledge.tell_of_retirement")
def tell_of_retirement_later(sender, page, by, **kwargs):
    """Followers, and the owners of pages that refer to it, hear that a page is retired."""
    transaction.on_commit(partial(tell_of_page.enqueue, page.pk, by.pk, retired=True))


@receiver(page_handed_over, dispatch_uid="knowledge.tell_new_owner")
def tell_new_owner_later(sender, page, to, by, **kwargs):
    """A person hears that a page is theirs to keep."""
    transaction.on_commit(partial(tell_new_owner.enqueue, page.pk, to.pk, by.pk))


@receiver(problem_reported, dispatch_uid="knowledge.tell_of_problem")
@receiver(problem_answered, dispatch_uid="knowledge.tell_of_answer")
def tell_of_report_later(sender, report, **kwargs):
    """The owner hears of a report, whoever wrote it of the answer."""
    transaction.on_commit(partial(tell_of_report.enqueue, report.pk))


@receiver(page_published, dispatch_uid="knowledge.tell_guideline_readers")
def tell_guideline_readers_later(sender, instance, **kwargs):
    """Those who must read a guideline hear of the version that is published."""
    if isinstance(instance, GuidelinePage):
        transaction.on_commit(partial(tell_guideline_readers.enqueue, instance.pk))


@receiver(page_published, dispatch_uid="knowledge.links_of_published")
@receiver(page_unpublished, dispatch_uid="knowledge.links_to_unpublished")
@receiver(page_retired, dispatch_uid="knowledge.links_to_retired")
@receiver(page_brought_back, dispatch_uid="knowledge.links_to_brought_back")
@receiver(pre_delete, sender=Page, dispatch_uid="knowledge.links_to_deleted")
def check_links_later(sender, page=None, instance=None, **kwargs):
    """What refers to a page is looked at again when it comes, goes or is retired; references go with a deleted page."""
    page = page or instance
    pks = [*referring_pages(page).values_list("pk", flat=True), page.pk]
    if (len(pks) > 1 or isinstance(page.specific_deferred, KnowledgePage)) and not leave_for_later(pks):
        transaction.on_commit(partial(check_links_of.enqueue, pks))


@receiver(post_save, dispatch_uid="knowledge.index_in_cms")
def index_in_cms(sender, instance, raw=False, **kwargs):
    """The CMS's own search knows a page that was saved; those of an import are indexed by the import."""
    if isinstance(instance, KnowledgePage) and not raw and not is_going_on():
        insert_or_update_object_task.enqueue(instance._meta.app_label, instance._meta.model_name, str(instance.pk))


@receiver(post_delete, dispatch_uid="knowledge.remove_from_cms_index")
def remove_from_cms_index(sender, instance, **kwargs):
    """The CMS's own search forgets a page that was deleted."""
    if isinstance(instance, KnowledgePage):
        remove_object(instance)


@receiver([post_save, post_delete], sender=Term, dispatch_uid="knowledge.forget_terms")
def forget_terms(sender, **kwargs):
    """Articles explain terms as they are from the next page on."""
    transaction.on_commit(forget_entries)
