"""How answers become scores, without a database."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scores import Answer, find_gaps, find_strengths, score_round

VALUES = [1, 2, 3, 4, 5]


def tree(*sizes):
    """Dimensions with so many questions each."""
    number, made = 100, []
    for place, size in enumerate(sizes):
        questions = [SimpleNamespace(pk=number + n, key=f"d{place}.q{n}", title=f"Question {n}") for n in range(size)]
        made.append((SimpleNamespace(pk=place, key=f"d{place}", title=f"Dimension {place}"), questions))
        number += size
    return made


def answers(columns):
    """Columns: question id to levels, one for each person."""
    return [Answer(pk, person, level) for pk, levels in columns.items() for person, level in enumerate(levels)]


def plain_scores(dimensions, given_answers, minimum):
    """The same rules written down a second time, the slow and obvious way."""
    found = {}
    for dimension, questions in dimensions:
        scores = []
        for question in questions:
            total = count = 0
            for answer in given_answers:
                if answer.item_id == question.pk and answer.level is not None:
                    total += answer.level
                    count += 1
            if count >= minimum and count > 0:
                scores.append(total / count)
        found[dimension.key] = sum(scores) / len(scores) if scores else None
    return found


@st.composite
def rounds(draw):
    dimensions = tree(*draw(st.lists(st.integers(1, 4), min_size=1, max_size=5)))
    people = draw(st.integers(0, 8))
    level = st.one_of(st.none(), st.sampled_from(VALUES))
    given_answers = [
        Answer(question.pk, person, draw(level))
        for _dimension, questions in dimensions
        for question in questions
        for person in range(people)
        if draw(st.booleans())
    ]
    return dimensions, given_answers


@given(rounds(), st.integers(1, 5))
def test_scores_agree_with_a_second_implementation(made, minimum):
    dimensions, given_answers = made
    score = score_round(dimensions, given_answers, VALUES, minimum=minimum)
    expected = plain_scores(dimensions, given_answers, minimum)
    assert [one.item.key for one in score.dimensions] == list(expected)
    for one in score.dimensions:
        wanted = expected[one.item.key]
        assert one.mean == (None if wanted is None else pytest.approx(wanted, abs=1e-9))
    there = [value for value in expected.values() if value is not None]
    assert score.mean == (pytest.approx(sum(there) / len(there), abs=1e-9) if there else None)


@given(rounds())
def test_counts_are_of_people_and_never_below_the_minimum(made):
    dimensions, given_answers = made
    for one in score_round(dimensions, given_answers, VALUES, minimum=3).dimensions:
        assert one.people is None or sum(one.people.values()) >= 3
        for question in one.items:
            assert (question.counts is None) == (question.answered < 3)
            assert question.counts is None or sum(question.counts.values()) == question.answered


@given(rounds(), st.data())
def test_what_too_few_people_answered_changes_nothing_that_is_shown(made, data):
    dimensions, given_answers = made
    levelled = [answer for answer in given_answers if answer.level is not None]
    hidden = [one for one in levelled if sum(other.item_id == one.item_id for other in levelled) < 3]
    if not hidden:
        return
    victim = data.draw(st.sampled_from(hidden))
    other = [one._replace(level=data.draw(st.sampled_from(VALUES))) if one is victim else one for one in given_answers]
    assert score_round(dimensions, given_answers, VALUES) == score_round(dimensions, other, VALUES)


def test_cannot_tell_is_no_answer_and_not_zero():
    score = score_round(tree(1), answers({100: [4, 4, 4, None, None]}), VALUES)
    question = score.dimensions[0].items[0]
    assert (question.mean, question.answered, question.unsure) == (4.0, 3, 2)
    assert score.answered == 5


def test_a_level_of_zero_is_an_answer():
    score = score_round(tree(1), answers({100: [0, 0, 3]}), [0, 1, 2, 3])
    assert score.mean == 1.0
    assert score.dimensions[0].items[0].counts == {0: 2, 1: 0, 2: 0, 3: 1}


def test_a_question_nobody_answered_is_left_out_of_its_dimension():
    score = score_round(tree(2, 1), answers({100: [2, 3, 4]}), VALUES)
    first, second = score.dimensions
    assert first.mean == 3.0
    assert first.items[1].mean is None
    assert second.mean is None
    assert second.distance is None
    assert score.mean == 3.0


def test_no_answers_no_scores():
    score = score_round(tree(2), [], VALUES)
    assert (score.mean, score.answered, score.dimensions[0].people) == (None, 0, None)
    assert find_gaps(score.dimensions) == []
    assert find_strengths(score.dimensions, VALUES) == []


def test_a_persons_level_in_a_dimension_is_rounded_half_up():
    score = score_round(tree(2), answers({100: [2, 2, 4], 101: [3, 2, 4]}), VALUES)
    assert score.dimensions[0].people == {1: 0, 2: 1, 3: 1, 4: 1, 5: 0}
    assert score.dimensions[0].spread == (2, 4)


def test_answers_of_gone_accounts_stay_in_the_scores():
    given_answers = [Answer(100, None, 1), Answer(100, 1, 2), Answer(100, 2, 3)]
    score = score_round(tree(1), given_answers, VALUES)
    assert score.mean == 2.0
    assert score.answered == 2
    assert score.dimensions[0].people is None


def test_the_median_of_an_even_number_lies_between():
    score = score_round(tree(1), answers({100: [1, 2, 3, 5]}), VALUES)
    assert score.dimensions[0].items[0].median == 2.5


def test_most_chosen_is_the_lower_of_two_equals():
    score = score_round(tree(1), answers({100: [2, 2, 4, 4]}), VALUES)
    assert score.dimensions[0].items[0].most_chosen == (2, 2)


def test_gaps_stand_by_distance_to_the_target():
    columns = {100: [2, 2, 2], 101: [1, 1, 1], 102: [4, 4, 4], 103: [2, 2, 2]}
    score = score_round(tree(1, 1, 1, 1), answers(columns), VALUES)
    assert [gap.item.key for gap in find_gaps(score.dimensions)] == ["d1", "d0", "d3"]


def test_a_target_of_the_teams_own_comes_first_when_it_is_far():
    columns = {100: [2, 2, 2], 101: [1, 1, 1], 102: [3, 3, 3]}
    own = {"d0": 3, "d2": 3.2}
    score = score_round(tree(1, 1, 1), answers(columns), VALUES, targets=own)
    assert [gap.item.key for gap in find_gaps(score.dimensions)] == ["d0", "d1", "d2"]


def test_a_target_that_looks_reached_is_no_gap():
    score = score_round(tree(1), answers({100: [3] * 49 + [2]}), VALUES, targets={"d0": 3})
    assert score.dimensions[0].mean == pytest.approx(2.98)
    assert find_gaps(score.dimensions) == []


def test_the_default_target_stays_on_a_short_scale():
    score = score_round(tree(1), answers({100: [3, 3, 3]}), [1, 2, 3])
    assert score.dimensions[0].target == 3.0
    assert find_gaps(score.dimensions) == []


def test_strengths_are_the_best_questions_of_the_upper_half():
    columns = {100: [5, 5, 5], 101: [3, 3, 3], 102: [4, 4, 4], 103: [4, 5, 4], 104: [4, 4, 5]}
    score = score_round(tree(5), answers(columns), VALUES)
    assert [one.item.key for one in find_strengths(score.dimensions, VALUES)] == ["d0.q0", "d0.q3", "d0.q4"]


def test_change_is_against_the_round_before_only_where_both_have_a_score():
    score = score_round(tree(1, 1), answers({100: [3, 3, 3], 101: [3, 3, 3]}), VALUES, before={"d0": 2.5, "d1": None})
    assert [one.change for one in score.dimensions] == [0.5, None]
