"""What stands in front matter: for each key how its value is read, compared with a page's, set on it, and written.

A value is compared and kept in the portal's terms (numbers of rows); in files stand slugs, names and dates.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from knowledge.exchange.blocks import tidy
from knowledge.exchange.refusals import Refused
from knowledge.models import (
    GuidelinePage,
    GuidePage,
    LessonLearnedPage,
    PracticePage,
    ToolDecision,
    ToolPage,
    ToolScore,
)

KINDS = {
    "practice": PracticePage,
    "guide": GuidePage,
    "lesson-learned": LessonLearnedPage,
    "guideline": GuidelinePage,
    "tool": ToolPage,
}
KIND_OF = {model: kind for kind, model in KINDS.items()}
FOLDERS = {
    "practice": "practices",
    "guide": "guides",
    "lesson-learned": "lessons-learned",
    "guideline": "guidelines",
    "tool": "tools",
}


def words(value):
    """A text, or a number that was meant as one. Raises `Refused`."""
    if isinstance(value, (bool, dict, list)):
        raise Refused(_("A text is expected here."))
    return "" if value is None else tidy(str(value)).strip()


def items(value):
    """A list of texts; a single text counts as a list of one. Raises `Refused`."""
    if value is None:
        return []
    return [text for text in map(words, value if isinstance(value, list) else [value]) if text]


def day(value):
    """A date. Raises `Refused`."""
    text = words(value)
    try:
        found = parse_date(text[:10]) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise Refused(_("“%(value)s” is not a date (2026-03-31 is one).") % {"value": text[:40]})
    return found


def moment(value):
    """A moment; a date alone counts as its beginning in UTC. Raises `Refused`."""
    text = words(value)
    try:
        found = parse_datetime(text) if text else None
        if text and found is None and len(text) == 10:
            found = datetime.combine(parse_date(text) or _nothing(), time(0))
    except ValueError:
        found = None
    if text and found is None:
        raise Refused(_("“%(value)s” is not a date or a moment (2026-03-31T09:00:00Z is one).") % {"value": text[:40]})
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError as wrong:
        raise Refused(_("“%(value)s” is not a date or a moment.") % {"value": text[:40]}) from wrong


def _nothing():
    raise ValueError


def moment_text(value):
    """A moment for a file."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class Text:
    """A text; the page's own rules about length and choices are asked later."""

    key: str
    attribute: str = ""

    @property
    def name(self):
        return self.attribute or self.key

    def read(self, value, names):
        """The value in the portal's terms. Raises `Refused`."""
        return words(value)

    def of(self, page):
        """The page's value in the same terms."""
        value = getattr(page, self.name)
        return tidy(value).strip() if isinstance(value, str) else value

    def put(self, page, value):
        """Set it."""
        setattr(page, self.name, value)

    def write(self, page, names):
        """The page's value for a file; what is empty is left out."""
        return self.of(page) or None


class Lines(Text):
    """A list in files, one on each line on the page."""

    def read(self, value, names):
        return "\n".join(" ".join(text.split()) for text in items(value))

    def of(self, page):
        return "\n".join(filter(None, (" ".join(line.split()) for line in super().of(page).splitlines())))

    def write(self, page, names):
        return self.of(page).split("\n") if self.of(page) else None


@dataclass(frozen=True)
class Number(Text):
    """A whole number; `default` is not written."""

    default: int | None = None

    def read(self, value, names):
        if value is None:
            return self.default
        if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,12}", str(value)):
            raise Refused(_("A whole number is expected here."))
        if not 0 <= int(value) <= 2_000_000_000:
            raise Refused(_("This number is out of range."))
        return int(value)

    def write(self, page, names):
        return None if self.of(page) == self.default else self.of(page)


class Flag(Text):
    """true or false; false is not written."""

    def read(self, value, names):
        if value not in (True, False, None):
            raise Refused(_("true or false is expected here."))
        return bool(value)


class Day(Text):
    """A date."""

    def read(self, value, names):
        return day(value)

    def write(self, page, names):
        return self.of(page).isoformat() if self.of(page) else None


@dataclass(frozen=True)
class One(Text):
    """One row that a page names. `rows` says which of the names (see names.Names) they stand under."""

    rows: str = ""

    def read(self, value, names):
        text = words(value)
        return names.find(self.rows, text, self.key) if text else None

    def of(self, page):
        return getattr(page, f"{self.name}_id")

    def put(self, page, value):
        setattr(page, f"{self.name}_id", value)

    def write(self, page, names):
        return names.name(self.rows, self.of(page))


