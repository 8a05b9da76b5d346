"""The text of a file, taken apart into a page's sections and blocks, and put together again.

A section is a heading of the kind's own name ("## When to use it"). Everything else is the body: Markdown as it
stands, and other blocks as fenced directives whose content is YAML, which other programs show as code:

    ```guildhall:callout
    status: warn
    title: …
    ```

`<!-- body -->` says that the sections are over, `<!-- block -->` that one Markdown block ends and another begins.
`write` proves by reading that nothing is lost, and writes a part as a directive where plain Markdown would be read
differently.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from knowledge.exchange import yaml_text
from knowledge.exchange.refusals import Refused
from knowledge.headings import heading_key, heading_of

BODY = "<!-- body -->"
NEXT = "<!-- block -->"
DIRECTIVE = "guildhall:"
SECTION = "section"
MARKDOWN = "markdown"

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_IS_DIRECTIVE = re.compile(rf"`{{3,}}{DIRECTIVE}")
_TICKS = re.compile(r"`+")


@dataclass
class Part:
    """A block of the body. `value` is Markdown text, or what a directive's YAML said."""

    type: str
    value: object
    line: int = 0


@dataclass
class Text:
    """What a file's text holds: sections by field, and the blocks of the body in order."""

    sections: dict[str, str] = field(default_factory=dict)
    blocks: list[Part] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def same_as(self, other):
        """Do both say the same? Lines do not matter."""
        mine, theirs = ([(each.type, each.value) for each in text.blocks] for text in (self, other))
        return self.sections == other.sections and mine == theirs


