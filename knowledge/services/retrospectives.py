"""Writing, changing and sharing retrospectives."""

from datetime import date

from anyascii import anyascii
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from knowledge.exceptions import KnowledgeError
from knowledge.models import Action, Outcome, PracticeUse, Retrospective, RetrospectiveNote
from knowledge.services.checks import wrong_fields
from knowledge.services.laps import look_back
from knowledge.signals import evidence_changed
from people.audiences import Audience

MOST_NOTES = 300
EARLIEST = date(1990, 1, 1)
RESERVED_SLUGS = {"new"}
NOT_TYPED = ["team", "project", "created_by", "audience_group", "measures", "token"]


@transaction.atomic
def create_retrospective(
    *,
    team,
    title,
    held_on,
    created_by,
    project=None,
    kind=Retrospective.Kind.RETROSPECTIVE,
    people_count=None,
    summary="",
    measures=(),
    notes=(),
    practices=(),
    actions=(),
    audience=None,
    slug=None,
    token=None,
    lap=None,
):
    """Store what a team saw when it looked back, and return it.

    `notes` are (column, text), `practices` (PracticePage, outcome, note, weeks), `actions` (text, owner, due_on,
    state), `measures` dicts of "name", "before", "after". `audience` is an `Audience` value; `None` and GROUP mean
    the team. The same `token` (a UUID of the form) a second time returns what the first one made. With a `lap` its
    look back is recorded. Raises `KnowledgeError` with the fields that are wrong, and then nothing is written.
    """
    if sent := _sent_before(token, created_by):
        return sent
    retrospective = Retrospective(
        team=team, created_by=created_by, slug=slug or _free_slug(title), token=token, **_audience(team, audience)
    )
    fields = {"title": title, "held_on": held_on, "project": project, "kind": kind, "people_count": people_count}
    try:
        _write(retrospective, {**fields, "summary": summary}, measures, notes, practices, actions)
    except IntegrityError:
        if sent := _sent_before(token, created_by):
            return sent
        raise
    if lap is not None:
        look_back(lap=lap, retrospective=retrospective)
    evidence_changed.send(Retrospective, retrospective=retrospective)
    return retrospective


@transaction.atomic
def update_retrospective(
    *,
    retrospective,
    title,
    held_on,
    project=None,
    kind=Retrospective.Kind.RETROSPECTIVE,
    people_count=None,
    summary="",
    measures=(),
    notes=(),
    practices=(),
    actions=(),
    audience=None,
):
    """Replace everything that a retrospective says; `audience=None` leaves who may read it. Raises `KnowledgeError`.

    Rows that say the same stay the same rows. What the team said about a practice whose page is gone stays too.
    """
    if audience is not None:
        _set_audience(retrospective, audience)
    fields = {"title": title, "held_on": held_on, "project": project, "kind": kind, "people_count": people_count}
    _write(retrospective, {**fields, "summary": summary}, measures, notes, practices, actions)
    evidence_changed.send(Retrospective, retrospective=retrospective)
    return retrospective


@transaction.atomic
def share_retrospective(*, retrospective, audience):
    """Set who may read it: an `Audience` value, where GROUP is the team. Evidence counts follow at once."""
    _set_audience(retrospective, audience)
    retrospective.save(update_fields=["audience", "audience_group", "updated_at"])
    evidence_changed.send(Retrospective, retrospective=retrospective)
    return retrospective


def _sent_before(token, created_by):
    """What this person's form made when it was sent before, or `None`."""
    return token and Retrospective.objects.filter(token=token, created_by=created_by).first()


def _audience(team, audience):
    """The two audience columns for an `Audience` value. Raises `KnowledgeError` for any other."""
    audience = audience or Audience.GROUP
    if audience not in Audience.values:
        raise KnowledgeError({"audience": _("Choose who may read it.")})
    return {"audience": audience, "audience_group": team.group if audience == Audience.GROUP else None}


def _set_audience(retrospective, audience):
    for name, value in _audience(retrospective.team, audience).items():
        setattr(retrospective, name, value)


def _free_slug(title):
    """A free address made of the title."""
    base = slugify(anyascii(title))[:100].strip("-") or "retrospective"
    taken = RESERVED_SLUGS.union(Retrospective.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(len(taken) + 1) if (slug := f"{base}-{n + 1}" if n else base) not in taken)


