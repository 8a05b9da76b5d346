"""Who may see a thing: the one place that decides.

A thing is public, for members (anyone signed in), or for one audience: an `auth.Group`; every team and community owns
one. Plain models carry `AudienceMixin`. Wagtail pages carry view restrictions; `page_audience` reads them as the same
three answers. Lists, search, feeds, pages and exports all ask here.

Being an administrator opens no audience: a team's own retrospective is the team's. (docs/decisions/0003-audiences.md)
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everyone, also without signing in")
    MEMBERS = "members", _("Everyone who is signed in")
    GROUP = "group", _("One team or community")


class AudienceMixin(models.Model):
    """Two columns that say who may see the row; a constraint keeps them consistent. Default: members."""

    audience = models.CharField(max_length=10, choices=Audience, default=Audience.MEMBERS)
    audience_group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="group", audience_group__isnull=False)
                | Q(audience__in=["public", "members"], audience_group__isnull=True),
                name="%(app_label)s_%(class)s_audience",
            )
        ]

    def is_visible_to(self, user):
        """May this reader see this row? Agrees with `visible_filter` (a test proves it)."""
        return is_visible(self.audience, self.audience_group_id, user)


@dataclass(frozen=True)
class PageAudience:
    """What a page's view restrictions come to: an `Audience` and, for GROUP, the group's id."""

    audience: str
    group_id: int | None = None


def is_visible(audience, group_id, user):
    """Decide for one thing: `audience` is an `Audience` value, `group_id` its group where it is GROUP."""
    if audience == Audience.PUBLIC:
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    return audience == Audience.MEMBERS or (audience == Audience.GROUP and group_id in user.group_ids)


def visible_filter(user, prefix=""):
    """The same decision as a `Q` for rows with `AudienceMixin`; `prefix` such as "retrospective__" for related rows."""
    public = Q(**{f"{prefix}audience": Audience.PUBLIC})
    if not (user.is_authenticated and user.is_active):
        return public
    seen = public | Q(**{f"{prefix}audience": Audience.MEMBERS})
    if user.group_ids:
        seen |= Q(**{f"{prefix}audience": Audience.GROUP, f"{prefix}audience_group__in": user.group_ids})
    return seen


def _restrictions_against(user):
    """The view restrictions that keep this reader out, in one query for all pages (one more for those signed in).

    They are kept with the reader, so for one request, until a restriction changes.
    """
    groups = tuple(user.group_ids) if user.is_authenticated else ()
    state = (_changes[-1], groups, user.is_active)
    kept_at, against = getattr(user, "_restrictions", (None, None))
    if kept_at != state:
        restrictions = PageViewRestriction.objects.select_related("page").only(
            "restriction_type", "page__path", "page__depth", "page__numchild"
        )
        if user.is_authenticated:
            restrictions = restrictions.prefetch_related("groups")
        against = [restriction for restriction in restrictions if not _passes(restriction, user)]
        user._restrictions = (state, against)
    return against


def forget_restrictions(**kwargs):
    """A view restriction, or the place of a page, has changed: whoever reads next asks again (people/receivers.py)."""
    _changes[-1] = object()


_changes = [object()]


def _passes(restriction, user):
    if restriction.restriction_type == PageViewRestriction.NONE:
        return True
    if not (user.is_authenticated and user.is_active):
        return False
    if restriction.restriction_type == PageViewRestriction.LOGIN:
        return True
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        return any(group.pk in user.group_ids for group in restriction.groups.all())
    return False


def visible_pages(queryset, user):
    """Live pages of `queryset` that this reader may open. Pages behind a shared password are in no list.

    `Page.objects.public()` hides every restricted page, also from those who may read it; this does not.
    """
    return unrestricted_pages(queryset.live(), user)


def unrestricted_pages(queryset, user):
    """Pages of `queryset`, published or not, whose view restrictions let this reader pass.

    For those who write and review: what is not published yet is theirs only where no restriction keeps them out.
    """
    against = [restriction.page for restriction in _restrictions_against(user)]
    for page in against:
        if page.numchild:
            queryset = queryset.not_descendant_of(page, inclusive=True)
    # Most restricted pages have no pages below them. Named one by one in a list, thousands of them are no burden.
    alone = [page.pk for page in against if not page.numchild]
    return queryset.exclude(pk__in=alone) if alone else queryset


def page_audience(page):
    """What a page's own and inherited view restrictions come to, or `None` where no one audience expresses it.

    `None` (a shared password, several groups at once) means: open at its address as Wagtail decides, found nowhere.
    """
    audience = PageAudience(Audience.PUBLIC)
    for restriction in page.get_view_restrictions().prefetch_related("groups"):
        if restriction.restriction_type == PageViewRestriction.PASSWORD:
            return None
        if restriction.restriction_type == PageViewRestriction.GROUPS:
            groups = list(restriction.groups.all())
            narrowed = PageAudience(Audience.GROUP, groups[0].pk) if len(groups) == 1 else None
            if narrowed is None or (audience.audience == Audience.GROUP and audience != narrowed):
                return None
            audience = narrowed
        elif restriction.restriction_type == PageViewRestriction.LOGIN and audience.audience == Audience.PUBLIC:
            audience = PageAudience(Audience.MEMBERS)
    return audience