@dataclass(frozen=True)
class Many(One):
    """Several rows, in no order of their own."""

    def read(self, value, names):
        found = (names.find(self.rows, text, self.key) for text in items(value))
        return tuple(sorted({pk for pk in found if pk is not None}))

    def of(self, page):
        return tuple(sorted(row.pk for row in getattr(page, self.name).all()))

    def put(self, page, value):
        model = page._meta.get_field(self.name).related_model
        setattr(page, self.name, list(model._default_manager.filter(pk__in=value)) if value else [])

    def write(self, page, names):
        return sorted(filter(None, (names.name(self.rows, pk) for pk in self.of(page)))) or None


def _rows(value, allowed):
    """The rows of a list of mappings. Raises `Refused`."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) and set(each) <= set(allowed) for each in value):
        raise Refused(_("A list is expected here, each with some of: %(keys)s.") % {"keys": ", ".join(allowed)})
    return value


class Decisions(Text):
    """A tool's decisions, in their order."""

    def read(self, value, names):
        rows = _rows(value, ("status", "on", "reason"))
        for row in rows:
            if not row.get("on"):
                raise Refused(_("A decision says the day that it was made (on)."))
        return tuple((words(row.get("status")), day(row["on"]), words(row.get("reason"))) for row in rows)

    def of(self, page):
        rows = sorted(page.decisions.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))
        return tuple((row.status, row.decided_on, row.reason.replace("\r\n", "\n").strip()) for row in rows)

    def put(self, page, value):
        page.decisions = [
            ToolDecision(status=status, decided_on=on, reason=reason, sort_order=n)
            for n, (status, on, reason) in enumerate(value)
        ]

    def write(self, page, names):
        return [{"status": status, "on": on.isoformat(), "reason": why} for status, on, why in self.of(page)] or None


class Scores(Text):
    """How a tool does by each criterion."""

    def read(self, value, names):
        found = []
        for row in _rows(value, ("criterion", "score", "note")):
            criterion = names.find("criteria", words(row.get("criterion")), self.key)
            score = row.get("score")
            if not isinstance(score, int) or isinstance(score, bool):
                raise Refused(_("A score is a whole number."))
            if criterion is not None:
                found.append((criterion, score, words(row.get("note"))))
        return tuple(sorted(found))

    def of(self, page):
        return tuple(sorted((row.criterion_id, row.score, row.note) for row in page.scores.all()))

    def put(self, page, value):
        page.scores = [
            ToolScore(criterion_id=criterion, score=score, note=note, sort_order=n)
            for n, (criterion, score, note) in enumerate(value)
        ]

    def write(self, page, names):
        rows = [
            {"criterion": names.name("criteria", criterion), "score": score, **({"note": note} if note else {})}
            for criterion, score, note in self.of(page)
        ]
        return sorted(rows, key=lambda row: row["criterion"]) or None


COMMON = [
    Text("title"),
    Text("summary"),
    Many("topics", rows="topics"),
]
LAST = [Text("seo_title"), Text("search_description"), Flag("show_in_menus")]
PRACTICES = Many("practices", rows="practices")
OWN = {
    "practice": [
        Number("number"),
        Lines("aliases", "other_names"),
        Text("effort"),
        Text("works_best"),
        One("steward", rows="people"),
        One("review_group", rows="groups"),
        *(Many(name, rows="practices") for name in PracticePage.RELATIONS),
    ],
    "guide": [One("author", rows="people"), PRACTICES],
    "lesson-learned": [
        One("author", rows="people"),
        One("project", rows="projects"),
        One("team", rows="teams"),
        PRACTICES,
        Text("outcome"),
    ],
    "guideline": [
        Number("version", default=1),
        Text("what_changed"),
        Day("effective_on"),
        Flag("must_read_by_all"),
        Many("must_read_by", rows="groups"),
        Number("days_to_read", default=14),
        PRACTICES,
    ],
    "tool": [Text("area"), Text("website"), PRACTICES, Decisions("decisions"), Scores("scores")],
}
# Keys that are no fields of the page.
APART = ("id", "kind", "slug", "section", "published", "audience", "groups", "upkeep")


def fields_of(kind):
    """The fields of a kind, in the order of a file."""
    return [*COMMON, *OWN[kind], *LAST]


def keys_of(kind):
    """Every key of front matter that is known for a kind."""
    return {*APART, *(field.key for field in fields_of(kind))}
