"""Scheduling events and changing them."""

import uuid
from dataclasses import dataclass, field
from datetime import time, timedelta

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone as clock
from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.exceptions import EventError
from events.models import Event, Occurrence
from events.schedule import FIRST_YEAR, LAST_YEAR, Slot, clean_rule, expand, moment, moments, slot_of
from events.services import seats
from events.signals import event_moved
from people.audiences import Audience
from people.models import validate_timezone
from search.models import Topic

RESERVED_SLUGS = {"mine", "new", "past", "registrations", "calendar"}
MAX_SESSIONS = 20
MAX_CAPACITY = 100_000
RELATIONS = ["facilitators", "practices", "topics"]
CALENDAR_FIELDS = {
    "title",
    "kind",
    "summary",
    "format",
    "place",
    "join_url",
    "timezone",
    "rrule",
    "audience",
    "audience_group_id",
}


@dataclass(frozen=True)
class Plan:
    """When an event takes place, in its own zone: one slot, or a rule that repeats it, or further sessions."""

    slot: Slot
    zone: str
    rrule: str = ""
    sessions: tuple = field(default=())

    def slots(self):
        """Every slot, in order."""
        if self.rrule:
            return expand(self.rrule, self.slot, self.zone)
        return sorted([self.slot, *self.sessions])


@transaction.atomic
def create_event(
    *,
    title,
    day,
    start,
    end,
    timezone=settings.TIME_ZONE,
    rrule="",
    sessions=(),
    slug="",
    uid=None,
    created_by=None,
    facilitators=(),
    practices=(),
    topics=None,
    **fields,
):
    """Schedule an event and its dates. `fields` are further columns of Event.

    `day`, `start` and `end` (date and times) are on the clock of `timezone`; `rrule` repeats them (RFC 5545, with COUNT
    or UNTIL); `sessions` are further dates of the same booking: tuples of day, start and end. `slug` is made from the
    title unless given. The same `uid` by the same person a second time returns the event that it made. `topics` are
    those of the practices unless given. Raises `EventError` with the names of these arguments.
    """
    if uid and (made := Event.objects.filter(uid=uid).first()):
        if made.created_by_id and created_by and made.created_by_id == created_by.pk:
            return made
        raise EventError(_("This form was used already. Open it again."))
    plan = _plan(day, start, end, timezone, rrule, sessions)
    practices = list(practices)
    event = Event(title=title, timezone=timezone, rrule=plan.rrule, created_by=created_by, uid=uid or uuid.uuid4())
    for name, value in fields.items():
        setattr(event, name, value)
    event.slug = _free_slug(slug, title)
    slots = plan.slots()
    event.registration_closes_at = _closes_at(event, slots[0])
    _check(event)
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as error:
        raise EventError({"slug": _("This address was taken at the same moment. Send the form again.")}) from error
    _write_dates(event, slots)
    event.facilitators.set(facilitators)
    event.practices.set(practices)
    event.topics.set(_topics_of(practices) if topics is None else topics)
    return event


@transaction.atomic
def update_event(*, event, **changes):
    """Change what is given of an event, with the names of `create_event`. Returns the event as it is now.

    `sequence` and `updated_at` rise only where calendars show something else than before. A raised capacity lets the
    waiting list move up. Raises `EventError`, also for a capacity below the seats that are taken.
    """
    event = seats.lock(event)
    before = {name: getattr(event, name) for name in CALENDAR_FIELDS}
    related = {name: list(changes.pop(name)) for name in RELATIONS if name in changes}
    slots = _replan(event, changes)
    if "slug" in changes and changes["slug"] != event.slug:
        changes["slug"] = _free_slug(changes["slug"], event.title)
    for name, value in changes.items():
        setattr(event, name, value)
    if event.capacity is not None and event.capacity < event.seats_taken:
        taken = {"n": event.seats_taken}
        raise EventError({"capacity": _("%(n)s places are taken. Cancel some of them first.") % taken})
    event.registration_closes_at = _closes_at(event, slots[0])
    _check(event)
    moved = _write_dates(event, slots) or before["place"] != event.place
    if moved or any(getattr(event, name) != value for name, value in before.items()):
        event.sequence += 1
        event.updated_at = clock.now()
    for name, value in related.items():
        getattr(event, name).set(value)
    event.save(update_fields=_columns())
    if moved:
        event_moved.send(Event, event=event)
    if event.occurrences.to_come().exists():
        seats.promote(event)
    return Event.objects.get(pk=event.pk)


def _columns():
    """Every column except the one that conditional updates own."""
    return [f.name for f in Event._meta.concrete_fields if not f.primary_key and f.name != "seats_taken"]


def plan_of(event):
    """The plan that an event's dates came from."""
    first, *others = [slot_of(occurrence, event.timezone) for occurrence in event.occurrences.all()]
    return Plan(first, event.timezone, event.rrule, () if event.rrule else tuple(others))


