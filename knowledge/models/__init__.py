"""The models of the knowledge room: pages that editors and members write, and what teams do with them."""

from knowledge.models.articles import GuidePage, LessonLearnedPage
from knowledge.models.glossary import Term
from knowledge.models.guidelines import Acknowledgement, GuidelineException, GuidelinePage
from knowledge.models.imports import ImportRun
from knowledge.models.laps import Lap, LapStep, Stage
from knowledge.models.pages import KnowledgeIndexPage, KnowledgePage, KnowledgeSectionPage
from knowledge.models.practices import PracticePage
from knowledge.models.retrospectives import Action, Outcome, PracticeUse, Retrospective, RetrospectiveNote
from knowledge.models.tools import ToolCriterion, ToolDecision, ToolPage, ToolScore
from knowledge.models.upkeep import Helpfulness, PageViews, ProblemReport, Review, SearchArrival, Upkeep
from knowledge.models.writing import Draft, StewardReview

__all__ = [
    "Acknowledgement",
    "Action",
    "Draft",
    "GuidePage",
    "GuidelineException",
    "GuidelinePage",
    "Helpfulness",
    "ImportRun",
    "KnowledgeIndexPage",
    "KnowledgePage",
    "KnowledgeSectionPage",
    "Lap",
    "LapStep",
    "LessonLearnedPage",
    "Outcome",
    "PageViews",
    "PracticePage",
    "PracticeUse",
    "ProblemReport",
    "Retrospective",
    "RetrospectiveNote",
    "Review",
    "SearchArrival",
    "Stage",
    "StewardReview",
    "Term",
    "ToolCriterion",
    "ToolDecision",
    "ToolPage",
    "ToolScore",
    "Upkeep",
]
