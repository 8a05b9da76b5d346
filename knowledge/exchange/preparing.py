"""From a file in our own terms to what a page is to hold, and whether the page holds it already."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from knowledge.exchange import blocks, links, values
from knowledge.exchange.fields import KINDS, Day, Flag, Lines, Number, Text, day, fields_of, items, moment, words
from knowledge.exchange.refusals import Refused
from knowledge.exchange.yaml_text import plain
from knowledge.models import PracticePage, Upkeep
from knowledge.models.upkeep import EVERY_DAYS
from people.audiences import Audience

UPKEEP = ("owner", "verified_until", "verified_by", "every_days", "retired_on", "retired_because", "successor")
NOT_CHECKED = ("path", "depth", "numchild", "url_path", "locale", "content_type", "body")
NO_UPKEEP = {
    "owner_id": None,
    "verified_until": None,
    "verified_by_id": None,
    "every_days": EVERY_DAYS,
    "retired_on": None,
    "retired_because": "",
    "successor_id": None,
}
WITHOUT_ROWS = (Text, Lines, Number, Flag, Day)


@dataclass
class Prepared:
    """What a page is to hold. `audience` is (an `Audience`, groups), `upkeep` columns of the page's `Upkeep`; `None`
    leaves what is there."""

    model: type
    fields: dict[Text, object]
    sections: dict[str, str]
    body: list[dict]
    kept: dict
    audience: tuple | None = None
    upkeep: dict | None = None
    published: datetime | None = None
    links: int = 0


def prepare(understood, card, *, names, references, notes):
    """The `Prepared` of a file. What is wrong with it goes to `notes`; all of it is looked at."""
    model, given, lines = KINDS[card.kind], understood.given, understood.lines
    names.lost = {}
    prepared = Prepared(model, {}, {}, [], {})
    for field in fields_of(card.kind):
        if field.key in given:
            with refusing(notes, lines.get(field.key)):
                prepared.fields[field] = value = field.read(given[field.key], names)
                _guard_length(model, field.name, value, f"{field.key}: ")
    for name in PracticePage.RELATIONS if model is PracticePage else ():
        if {card.id, card.slug} & set(_texts(given.get(name))):
            notes.refuse(_("A practice cannot stand in a relation to itself."), lines.get(name))
    _apart(prepared, given, lines, names, references.library, notes)
    kept = {**understood.kept, **_kept(names, given, lines, notes)}
    if "upkeep" in kept and isinstance(understood.kept.get("upkeep"), dict):
        kept["upkeep"] = {**understood.kept["upkeep"], **kept["upkeep"]}
    prepared.kept = plain(kept)
    _text(prepared, understood.text, references, notes)
    prepared.links = references.found
    return prepared


@contextmanager
def refusing(notes, line=None):
    """Note a `Refused`, with a line, and go on after the block."""
    try:
        yield
    except Refused as wrong:
        notes.refuse(wrong.message, wrong.line or line)


def _guard_length(model, name, value, label=""):
    """Long texts have a limit that the database does not know."""
    limit = getattr(model._meta.get_field(name), "max_length", None)
    if limit and isinstance(value, str) and len(value) > limit:
        message = _("%(label)sThis has more than %(limit)s characters.") % {"label": label, "limit": limit}
        raise Refused(message)


def _texts(value):
    try:
        return items(value)
    except Refused:
        return []


def _apart(prepared, given, lines, names, library, notes):
    """Keys that are no fields: the day of publication, the audience, the upkeep."""
    with refusing(notes, lines.get("published")):
        prepared.published = moment(given.get("published"))
    if "audience" in given:
        with refusing(notes, lines.get("audience")):
            prepared.audience = _audience(given, names)
    if given.get("upkeep") is not None:
        with refusing(notes, lines.get("upkeep")):
            prepared.upkeep = _upkeep(given["upkeep"], names, library)


def _audience(given, names):
    said = words(given["audience"])
    if said not in Audience.values:
        raise Refused(_("The audience is one of: %(choices)s.") % {"choices": ", ".join(Audience.values)})
    if said != Audience.GROUP:
        return said, ()
    groups = items(given.get("groups"))
    unknown = [name for name in groups if name not in names.groups]
    if unknown or not groups:
        raise Refused(_("There is no group “%(name)s” here.") % {"name": ", ".join(unknown)[:120]})
    return said, tuple(sorted(names.groups[name] for name in groups))


def _upkeep(said, names, library):
    if not isinstance(said, dict) or set(said) - set(UPKEEP):
        raise Refused(_("upkeep has these keys: %(keys)s.") % {"keys": ", ".join(UPKEEP)})
    columns = dict(NO_UPKEEP)
    for name in ("owner", "verified_by"):
        if said.get(name) is not None:
            columns[f"{name}_id"] = names.find("people", words(said[name]), f"upkeep.{name}")
    for name in ("verified_until", "retired_on"):
        if name in said:
            columns[name] = day(said[name])
    if "retired_because" in said:
        columns["retired_because"] = words(said["retired_because"])[:300]
    if "every_days" in said:
        if type(said["every_days"]) is not int or not 1 <= said["every_days"] <= 32767:
            raise Refused(_("every_days is a number of days."))
        columns["every_days"] = said["every_days"]
    if said.get("successor"):
        columns["successor_id"] = _successor(words(said["successor"]), names, library)
    return columns


def _successor(key, names, library):
    card = library.by_id.get(key)
    try:
        found = card.pk if card else Page.objects.filter(translation_key=key).values_list("pk", flat=True).first()
    except (ValueError, ValidationError):
        found = None
    if found is None and card is None:
        names.lost.setdefault("upkeep.successor", []).append(("practices", key))
    return found


def _kept(names, given, lines, notes):
    """What was not found here is kept as it was said, so that it is not lost and can be found another time."""
    for key, message in names.lost_messages():
        missing = notes.refuse if key == "scores" else notes.remark
        missing(message, lines.get(key.split(".")[0]))
    kept = {}
    for key, found in names.lost.items():
        outer, _dot, inner = key.partition(".")
        said = [name for _rows, name in found]
        if inner:
            kept.setdefault(outer, {})[inner] = said[0]
        else:
            kept[outer] = said if isinstance(given.get(outer), list) else said[0]
    return kept


def _text(prepared, text, references, notes):
    for name, markdown in text.sections.items():
        references.line = text.lines.get(name)
        with refusing(notes, references.line):
            prepared.sections[name] = _markdown(markdown, references)
            _guard_length(prepared.model, name, prepared.sections[name])
    stream = prepared.model._meta.get_field("body").stream_block
    for part in text.blocks:
        references.line = part.line
        with refusing(notes, part.line):
            prepared.body.append({"type": part.type, "value": _block(stream, part, references)})
    with_blocks = any(each["type"] != blocks.MARKDOWN for each in prepared.body)
    # A chooser block refuses the 0 that a dry run puts in place of a number.
    if with_blocks and not notes.refusals and not references.unstored:
        try:
            values.clean(stream, prepared.body)
        except Refused as wrong:
            notes.refuse(wrong.message, text.blocks[wrong.line].line if wrong.line is not None else None)


def _markdown(text, references):
    text, named = links.name_pictures(text)
    if named:
        message = _("Pictures that do not say what they show got the name of their file: %(names)s.")
        references.notes.remark(message % {"names": ", ".join(named)[:200]}, references.line)
    return links.rewrite(text, references.change)


def _block(stream, part, references):
    if part.type == blocks.MARKDOWN:
        return _markdown(part.value, references)
    if part.type not in stream.child_blocks:
        known = ", ".join(stream.child_blocks)
        message = _("There is no block “%(type)s” (there are: %(known)s).")
        raise Refused(message % {"type": part.type[:40], "known": known})
    return values.to_page(stream.child_blocks[part.type], part.value, references)


def normal(model, body):
    """(type, value) of raw blocks, as they would be stored, without ids: what two bodies are compared by."""
    if all(each["type"] == blocks.MARKDOWN for each in body):
        return [(blocks.MARKDOWN, blocks.tidy(each["value"])) for each in body if blocks.tidy(each["value"])]
    stream = model._meta.get_field("body").stream_block
    value = stream.to_python([dict(each) for each in body])
    # Blocks are made from what is stored when they are looked at; only then do they know what was left out.
    looked_at = list(value)
    stored = stream.get_prep_value(value) if looked_at else []
    return [
        (each["type"], blocks.tidy(each["value"]) if each["type"] == blocks.MARKDOWN else _without_ids(each["value"]))
        for each in stored
        if each["type"] != blocks.MARKDOWN or blocks.tidy(each["value"])
    ]


def _without_ids(value):
    if isinstance(value, dict):
        if {"type", "value"} <= set(value) <= {"type", "value", "id"}:
            return {"type": value["type"], "value": _without_ids(value["value"])}
        return {key: _without_ids(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def holds(page, prepared):
    """Does the page hold what the file says?"""
    mine = page.body.get_prep_value()
    return (
        all(field.of(page) == value for field, value in prepared.fields.items())
        and all(blocks.tidy(getattr(page, name)) == prepared.sections.get(name, "") for name in page.SECTIONS)
        and normal(type(page), mine) == normal(type(page), prepared.body)
        and plain(page.front_matter or {}) == prepared.kept
        and prepared.published in (None, page.first_published_at)
    )


def stands_as(page, prepared):
    """Do the page's audience and upkeep, which are no part of its revisions, stand as the file says?"""
    return prepared.audience in (None, audience_of(page)) and not upkeep_changes(page, prepared)


