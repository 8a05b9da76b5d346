"""Ids of HTML that is put together from several texts: each id once, and links within a text still lead to it."""

import re
from collections.abc import Iterable

_ID = re.compile(r'(\sid=")([^"]+)(")')
_LINK = re.compile(r'(\shref="#)([^"]+)(")')


def keep_apart(parts: Iterable[str]) -> list[str]:
    """The parts of one page with unique ids. An id that an earlier part has gets a number, in its own part's links too.

    Two texts may both have a footnote 1 and a heading “Why”.
    """
    taken: set[str] = set()
    return [_apart(part, taken) for part in parts]


def _apart(part: str, taken: set[str]) -> str:
    own = dict.fromkeys(match[2] for match in _ID.finditer(part))
    renamed = {}
    for name in own:
        free, number = name, 2
        while free in taken or (free != name and free in own):
            free, number = f"{name}-{number}", number + 1
        taken.add(free)
        if free != name:
            renamed[name] = free
    if not renamed:
        return part

    def rename(match: re.Match[str]) -> str:
        return f"{match[1]}{renamed.get(match[2], match[2])}{match[3]}"

    return _LINK.sub(rename, _ID.sub(rename, part))
