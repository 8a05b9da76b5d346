"""The models of the knowledge room: pages that editors and members write, and what teams do with them."""

from knowledge.models.laps import Lap, LapStep, Stage
from knowledge.models.pages import (
    GuidePage,
    KnowledgeIndexPage,
    KnowledgePage,
    KnowledgeSectionPage,
    LessonLearnedPage,
    PracticePage,
)
from knowledge.models.retrospectives import Action, Outcome, PracticeUse, Retrospective, RetrospectiveNote

__all__ = [
    "Action",
    "GuidePage",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "KnowledgeSectionPage",
    "Lap",
    "LapStep",
    "LessonLearnedPage",
    "Outcome",
    "PracticePage",
    "PracticeUse",
    "Retrospective",
    "RetrospectiveNote",
    "Stage",
]
