"""Footnotes of a text that was written as one and is kept in parts: each stands with the part that refers to it."""

import re
from collections.abc import Sequence

_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def settle(texts: Sequence[str]) -> list[str]:
    """The Markdown texts of one page, with definitions of footnotes moved to the texts that refer to them.

    A definition that its own text refers to stays. One that nobody refers to stays as well.
    """
    if not any("[^" in text for text in texts):
        return list(texts)
    parts = [_take_out(text) for text in texts]
    wanted = [set(_REFERENCE.findall(_outside_code(rest))) for rest, _own in parts]
    moved = set()
    settled = []
    for number, (rest, own) in enumerate(parts):
        notes = dict(own)
        for name in sorted(wanted[number] - own.keys()):
            home = next((at for at, (_rest, held) in enumerate(parts) if name in held and name not in wanted[at]), None)
            if home is not None:
                notes[name] = parts[home][1][name]
                moved.add((home, name))
        settled.append((rest, notes))
    return [
        "\n\n".join([rest.rstrip(), *(note for name, note in notes.items() if (number, name) not in moved)]).strip("\n")
        for number, (rest, notes) in enumerate(settled)
    ]


def _take_out(text: str) -> tuple[str, dict[str, str]]:
    """(the text without definitions, {name: definition with its indented lines})."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    current, fence = None, None
    for line in text.splitlines():
        marks = _FENCE.match(line)
        if marks and (fence is None or marks[1].startswith(fence)):
            fence = None if fence else marks[1]
        found = _DEFINITION.match(line) if fence is None and not marks else None
        if found:
            current = found[1]
            notes[current] = [line]
        elif current and (line.startswith("    ") or not line.strip()):
            notes[current].append(line)
        else:
            current = None
            kept.append(line)
    return "\n".join(kept), {name: "\n".join(lines).rstrip() for name, lines in notes.items()}


def _outside_code(text: str) -> str:
    lines, fence = [], None
    for line in text.splitlines():
        marks = _FENCE.match(line)
        if marks and (fence is None or marks[1].startswith(fence)):
            fence = None if fence else marks[1]
        elif fence is None:
            lines.append(re.sub(r"`[^`]*`", "", line))
    return "\n".join(lines)
