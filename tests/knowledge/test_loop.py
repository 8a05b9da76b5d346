"""The loop shows where a lap is, and to those who may not read it only what the loop is."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from knowledge.loop import loop_for, stage_of
from knowledge.models import Lap, Stage
from knowledge.services import choose_practice, end_lap, open_lap, record_step
from people.audiences import Audience
from tests.knowledge.makers import make_retrospective

pytestmark = pytest.mark.django_db


def fresh(lap):
    return Lap.objects.for_detail().get(pk=lap.pk)


def test_a_lap_walks_from_station_to_station(team, member, practice):
    lap = open_lap(team=team, created_by=member, started_on=date(2026, 3, 2))
    seen = [stage_of(fresh(lap))]
    record_step(team=team, stage=Stage.ASSESS, what="Assessed", reference="assessment-1")
    seen.append(stage_of(fresh(lap)))
    record_step(team=team, stage=Stage.GAP, what="Flow", reference="gap-1")
    seen.append(stage_of(fresh(lap)))
    choose_practice(lap=lap, practice=practice)
    seen.append(stage_of(fresh(lap)))
    record_step(team=team, stage=Stage.LEARN, what="Workshop", reference="event-1", url="/events/x/")
    seen.append(stage_of(fresh(lap)))
    record_step(team=team, stage=Stage.TRY, what="Began", reference="trying")
    seen.append(stage_of(fresh(lap)))
    make_retrospective(team, [(practice, "helped")], lap=lap)
    seen.append(stage_of(fresh(lap)))
    assert seen == [1, 2, 3, 4, 4, 5, 6]
    end_lap(lap=lap, outcome="helped", decision="keep")
    loop = loop_for(fresh(lap), member)
    assert {station.state for station in loop.stations} == {"done"}


def test_the_station_is_now_the_ones_before_are_done_the_rest_to_do(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member, gap="Flow")
    record_step(team=team, stage=Stage.TRY, what="Began", reference="trying")
    loop = loop_for(fresh(lap), member)
    assert [station.state for station in loop.stations] == ["todo", "done", "done", "todo", "now", "todo"]
    assert loop.stations[0].hint == "Not on this lap"
    assert (loop.stage, loop.lead, loop.practice_url) == (5, "Trying", practice.url)


def test_after_the_day_to_decide_it_asks_to_look_back(team, member, practice):
    started = date.today() - timedelta(days=50)
    lap = open_lap(team=team, practice=practice, created_by=member, started_on=started)
    assert "Look back together" in loop_for(fresh(lap), member).line


def test_who_may_not_read_the_lap_sees_the_plain_loop(team, member, practice, outsider):
    lap = open_lap(team=team, practice=practice, created_by=member)
    for reader in (outsider, AnonymousUser()):
        loop = loop_for(fresh(lap), reader)
        assert (loop.stage, loop.practice_title) == (0, "")
        assert {(station.state, station.date, station.url) for station in loop.stations} == {("todo", None, "")}
    assert loop_for(None, member).stage == 0


def test_a_shared_lap_does_not_link_to_the_teams_own_steps(team, member, practice, outsider):
    lap = open_lap(team=team, practice=practice, created_by=member, audience=Audience.MEMBERS)
    record_step(team=team, stage=Stage.ASSESS, what="Assessed", reference="a", url="/assess/secret/")
    assert loop_for(fresh(lap), member).stations[0].url == "/assess/secret/"
    assert loop_for(fresh(lap), outsider).stations[0].url == ""


def test_a_practice_that_was_unpublished_keeps_its_name_and_loses_its_link(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member)
    practice.unpublish()
    loop = loop_for(fresh(lap), member)
    assert (loop.practice_title, loop.practice_url) == ("Limit work in progress", "")
