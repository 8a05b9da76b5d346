"""The insights page: how the teams go round the loop, in numbers over many of them.

What a team keeps to itself stays with it. Levels come from assessments/aggregates.py, which tells nothing about fewer
than five teams. Where teams are, what they try and the evidence count what this reader may see. The numbers at the top
count laps that the reader may not read as well, where at least five teams have such laps: those of fewer would be told
by the difference to what the reader sees.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.aggregates import MINIMUM_TEAMS, area_levels
from knowledge.evidence import EvidenceStrip, evidence_for_many
from knowledge.loop import stage_of
from knowledge.models import Lap, PracticePage, Stage
from people.audiences import visible_pages
from people.models import Team
from portal.insights_levels import department_heat, maturity, movement
from themes import charts

YEAR = timedelta(days=365)
PRACTICES_SHOWN = 6
HUES = {
    Stage.ASSESS: "assess",
    Stage.GAP: "assess",
    Stage.CHOOSE: "practice",
    Stage.LEARN: "learn",
    Stage.TRY: "event",
    Stage.LOOK_BACK: "retro",
}


@dataclass(frozen=True)
class Kpi:
    """One tile: what components/kpi.html reads."""

    name: str
    value: str
    change: str = ""
    way: str = ""
    direction: str = ""


@dataclass(frozen=True)
class YearOfLaps:
    """The four numbers of the year that ends on a day. `days` is `None` where no team looked back.

    `is_complete` says that they count every lap, also those that the reader may not read.
    """

    running: int
    finished: int
    days: int | None
    without_looking_back: int
    is_complete: bool


@dataclass(frozen=True)
class TriedPractice:
    """A practice that teams had a lap with in the last twelve months, with the areas it is about."""

    page: PracticePage
    strip: EvidenceStrip
    areas: str
    teams: int
    teams_now: int


def insights(user, today=None):
    """Everything on the page. The number of queries does not depend on how much there is."""
    today = today or timezone.localdate()
    teams = Team.objects.current().count()
    laps = _laps(today - 2 * YEAR)
    now, before = year_of_laps(laps, user, today), year_of_laps(laps, user, today - YEAR)
    levels = area_levels()
    seen = [lap for lap in laps if lap.is_visible_to(user)]
    return {
        "sentence": " ".join(filter(None, [_on_a_lap(now.running, teams), movement(levels)])),
        "kpis": _kpis(now, before),
        "maturity": maturity(levels),
        "stations": _stations(seen, today),
        "heat": department_heat(levels),
        "practices": _practices(seen, user, today),
        "minimum": MINIMUM_TEAMS,
        "section": "insights",
    }


def _laps(since):
    """Laps that are on or ended after a day, with their steps; what may be shown of them is decided below."""
    found = Lap.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=since)).select_related("team")
    return list(found.defer("hypothesis", "measure", "learned").prefetch_related("steps").order_by("team", "number"))


def _on_a_lap(running, teams):
    if not teams:
        return _("There are no teams yet.")
    said = ngettext(
        "%(running)s of %(teams)s teams is on a lap.", "%(running)s of %(teams)s teams are on a lap.", running
    )
    return said % {"running": running, "teams": teams}


# --- Numbers of laps --------------------------------------------------------------------------------------------------


def year_of_laps(laps, user, day):
    """The numbers of the year up to and with `day`, as far as this reader may know them."""
    finished = [lap for lap in laps if lap.ended_on and day - YEAR < lap.ended_on <= day]
    sets = [
        [lap for lap in laps if _is_on(lap, day)],
        finished,
        [lap for lap in finished if _looked_back(lap)],
        [lap for lap in finished if not _looked_back(lap)],
    ]
    running, ended, looked_back, without = counted = [countable(each, user) for each in sets]
    days = [_days_to_looking_back(lap) for lap in looked_back]
    return YearOfLaps(
        running=len({lap.team_id for lap in running}),
        finished=len(ended),
        days=round(median(days)) if days else None,
        without_looking_back=len(without),
        is_complete=counted == sets,
    )


def countable(laps, user):
    """Those of `laps` that a number for this reader may count: all, or only the visible ones where fewer than five
    teams have the others."""
    hidden = {lap.team_id for lap in laps if not lap.is_visible_to(user)}
    return laps if len(hidden) >= MINIMUM_TEAMS else [lap for lap in laps if lap.is_visible_to(user)]


def _is_on(lap, day):
    """Was the lap on at the end of that day, and its team there?"""
    there = lap.team.dissolved_on is None or lap.team.dissolved_on > day
    return there and lap.started_on <= day and (lap.ended_on is None or lap.ended_on > day)


def _first_days(lap):
    """The day of the first step at each station; steps come oldest first."""
    days = {}
    for step in lap.steps.all():
        days.setdefault(Stage(step.stage), step.happened_on)
    return days


def _looked_back(lap):
    return _first_days(lap).get(Stage.LOOK_BACK)


def _days_to_looking_back(lap):
    """From the day on which the gap was seen, or the lap's first day where it began from a wish."""
    days = _first_days(lap)
    return max(0, (days[Stage.LOOK_BACK] - days.get(Stage.GAP, lap.started_on)).days)


