"""Every write of the knowledge room with a consequence, by subject, for pages, commands and the demo loader."""

from knowledge.services.entrusting import entrust_review
from knowledge.services.evidence import tell_followers_of_evidence
from knowledge.services.feedback import close_report, report_problem, say_helpful
from knowledge.services.laps import (
    choose_for_lap,
    choose_practice,
    current_lap,
    end_lap,
    open_lap,
    record_step,
    update_lap,
)
from knowledge.services.links import check_links
from knowledge.services.retrospectives import create_retrospective, share_retrospective, update_retrospective
from knowledge.services.upkeep import bring_back, confirm, hand_over, note_publication, retire
from knowledge.services.upkeep_news import (
    remind_owners,
    tell_of_answer,
    tell_of_handing_over,
    tell_of_problem,
    tell_of_retirement,
    tell_of_update,
)
from knowledge.services.visits import count_visit, forget_old

__all__ = [
    "bring_back",
    "check_links",
    "choose_for_lap",
    "choose_practice",
    "close_report",
    "confirm",
    "count_visit",
    "create_retrospective",
    "current_lap",
    "end_lap",
    "entrust_review",
    "forget_old",
    "hand_over",
    "note_publication",
    "open_lap",
    "record_step",
    "remind_owners",
    "report_problem",
    "retire",
    "say_helpful",
    "share_retrospective",
    "tell_followers_of_evidence",
    "tell_of_answer",
    "tell_of_handing_over",
    "tell_of_problem",
    "tell_of_retirement",
    "tell_of_update",
    "update_lap",
    "update_retrospective",
]
