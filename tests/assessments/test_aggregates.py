"""Levels over many teams tell nothing about one of them, neither by themselves nor by difference."""

from datetime import UTC, datetime
from statistics import fmean

import pytest
import time_machine
from django.utils import timezone

from assessments.aggregates import MINIMUM_TEAMS, Quarter, area_levels
from assessments.models import Assessment
from assessments.results import result_for
from assessments.services import load_round
from tests.assessments.makers import dimension, item, make_version, scale
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUMMER, SPRING, RUNNING = datetime(2026, 8, 3, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC), NOW
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def three(db):
    """Three people who answer for any team: who they are matters for no number."""
    return [make_user(name) for name in ("Amara", "Tomasz", "Marie")]


def close(team, version, people, levels, when=SUMMER):
    """A round in which everybody gave the same level to a question."""
    return load_round(
        team=team, version=version, opened_at=when, closed_at=when, answers={person: dict(levels) for person in people}
    )


def close_all(version, people, levels, *, when=SUMMER, department="Customer"):
    """One new team for each level of the question about limits."""
    return [close(make_team(department=department), version, people, {"flow.limits": level}, when) for level in levels]


def quarter(found, wanted):
    return dict(found.quarters)[wanted]


def test_five_teams_have_an_average_for_each_area(version, three):
    rounds = close_all(version, three, [1, 2, 3, 4, 4])
    found = area_levels()
    assert found.areas == [("flow", "Flow of work"), ("feedback", "Feedback"), ("quality", "Quality")]
    assert found.scale == (1, 5)
    assert quarter(found, Q3).teams == 5
    assert quarter(found, Q3).levels == {"flow": 2.8}
    assert quarter(found, Q3).mean == 2.8
    single = [next(one.mean for one in result_for(each).dimensions if one.item.key == "flow") for each in rounds]
    assert quarter(found, Q3).levels["flow"] == pytest.approx(fmean(single))


def test_four_teams_have_none(version, three):
    close_all(version, three, [1, 2, 3, 4])
    found = area_levels()
    assert [group for _quarter, group in found.quarters] == [None] * 6
    assert found.departments == []


def test_less_than_the_minimum_cannot_be_asked_for(version, three):
    close_all(version, three, [1, 2, 3, 4])
    with pytest.raises(ValueError, match="5 teams or more"):
        area_levels(minimum_teams=1)
    assert area_levels(minimum_teams=6).quarters[-1][1] is None


def test_nothing_is_told_where_nothing_is_published(db):
    assert area_levels().quarters == []


def test_six_quarters_end_with_the_last_that_is_over(version):
    assert [one for one, _group in area_levels().quarters] == [
        Quarter(2025, 2),
        Quarter(2025, 3),
        Quarter(2025, 4),
        Quarter(2026, 1),
        Q2,
        Q3,
    ]