def _write(retrospective, fields, measures, notes, practices, actions):
    """Check everything, then store everything."""
    for name, value in fields.items():
        setattr(retrospective, name, value)
    errors = _wrong_fields(retrospective)
    retrospective.measures = _read_measures(measures, errors)
    new_notes = _read_notes(notes, errors)
    new_uses = _read_uses(practices, errors)
    new_actions = _read_actions(actions, errors)
    if errors:
        raise KnowledgeError(errors)
    _store(retrospective)
    _sync(retrospective.notes.all(), new_notes, retrospective, key=("column", "text"))
    _sync(retrospective.practice_uses.filter(practice__isnull=False), new_uses, retrospective, key=("practice_id",))
    _sync(retrospective.actions.all(), new_actions, retrospective, key=("text",))
    retrospective.refresh_from_db(fields=["updated_at"])
    getattr(retrospective, "_prefetched_objects_cache", {}).clear()


def _store(retrospective):
    """Save the row. Raises `KnowledgeError` where its address is taken."""
    try:
        with transaction.atomic():
            retrospective.save()
    except IntegrityError as taken:
        if Retrospective.objects.filter(slug=retrospective.slug).exclude(pk=retrospective.pk).exists():
            raise KnowledgeError({"slug": _("This address is taken. Choose another one.")}) from taken
        raise


def _wrong_fields(retrospective):
    errors = wrong_fields(retrospective, exclude=NOT_TYPED)
    today = timezone.localdate()
    if "held_on" not in errors and retrospective.held_on > today:
        shown = date_format(retrospective.held_on, "j F Y")
        errors["held_on"] = _("%(date)s is in the future. Choose the day you met.") % {"date": shown}
    elif "held_on" not in errors and retrospective.held_on < EARLIEST:
        errors["held_on"] = _("This is before %(year)s. Choose the day you met.") % {"year": EARLIEST.year}
    return errors


def _read_measures(measures, errors):
    read = []
    for row, measure in enumerate(measures):
        values = {name: str(measure.get(name, "") or "").strip()[:80] for name in ("name", "before", "after")}
        if not values["name"]:
            errors[f"measures.{row}.name"] = _("Say what you measured.")
        read.append(values)
    return read


def _read_notes(notes, errors):
    notes, read = list(notes), []
    if len(notes) > MOST_NOTES:
        errors["notes"] = _("At most %(most)s notes can be kept, and these are %(n)s. Put some of them together.") % {
            "most": MOST_NOTES,
            "n": len(notes),
        }
        return read
    for row, (column, text) in enumerate(notes):
        note = RetrospectiveNote(column=column, text=" ".join(text.split()), position=row)
        errors.update(wrong_fields(note, exclude=["retrospective"], prefix=f"notes.{row}."))
        read.append(note)
    return read


def _read_uses(practices, errors):
    read, seen = [], set()
    for row, (practice, outcome, note, weeks) in enumerate(practices):
        use = PracticeUse(
            practice=practice, practice_title=practice.title, outcome=outcome or "", note=note or "", weeks=weeks
        )
        errors.update(wrong_fields(use, exclude=["retrospective", "practice"], prefix=f"practices.{row}."))
        if outcome not in Outcome.values:
            errors[f"practices.{row}.outcome"] = _("Say what it did: helped, mixed or hurt.")
        if practice.pk in seen:
            errors[f"practices.{row}.practice"] = _("“%(practice)s” is here twice. Say it once.") % {
                "practice": practice.title
            }
        seen.add(practice.pk)
        read.append(use)
    return read


def _read_actions(actions, errors):
    read = []
    for row, (text, owner, due_on, state) in enumerate(actions):
        action = Action(text=text, owner=owner, due_on=due_on, state=state or Action.State.OPEN)
        errors.update(wrong_fields(action, exclude=["retrospective", "owner"], prefix=f"actions.{row}."))
        read.append(action)
    return read


def _sync(existing, wanted, retrospective, *, key):
    """Make the stored rows the wanted ones: same key, same row; the rest is added or deleted."""
    stored = {}
    for row in existing:
        stored.setdefault(tuple(getattr(row, name) for name in key), []).append(row)
    for row in wanted:
        row.retrospective = retrospective
        match = stored.get(tuple(getattr(row, name) for name in key))
        if match:
            row.pk = match.pop(0).pk
        row.save()
    for rows in stored.values():
        for row in rows:
            row.delete()
