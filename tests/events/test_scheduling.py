"""Coaches schedule events and change them in a form."""

from datetime import date, time

import pytest
import time_machine
from django.urls import reverse

from events.models import Event
from events.services import register_people
from tests.events.makers import coach, make_event, make_series, signed_in
from tests.factories import make_practice, make_team, make_user

pytestmark = pytest.mark.django_db


FORM = {
    "title": "Slicing stories",
    "kind": "workshop",
    "day": "2026-12-10",
    "start": "13:00",
    "end": "16:00",
    "timezone": "Europe/London",
    "repeat": "once",
    "format": "in_person",
    "audience": "members",
}


@time_machine.travel("2026-11-22 12:00Z")
def test_a_coach_schedules_an_event_and_sending_it_twice_makes_one(client):
    user = coach(client)
    uid = client.get("/events/new/").context["form"]["uid"].value()
    sent = {**FORM, "uid": uid, "outcomes": "Cut a story\n- Say no", "capacity": "10"}
    first = client.post("/events/new/", sent)
    second = client.post("/events/new/", sent)
    assert first["Location"] == second["Location"]
    event = Event.objects.get()
    assert event.outcomes == ["Cut a story", "Say no"]
    assert list(event.facilitators.all()) == [user]
    assert event.occurrences.get().starts_at.hour == 13


@time_machine.travel("2026-11-22 12:00Z")
def test_a_coach_schedules_a_series_and_several_dates(client):
    coach(client)
    client.post("/events/new/", {**FORM, "repeat": "weekly-2", "count": "6"})
    assert Event.objects.get().rrule == "FREQ=WEEKLY;COUNT=6;INTERVAL=2"
    client.post("/events/new/", {**FORM, "title": "Two mornings", "sessions": "2026-12-17 09:15 to 11:00"})
    assert Event.objects.get(title="Two mornings").occurrences.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": "2026-02-30"}, "day"),
        ({"day": "Thursday"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"end": "12:00"}, "end"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"repeat": "weekly"}, "count"),
        ({"repeat": "weekly", "count": "9999"}, "count"),
        ({"repeat": "monthly", "count": "150"}, "repeat"),
        ({"repeat": "weekly", "count": "3", "sessions": "2026-12-17 09:15 to 11:00"}, "sessions"),
        ({"sessions": "next week"}, "sessions"),
        ({"sessions": "2026-12-17 11:00 to 09:00"}, "sessions"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "9" * 30}, "capacity"),
        ({"join_url": "not a link"}, "join_url"),
        ({"audience": "group-1"}, "audience"),
        ({"practices": ["99999"]}, "practices"),
        ({"description": "a\0b"}, "description"),
        ({"uid": "x"}, "uid"),
    ],
)
def test_each_mistake_stands_beside_its_field_and_what_was_typed_is_kept(client, change, field):
    coach(client)
    answer = client.post("/events/new/", {**FORM, "summary": "Kept words", **change})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Kept words" in answer.content.decode()
    assert not Event.objects.exists()


def test_only_coaches_the_pmo_and_those_who_run_it_schedule_and_change(client):
    anna = signed_in(client)
    event, led = make_event(), make_event(facilitators=[anna])
    assert client.get("/events/new/").status_code == 403
    assert client.post("/events/new/", FORM).status_code == 403
    assert client.get(reverse("events:edit", args=[event.slug])).status_code == 403
    assert client.get(reverse("events:edit", args=[led.slug])).status_code == 200
    coach(client)
    assert client.get(reverse("events:edit", args=[event.slug])).status_code == 200
    hidden = make_event(audience="group", audience_group=make_team().group)
    assert client.get(reverse("events:edit", args=[hidden.slug])).status_code == 404


@time_machine.travel("2026-11-22 12:00Z")
def test_the_form_of_an_event_saves_it_as_it_is(client):
    coach(client)
    practice = make_practice()
    for event in (
        make_series(practices=[practice], summary="Weekly", closes_days_before=1),
        make_event(day=date(2026, 12, 9), sessions=[(date(2026, 12, 16), time(9), time(10))], capacity=4),
        make_series(rrule="FREQ=WEEKLY;UNTIL=20261110"),
    ):
        address = reverse("events:edit", args=[event.slug])
        form = client.get(address).context["form"]
        sent = {name: form[name].value() for name in form.fields}
        before = [(row.pk, row.starts_at, row.ends_at) for row in event.occurrences.all()]
        answer = client.post(address, {name: value for name, value in sent.items() if value is not None})
        assert answer.status_code == 302
        event.refresh_from_db()
        assert event.sequence == 0
        assert [(row.pk, row.starts_at, row.ends_at) for row in event.occurrences.all()] == before


def test_a_capacity_below_the_seats_that_are_taken_is_refused_beside_its_field(client):
    user = coach(client)
    event = make_event(capacity=3)
    for _n in range(2):
        register_people(event=event, users=[make_user()], registered_by=user)
    address = reverse("events:edit", args=[event.slug])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = client.post(address, {**sent, "capacity": "1"})
    assert "2 places are taken" in answer.context["form"].errors["capacity"][0]
