"""One Markdown file: front matter between two lines of `---`, then the text."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from knowledge.exchange import yaml_text
from knowledge.exchange.refusals import Refused

LARGEST = 1024 * 1024
LONGEST_LINE = 100_000
FENCE = "---"


@dataclass(frozen=True)
class MarkdownFile:
    """What a file says. `lines` gives the line of each key, `text_line` the one that the text begins at."""

    path: str
    front: dict
    lines: dict[str, int]
    text: str
    text_line: int


def decode(raw):
    """The text of a file's bytes, with plain line ends. Raises `Refused`."""
    if len(raw) > LARGEST:
        raise Refused(_("The file is larger than %(limit)s KB.") % {"limit": LARGEST // 1024})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise Refused(_("This is not UTF-8 text."), line) from wrong
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise Refused(_("There is a NUL character here."), text.count("\n", 0, text.index("\0")) + 1)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            words = _("This line is longer than %(limit)s characters.") % {"limit": LONGEST_LINE}
            raise Refused(words, number)
    return text


def read(path, raw):
    """The `MarkdownFile` of some bytes. Raises `Refused`."""
    text = decode(raw)
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise Refused(_("The file does not begin with front matter (a line of “---”)."), 1)
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if end is None:
        raise Refused(_("The front matter does not end (there is no second line of “---”)."), 1)
    front, at = yaml_text.load("\n".join(lines[1:end]) + "\n", first_line=2)
    if front is None:
        front = {}
    if not isinstance(front, dict):
        raise Refused(_("The front matter is not a list of keys and values."), 2)
    return MarkdownFile(path, front, at, "\n".join(lines[end + 1 :]), end + 2)


def has_front_matter(raw):
    """Does a file begin like one that holds a page?"""
    return raw.removeprefix(b"\xef\xbb\xbf")[:5].rstrip() == b"---"


def write(front, text):
    """The bytes of a file."""
    body = f"\n{text}\n" if text else ""
    return f"{FENCE}\n{yaml_text.dump(front)}{FENCE}\n{body}".encode()
