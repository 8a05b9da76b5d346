"""Tools: how each was weighed, what was decided about it when, and the radar of them all."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.models import ToolCriterion, ToolDecision, ToolPage, ToolScore
from themes.radar_rings import Entry, rings

FRESH_DAYS = 90
MOST_ON_A_RADAR = 60
RINGS = [ToolPage.Status.ADOPT, ToolPage.Status.TRIAL, ToolPage.Status.ASSESS, ToolPage.Status.HOLD]
STATUS_KINDS = {"adopt": "good", "trial": "note", "assess": "warn", "hold": "bad"}


@dataclass(frozen=True)
class Weighed:
    """What a tool scores by all its criteria: `mean` from 0 to 5, to one decimal, `None` where nothing was scored."""

    scores: list[ToolScore]
    mean: float | None

    @property
    def weight(self):
        """The sum of all weights."""
        return sum(score.criterion.weight for score in self.scores)


@dataclass(frozen=True)
class Placed:
    """A tool in a list of them: its number on the radar, and whether it is new there or has moved."""

    tool: ToolPage
    number: int
    decision: ToolDecision | None
    mark: str = ""
    moved_from: str = ""

    @property
    def status_kind(self):
        """The status of the tag that says where it stands."""
        return STATUS_KINDS.get(self.tool.status, "")


def weighed(tool):
    """A tool's scores by position of their criteria, with their weighted mean.

    The mean is Σ(weight × score) / Σ(weight) over the criteria that were scored: one that nobody answered neither lifts
    nor lowers it. A criterion of weight 0 is shown and does not count; where all weigh 0 there is no mean.
    """
    scores = list(tool.scores.all())
    criteria = ToolCriterion.objects.in_bulk([each.criterion_id for each in scores])
    for each in scores:
        each.criterion = criteria[each.criterion_id]
    scores.sort(key=lambda each: (each.criterion.position, each.criterion_id))
    weight = sum(each.criterion.weight for each in scores)
    total = sum(each.criterion.weight * each.score for each in scores)
    return Weighed(scores, round(total / weight, 1) if weight else None)


def in_order(tools):
    """A queryset of tools by area, then by ring from the inside, then by title."""
    areas = Case(*(When(area=area, then=n) for n, area in enumerate(ToolPage.Area.values)), output_field=IntegerField())
    stands = Case(
        *(When(status=status, then=n) for n, status in enumerate(RINGS)),
        default=Value(len(RINGS)),
        output_field=IntegerField(),
    )
    return tools.annotate(nth_area=areas, nth_ring=stands).order_by("nth_area", "nth_ring", "title", "pk")


def placed(tools, first=1):
    """Each tool as `Placed`, numbered from `first`. Its decisions are to be prefetched."""
    since = timezone.localdate() - timedelta(days=FRESH_DAYS)
    return [_placed(tool, number, since) for number, tool in enumerate(tools, first)]


def _placed(tool, number, since):
    decisions = decisions_of(tool)
    latest = decisions[0] if decisions else None
    if latest is None or latest.decided_on < since:
        return Placed(tool, number, latest)
    before = next((each for each in decisions if each.decided_on < since), None)
    if before is None:
        return Placed(tool, number, latest, "new")
    moved = before.status != latest.status
    return Placed(tool, number, latest, "moved" if moved else "", before.get_status_display() if moved else "")


def decisions_of(tool):
    """A tool's decisions, the latest first."""
    return sorted(tool.decisions.all(), key=lambda each: (each.decided_on, each.sort_order or 0), reverse=True)


def radar_of(rows):
    """The drawing of `Placed` tools; what nobody has decided on stands in no ring."""
    quarters = {area: n for n, area in enumerate(ToolPage.Area.values)}
    nth = {status.value: n for n, status in enumerate(RINGS)}
    entries = [
        Entry(row.number, _said(row), row.tool.url, quarters[row.tool.area], nth[row.tool.status], row.mark)
        for row in rows
        if row.tool.status in nth
    ]
    return rings([status.label for status in RINGS], [str(label) for label in ToolPage.Area.labels], entries)


def _said(row):
    """What a blip says when it is read out or pointed at."""
    words = f"{row.tool.title}, {row.tool.get_status_display().lower()}"
    if row.mark == "new":
        return _("%(tool)s, new") % {"tool": words}
    if row.mark == "moved":
        return _("%(tool)s, was %(before)s") % {"tool": words, "before": row.moved_from.lower()}
    return words
