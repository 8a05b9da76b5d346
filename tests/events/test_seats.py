"""Seats are never sold twice, never lost, and go to those who waited longest."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.exceptions import EventError
from events.models import Registration
from events.services import cancel_registration, register_people, register_team, update_event
from knowledge.services import open_lap
from people.services import add_to_team
from tests.events.makers import assert_seats_agree, make_event, make_series, statuses
from tests.factories import make_practice, make_team, make_user

pytestmark = pytest.mark.django_db


def register(event, *users, **options):
    return register_people(event=event, users=users, registered_by=users[0], **options)


def refused(call):
    with pytest.raises(EventError) as error:
        call()
    return str(error.value)


def a_team(*names, lead=None):
    team = make_team()
    people = [make_user(name, team=team) for name in names]
    if lead:
        add_to_team(team=team, user=lead, role="lead")
    return team, people


def test_a_person_gets_a_place_and_the_next_one_waits():
    event = make_event(capacity=1)
    anna, ben = make_user("Anna"), make_user("Ben")
    register(event, anna)
    register(event, ben)
    assert statuses(event) == [("Anna", "confirmed"), ("Ben", "waiting")]
    assert_seats_agree(event)


def test_without_a_limit_everyone_comes():
    event = make_event()
    for _n in range(3):
        register(event, make_user())
    assert_seats_agree(event)
    assert event.seats_taken == 3


@pytest.mark.parametrize(
    ("when_full", "expected"),
    [
        ("split", ["confirmed", "confirmed", "waiting"]),
        ("wait", ["waiting", "waiting", "waiting"]),
    ],
)
def test_a_party_that_does_not_fit_is_split_or_waits_together_as_it_chose(when_full, expected):
    event = make_event(capacity=3)
    register(event, make_user())
    rows = register(event, make_user(), make_user(), make_user(), when_full=when_full)
    assert [row.status for row in rows] == expected
    assert len({row.party for row in rows if row.status == "waiting"}) == 1
    assert_seats_agree(event)


def test_a_party_may_refuse_to_wait_and_nothing_is_written():
    event = make_event(capacity=2)
    register(event, make_user())
    said = refused(lambda: register(event, make_user(), make_user(), when_full="refuse"))
    assert said == "Only 1 place is left, and you asked for 2."
    assert event.registrations.count() == 1
    assert_seats_agree(event)


def test_a_freed_seat_goes_to_the_first_who_waits():
    event = make_event(capacity=1)
    anna, ben, cleo = make_user("Anna"), make_user("Ben"), make_user("Cleo")
    held = register(event, anna)[0]
    register(event, ben)
    register(event, cleo)
    moved = cancel_registration(registration=held, by=anna)
    assert [row.user for row in moved] == [ben]
    assert statuses(event) == [("Anna", "cancelled"), ("Ben", "confirmed"), ("Cleo", "waiting")]
    assert_seats_agree(event)


def test_a_party_that_waits_together_moves_up_whole_or_not_at_all():
    event = make_event(capacity=2)
    anna, ben = make_user("Anna"), make_user("Ben")
    first, second = register(event, anna)[0], register(event, ben)[0]
    register(event, make_user("Cleo"), make_user("Dan"))
    eva = register(event, make_user("Eva"))[0]
    cancel_registration(registration=first, by=anna)
    assert statuses(event)[2:] == [("Cleo", "waiting"), ("Dan", "waiting"), ("Eva", "confirmed")]
    cancel_registration(registration=second, by=ben)
    assert statuses(event)[2:4] == [("Cleo", "waiting"), ("Dan", "waiting")]
    cancel_registration(registration=eva, by=eva.user)
    assert statuses(event)[2:4] == [("Cleo", "confirmed"), ("Dan", "confirmed")]
    assert_seats_agree(event)


def test_leaving_the_waiting_list_frees_no_seat_and_lets_a_smaller_party_in():
    event = make_event(capacity=1)
    register(event, make_user())
    waiting = register(event, make_user("Ben"))[0]
    cancel_registration(registration=waiting, by=waiting.user)
    assert_seats_agree(event)
    assert event.seats_taken == 1


def test_cancelling_twice_frees_one_seat():
    event = make_event(capacity=2)
    anna = make_user("Anna")
    held = register(event, anna)[0]
    register(event, make_user())
    cancel_registration(registration=held, by=anna)
    assert cancel_registration(registration=held, by=anna) == []
    assert_seats_agree(event)
    assert event.seats_taken == 1


def test_a_raised_capacity_lets_the_list_move_up_and_it_cannot_fall_below_the_seats():
    event = make_event(capacity=1)
    for name in ("Anna", "Ben", "Cleo"):
        register(event, make_user(name))
    event = update_event(event=event, capacity=2)
    assert [status for _name, status in statuses(event)] == ["confirmed", "confirmed", "waiting"]
    assert "2 places are taken" in refused(lambda: update_event(event=event, capacity=1))
    event = update_event(event=event, capacity=None)
    assert event.seats_taken == 3
    assert_seats_agree(event)


def test_a_team_takes_named_and_open_seats_at_once():
    team, people = a_team("Anna", "Ben")
    event = make_event(capacity=4)
    register_team(event=event, team=team, users=people, open_seats=2, registered_by=people[0])
    assert statuses(event) == [("Anna", "confirmed"), ("Ben", "confirmed"), ("", "confirmed"), ("", "confirmed")]
    assert_seats_agree(event)


def test_those_of_a_split_team_who_wait_move_up_one_by_one():
    team, people = a_team("Anna", "Ben", "Cleo")
    event = make_event(capacity=1)
    rows = register_team(event=event, team=team, users=people, registered_by=people[0], when_full="split")
    cancel_registration(registration=rows[0], by=people[0])
    assert statuses(event) == [("Anna", "cancelled"), ("Ben", "confirmed"), ("Cleo", "waiting")]


def test_a_person_is_registered_once_and_again_after_giving_the_place_back():
    event = make_event()
    anna = make_user("Anna")
    held = register(event, anna)[0]
    assert refused(lambda: register(event, anna)) == "Anna Osei is registered already."
    assert_seats_agree(event)
    cancel_registration(registration=held, by=anna)
    register(event, anna)
    assert statuses(event) == [("Anna", "cancelled"), ("Anna", "confirmed")]


def test_one_who_is_registered_already_stops_the_whole_team_and_nothing_is_written():
    team, people = a_team("Anna", "Ben")
    event = make_event(capacity=5)
    register(event, people[1])
    said = refused(lambda: register_team(event=event, team=team, users=people, registered_by=people[0]))
    assert said == "Ben Osei is registered already."
    assert event.registrations.count() == 1
    assert_seats_agree(event)


def test_refusals_say_why():
    anna = make_user("Anna")
    day = timezone.localdate()
    assert refused(lambda: register(make_event(in_days=-3), anna)) == "This event is over."
    closed = make_event(in_days=2, closes_days_before=9)
    assert refused(lambda: register(closed, anna)).startswith("Registration closed on")
    begun = make_event(in_days=-1, sessions=[(day + timedelta(days=3), time(9), time(10))])
    assert refused(lambda: register(begun, anna)) == "This event has begun."
    walk_in = make_event(takes_registrations=False)
    assert "needs no registration" in refused(lambda: register(walk_in, anna))
    nobody = make_event()
    assert "at least one person" in refused(lambda: register_people(event=nobody, users=[], registered_by=anna))
    small = make_event(capacity=2)
    assert "2 places in all" in refused(lambda: register(small, anna, make_user(), make_user()))
    assert not Registration.objects.exists()


def test_a_series_takes_registrations_until_its_last_date():
    day = timezone.localdate() - timedelta(days=21)
    assert register(make_series(day=day, count=6), make_user())
    assert "over" in refused(lambda: register(make_series(day=day, count=2), make_user()))


def test_who_cannot_see_an_event_cannot_be_registered_for_it():
    team, people = a_team("Anna")
    event = make_event(audience="group", audience_group=team.group)
    stranger = make_user("Ben")
    assert "cannot see" in refused(lambda: register(event, stranger))
    assert register(event, people[0])


def test_only_those_of_a_team_register_it_and_only_those_in_it():
    team, people = a_team("Anna")
    stranger = make_user("Ben")
    event = make_event()
    call = {"event": event, "team": team}
    assert "not in" in refused(lambda: register_team(**call, users=people, registered_by=stranger))
    assert "Ben Osei is not in" in refused(lambda: register_team(**call, users=[stranger], registered_by=people[0]))
    assert not Registration.objects.exists()


def test_who_may_give_a_place_back():
    lead = make_user("Lea")
    team, (anna, ben) = a_team("Anna", "Ben", lead=lead)
    coach, stranger = make_user("Jonas"), make_user("Sam")
    event = make_event(facilitators=[coach])
    rows = register_team(event=event, team=team, users=[anna], open_seats=1, registered_by=anna)
    for other in (ben, stranger):
        assert "not your registration" in refused(lambda by=other: cancel_registration(registration=rows[0], by=by))
    cancel_registration(registration=rows[1], by=ben)
    cancel_registration(registration=rows[0], by=lead)
    again = register(event, anna)[0]
    cancel_registration(registration=again, by=coach)
    assert_seats_agree(event)


def test_a_place_at_an_event_that_is_over_stays():
    event = make_event(in_days=-3)
    anna = make_user("Anna")
    row = register(event, anna, registered_at=timezone.now() - timedelta(days=9))[0]
    assert refused(lambda: cancel_registration(registration=row, by=anna)) == "This event is over."


def test_the_seat_of_a_deleted_account_goes_to_the_first_who_waits():
    event = make_event(capacity=1)
    anna, ben = make_user("Anna"), make_user("Ben")
    register(event, anna)
    register(event, ben)
    anna.delete()
    assert statuses(event) == [("Ben", "confirmed")]
    assert_seats_agree(event)


def test_a_team_that_registers_has_learning_on_its_lap_once_and_only_for_that_practice():
    team, people = a_team("Anna", "Ben")
    practice, other = make_practice("Limit work"), make_practice("Look back")
    lap = open_lap(team=team, practice=practice, created_by=people[0])
    register_team(event=make_event(practices=[other]), team=team, users=people[:1], registered_by=people[0])
    assert not lap.steps.filter(stage="learn").exists()
    event = make_event(title="Running a board", practices=[practice])
    for person in people:
        register_team(event=event, team=team, users=[person], registered_by=person)
    step = lap.steps.get(stage="learn")
    assert step.what == "Registered for: Running a board"
    assert (step.url, step.reference) == (event.get_absolute_url(), f"event:{event.pk}")


def test_a_waiting_team_has_learning_on_its_lap_when_it_moves_up():
    team, people = a_team("Anna")
    practice = make_practice()
    lap = open_lap(team=team, practice=practice, created_by=people[0])
    event = make_event(capacity=1, practices=[practice])
    first = make_user("Zoe")
    held = register(event, first)[0]
    register_team(event=event, team=team, users=people, registered_by=people[0])
    assert not lap.steps.filter(stage="learn").exists()
    cancel_registration(registration=held, by=first)
    assert lap.steps.filter(stage="learn").count() == 1


def test_people_hear_of_their_places_by_mail_once_and_in_the_portal_when_others_did_it(
    django_capture_on_commit_callbacks,
):
    team, (anna, ben) = a_team("Anna", "Ben")
    event = make_event(title="Board", capacity=1, join_url="https://meet.example.org/secret", place="Room 2")
    with django_capture_on_commit_callbacks(execute=True):
        rows = register_team(event=event, team=team, users=[anna, ben], registered_by=anna)
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {anna.email: "You are registered: Board", ben.email: "On the waiting list: Board"}
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "secret" in bodies[anna.email]
    assert "secret" not in bodies[ben.email]
    assert [n.text for n in ben.notifications.all()] == ["Anna Osei put you on the waiting list of Board"]
    assert not anna.notifications.exists()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_registration(registration=rows[0], by=anna)
    assert [(message.to[0], message.subject) for message in mail.outbox] == [(ben.email, "A place became free: Board")]
    assert ben.notifications.filter(kind="event-promoted").count() == 1


def test_history_is_loaded_without_telling_anyone(django_capture_on_commit_callbacks):
    anna = make_user("Anna")
    with django_capture_on_commit_callbacks(execute=True):
        register(make_event(in_days=-3), anna, registered_at=timezone.now() - timedelta(days=9))
    assert not mail.outbox
    assert not anna.notifications.exists()


def test_those_registered_hear_when_the_date_changes_and_not_of_anything_else(django_capture_on_commit_callbacks):
    anna = make_user("Anna")
    event = make_event(title="Board")
    register(event, anna, registered_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        event = update_event(event=event, summary="Other words")
    assert not anna.notifications.exists()
    with django_capture_on_commit_callbacks(execute=True):
        update_event(event=event, place="Room 4")
    assert anna.notifications.get().kind == "event-changed"
