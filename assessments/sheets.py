"""One person's way through a round: the questions in order, which are answered, what comes next."""

from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from assessments.models import Assessment, Item, Response

SECONDS_PER_QUESTION = 40


@dataclass(frozen=True)
class Question:
    """A question at its place, counted from 1, with this person's answer so far."""

    item: Item
    position: int
    url: str
    response: Response | None = None
    level_name: str = ""


@dataclass(frozen=True)
class Part:
    """A dimension in the outline: leads to its first open question, else to its first."""

    title: str
    url: str
    done: bool
    current: bool
    questions: tuple = ()


@dataclass(frozen=True)
class Sheet:
    """Everything that one person has answered in a round. Only that person sees it."""

    assessment: Assessment
    questions: list

    @property
    def total(self):
        return len(self.questions)

    @property
    def answered(self):
        """Questions with an answer; "I cannot tell" is one here."""
        return sum(question.response is not None for question in self.questions)

    @property
    def first_open(self):
        """The first question without an answer, or `None`."""
        return next((question for question in self.questions if question.response is None), None)

    @property
    def minutes_left(self):
        return ceil((self.total - self.answered) * SECONDS_PER_QUESTION / 60)

    def at(self, position):
        """The question at a place, or `None` where the model has fewer."""
        return self.questions[position - 1] if 1 <= position <= self.total else None

    def parts(self, current=None):
        """The outline by dimension."""
        below = {}
        for question in self.questions:
            below.setdefault(question.item.parent, []).append(question)
        return [_part(dimension, questions, current) for dimension, questions in below.items()]


def _part(dimension, questions, current):
    still_open = [question for question in questions if question.response is None]
    first = (still_open or questions)[0]
    return Part(dimension.title, first.url, not still_open, current in questions, tuple(questions))


def sheet_for(assessment, user):
    """The sheet of one person in one round. Two queries."""
    own = {response.item_id: response for response in Response.objects.filter(assessment=assessment, user=user)}
    items = Item.objects.filter(version=assessment.version_id).questions()
    questions = [_question(assessment, item, place, own.get(item.pk)) for place, item in enumerate(items, start=1)]
    return Sheet(assessment, questions)


def _question(assessment, item, position, response):
    level = response.level if response else None
    name = "" if level is None else f"{level}. {assessment.version.level_name(level)}"
    return Question(item, position, question_url(assessment, position), response, name)


def question_url(assessment, position):
    return reverse("assessments:question", args=[assessment.team.slug, assessment.number, position])
