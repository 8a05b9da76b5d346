"""Bringing in a whole round that was answered elsewhere or earlier, with few statements."""

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.exceptions import AssessmentError
from assessments.models import Assessment, Item, Response
from assessments.services.answers import LONGEST_NOTE, is_level
from assessments.services.rounds import next_number, record_gaps, record_opened, store_round, working_people
from people.audiences import Audience


@transaction.atomic
def load_round(*, team, version, opened_at, closed_at, answers, notes=(), lap=None, opened_by=None, closes_on=None):
    """Store a round with all its answers and return it. The same team and `opened_at` again changes nothing.

    `answers` maps people to a dict of item id and level, where `None` is "I cannot tell"; `notes` lists dicts with
    item and text, whose writers are not known. `closed_at=None` leaves it open. With a `lap` the lap hears of it.
    Nobody is told. Raises `AssessmentError` that names the person and item of each answer that does not fit.
    """
    before = Assessment.objects.filter(team=team, opened_at=opened_at).first()
    if before:
        return before
    items = {item.key: item for item in Item.objects.filter(version=version, parent__isnull=False)}
    if errors := _wrong(answers, notes, items, version, opened_at, closed_at):
        raise AssessmentError(errors)
    assessment = Assessment(
        team=team,
        version=version,
        number=next_number(team),
        lap=lap,
        invited=max(working_people(team).count(), len(answers)),
        opened_at=opened_at,
        closes_on=closes_on,
        closed_at=closed_at,
        opened_by=opened_by,
        audience=Audience.GROUP,
        audience_group=team.group,
    )
    store_round(assessment)
    Response.objects.bulk_create(_responses(assessment, answers, notes, items), batch_size=500)
    if lap is not None:
        record_opened(assessment)
        if closed_at:
            record_gaps(assessment)
    return assessment


def _wrong(answers, notes, items, version, opened_at, closed_at):
    errors = {}
    if closed_at and (closed_at < opened_at or not _has_level(answers)):
        errors["closed_at"] = _("A round closes after it opened, and with answers.")
    for user, sheet in answers.items():
        for key, level in sheet.items():
            if key not in items:
                errors[f"answers.{user}.{key}"] = _("The model has no such question.")
            elif not is_level(level, version):
                errors[f"answers.{user}.{key}"] = _("Not a level of the scale: %(level)s") % {"level": level}
    for row, note in enumerate(notes):
        if note["item"] not in items or len(note["text"]) > LONGEST_NOTE:
            errors[f"notes.{row}"] = _("The model has no such question, or the note is too long.")
    return errors


def _has_level(answers):
    return any(level is not None for sheet in answers.values() for level in sheet.values())


def _responses(assessment, answers, notes, items):
    when = assessment.closed_at or assessment.opened_at
    rows = [
        Response(assessment=assessment, item=items[key], user=user, level=level, answered_at=when)
        for user, sheet in answers.items()
        for key, level in sheet.items()
    ]
    rows += [
        Response(assessment=assessment, item=items[note["item"]], note=note["text"].strip(), answered_at=when)
        for note in notes
    ]
    return rows
