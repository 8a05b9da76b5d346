"""A lap as the loop component draws it: six stations, where the team is, and what stands in the middle."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from knowledge.models import Stage
from people.permissions import belongs_to

ORDER = list(Stage)
# Recording one of these is finishing it; recording one of the others is being there.
DONE_WHEN_RECORDED = {Stage.ASSESS, Stage.GAP, Stage.CHOOSE}


@dataclass(frozen=True)
class Station:
    """One station: `state` is "done", "now" or "todo"; `date` is the day of the first thing that happened there."""

    key: str
    title: str
    hint: str
    state: str
    date: datetime.date | None = None
    url: str = ""


@dataclass(frozen=True)
class Loop:
    """What components/loop.html and loop_mini.html read. `stage` is 1 to 6, and 0 where no lap is on."""

    stage: int
    stations: list[Station]
    words: str = ""
    lead: str = ""
    practice_title: str = ""
    practice_url: str = ""
    line: str = ""


def loop_for(lap, user):
    """The loop of a lap for this reader, or the plain loop at no stage where `lap` is `None` or not theirs to read.

    What steps link to is for the team, which may have shared the lap but not its assessment or retrospective.
    """
    if lap is None or not lap.is_visible_to(user):
        return Loop(0, [Station(stage.value, str(stage.label), _hint(stage), "todo") for stage in ORDER])
    steps = _first_steps(lap)
    stage = _stage(lap, steps)
    inside = belongs_to(user, lap.team)
    stations = [_station(lap, place, stage, steps.get(key), inside) for place, key in enumerate(ORDER, start=1)]
    lead, line = _middle(lap, stage)
    return Loop(
        stage=stage,
        stations=stations,
        words=str(ORDER[stage - 1].label).lower(),
        lead=lead,
        practice_title=lap.practice_title,
        practice_url=practice_url(lap),
        line=line,
    )


def practice_url(lap):
    """The address of the lap's practice, or nothing where its page is not published."""
    return lap.practice.url if lap.practice is not None and lap.practice.live else ""


def stage_of(lap):
    """The number of the station that a lap is at, 1 to 6."""
    return _stage(lap, _first_steps(lap))


def _first_steps(lap):
    """The first step at each station; steps come oldest first."""
    found = {}
    for step in lap.steps.all():
        found.setdefault(Stage(step.stage), step)
    return found


def _stage(lap, steps):
    if lap.ended_on:
        return len(ORDER)
    return max((ORDER.index(stage) + 1 + (stage in DONE_WHEN_RECORDED) for stage in steps), default=1)


def _station(lap, place, stage, step, inside):
    key = ORDER[place - 1]
    done = step is not None and (place < stage or lap.ended_on)
    state = "done" if done else "now" if place == stage and not lap.ended_on else "todo"
    url = practice_url(lap) if key == Stage.CHOOSE else step.url if step and inside else ""
    hint = _hint(key) if step or place >= stage else _("Not on this lap")
    return Station(key.value, str(key.label), hint, state, step.happened_on if step else None, url)


def _hint(stage):
    return {
        Stage.ASSESS: _("Score where the team is now"),
        Stage.GAP: _("Two or three, not twenty"),
        Stage.CHOOSE: _("Read what helped other teams"),
        Stage.LEARN: _("A path, a workshop or a coach"),
        Stage.TRY: _("Four weeks, in real work"),
        Stage.LOOK_BACK: _("A retrospective adds evidence"),
    }[stage]


def _middle(lap, stage):
    """Two or three words before the practice's name, and the line below: what comes next."""
    day = date_format(lap.decide_by, "j F")
    if lap.ended_on:
        return _("Tried"), _("Ended on %(date)s.") % {"date": date_format(lap.ended_on, "j F Y")}
    if not lap.practice_title:
        return _("No practice chosen yet"), _("Choose one that answers the gap, then decide by %(date)s.") % {
            "date": day
        }
    if stage == len(ORDER):
        return _("Tried"), _("You looked back. Decide whether to keep, adapt or drop it.")
    if lap.decide_by <= timezone.localdate():
        return _("Trying"), _("It was to be decided by %(date)s. Look back together, then add what you saw.") % {
            "date": day
        }
    lead = _("Trying") if stage >= ORDER.index(Stage.TRY) + 1 else _("Learning")
    return lead, _("Look back together by %(date)s, then add what you saw.") % {"date": day}