def test_a_running_quarter_is_told_when_it_is_over(version, three):
    close_all(version, three, [1, 2, 3, 4, 5], when=RUNNING)
    assert all(group is None for _quarter, group in area_levels().quarters)
    after = area_levels(now=datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert quarter(after, Quarter(2026, 4)).levels == {"flow": 3.0}


def test_an_open_round_counts_nowhere(version, three):
    rounds = close_all(version, three, [1, 2, 3, 4, 5])
    Assessment.objects.filter(pk=rounds[0].pk).update(closed_at=None)
    assert quarter(area_levels(), Q3) is None


def test_the_readers_zone_moves_no_round_into_another_quarter(version, three):
    border = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # in London still June, in Auckland July
    close_all(version, three, [1, 2, 3, 4, 5], when=border)
    for zone in ("Europe/London", "Pacific/Auckland", "Pacific/Honolulu"):
        with timezone.override(zone):
            found = area_levels()
        assert quarter(found, Q2).levels == {"flow": 3.0}
        assert quarter(found, Q3) is None


def test_a_team_counts_once_in_a_quarter_with_its_latest_round(version, three):
    first, *_others = close_all(version, three, [1, 2, 2, 2, 2])
    close(first.team, version, three, {"flow.limits": 5}, datetime(2026, 9, 7, tzinfo=UTC))
    assert quarter(area_levels(), Q3).teams == 5
    assert quarter(area_levels(), Q3).levels == {"flow": 2.6}


def test_one_team_that_answers_five_times_is_one_team(version, three):
    team = make_team()
    for day in range(3, 8):
        close(team, version, three, {"flow.limits": 2}, datetime(2026, 8, day, tzinfo=UTC))
    assert quarter(area_levels(), Q3) is None


def test_a_question_with_too_few_answers_is_no_score_of_its_team(version, three):
    close_all(version, three, [3, 3, 3, 3])
    close_all(version, three[:2], [3])
    assert quarter(area_levels(), Q3) is None


def test_an_area_of_four_teams_is_in_no_average(version, three):
    """If the average of all areas counted it, the difference to the areas that are shown would tell it."""
    for row in range(6):
        levels = {"flow.limits": 2, "feedback.show": 4} if row < 4 else {"flow.limits": 2}
        close(make_team(), version, three, levels)
    found = quarter(area_levels(), Q3)
    assert found.levels == {"flow": 2.0}
    assert found.mean == 2.0


def test_means_have_the_one_decimal_that_is_shown(version, three):
    close_all(version, three, [1, 2, 2, 3, 4, 5, 4])
    assert quarter(area_levels(), Q3).levels == {"flow": 3.0}


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([4], []),
        ([5], [5]),
        ([5, 1], []),  # the sixth team would be told by the difference
        ([6, 4], []),
        ([5, 5], [5, 5]),
        ([7, 5, 3], [7]),
        ([7, 5, 4, 1], [7, 5]),
        ([6, 5, 5, 2], [6, 5]),
    ],
)
def test_what_is_left_beside_the_departments_is_none_or_five_teams(version, three, sizes, told):
    for place, size in enumerate(sizes):
        close_all(version, three, [2] * size, department=f"Department {place}")
    found = area_levels()
    assert sorted((group.teams for _name, _quarter, group in found.departments), reverse=True) == told
    whole = quarter(found, Q3)
    if whole:
        left = whole.teams - sum(told)
        assert left == 0 or left >= MINIMUM_TEAMS


def test_teams_without_a_department_are_no_group_but_are_left_over(version, three):
    close_all(version, three, [2] * 6, department="")
    assert area_levels().departments == []
    close_all(version, three, [4] * 5, department="Network")
    assert [(name, group.levels) for name, _quarter, group in area_levels().departments] == [("Network", {"flow": 4.0})]


def test_a_department_stands_with_its_latest_quarter(version, three):
    close_all(version, three, [1] * 5, when=SPRING, department="Network")
    close_all(version, three, [2] * 5, when=SPRING, department="Customer")
    close_all(version, three, [3] * 5, when=SUMMER, department="Customer")
    found = area_levels().departments
    assert [(name, when, group.levels["flow"]) for name, when, group in found] == [
        ("Customer", Q3, 3.0),
        ("Network", Q2, 1.0),
    ]


def test_a_team_keeps_its_place_in_the_past_when_it_is_dissolved(version, three):
    """Else the average before and after would tell its level."""
    rounds = close_all(version, three, [1, 2, 3, 4, 5])
    before = area_levels().quarters
    team = rounds[0].team
    team.dissolved_on = NOW.date()
    team.save()
    assert area_levels().quarters == before


def test_versions_with_the_same_scale_count_together(version, three):
    close_all(version, three, [1, 2, 3])
    close_all(make_version(version=2), three, [4, 5])
    assert quarter(area_levels(), Q3).levels == {"flow": 3.0}


def test_levels_of_another_scale_do_not_mix(version, three):
    close_all(version, three, [1, 2, 3, 4, 5])
    parts = [dimension("flow", "Flow of work", item("flow.limits", levels=4))]
    make_version(version=2, scale=scale(4), dimensions=parts)
    found = area_levels()
    assert found.scale == (1, 4)
    assert quarter(found, Q3) is None


def test_reading_many_rounds_takes_as_many_queries_as_one(version, three, django_assert_num_queries):
    close_all(version, three, [3])
    with django_assert_num_queries(3):
        area_levels()
    close_all(version, three, [1, 2, 3, 4, 5])
    close_all(version, three, [1, 2, 3, 4, 5], when=SPRING, department="Network")
    with django_assert_num_queries(3):
        area_levels()