def _replan(event, changes):
    """The slots after a change; takes what says when out of `changes`."""
    now = plan_of(event)
    plan = _plan(
        changes.pop("day", now.slot.day),
        changes.pop("start", now.slot.start),
        changes.pop("end", now.slot.end),
        changes.pop("timezone", now.zone),
        changes.pop("rrule", now.rrule),
        changes.pop("sessions", now.sessions),
    )
    event.timezone, event.rrule = plan.zone, plan.rrule
    return plan.slots()


def _plan(day, start, end, zone, rrule, sessions):
    """Check what was said about when, and put it into its one form."""
    try:
        validate_timezone(zone)
    except ValidationError as wrong:
        raise EventError({"timezone": wrong.messages[0]}) from wrong
    slot = _slot(day, start, end, {"day": "day", "end": "end"})
    further = tuple(_slot(*_parts(session), {"day": "sessions", "end": "sessions"}) for session in sessions)
    if rrule and further:
        raise EventError({"sessions": _("An event repeats, or has further dates. It cannot do both.")})
    if len(further) > MAX_SESSIONS:
        raise EventError({"sessions": _("A booking has at most %(n)s further dates.") % {"n": MAX_SESSIONS}})
    starts = [(each.day, each.start) for each in (slot, *further)]
    if len(set(starts)) != len(starts):
        raise EventError({"sessions": _("The same date stands here twice.")})
    return Plan(slot, zone, clean_rule(rrule, slot, zone) if rrule else "", further)


def _parts(session):
    return (session.day, session.start, session.end) if isinstance(session, Slot) else session


def _slot(day, start, end, names):
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise EventError({names["day"]: _("Choose a day between %d and %d.") % (FIRST_YEAR, LAST_YEAR)})
    if end <= start:
        raise EventError({names["end"]: _("It ends before it starts. Choose a later end.")})
    return Slot(day, start, end)


def _closes_at(event, first):
    """The end of the day on which registration closes, `None` where it is open until the event begins. A series stays
    open until its last date ends."""
    if event.rrule or not event.closes_days_before:
        return None
    return moment(first.day - timedelta(days=event.closes_days_before), time(23, 59), event.timezone)


def _free_slug(slug, title):
    """The slug that was asked for, or a free one made from the title. Raises `EventError` where it is taken."""
    asked = slug.strip()
    base = asked or slugify(anyascii(title))[:100].strip("-") or "event"
    taken = RESERVED_SLUGS | set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    if asked:
        raise EventError({"slug": _("Another event has the address “%(slug)s”.") % {"slug": asked}})
    return next(f"{base}-{n}" for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)


def _check(event):
    """Raise for columns that do not hold what they should, by the names of the columns."""
    if event.audience != Audience.GROUP:
        event.audience_group = None
    elif event.audience_group is None:
        raise EventError({"audience": _("Say for which team or community it is.")})
    errors = {}
    try:
        event.clean_fields(exclude=["created_by", "audience_group"])
    except ValidationError as wrong:
        errors = {name: " ".join(messages) for name, messages in wrong.message_dict.items()}
    text = [event.title, event.summary, event.description, event.place, event.access, event.afterwards]
    if any("\0" in each for each in [*text, str(event.materials), *map(str, event.outcomes)]):
        errors.setdefault("title", _("There is a character in the text that cannot be stored."))
    if event.capacity is not None and not 1 <= event.capacity <= MAX_CAPACITY:
        errors["capacity"] = _("A limit is at least 1. Leave it empty where there is none.")
    for material in event.materials:
        if not str(material.get("url") or "/").startswith(("https://", "http://", "/")):
            errors["materials"] = _("An address begins with https://.")
    if event.format == Event.Format.ONLINE and not event.place:
        event.place = _("Online")
    if errors:
        raise EventError(errors)


def _topics_of(practices):
    """The topics of some practices: what an event about them is about."""
    pks = [topic.pk for practice in practices for topic in practice.topics.all()]
    return Topic.objects.filter(pk__in=pks)


def _write_dates(event, slots):
    """Make the event's dates these. A date that stays keeps its row, one that moved takes the row of one that went.

    Returns whether anything changed.
    """
    wanted = dict(moments(slot, event.timezone) for slot in slots)
    kept = {row.starts_at: row for row in event.occurrences.all() if row.starts_at in wanted}
    gone = [row for row in event.occurrences.all() if row.starts_at not in wanted]
    missing = [start for start in wanted if start not in kept]
    changed = [row for row in kept.values() if row.ends_at != wanted[row.starts_at]]
    for row, start in zip(gone, missing, strict=False):
        row.starts_at = start
        changed.append(row)
    for row in changed:
        row.ends_at = wanted[row.starts_at]
        row.save(update_fields=["starts_at", "ends_at"])
    fresh = missing[len(gone) :]
    Occurrence.objects.bulk_create(Occurrence(event=event, starts_at=at, ends_at=wanted[at]) for at in fresh)
    Occurrence.objects.filter(pk__in=[row.pk for row in gone[len(missing) :]]).delete()
    return bool(changed or fresh or gone)
