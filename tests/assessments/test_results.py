"""What a closed round says, in numbers and words."""

import pytest

from assessments.exceptions import AssessmentError
from assessments.models import Assessment
from assessments.results import gaps_for, gaps_for_many, result_for
from assessments.sentences import agreement, chosen, headline, mid_sentence
from assessments.services import set_target
from knowledge.models import PracticePage
from knowledge.services import open_lap
from tests.assessments.makers import make_round, make_version, model_data
from tests.factories import make_practice, make_team, make_user

pytestmark = pytest.mark.django_db

LOW = {"flow.limits": [1, 2, 1, 2], "feedback.show": [3, 3, 3, 3], "quality.done": [3, 3, 3, 3]}
BETTER = {"flow.limits": [2, 2, 2, 1], "feedback.show": [4, 4, 3, 4], "quality.done": [3, 3, 3, 3]}


def test_a_result_has_parts_gaps_and_strengths(closed):
    result = result_for(closed)
    assert [(one.item.key, one.mean) for one in result.dimensions] == [
        ("flow", 1.75),
        ("feedback", 4.5),
        ("quality", None),
    ]
    assert result.mean == pytest.approx(3.125)
    assert [(gap.title, gap.distance, gap.item.item.key) for gap in result.gaps] == [
        ("Flow of work", 2.25, "flow.limits")
    ]
    assert result.gaps[0].practices == [PracticePage.objects.get()]
    assert [one.item.key for one in result.strengths] == ["feedback.show"]
    assert (result.answered, result.invited) == (4, 4)


def test_an_open_round_has_no_result(team, people, version):
    with pytest.raises(AssessmentError):
        result_for(make_round(team, version, people, LOW, is_open=True))


def test_the_round_before_is_of_the_same_team_and_version(team, people, version):
    other = make_team("Heron")
    make_round(other, version, [make_user(team=other) for _ in range(3)], {"flow.limits": [5, 5, 5]}, days_ago=90)
    first = make_round(team, version, people, LOW, days_ago=60)
    result = result_for(make_round(team, version, people, BETTER))
    assert result.previous.assessment == first
    assert [one.change for one in result.dimensions] == [0.25, 0.75, 0.0]
    later = result_for(make_round(team, make_version(version=2), people, BETTER, days_ago=3))
    assert later.previous is None
    assert result_for(first).previous is None


def test_the_title_says_what_moved_and_where_the_gap_is(team, people, version):
    first = make_round(team, version, people, LOW, days_ago=60)
    assert headline(result_for(first)) == "Assessment 1: feedback is strongest, flow of work is the gap"
    lap = open_lap(team=team, created_by=people[0])
    second = make_round(team, version, people, BETTER, lap=lap)
    assert headline(result_for(second)) == "Lap 1: feedback is up, flow of work is the gap"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ([3, 4, 4], [2, 4, 4], "little has moved, flow of work is the gap"),
        ([1, 4, 4], [2, 4, 4], "flow of work is up and still the gap"),
        ([2, 4, 4], [2, 3, 4], "feedback is down, flow of work is the gap"),
        ([2, 4, 4], [2, 4, 4], "little has moved, flow of work is the gap"),
        ([2, 4, 4], [4, 4, 4], "flow of work is up, every part is at its target"),
    ],
)
def test_titles(team, people, version, before, now, words):
    keys = ["flow.limits", "feedback.show", "quality.done"]
    make_round(team, version, people, {key: [level] * 4 for key, level in zip(keys, before, strict=True)}, days_ago=60)
    result = result_for(
        make_round(team, version, people, {key: [level] * 4 for key, level in zip(keys, now, strict=True)})
    )
    assert headline(result) == f"Assessment 2: {words}"


def test_a_title_without_scores(team, people, version):
    result = result_for(make_round(team, version, people[:2], LOW))
    assert headline(result) == "Assessment 1: too few answers for a picture"
    assert result.gaps == []
    assert agreement(result.dimensions) == ""


def test_words_within_a_sentence():
    assert (mid_sentence("Flow of work"), mid_sentence("QA"), mid_sentence("")) == ("flow of work", "QA", "")


def test_what_most_people_chose(team, people, version):
    columns = {"flow.limits": [2, 2, 2, 4], "flow.board": [1, 1, 3, 4]}
    most, split = result_for(make_round(team, version, people, columns)).dimensions[0].items
    assert chosen(most, version) == "Most of you chose “Trying”. flow.limits at 2."
    assert chosen(split, version) == "2 of 4 chose “Not yet”. flow.board at 1."


def test_wide_spread_is_said(team, people, version):
    result = result_for(make_round(team, version, people, {"flow.limits": [1, 2, 4, 4], "feedback.show": [3, 3, 3]}))
    assert agreement(result.dimensions).startswith("Flow of work is spread from 1 to 4.")


def test_the_practice_that_raises_most_of_what_is_missing_stands_first(team, people):
    narrow, wide = make_practice("Narrow"), make_practice("Wide")
    data = model_data()
    limits, board = data["dimensions"][0]["items"]
    limits["practices"], board["practices"] = [narrow.slug, wide.slug], [wide.slug]
    version = make_version(dimensions=data["dimensions"])
    (gap,) = result_for(make_round(team, version, people, {"flow.limits": [1] * 3, "flow.board": [2] * 3})).gaps
    assert gap.practices == [wide, narrow]
    assert gap.question_for(wide).item.key == "flow.board"
    assert gap.question_for(narrow).item.key == "flow.limits"


def test_an_unpublished_practice_is_left_out(closed):
    PracticePage.objects.get().unpublish()
    assert result_for(closed).gaps[0].practices == []


def test_gaps_of_a_team_are_those_of_its_latest_closed_round(team, people, version):
    assert gaps_for(team) == []
    make_round(team, version, people, LOW, days_ago=60)
    make_round(team, version, people, {"quality.done": [1, 1, 1], "flow.limits": [3, 3, 3]}, days_ago=20)
    make_round(team, version, people, LOW, days_ago=2, is_open=True)
    assert [gap.title for gap in gaps_for(team)] == ["Quality", "Flow of work"]
    assert [gap.title for gap in gaps_for(team, limit=1)] == ["Quality"]


def test_targets_of_the_team_order_its_gaps(team, people, version):
    set_target(team=team, model=version.model, item_key="quality", level=3.5)
    closed = make_round(team, version, people, {"flow.limits": [1, 1, 1], "quality.done": [3, 3, 3]})
    assert [gap.title for gap in result_for(closed).gaps] == ["Quality", "Flow of work"]


def test_gaps_take_as_many_queries_for_three_teams_as_for_one(team, people, version, django_assert_num_queries):
    teams = [team, make_team("Heron"), make_team("Swift")]
    for each in teams:
        make_round(each, version, people, LOW, days_ago=40)
        make_round(each, version, people, LOW)
    with django_assert_num_queries(6):
        gaps_for_many(teams[:1])
    with django_assert_num_queries(6):
        found = gaps_for_many(teams)
    assert all(found[each.pk] for each in teams)
    assert Assessment.objects.count() == 6
