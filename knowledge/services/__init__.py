"""Every write of the knowledge room with a consequence, by subject, for pages, commands and the demo loader."""

from knowledge.services.evidence import tell_followers_of_evidence
from knowledge.services.laps import (
    choose_for_lap,
    choose_practice,
    current_lap,
    end_lap,
    open_lap,
    record_step,
    update_lap,
)
from knowledge.services.retrospectives import create_retrospective, share_retrospective, update_retrospective

__all__ = [
    "choose_for_lap",
    "choose_practice",
    "create_retrospective",
    "current_lap",
    "end_lap",
    "open_lap",
    "record_step",
    "share_retrospective",
    "tell_followers_of_evidence",
    "update_lap",
    "update_retrospective",
]
