"""Markdown with headings, taken apart into a page's sections: what a file says in one text, a page holds in fields."""

import re
from dataclasses import dataclass, field

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")


@dataclass
class TakenApart:
    """`values` are Markdown texts by the name of the page's field, `rest` is what stood under no heading of theirs."""

    values: dict[str, str] = field(default_factory=dict)
    rest: str = ""


def heading_of(line):
    """(level, words) of a Markdown heading, or `None`."""
    found = _HEADING.match(line)
    return (len(found[1]), found[2]) if found else None


def heading_key(words):
    """What headings are compared by: lower case, without punctuation at the end."""
    return " ".join(words.split()).strip(" .:?!").lower()


def take_apart(model, text, also=None):
    """Sort a Markdown text into the `SECTIONS` of a kind of page by its highest headings.

    A heading belongs to a field when it is the field's own name for readers, or one of `also` ({heading: field}). What
    stands before the first heading, or under one that belongs to nothing, is `rest`, with its heading. A second heading
    for one field is added below the first text.
    """
    names = {heading_key(str(model._meta.get_field(name).verbose_name)): name for name in model.SECTIONS}
    names |= {heading_key(words): name for words, name in (also or {}).items()}
    found, rest, current = {}, [], None
    top = min((level for level, _, _ in _headings(text)), default=1)
    at = {line: words for level, line, words in _headings(text) if level == top}
    for number, line in enumerate(text.strip("\n").splitlines()):
        if number in at:
            current = names.get(heading_key(at[number]))
            if current is None:
                rest.append(line)
            else:
                found.setdefault(current, []).append("")
        elif current is None:
            rest.append(line)
        else:
            found[current].append(line)
    values = {name: "\n".join(lines).strip() for name, lines in found.items()}
    return TakenApart(values, "\n".join(rest).strip())


def _headings(text):
    """(level, number of the line, words) of each heading outside fenced code."""
    fence = None
    for number, line in enumerate(text.strip("\n").splitlines()):
        marks = _FENCE.match(line)
        if marks and (fence is None or marks[1].startswith(fence)):
            fence = None if fence else marks[1]
        elif fence is None and (heading := heading_of(line)):
            yield heading[0], number, heading[1]
