"""Laps: beginning one, choosing its practice, recording what happened on it, ending it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.exceptions import KnowledgeError
from knowledge.models import Lap, LapStep, Outcome, Stage
from knowledge.services.checks import wrong_fields
from people.audiences import Audience
from people.models import Team

LAP_DAYS = 42
RELATIONS = ["team", "practice", "project", "retrospective", "created_by", "audience_group"]


def current_lap(team):
    """The lap a team is on: the open one that began last, or `None`."""
    return Lap.objects.open().filter(team=team).select_related("practice", "team").order_by("-number").first()


@transaction.atomic
def open_lap(
    *,
    team,
    created_by,
    practice=None,
    hypothesis="",
    measure="",
    decide_by=None,
    gap="",
    project=None,
    started_on=None,
    number=None,
    learned="",
    audience=None,
):
    """Begin a lap and return it. A gap and a practice that are known are its first steps; either may come later.

    `decide_by` is six weeks after `started_on` (today) unless given. `audience` is an `Audience` value; `None` and
    GROUP mean the team. Raises `KnowledgeError`: decided before the start, a start in the future, a number taken.
    """
    started_on = started_on or timezone.localdate()
    audience = audience or Audience.GROUP
    Team.objects.select_for_update().get(pk=team.pk)
    lap = Lap(
        team=team,
        number=number or (Lap.objects.filter(team=team).aggregate(last=Max("number"))["last"] or 0) + 1,
        project=project,
        gap=gap,
        hypothesis=hypothesis,
        measure=measure,
        started_on=started_on,
        decide_by=decide_by or started_on + timedelta(days=LAP_DAYS),
        learned=learned,
        created_by=created_by,
        audience=audience,
        audience_group=team.group if audience == Audience.GROUP else None,
    )
    errors = _wrong_fields(lap)
    if lap.started_on > timezone.localdate():
        errors["started_on"] = _("A lap begins today or has begun.")
    if Lap.objects.filter(team=team, number=lap.number).exists():
        errors["number"] = _("%(team)s has a lap %(number)s already.") % {"team": team.name, "number": lap.number}
    if errors:
        raise KnowledgeError(errors)
    lap.save()
    if gap:
        add_step(lap=lap, stage=Stage.GAP, what=gap, reference="gap", happened_on=started_on)
    if practice is not None:
        choose_practice(lap=lap, practice=practice, happened_on=started_on)
    return lap


@transaction.atomic
def update_lap(*, lap, hypothesis, measure, decide_by, gap="", project=None, learned=""):
    """Replace what a team wrote about its open lap. Raises `KnowledgeError`."""
    values = {"hypothesis": hypothesis, "measure": measure, "decide_by": decide_by, "gap": gap, "project": project}
    for name, value in {**values, "learned": learned}.items():
        setattr(lap, name, value)
    if errors := _wrong_fields(lap):
        raise KnowledgeError(errors)
    lap.save(update_fields=[*values, "learned"])
    return lap


@transaction.atomic
def choose_practice(*, lap, practice, happened_on=None):
    """Make a practice the one that a team tries on its open lap. Choosing it twice is choosing it once."""
    lap.practice, lap.practice_title = practice, practice.title
    lap.save(update_fields=["practice", "practice_title"])
    return add_step(
        lap=lap,
        stage=Stage.CHOOSE,
        what=practice.title,
        url=practice.url or "",
        reference=f"practice-{practice.pk}",
        happened_on=happened_on,
    )


@transaction.atomic
def choose_for_lap(*, team, practice, created_by, **written):
    """Choose a practice for a lap of the team, and return the lap.

    The open lap that has no practice yet gets it; else a lap begins. Choosing what the team is trying changes nothing.
    `written` are the texts, project and date of `update_lap`. Raises `KnowledgeError`.
    """
    Team.objects.select_for_update().get(pk=team.pk)
    running = Lap.objects.open().filter(team=team)
    if trying := running.filter(practice=practice).first():
        return trying
    lap = running.filter(practice_title="").order_by("-number").first()
    if lap is None:
        return open_lap(team=team, practice=practice, created_by=created_by, **written)
    update_lap(lap=lap, learned=lap.learned, **written)
    choose_practice(lap=lap, practice=practice)
    return lap


def add_step(*, lap, stage, what, reference, url="", happened_on=None):
    """Record something on one lap. The same `reference` at the same station a second time changes nothing."""
    if stage not in Stage.values:
        raise KnowledgeError({"stage": _("“%(stage)s” is no station of the loop.") % {"stage": stage}})
    return LapStep.objects.get_or_create(
        lap=lap,
        stage=stage,
        reference=reference[:120],
        defaults={"what": what[:200], "url": url[:500], "happened_on": happened_on or timezone.localdate()},
    )[0]


@transaction.atomic
def record_step(*, team, stage, what, url="", reference, happened_on=None, practice=None, lap=None):
    """Record something on the team's open laps, or quietly on none where the team is on none. Returns the steps.

    With a `practice` only laps with that practice hear of it; with a `lap` that one alone, also when it has ended.
    `happened_on` is today unless given. The same `reference` twice is once.
    """
    laps = [lap] if lap is not None else Lap.objects.open().filter(team=team)
    if lap is None and practice is not None:
        laps = laps.filter(practice=practice)
    return [
        add_step(lap=each, stage=stage, what=what, url=url, reference=reference, happened_on=happened_on)
        for each in laps
    ]


@transaction.atomic
def end_lap(*, lap, outcome, decision="", learned="", retrospective=None, ended_on=None):
    """End a lap with what the practice did, what the team decided (keep, adapt, drop) and what it learned.

    An empty `outcome` says that nobody can tell. With a `retrospective` its look back is recorded. Raises
    `KnowledgeError`: an unknown outcome or decision, a lap that has ended, an end before the start or in the future.
    """
    lap = Lap.objects.select_for_update().get(pk=lap.pk)
    if lap.ended_on:
        raise KnowledgeError({"": _("This lap has ended already.")})
    lap.ended_on, lap.outcome, lap.decision, lap.learned = ended_on or timezone.localdate(), outcome, decision, learned
    errors = _wrong_fields(lap)
    if outcome and outcome not in Outcome.values:
        errors["outcome"] = _("Say what it did: helped, mixed or hurt.")
    if not lap.started_on <= lap.ended_on <= timezone.localdate():
        errors["ended_on"] = _("A lap ends after it began, and not in the future.")
    if errors:
        raise KnowledgeError(errors)
    lap.save(update_fields=["ended_on", "outcome", "decision", "learned"])
    if retrospective is not None:
        look_back(lap=lap, retrospective=retrospective)
    return lap


def look_back(*, lap, retrospective):
    """Record on a lap that its team looked back, and with which retrospective."""
    lap.retrospective = retrospective
    lap.save(update_fields=["retrospective"])
    return add_step(
        lap=lap,
        stage=Stage.LOOK_BACK,
        what=retrospective.title,
        url=retrospective.get_absolute_url(),
        reference=f"retrospective-{retrospective.pk}",
        happened_on=retrospective.held_on,
    )


def _wrong_fields(lap):
    """The messages of the model's own checks, by field name."""
    errors = wrong_fields(lap, exclude=RELATIONS)
    if "decide_by" not in errors and lap.decide_by < lap.started_on:
        errors["decide_by"] = _("Decide after you have tried it: choose a day on or after the start.")
    return errors
