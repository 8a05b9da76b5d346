"""Marking agrees with a second implementation that shares nothing with it, and refuses what is not the quiz's."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exceptions import LearningError
from courses.marking import mark
from courses.models import Question


class Rows(list):
    """What a related manager offers to marking."""

    def all(self):
        return self


def question(pk, kind, rights):
    choices = Rows(SimpleNamespace(pk=pk * 100 + n, is_right=right) for n, right in enumerate(rights))
    return SimpleNamespace(pk=pk, kind=kind, Kind=Question.Kind, choices=choices)


@st.composite
def answered_quiz(draw):
    questions, answers = Rows(), {}
    for pk in range(1, draw(st.integers(1, 5)) + 1):
        size = draw(st.integers(2, 5))
        if draw(st.booleans()):
            right = draw(st.integers(0, size - 1))
            questions.append(question(pk, "single", [n == right for n in range(size)]))
            picked = draw(st.lists(st.integers(0, size - 1), max_size=1))
        else:
            rights = draw(st.lists(st.booleans(), min_size=size, max_size=size).filter(any))
            questions.append(question(pk, "multiple", rights))
            picked = draw(st.lists(st.integers(0, size - 1), unique=True))
        if picked or draw(st.booleans()):
            answers[pk] = [pk * 100 + n for n in picked]
    quiz = SimpleNamespace(questions=questions, pass_mark=draw(st.integers(0, 100)))
    return quiz, answers


def count_again(quiz, answers):
    """Points in sixtieths, by counting choices one at a time. 60 divides by every possible number of right choices."""
    total = 0
    for asked in quiz.questions:
        worth = 60 // sum(choice.is_right for choice in asked.choices)
        sixtieths = 0
        for choice in asked.choices:
            if choice.pk in answers.get(asked.pk, []):
                sixtieths += worth if choice.is_right else -worth
        total += max(sixtieths, 0)
    return total


@given(answered_quiz())
def test_points_and_pass_agree_with_a_second_count(case):
    quiz, answers = case
    marks = mark(quiz, answers)
    sixtieths = count_again(quiz, answers)
    assert marks.exact * 60 == sixtieths
    assert marks.passed == (sixtieths * 100 >= quiz.pass_mark * 60 * len(quiz.questions))
    assert abs(marks.points - Decimal(sixtieths) / 60) <= Decimal("0.005")


@given(answered_quiz())
def test_nobody_gets_more_than_there_is_or_less_than_nothing(case):
    marks = mark(*case)
    assert all(0 <= marked.points <= 1 for marked in marks.questions)
    assert 0 <= marks.points <= marks.possible


def test_picking_everything_earns_nothing_where_half_is_wrong():
    quiz = SimpleNamespace(questions=Rows([question(1, "multiple", [True, False])]), pass_mark=50)
    assert mark(quiz, {1: [100, 101]}).points == 0


def test_an_unanswered_question_counts_as_wrong():
    quiz = SimpleNamespace(questions=Rows([question(1, "single", [True, False])]), pass_mark=1)
    marks = mark(quiz, {})
    assert (marks.points, marks.passed) == (0, False)


def test_the_pass_mark_is_met_exactly():
    asked = Rows([question(1, "single", [True, False]), question(2, "single", [True, False])])
    assert mark(SimpleNamespace(questions=asked, pass_mark=50), {1: [100]}).passed
    assert not mark(SimpleNamespace(questions=asked, pass_mark=51), {1: [100]}).passed


@pytest.mark.parametrize(
    "answers",
    [{1: [999]}, {7: [100]}, {1: [100, 101]}],
    ids=["a choice of another question", "another quiz's question", "two answers where one is right"],
)
def test_foreign_answers_are_refused(answers):
    quiz = SimpleNamespace(questions=Rows([question(1, "single", [True, False])]), pass_mark=50)
    with pytest.raises(LearningError):
        mark(quiz, answers)


def test_a_quiz_without_questions_cannot_be_passed():
    with pytest.raises(LearningError):
        mark(SimpleNamespace(questions=Rows(), pass_mark=0), {})