def tidy(text):
    """Markdown as it is kept in files: plain line ends, no empty lines at its ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""


def section_names(model, also=None):
    """{how a heading is compared: field} of a kind of page; `also` names further headings."""
    names = {heading_key(str(model._meta.get_field(name).verbose_name)): name for name in model.SECTIONS}
    return names | {heading_key(words): name for words, name in (also or {}).items()}


class _Reader:
    """Goes through the lines once. A part begins where the one before it ends."""

    def __init__(self, names, top, marked):
        self.names, self.top, self.marked = names, top, marked
        self.text = Text()
        self.section, self.lines, self.begins = None, [], 0

    def flush(self):
        """Keep the lines gathered so far as a section or a Markdown block."""
        words = tidy("\n".join(self.lines))
        if self.section is not None:
            self.add_section(self.section, words, self.begins)
        elif words:
            self.text.blocks.append(Part(MARKDOWN, words, self.begins))
        self.lines = []

    def add_section(self, name, words, line):
        """A second text for one section stands below the first."""
        before = self.text.sections.get(name)
        self.text.sections[name] = "\n\n".join(filter(None, [before, words]))
        self.text.lines.setdefault(name, line)

    def take(self, line, number):
        """One line outside fenced code."""
        heading = heading_of(line) if self.names else None
        name = self.names.get(heading_key(heading[1])) if heading and heading[0] == self.top else None
        if line.rstrip() in (BODY, NEXT):
            self.flush()
            self.section, self.begins = None, number + 1
            self.names = {} if line.rstrip() == BODY else self.names
        elif name:
            self.flush()
            self.section, self.begins = name, number
        else:
            if heading and heading[0] == self.top and not self.marked and self.section is not None:
                self.flush()
                self.section = None
            self.gather(line, number)

    def gather(self, line, number):
        """A line that belongs to what is being read."""
        if self.section is None and not any(each.strip() for each in self.lines):
            self.begins = number
        self.lines.append(line)

    def directive(self, kind, content, number):
        """A fenced directive, whole."""
        value, _lines = yaml_text.load("\n".join(content) + "\n", first_line=number + 1)
        self.flush()
        self.section = None
        if kind == SECTION:
            self._section(value, number)
        elif kind == MARKDOWN:
            if not isinstance(value, dict) or not isinstance(value.get("text"), str):
                raise Refused(_("A Markdown directive says its “text”."), number)
            self.text.blocks.append(Part(MARKDOWN, value["text"], number))
        else:
            self.text.blocks.append(Part(kind, value, number))

    def _section(self, value, number):
        fields = set(self.all_names)
        if not isinstance(value, dict) or value.get("field") not in fields or not isinstance(value.get("text"), str):
            words = _("A section directive says its “field” (one of %(fields)s) and its “text”.")
            raise Refused(words % {"fields": ", ".join(sorted(fields)) or "–"}, number)
        self.add_section(value["field"], value["text"], number)

    all_names: frozenset = frozenset()


def read(model, text, *, first_line=1, also=None, filled=()):
    """The `Text` of a file for a kind of page. Headings of the sections in `filled` stay in the body.

    Raises `Refused` for a directive that cannot be read.
    """
    lines = text.split("\n")
    marks = list(_marks(lines, first_line))
    names = {words: name for words, name in section_names(model, also).items() if name not in filled}
    marked = any(kind == "line" and lines[n].rstrip() == BODY for n, kind, _info in marks)
    levels = [heading_of(lines[n])[0] for n, kind, _info in marks if kind == "line" and heading_of(lines[n])]
    reader = _Reader(names, 2 if marked else min(levels, default=2), marked)
    reader.all_names = frozenset(model.SECTIONS)
    skip = None
    for number, kind, info in marks:
        if kind == "directive":
            end, name = info
            reader.directive(name, lines[number + 1 : end], first_line + number)
            skip = end
        elif skip is None or number > skip:
            take = reader.take if kind == "line" else reader.gather
            take(lines[number], first_line + number)
    reader.flush()
    return reader.text


def _marks(lines, first_line):
    """(number, "line" | "code" | "directive", …) of each line. A directive brings (its last line, its name); the lines
    in it follow as code."""
    fence = None
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence is None and found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
            name = found[2].strip()
            end = _closing(lines, number, fence, first_line) if name.startswith(DIRECTIVE) else None
            yield (number, "directive", (end, name.removeprefix(DIRECTIVE))) if end else (number, "code", None)
        elif fence is not None:
            yield number, "code", None
            if found and found[1].startswith(fence) and not found[2].strip():
                fence = None
        else:
            yield number, "line", None


def _closing(lines, start, fence, first_line):
    for number in range(start + 1, len(lines)):
        found = _FENCE.match(lines[number])
        if found and found[1].startswith(fence) and not found[2].strip():
            return number
    raise Refused(_("The directive that begins here does not end."), first_line + start)


def write(model, text):
    """The Markdown that `read` takes apart into the same `Text`."""
    body = _body([_block(model, each) for each in text.blocks])
    sections = [_section(model, name, text.sections[name]) for name in model.SECTIONS if text.sections.get(name)]
    drafts = ["\n\n".join(filter(None, [*sections, body])), "\n\n".join(filter(None, [*sections, BODY, body]))]
    for draft in drafts:
        if _reads_as(model, draft, text):
            return draft
    explicit = [_directive(SECTION, {"field": name, "text": words}) for name, words in text.sections.items() if words]
    blocks = [_markdown_directive(each) if each.type == MARKDOWN else _block(model, each) for each in text.blocks]
    return "\n\n".join([*explicit, *blocks])


def _reads_as(model, draft, text):
    try:
        return read(model, draft).same_as(text)
    except Refused:
        return False


def _section(model, name, words):
    heading = model._meta.get_field(name).verbose_name
    plain = f"## {heading}\n\n{words}"
    if _reads_as(model, f"{plain}\n\n{BODY}", Text({name: words})):
        return plain
    return _directive(SECTION, {"field": name, "text": words})


def _block(model, part):
    if part.type != MARKDOWN:
        return _directive(part.type, part.value)
    if _reads_as(model, f"{BODY}\n{part.value}", Text(blocks=[Part(MARKDOWN, part.value)])):
        return part.value
    return _markdown_directive(part)


def _markdown_directive(part):
    return _directive(MARKDOWN, {"text": part.value})


def _body(blocks):
    """Two plain Markdown blocks in a row are kept apart."""
    lines, after_markdown = [], False
    for words in blocks:
        is_markdown = not _IS_DIRECTIVE.match(words)
        lines += [NEXT, words] if after_markdown and is_markdown else [words]
        after_markdown = is_markdown
    return "\n\n".join(lines)


def _directive(kind, value):
    content = yaml_text.dump(value)
    longest = max((len(ticks) for ticks in _TICKS.findall(content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{DIRECTIVE}{kind}\n{content}{fence}"
