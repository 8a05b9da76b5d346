"""Rounds: opening one, closing it, and what a team aims for."""

from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.exceptions import AssessmentError
from assessments.models import Assessment, Item, ModelVersion, Target
from assessments.results import result_for
from assessments.sentences import gap_words
from knowledge.models import Stage
from knowledge.services import current_lap, record_step
from people.audiences import Audience
from people.models import Team, TeamMembership, User
from people.services import notify

GAPS_ON_A_LAP = 2


def working_people(team):
    """Who answers for a team: its active leads and members. A coach helps and is not asked."""
    working = [TeamMembership.Role.LEAD, TeamMembership.Role.MEMBER]
    return User.objects.filter(is_active=True, memberships__team=team, memberships__role__in=working)


@transaction.atomic
def open_assessment(*, team, opened_by, closes_on=None, lap=None, opened_at=None, version=None):
    """Begin a team's round and return it. It is for the team alone.

    `closes_on` is the day until which people are asked to answer. Without a `lap` it belongs to the one that the team
    is on, if any; without a `version` it asks the newest published one. The lap hears of it, and everyone who is asked
    is told. Raises `AssessmentError`: a round is open, nothing is published, nobody to ask, a day before the opening.
    """
    moment = opened_at or timezone.now()
    Team.objects.select_for_update().get(pk=team.pk)
    assessment = Assessment(
        team=team,
        version=_version(version),
        number=next_number(team),
        lap=lap or current_lap(team),
        invited=working_people(team).count(),
        opened_at=moment,
        closes_on=closes_on,
        opened_by=opened_by,
        audience=Audience.GROUP,
        audience_group=team.group,
    )
    if errors := _wrong(assessment):
        raise AssessmentError(errors)
    store_round(assessment)
    record_opened(assessment)
    _tell_opened(assessment)
    return assessment


def _version(version):
    version = version or ModelVersion.objects.newest().first()
    if version is None or version.published_at is None:
        raise AssessmentError({"version": _("There is no published maturity model yet.")})
    return version


def next_number(team):
    """The number of the team's next round."""
    return (Assessment.objects.filter(team=team).aggregate(last=Max("number"))["last"] or 0) + 1


def _wrong(assessment):
    errors = {}
    if assessment.team.dissolved_on is not None:
        errors["team"] = _("This team has been dissolved.")
    elif not assessment.invited:
        errors["team"] = _("Nobody is in this team yet. Add people first.")
    if assessment.opened_at > timezone.now():
        errors["opened_at"] = _("A round opens now or has opened.")
    if assessment.closes_on and assessment.closes_on < timezone.localdate(assessment.opened_at):
        shown = date_format(assessment.closes_on, "j F Y")
        errors["closes_on"] = _("%(day)s is in the past. Choose today or a later day.") % {"day": shown}
    return errors


def store_round(assessment):
    """Save a round. Raises `AssessmentError` where the team has an open one."""
    try:
        with transaction.atomic():
            assessment.save(force_insert=True)
    except IntegrityError as taken:
        if assessment.is_open and Assessment.objects.open().filter(team=assessment.team_id).exists():
            text = _("Team %(team)s has an open assessment. Close that one first.")
            raise AssessmentError({"team": text % {"team": assessment.team.name}}) from taken
        raise


def record_opened(assessment):
    """Tell the lap that its team assesses itself."""
    record_step(
        team=assessment.team,
        lap=assessment.lap,
        stage=Stage.ASSESS,
        what=_("Assessment %(number)s") % {"number": assessment.number},
        url=assessment.get_absolute_url(),
        reference=f"assessment-{assessment.pk}",
        happened_on=timezone.localdate(assessment.opened_at),
    )


def record_gaps(assessment):
    """Tell the lap which gaps a closed round shows."""
    gaps = result_for(assessment).gaps[:GAPS_ON_A_LAP]
    record_step(
        team=assessment.team,
        lap=assessment.lap,
        stage=Stage.GAP,
        what=gap_words(gaps) or _("No gap"),
        url=assessment.get_absolute_url(),
        reference=f"assessment-{assessment.pk}",
        happened_on=timezone.localdate(assessment.closed_at),
    )


def _tell_opened(assessment):
    url = reverse("assessments:take", args=[assessment.team.slug, assessment.number])
    text = _("%(team)s assesses itself: your answers are wanted") % {"team": assessment.team.name}
    if assessment.closes_on:
        text = _("%(team)s assesses itself: please answer by %(day)s") % {
            "team": assessment.team.name,
            "day": date_format(assessment.closes_on, "l j F"),
        }
    _tell(assessment, "assessment-opened", text, url, but=assessment.opened_by_id)


def _tell(assessment, kind, text, url, *, but):
    for user in working_people(assessment.team).exclude(pk=but):
        notify(user=user, kind=kind, text=text, url=url, dedupe=f"assessment-{assessment.pk}")


@transaction.atomic
def close_assessment(*, assessment, by, closed_at=None):
    """End a round: its result is there for its audience, and it takes no more answers. Returns the round.

    The lap hears of the gaps, the team of the result. Raises `AssessmentError`: closed already, without any answer,
    or closed at a moment before it opened or in the future.
    """
    assessment = Assessment.objects.select_for_update(of=["self"]).for_page().get(pk=assessment.pk)
    moment = closed_at or timezone.now()
    if not assessment.is_open:
        raise AssessmentError({"assessment": _("This assessment is closed already.")})
    if not assessment.responses.filter(level__isnull=False).exists():
        raise AssessmentError({"assessment": _("Nobody has answered yet. Close it when there are answers.")})
    if not assessment.opened_at <= moment <= timezone.now():
        raise AssessmentError({"closed_at": _("A round closes after it opened, and not in the future.")})
    assessment.closed_at = moment
    assessment.save(update_fields=["closed_at"])
    record_gaps(assessment)
    text = _("The result of team %(team)s’s assessment is there") % {"team": assessment.team.name}
    _tell(assessment, "assessment-closed", text, assessment.get_absolute_url(), but=by.pk if by else None)
    return assessment


@transaction.atomic
def set_target(*, team, model, item_key, level):
    """Set the level that a team wants to reach in a dimension, or take its own target back with `level=None`.

    Raises `AssessmentError` for a dimension that the newest published version does not have, or a level off its scale.
    """
    version = ModelVersion.objects.newest().filter(model=model).first()
    if not version or not Item.objects.filter(version=version, key=item_key, parent__isnull=True).exists():
        raise AssessmentError({"item_key": _("The model has no part “%(key)s”.") % {"key": item_key}})
    own = Target.objects.filter(team=team, model=model, item_key=item_key)
    if level is None:
        own.delete()
        return None
    level = _target_level(level, version)
    return Target.objects.update_or_create(team=team, model=model, item_key=item_key, defaults={"level": level})[0]


def _target_level(level, version):
    """A level above the lowest of the scale, with one decimal."""
    low, high = version.values[0], version.values[-1]
    try:
        level = Decimal(str(level)).quantize(Decimal("0.1"))
        fits = low < level <= high
    except InvalidOperation:
        fits = False
    if not fits:
        text = _("Choose a target above %(low)s and up to %(high)s.")
        raise AssessmentError({"level": text % {"low": low, "high": high}})
    return level