def audience_of(page):
    """(an `Audience`, groups) of the page's own restriction; a password is (`None`, ())."""
    found = PageViewRestriction.objects.filter(page=page).exclude(restriction_type=PageViewRestriction.NONE).first()
    if found is None:
        return Audience.PUBLIC, ()
    if found.restriction_type == PageViewRestriction.LOGIN:
        return Audience.MEMBERS, ()
    if found.restriction_type == PageViewRestriction.GROUPS:
        return Audience.GROUP, tuple(sorted(found.groups.values_list("pk", flat=True)))
    return None, ()


def upkeep_changes(page, prepared):
    """Columns of the page's upkeep that differ from what the file says."""
    if prepared.upkeep is None:
        return {}
    row = Upkeep.objects.filter(page=page).first() or Upkeep()
    return {name: value for name, value in prepared.upkeep.items() if getattr(row, name) != value}


def put(page, prepared):
    """Set everything on the page; nothing is saved."""
    for field, value in prepared.fields.items():
        field.put(page, value)
    for name in page.SECTIONS:
        setattr(page, name, prepared.sections.get(name, ""))
    page.body = page._meta.get_field("body").stream_block.to_python(prepared.body)
    page.front_matter = prepared.kept


def check(prepared, card, notes, lines):
    """What the page's own rules say of the values, without touching the portal."""
    page = prepared.model(title=card.title, slug=card.slug)
    for field, value in prepared.fields.items():
        if type(field) in WITHOUT_ROWS:
            field.put(page, value)
    for name, markdown in prepared.sections.items():
        setattr(page, name, markdown)
    relations = [field.name for field in page._meta.get_fields() if field.is_relation]
    try:
        page.clean_fields(exclude=[*NOT_CHECKED, *relations, "draft_title"])
    except ValidationError as wrong:
        refuse_by_field(wrong, prepared, notes, lines)
    number = getattr(page, "number", None)
    taken = number and PracticePage.objects.filter(number=number).exclude(translation_key=card.id).first()
    if taken:
        message = _("“%(title)s” has the number %(number)s.") % {"title": taken.title, "number": number}
        notes.refuse(message, lines.get("number"))


def refuse_by_field(wrong, prepared, notes, lines):
    """Note a `ValidationError` of the page, each message with the line of the key or heading that it is about."""
    keys = {field.name: field.key for field in prepared.fields}
    for name, messages in wrong.message_dict.items() if hasattr(wrong, "error_dict") else [("", wrong.messages)]:
        key = keys.get(name, name)
        label = f"{key}: " if key and key != "__all__" else ""
        for message in messages:
            notes.refuse(f"{label}{message}", lines.get(key))
