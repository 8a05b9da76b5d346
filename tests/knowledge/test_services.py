"""Retrospectives and laps are written whole or not at all, once, and are for the team until it shares them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from knowledge.exceptions import KnowledgeError
from knowledge.models import Lap, LapStep, Outcome, PracticeUse, Retrospective, RetrospectiveNote, Stage
from knowledge.services import (
    choose_for_lap,
    create_retrospective,
    current_lap,
    end_lap,
    open_lap,
    record_step,
    share_retrospective,
    update_lap,
    update_retrospective,
)
from people.audiences import Audience
from people.models import Notification
from people.services import follow
from tests.factories import make_practice, make_user
from tests.knowledge.makers import make_retrospective

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_a_retrospective_is_for_its_team_until_it_is_shared(team, member, outsider):
    retrospective = make_retrospective(team)
    assert retrospective.is_visible_to(member)
    assert not retrospective.is_visible_to(outsider)
    share_retrospective(retrospective=retrospective, audience=Audience.MEMBERS)
    assert retrospective.is_visible_to(outsider)
    assert not retrospective.is_visible_to(AnonymousUser())


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(team, member, practice):
    with time_machine.travel("2026-03-01T12:00:00Z"), pytest.raises(KnowledgeError) as refused:
        create_retrospective(
            team=team,
            title="",
            held_on=date(2027, 3, 14),
            created_by=member,
            people_count=0,
            notes=[("well", "fine"), ("fog", "what"), ("well", "   ")],
            practices=[(practice, "helped", "", 4), (practice, "wonderful", "", None)],
            actions=[("", None, None, "open"), ("Ask", None, None, "someday")],
            measures=[{"name": "", "before": "1", "after": "2"}],
        )
    errors = refused.value.errors
    assert errors["held_on"] == "14 March 2027 is in the future. Choose the day you met."
    assert set(errors) == {
        "title",
        "held_on",
        "people_count",
        "notes.1.column",
        "notes.2.text",
        "practices.1.outcome",
        "practices.1.practice",
        "actions.0.text",
        "actions.1.state",
        "measures.0.name",
    }
    assert not Retrospective.objects.exists()
    assert not RetrospectiveNote.objects.exists()


def test_an_unknown_audience_is_refused(team):
    with pytest.raises(KnowledgeError) as refused:
        make_retrospective(team, audience="friends")
    assert "audience" in refused.value.errors
    assert not Retrospective.objects.exists()


def test_addresses_are_free_readable_and_never_that_of_the_form(team):
    slugs = [make_retrospective(team, title=title).slug for title in ("New", "A week", "A week", "???")]
    assert slugs == ["new-2", "a-week", "a-week-2", "retrospective"]
    with pytest.raises(KnowledgeError) as refused:
        make_retrospective(team, slug="a-week")
    assert "slug" in refused.value.errors


def test_the_same_form_sent_twice_makes_one(team, member, outsider):
    token = uuid4()
    first = make_retrospective(team, created_by=member, token=token)
    assert make_retrospective(team, created_by=member, token=token) == first
    assert Retrospective.objects.count() == 1


def test_changing_replaces_what_it_says_and_keeps_rows_that_say_the_same(team, practice):
    other = make_practice("Finish together")
    retrospective = make_retrospective(
        team, [(practice, "helped")], notes=[("well", "One"), ("well", "Two")], actions=[("Ask", None, None, "open")]
    )
    kept = retrospective.notes.get(text="Two").pk, retrospective.actions.get().pk, retrospective.practice_uses.get().pk
    update_retrospective(
        retrospective=retrospective,
        title="Changed",
        held_on=DAY,
        notes=[("well", "Two"), ("puzzle", "Three")],
        practices=[(practice, "mixed", "", 2), (other, "hurt", "", None)],
        actions=[("Ask", None, DAY, "done")],
    )
    assert [note.text for note in retrospective.notes.all()] == ["Two", "Three"]
    assert retrospective.practice_uses.get(practice=practice).outcome == "mixed"
    assert retrospective.actions.get().state == "done"
    assert kept == (
        retrospective.notes.get(text="Two").pk,
        retrospective.actions.get().pk,
        retrospective.practice_uses.get(practice=practice).pk,
    )
    assert retrospective.audience == Audience.GROUP


def test_a_refused_change_changes_nothing(team, practice):
    retrospective = make_retrospective(team, [(practice, "helped")], title="As it was")
    with pytest.raises(KnowledgeError):
        update_retrospective(
            retrospective=retrospective, title="New", held_on=DAY, practices=[(practice, "", "", None)]
        )
    stored = Retrospective.objects.get()
    assert (stored.title, stored.practice_uses.count()) == ("As it was", 1)


def test_what_a_team_said_of_a_deleted_practice_survives_a_change(team, practice):
    retrospective = make_retrospective(team, [(practice, "helped")])
    practice.delete()
    update_retrospective(retrospective=retrospective, title="New", held_on=DAY)
    assert PracticeUse.objects.get().practice_title == "Limit work in progress"


def test_followers_hear_once_of_evidence_that_they_may_read(
    team, practice, member, outsider, django_capture_on_commit_callbacks
):
    writer = make_user(team=team)
    for person in (writer, member, outsider):
        follow(user=person, target=practice)
    with django_capture_on_commit_callbacks(execute=True):
        retrospective = make_retrospective(team, [(practice, "helped")], created_by=writer)
    told = Notification.objects.filter(kind="new-evidence")
    assert [each.user for each in told] == [member]
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            share_retrospective(retrospective=retrospective, audience=Audience.MEMBERS)
    assert sorted(told.values_list("user", flat=True)) == sorted([member.pk, outsider.pk])
    assert told.first().url == retrospective.get_absolute_url()


def test_a_lap_opens_with_its_choice_and_its_gap_as_steps(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member, gap="Flow of work")
    assert (lap.number, lap.practice_title, lap.decide_by - lap.started_on) == (1, practice.title, timedelta(days=42))
    assert {step.stage for step in lap.steps.all()} == {Stage.GAP, Stage.CHOOSE}
    assert current_lap(team) == lap
    assert open_lap(team=team, practice=practice, created_by=member).number == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"decide_by": date(2026, 1, 1), "started_on": DAY}, "decide_by"),
        ({"started_on": date(2999, 1, 1)}, "started_on"),
        ({"number": 1}, "number"),
        ({"hypothesis": "x" * 1001}, "hypothesis"),
    ],
)
def test_a_lap_that_cannot_be_is_refused(team, member, practice, values, field):
    open_lap(team=team, practice=practice, created_by=member)
    with pytest.raises(KnowledgeError) as refused:
        open_lap(team=team, practice=practice, created_by=member, **values)
    assert field in refused.value.errors
    assert Lap.objects.count() == 1


def test_steps_are_recorded_once_on_open_laps_with_the_practice(team, member, practice, outsider):
    other = make_practice("Finish together")
    lap = open_lap(team=team, practice=practice, created_by=member)
    for _twice in range(2):
        record_step(team=team, stage=Stage.LEARN, what="A workshop", reference="event-1", practice=practice)
        record_step(team=team, stage=Stage.LEARN, what="Another", reference="event-2", practice=other)
    assert [step.what for step in lap.steps.filter(stage=Stage.LEARN)] == ["A workshop"]
    end_lap(lap=lap, outcome="helped", decision="keep")
    assert record_step(team=team, stage=Stage.LEARN, what="Late", reference="event-3") == []
    with pytest.raises(KnowledgeError):
        record_step(team=team, stage="fly", what="Late", reference="event-4", lap=lap)


def test_long_words_of_other_rooms_are_cut_not_refused(team, member, practice):
    open_lap(team=team, practice=practice, created_by=member)
    [step] = record_step(team=team, stage=Stage.LEARN, what="w" * 999, url="/" + "u" * 999, reference="r" * 999)
    assert (len(step.what), len(step.url), len(step.reference)) == (200, 500, 120)


def test_ending_with_a_retrospective_records_the_look_back(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member, started_on=DAY)
    retrospective = make_retrospective(team, [(practice, "mixed")], held_on=date(2026, 4, 1))
    ended = end_lap(lap=lap, outcome="mixed", decision="adapt", learned="Twelve", retrospective=retrospective)
    assert (ended.ended_on, ended.retrospective) == (timezone.localdate(), retrospective)
    assert lap.steps.get(stage=Stage.LOOK_BACK).happened_on == date(2026, 4, 1)
    with pytest.raises(KnowledgeError):
        end_lap(lap=lap, outcome="hurt", decision="drop")
    assert Lap.objects.get().outcome == "mixed"


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "wonderful"},
        {"outcome": "helped", "decision": "perhaps"},
        {"outcome": "helped", "ended_on": date(2020, 1, 1)},
        {"outcome": "helped", "ended_on": date(2999, 1, 1)},
        {"outcome": "helped", "learned": "x" * 2001},
    ],
)
def test_an_end_that_cannot_be_is_refused(team, member, practice, values):
    lap = open_lap(team=team, practice=practice, created_by=member)
    with pytest.raises(KnowledgeError):
        end_lap(lap=lap, **values)
    assert Lap.objects.get().ended_on is None


def test_a_retrospective_written_for_a_lap_is_its_look_back_and_closes_nothing(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member)
    retrospective = make_retrospective(team, [(practice, "helped")], lap=lap)
    lap.refresh_from_db()
    assert (lap.retrospective, lap.ended_on) == (retrospective, None)
    assert lap.steps.filter(stage=Stage.LOOK_BACK).count() == 1


def test_choosing_gives_the_practice_to_the_lap_that_has_none_and_is_done_once(team, member, practice):
    waiting = open_lap(team=team, created_by=member, gap="Flow")
    words = {"hypothesis": "If", "measure": "Days", "decide_by": waiting.decide_by, "gap": "Flow"}
    for _twice in range(2):
        assert choose_for_lap(team=team, practice=practice, created_by=member, **words) == waiting
    assert Lap.objects.get().practice == practice
    assert LapStep.objects.filter(stage=Stage.CHOOSE).count() == 1
    other = make_practice("Finish together")
    assert choose_for_lap(team=team, practice=other, created_by=member, **words).number == 2


def test_changing_what_a_lap_expects_is_checked(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member)
    with pytest.raises(KnowledgeError):
        update_lap(lap=lap, hypothesis="", measure="", decide_by=lap.started_on - timedelta(days=1))
    update_lap(lap=lap, hypothesis="If", measure="Days", decide_by=lap.started_on)
    assert Lap.objects.get().hypothesis == "If"


def test_an_ended_lap_may_say_that_nobody_can_tell(team, member, practice):
    lap = open_lap(team=team, practice=practice, created_by=member)
    assert end_lap(lap=lap, outcome="", decision="drop").outcome not in Outcome.values