def _kpis(now, before):
    """The four tiles. Changes stand where the year before has finished laps, counted in the same way."""
    compares = before.finished > 0 and now.is_complete == before.is_complete
    a_year_ago, the_year_before = _("%(change)s than a year ago"), _("%(change)s than the year before")

    def tile(name, number, earlier, than, fewer_is_good):
        change = _change(number, earlier, than, fewer_is_good) if compares else {}
        return Kpi(name, "–" if number is None else str(number), **change)

    return [
        tile(_("Teams on a lap"), now.running, before.running, a_year_ago, False),
        tile(_("Laps finished in 12 months"), now.finished, before.finished, the_year_before, False),
        tile(_("Days from gap to looking back"), now.days, before.days, the_year_before, True),
        tile(
            _("Laps that ended without a retrospective"),
            now.without_looking_back,
            before.without_looking_back,
            the_year_before,
            True,
        ),
    ]


def _change(now, before, than, fewer_is_good):
    """The words, arrow and judgement of a change, or nothing where one of the two is not known."""
    if now is None or before is None:
        return {}
    if now == before:
        return {"change": _("As many as the year before")}
    is_better = (now < before) == fewer_is_good
    words = {"change": (_("%(n)s more") if now > before else _("%(n)s fewer")) % {"n": abs(now - before)}}
    return {
        "change": _("%(change)s, which is good") % words if now < before and fewer_is_good else than % words,
        "way": "better" if is_better else "worse",
        "direction": "up" if now > before else "down",
    }


# --- Where teams are --------------------------------------------------------------------------------------------------


def _stations(laps, today):
    """Teams by the station of the lap that each is on, from the laps that this reader may see; `None` without any."""
    current = {lap.team_id: lap for lap in laps if _is_on(lap, today)}
    if not current:
        return None
    waits = defaultdict(list)
    for lap in current.values():
        waits[stage_of(lap)].append(_waiting(lap, today))
    rows = [
        (str(stage.label), len(waits[place]), HUES[stage], _days(waits[place]))
        for place, stage in enumerate(Stage, start=1)
    ]
    late = sum(lap.decide_by < today for lap in current.values())
    return {"chart": charts.bars(rows), "note": _teams(len(current)), "sentence": _late(late, len(current))}


def _waiting(lap, today):
    """Days since the lap came to the furthest station that it has a step at, or since it began."""
    days = _first_days(lap)
    reached = days[max(days, key=list(Stage).index)] if days else lap.started_on
    return max(0, (today - reached).days)


def _days(waits):
    if not waits:
        return ""
    middle = round(median(waits))
    return ngettext("%(n)s day", "%(n)s days", middle) % {"n": middle}


def _teams(count):
    return ngettext("%(n)s team", "%(n)s teams", count) % {"n": count}


def _late(late, teams):
    if not late:
        return _("No lap is past the day on which its team wanted to decide.")
    said = ngettext(
        "%(late)s of %(all)s laps is past the day on which its team wanted to decide.",
        "%(late)s of %(all)s laps are past the day on which their teams wanted to decide.",
        late,
    )
    return said % {"late": late, "all": teams}


# --- Practices --------------------------------------------------------------------------------------------------------


def _practices(laps, user, today):
    """The practices that most teams had a lap with in the last twelve months, from laps that this reader may see."""
    recent = [lap for lap in laps if lap.practice_id and (lap.ended_on is None or lap.ended_on > today - YEAR)]
    tried = Counter(practice for practice, _team in {(lap.practice_id, lap.team_id) for lap in recent})
    on_it = Counter(
        practice for practice, _team in {(lap.practice_id, lap.team_id) for lap in recent if _is_on(lap, today)}
    )
    found = visible_pages(PracticePage.objects.filter(pk__in=tried), user).defer("body").prefetch_related("topics")
    pages = sorted(found, key=lambda page: (-tried[page.pk], -on_it[page.pk], page.title))[:PRACTICES_SHOWN]
    strips = evidence_for_many(pages, user)
    return [
        TriedPractice(page, strips[page.pk], ", ".join(map(str, page.topics.all())), tried[page.pk], on_it[page.pk])
        for page in pages
    ]
