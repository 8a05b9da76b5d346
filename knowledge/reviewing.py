"""Who looks at what somebody wrote before it is published: those who know its practices, and the portal's editors."""

from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page, TaskState, WorkflowState

from knowledge.models import GuidelinePage, GuidePage, LessonLearnedPage, PracticePage, StewardReview, ToolPage
from people.audiences import unrestricted_pages
from people.models import User
from people.roles import EDITORS, has_role

WITH_PRACTICES = (GuidePage, LessonLearnedPage, GuidelinePage, ToolPage)


@dataclass
class Care:
    """Who cares for a page beside the editors: its practices' stewards, and the groups that review for them."""

    stewards: list = field(default_factory=list)
    groups: list = field(default_factory=list)


def care_of(pages):
    """{page's number: Care} of some pages, by what stands in the database: one query for each kind of page, and one.

    What counts are the practices of the page as it stands, never those that a change would give it: nobody becomes
    a reviewer by naming a practice of theirs.
    """
    pks = {each.pk for each in pages}
    practices_of = {pk: {pk} for pk in pks}
    for model in WITH_PRACTICES if pks else ():
        through = model.practices.through
        name = next(each.attname for each in through._meta.fields if each.related_model is model)
        rows = through.objects.filter(**{f"{name}__in": pks}).values_list(name, "practicepage_id")
        for page, practice in rows:
            practices_of[page].add(practice)
    wanted = {pk for found in practices_of.values() for pk in found}
    rows = PracticePage.objects.filter(pk__in=wanted).select_related("steward", "review_group") if wanted else []
    practices = {each.pk: each for each in rows}
    care = {}
    for pk, found in practices_of.items():
        known = [practices[each] for each in sorted(found) if each in practices]
        stewards = {each.steward_id: each.steward for each in known if each.steward and each.steward.is_active}
        groups = {each.review_group_id: each.review_group for each in known if each.review_group}
        care[pk] = Care(list(stewards.values()), list(groups.values()))
    return care


def is_open_to(user, page):
    """Whether no view restriction keeps this person from a page, published or not."""
    return unrestricted_pages(Page.objects.filter(pk=page.pk), user).exists()


def cares_for(user, page):
    """Whether this person reviews what is written about a page."""
    if not (user.is_authenticated and user.is_active):
        return False
    if not has_role(user, EDITORS):
        care = care_of([page])[page.pk]
        if user.pk not in {each.pk for each in care.stewards} and not (
            user.group_ids & {each.pk for each in care.groups}
        ):
            return False
    return is_open_to(user, page)


def stewards_it(user, page):
    """Whether this person publishes about a page without asking anybody: its steward, or an editor."""
    if not (user.is_authenticated and user.is_active):
        return False
    stewards = has_role(user, EDITORS) or user.pk in {each.pk for each in care_of([page])[page.pk].stewards}
    return stewards and is_open_to(user, page)


def reviewers_of(page, *, but=None):
    """The people who are asked to review a page, without the one who wrote; administrators where there is nobody."""
    care = care_of([page])[page.pk]
    asked = Q(pk__in=[each.pk for each in care.stewards]) | Q(groups__in=care.groups) | Q(groups__name=EDITORS)
    others = User.objects.active().exclude(pk=but.pk if but else None)
    found = [each for each in others.filter(asked).distinct() if is_open_to(each, page)]
    return found or list(others.filter(is_superuser=True))


def pages_cared_for(user):
    """The knowledge pages, published or not, that this person reviews."""
    pages = unrestricted_pages(Page.objects.all(), user)
    if has_role(user, EDITORS):
        return pages
    mine = PracticePage.objects.filter(Q(steward=user) | Q(review_group__in=user.group_ids)).values("pk")
    about = Q(pk__in=mine)
    for model in WITH_PRACTICES:
        about |= Q(pk__in=model.objects.filter(practices__in=mine).values("pk"))
    return pages.filter(about)


def waiting_for(user):
    """The steps of running reviews that this person may decide, their own pieces only where they may publish."""
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=StewardReview.objects.values("pk"),
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
    )
    if not (user.is_authenticated and user.is_active):
        return states.none()
    pages = [str(pk) for pk in pages_cared_for(user).filter(pk__in=_pages_in_review()).values_list("pk", flat=True)]
    found = states.filter(workflow_state__object_id__in=pages)
    return found if has_role(user, EDITORS) else found.exclude(workflow_state__requested_by=user)


def _pages_in_review():
    running = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return [int(pk) for pk in running.values_list("object_id", flat=True) if pk.isdigit()]
