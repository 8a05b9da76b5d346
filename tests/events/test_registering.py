"""Registering in the browser, giving places back, and my own calendar address."""

import pytest
from django.urls import reverse

from events.models import Registration
from events.services import issue_feed_token, register_people, register_team
from tests.events.makers import assert_seats_agree, coach, make_event, signed_in, statuses, text
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def test_i_register_and_give_the_place_back(client):
    anna = signed_in(client)
    event = make_event(capacity=3, join_url="https://meet.example.org/secret")
    assert "secret" not in client.get(event.get_absolute_url()).content.decode()
    done = client.post(reverse("events:register", args=[event.slug]), {"who": "me"}, follow=True)
    assert "You have a place." in text(done)
    assert "You are registered" in text(done)
    assert "meet.example.org/secret" in done.content.decode()
    row = event.registrations.get()
    asked = client.get(reverse("events:cancel", args=[row.pk]))
    assert "Give your place back?" in text(asked)
    assert statuses(event) == [(anna.first_name, "confirmed")]
    client.post(reverse("events:cancel", args=[row.pk]))
    client.post(reverse("events:cancel", args=[row.pk]))
    assert statuses(event) == [(anna.first_name, "cancelled")]
    assert_seats_agree(event)


def test_sending_the_form_twice_registers_once_and_says_so(client):
    signed_in(client)
    event = make_event(capacity=3)
    for _n in range(2):
        answer = client.post(reverse("events:register", args=[event.slug]), {"who": "me"})
    assert answer.status_code == 422
    assert "You are registered" in text(answer)
    assert event.registrations.count() == 1
    assert_seats_agree(event)


def test_a_stranger_is_sent_to_sign_in_and_nothing_is_written(client):
    event = make_event(audience="public")
    assert "Sign in to register" in text(client.get(event.get_absolute_url()))
    answer = client.post(reverse("events:register", args=[event.slug]), {"who": "me"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]
    assert not Registration.objects.exists()


def lead_with_team(client, size=3):
    team = make_team("Kestrel")
    lead = signed_in(client, "Lea", team=team, role="lead")
    return team, [lead, *(make_user(f"P{n}", team=team) for n in range(1, size))]


def test_a_lead_is_told_before_the_click_who_waits_and_registers_the_team(client):
    team, people = lead_with_team(client)
    event = make_event(capacity=2)
    page = client.get(event.get_absolute_url())
    assert page.context["form"].who == f"team-{team.pk}"
    assert "2 places are left for 3 people. P2 goes on the waiting list" in text(page)
    sent = {"who": f"team-{team.pk}", f"people-team-{team.pk}": [person.pk for person in people]}
    done = client.post(reverse("events:register", args=[event.slug]), sent, follow=True)
    assert "2 people have a place. 1 is on the waiting list." in text(done)
    assert statuses(event) == [("Lea", "confirmed"), ("P1", "confirmed"), ("P2", "waiting")]


def test_a_team_can_wait_together_and_take_places_without_names(client):
    team, people = lead_with_team(client)
    event = make_event(capacity=2)
    register_people(event=event, users=[make_user()], registered_by=make_user())
    value = f"team-{team.pk}"
    sent = {"who": value, f"people-{value}": [people[0].pk], f"open-{value}": "1", f"together-{value}": "on"}
    client.post(reverse("events:register", args=[event.slug]), sent)
    assert statuses(event)[1:] == [("Lea", "waiting"), ("", "waiting")]


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({}, "Choose at least one person."),
        ({"people": ["999999"]}, "not one of the available choices"),
        ({"people": ["x\0"]}, "not one of the available choices"),
        ({"open": "999999999999999999999"}, "less than or equal to 50"),
        ({"open": "-1"}, "greater than or equal to 0"),
        ({"who": "team-999"}, "Say who comes."),
        ({"who": ""}, "Say who comes."),
    ],
)
def test_what_cannot_be_registered_is_said_and_nothing_is_written(client, extra, said):
    team, _people = lead_with_team(client)
    event = make_event(capacity=5)
    value = f"team-{team.pk}"
    sent = {"who": extra.pop("who", value), **{f"{name}-{value}": given for name, given in extra.items()}}
    answer = client.post(reverse("events:register", args=[event.slug]), sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Registration.objects.exists()
    assert_seats_agree(event)


def test_a_team_of_others_cannot_be_registered_by_its_number(client):
    other = make_team("Heron")
    member = make_user("Ben", team=other)
    signed_in(client)
    event = make_event()
    sent = {"who": f"team-{other.pk}", f"people-team-{other.pk}": [member.pk]}
    assert client.post(reverse("events:register", args=[event.slug]), sent).status_code == 422
    assert not Registration.objects.exists()


def test_closed_and_past_events_say_so_and_refuse(client):
    signed_in(client)
    closed, over = make_event(in_days=2, closes_days_before=9), make_event(in_days=-2, afterwards="It **worked**.")
    assert "Registration closed on" in text(client.get(closed.get_absolute_url()))
    page = text(client.get(over.get_absolute_url()))
    assert "This event is over" in page
    assert "It worked ." in page
    for event in (closed, over):
        assert client.post(reverse("events:register", args=[event.slug]), {"who": "me"}).status_code == 422
    assert not Registration.objects.exists()


def test_an_event_i_may_not_see_cannot_be_registered_for_or_asked_about(client):
    team = make_team()
    event = make_event(audience="group", audience_group=team.group)
    signed_in(client)
    assert client.post(reverse("events:register", args=[event.slug]), {"who": "me"}).status_code == 404
    member = make_user("Ben", team=team)
    row = register_people(event=event, users=[member], registered_by=member)[0]
    for method in (client.get, client.post):
        assert method(reverse("events:cancel", args=[row.pk])).status_code == 404
    assert client.get("/events/registrations/99999999999/cancel/").status_code == 404
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_names_of_those_who_come_are_for_those_who_run_it_and_for_their_team(client):
    team = make_team()
    member = make_user("Bartholomew", team=team)
    event = make_event()
    register_team(event=event, team=team, users=[member], registered_by=member)
    signed_in(client)
    assert "Bartholomew" not in text(client.get(event.get_absolute_url()))
    client.force_login(make_user("Cleo", team=team))
    assert "Bartholomew" in text(client.get(event.get_absolute_url()))
    coach(client)
    assert "1 person comes" in text(client.get(event.get_absolute_url()))


def test_my_registrations_and_the_address_that_is_shown_once(client):
    anna = signed_in(client)
    event = make_event(title="Board")
    register_people(event=event, users=[anna], registered_by=anna)
    page = client.get("/events/mine/")
    assert "Board" in text(page)
    issued = client.post("/events/mine/calendar/")
    address = issued.context["address"]
    assert address.startswith("http://testserver/calendar/")
    assert issued["Cache-Control"].count("no-store") == 1
    assert address not in client.get("/events/mine/").content.decode()
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    client.post("/events/mine/calendar/off/")
    assert client.get(address.removeprefix("http://testserver")).status_code == 410
    client.logout()
    for path in ("/events/mine/", "/events/new/"):
        assert client.get(path).status_code == 302


def test_tokens_are_not_in_pages(client):
    anna = signed_in(client)
    token = issue_feed_token(anna)
    assert token not in client.get("/events/mine/").content.decode()
