"""Reads the demo's content files. Dates in them are days from today, so that the demo is always current."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings
from django.utils import timezone

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class MarkdownFile:
    """One Markdown file: its name without the ending, its front matter and its text."""

    slug: str
    front: dict
    text: str


def read_yaml(name):
    """The content of one YAML file below the content folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def read_markdown(path):
    """A Markdown file with YAML front matter between two lines of `---`."""
    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return MarkdownFile(path.stem, yaml.safe_load(front), text.strip())


def markdown_folder(name):
    """All Markdown files of a folder, by name."""
    return [read_markdown(path) for path in sorted((FOLDER / name).glob("*.md"))]


class Calendar:
    """Turns the files' day offsets into dates, counted from the Sunday on or before today.

    The offsets were written so that day 11 is a Thursday; counting from a Sunday keeps every weekday right whenever
    the demo is loaded. `today` is fixed for one load, so that midnight cannot split it.
    """

    def __init__(self, today=None):
        self.today = today or timezone.localdate()
        self.base = self.today - timedelta(days=(self.today.weekday() + 1) % 7)

    def day(self, offset):
        """The date of an offset; `None` stays `None`."""
        return None if offset is None else self.base + timedelta(days=int(offset))

    def past_day(self, offset):
        """As `day`, but never after today: for things that have happened."""
        return None if offset is None else min(self.day(offset), self.today)

    @staticmethod
    def days(number):
        """A length of time."""
        return timedelta(days=number)

    def moment(self, offset, clock="10:00", zone=settings.TIME_ZONE):
        """An aware datetime at that wall-clock time in that zone."""
        return self.at(self.day(offset), clock, zone)

    @staticmethod
    def at(day: date, clock, zone=settings.TIME_ZONE):
        """`day` at "HH:MM" in a zone."""
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=ZoneInfo(zone))
