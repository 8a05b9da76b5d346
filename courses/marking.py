"""Marking a quiz: which answers are right, and what they are worth.

Each question is worth one point.

- One right answer: the point for the right choice alone.
- Several right answers: (right choices picked minus wrong choices picked) divided by the number of right choices, not
  below zero. Picking everything earns nothing more than guessing does.
- No answer: nothing.

A quiz is passed at `pass_mark` per cent of the points. It is decided on exact fractions; points are rounded to
hundredths afterwards, so a rounded total never decides.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from courses.exceptions import LearningError


@dataclass(frozen=True)
class MarkedQuestion:
    """One question as answered: `picked` are choice ids, `points` is 0 to 1."""

    question: object
    picked: frozenset
    points: Fraction

    @property
    def is_right(self):
        return self.points == 1

    @property
    def is_partly_right(self):
        return 0 < self.points < 1


@dataclass(frozen=True)
class Marks:
    """A whole quiz as answered."""

    questions: list
    pass_mark: int

    @property
    def exact(self):
        return sum((marked.points for marked in self.questions), Fraction(0))

    @property
    def points(self):
        """Rounded half up to hundredths."""
        exact = self.exact
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def possible(self):
        return Decimal(len(self.questions))

    @property
    def passed(self):
        return bool(self.questions) and self.exact * 100 >= self.pass_mark * len(self.questions)


def mark(quiz, answers):
    """Mark `answers`, {question id: choice ids}, against a quiz with its questions. Returns `Marks`.

    Raises `LearningError` for questions and choices that are not the quiz's, and for two answers where one is right.
    """
    given = {int(question): frozenset(int(pk) for pk in picked) for question, picked in answers.items()}
    questions = list(quiz.questions.all())
    if not questions:
        raise LearningError(_("This quiz has no questions yet."))
    if set(given) - {question.pk for question in questions}:
        raise LearningError(_("The quiz has changed meanwhile. Look through your answers and hand in again."))
    return Marks(
        [_mark_question(question, given.get(question.pk, frozenset())) for question in questions], quiz.pass_mark
    )


def _mark_question(question, picked):
    choices = {choice.pk: choice.is_right for choice in question.choices.all()}
    if picked - set(choices):
        raise LearningError({question.pk: _("One of these choices is not offered any more. Choose again.")})
    single = question.kind == question.Kind.SINGLE
    if single and len(picked) > 1:
        raise LearningError({question.pk: _("Choose one answer.")})
    right = {pk for pk, is_right in choices.items() if is_right}
    score = max(0, len(picked & right) - len(picked - right))
    return MarkedQuestion(question, picked, Fraction(score, 1 if single or not right else len(right)))
