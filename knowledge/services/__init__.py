"""Every write of the knowledge room that has a consequence, by subject. Pages, commands and the demo loader call these."""

from knowledge.services.evidence import tell_followers_of_evidence
from knowledge.services.laps import current_lap, end_lap, open_lap, record_step
from knowledge.services.retrospectives import create_retrospective, share_retrospective, update_retrospective

__all__ = [
    "create_retrospective",
    "current_lap",
    "end_lap",
    "open_lap",
    "record_step",
    "share_retrospective",
    "tell_followers_of_evidence",
    "update_retrospective",
]
