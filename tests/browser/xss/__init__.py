"""Script that people may try to bring into the portal, and what is tried with it."""

import json
from dataclasses import dataclass
from pathlib import Path

MARK = "§"


@dataclass(frozen=True)
class Payload:
    """One attempt. When it succeeds it calls `__xss(number)` or asks evil.example for something with its number."""

    number: int
    kind: str
    text: str


def corpus():
    """All attempts, numbered in order from 1001, so that no number is part of another or of a date."""
    kinds = json.loads((Path(__file__).parent / "payloads.json").read_text(encoding="utf-8"))
    flat = [(kind, text) for kind, texts in kinds.items() for text in texts]
    return [Payload(n, kind, text.replace(MARK, str(n))) for n, (kind, text) in enumerate(flat, start=1001)]


PAYLOADS = corpus()
