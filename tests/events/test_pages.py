"""The pages of events: what strangers, members, leads and coaches see and do."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Registration
from events.services import issue_feed_token, register_people, register_team
from people.models import User
from search.services import about, search
from tests.events.makers import assert_seats_agree, make_event, make_series, statuses
from tests.factories import make_practice, make_team, make_topic, make_user

pytestmark = pytest.mark.django_db
LIST = "/events/"


def coach(client=None):
    user = make_user("Jonas", "Lindqvist")
    user.groups.add(Group.objects.get_or_create(name="Coaches")[0])
    if client:
        client.force_login(user)
    return user


def signed_in(client, name="Anna", **fields):
    user = make_user(name, **fields)
    client.force_login(user)
    return user


def text(response):
    """What the page says, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_shows_what_is_to_come_and_a_series_once(client):
    make_event(title="Next week", audience="public", in_days=7)
    make_event(title="Long ago", audience="public", in_days=-30)
    make_series(title="Every week", audience="public", day=timezone.localdate() - timedelta(days=7), count=20)
    response = client.get(LIST)
    assert [ticket.title for ticket in response.context["tickets"]] == ["Every week", "Next week"]
    assert "Long ago" not in text(response)
    assert [t.title for t in client.get("/events/past/").context["tickets"]] == ["Long ago"]


def test_a_stranger_sees_no_trace_of_what_is_for_members_or_one_team(client):
    team = make_team()
    make_event(title="Open day", audience="public", capacity=6)
    hidden = [make_event(title="Members"), make_event(title="Secret", audience="group", audience_group=team.group)]
    response = client.get(LIST)
    assert "Members" not in text(response)
    assert "Secret" not in text(response)
    assert [option["count"] for option in response.context["kinds"]] == [1]
    for event in hidden:
        assert client.get(event.get_absolute_url()).status_code == 404
    signed_in(client)
    assert client.get(hidden[0].get_absolute_url()).status_code == 200
    assert client.get(hidden[1].get_absolute_url()).status_code == 404
    assert "Secret" not in text(client.get(LIST))


def test_tickets_tell_how_i_stand(client):
    anna, ben, cleo = signed_in(client), make_user("Ben"), make_user("Cleo")
    make_event(title="Free", capacity=2, in_days=3)
    mine, waiting, full = (make_event(title=name, capacity=2, in_days=3) for name in ("Mine", "Waits", "Full"))
    register_people(event=mine, users=[anna], registered_by=anna)
    for event in (waiting, full):
        register_people(event=event, users=[ben, cleo], registered_by=ben)
    register_people(event=waiting, users=[make_user("Dan")], registered_by=ben)
    register_people(event=waiting, users=[anna], registered_by=anna)
    register_people(event=full, users=[make_user("Eva")], registered_by=ben)
    make_event(title="Led", facilitators=[anna], in_days=3)
    said = {ticket.title: ticket.status for ticket in client.get(LIST).context["tickets"]}
    assert said == {
        "Free": "2 places left",
        "Mine": "You are registered",
        "Waits": "Waiting list, you are 2nd of 2",
        "Full": "Full, 1 on the waiting list",
        "Led": "You facilitate",
    }


def test_filters_by_kind_places_online_topic_and_practice(client):
    topic, practice = make_topic("Flow of work"), make_practice()
    plain = make_event(title="Plain", audience="public")
    make_event(title="Forum", kind="forum", audience="public")
    make_event(title="Online", format="online", audience="public")
    full = make_event(title="Full", capacity=1, audience="public")
    register_people(event=full, users=[make_user()], registered_by=make_user())
    make_event(title="Flowing", audience="public", topics=[topic], practices=[practice])
    make_event(title="Closed", audience="public", in_days=1, closes_days_before=5)

    def found(query):
        return sorted(ticket.title for ticket in client.get(LIST + query).context["tickets"])

    assert found("?kind=forum") == ["Forum"]
    assert found("?online=on") == ["Online"]
    assert found("?places=on") == ["Flowing", "Forum", "Online", "Plain"]
    assert found("?topic=flow-of-work") == ["Flowing"]
    assert found(f"?practice={practice.slug}") == ["Flowing"]
    assert plain.title in found("")


@pytest.mark.parametrize(
    "query",
    [
        "?from=yesterday",
        "?from=2026-02-30",
        "?from=9999-12-31",
        "?from=0001-01-01",
        "?kind=party",
        "?topic=nowhere",
        "?topic=a%00b",
        "?practice=nowhere",
        "?practice=a%00b",
        "?practice=" + "x" * 3000,
    ],
)
def test_an_address_with_a_filter_that_is_none_leads_nowhere(client, query):
    assert client.get(LIST + query).status_code == 404
    assert client.get("/events/past/" + query).status_code == 404


def test_any_page_number_is_answered(client):
    for page in ("0", "-3", "99999999999999999999", "x", "%00"):
        assert client.get(f"{LIST}?page={page}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/events/nothing/", "/events/nothing/calendar.ics", "/events/a%00b/", "/events/%F0%9F/"]
)
def test_an_unknown_event_is_404(client, path):
    assert client.get(path).status_code == 404


@time_machine.travel("2026-11-25 12:00Z")
def test_four_weeks_as_a_table_with_weekends_only_where_they_are_used(client):
    make_event(title="Thursday", audience="public", day=date(2026, 12, 3))
    month = client.get(LIST).context["month"]
    assert month.weekdays == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert month.weeks[0][0].date == date(2026, 11, 23)
    assert [entry.title for entry in month.weeks[1][3].entries] == ["Thursday"]
    make_event(title="Saturday", audience="public", day=date(2026, 12, 5))
    month = client.get(LIST).context["month"]
    assert month.weekdays[-1] == "Sat"
    assert client.get(LIST + "?from=2026-12-21").context["month"].weeks[0][0].date == date(2026, 12, 21)


def test_times_are_the_readers_and_the_events_own_zone_is_named_where_it_differs(client):
    event = make_event(day=date(2026, 12, 3), timezone="Europe/Berlin", audience="public")
    assert "08:30 to 11:00, GMT 09:30 to 12:00 in Berlin" in text(client.get(event.get_absolute_url()))
    session = client.session
    session["timezone"] = "Europe/Berlin"
    session.save()
    said = text(client.get(event.get_absolute_url()))
    assert "09:30 to 12:00, CET" in said
    assert "in Berlin" not in said


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


def fill(n, reader=None):
    """`n` more events of every sort, with people, practices and waiting lists."""
    for index in range(n):
        practice = make_practice()
        people = [make_user(), make_user()]
        event = make_event(
            audience="public", capacity=1, practices=[practice], facilitators=[people[0]], in_days=5 + index
        )
        make_series(audience="public", day=timezone.localdate() - timedelta(days=7), facilitators=people)
        make_event(audience="public", in_days=-5, practices=[practice])
        register_people(event=event, users=people, registered_by=people[0], when_full="split")
        if reader:
            register_people(event=event, users=[reader], registered_by=reader)
    return event


@pytest.mark.parametrize("who", ["stranger", "member"])
def test_lists_ask_the_same_for_one_as_for_three_and_little(client, who, django_assert_max_num_queries):
    team = make_team()
    reader = signed_in(client, team=team, role="lead") if who == "member" else None
    limit = 12 if reader is None else 30
    counts = []
    for n in (2, 2):
        event = fill(n, reader)
        asked = []
        paths = [LIST, "/events/past/", event.get_absolute_url()] + (["/events/mine/"] if reader else [])
        for path in paths:
            client.get(path)
            with django_assert_max_num_queries(limit) as captured:
                assert client.get(path).status_code == 200
            asked.append(len(captured))
        counts.append(asked)
    assert counts[0] == counts[1]


def test_the_event_page_asks_the_same_for_one_registration_as_for_many(client, django_assert_max_num_queries):
    team = make_team()
    coach(client)
    event = make_event(capacity=2)
    counts = []
    for n in (1, 3):
        people = [make_user(team=team) for _each in range(n)]
        register_team(event=event, team=team, users=people, registered_by=people[0])
        with django_assert_max_num_queries(30) as captured:
            client.get(event.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_events_are_found_by_those_who_may_see_them_and_about_their_practices(client):
    team, practice = make_team(), make_practice("Limit work in progress")
    make_event(title="Boards in public", audience="public", practices=[practice])
    make_event(title="Boards of Kestrel", audience="group", audience_group=team.group, practices=[practice])
    call_command("rebuild_search", verbosity=0)
    stranger, member = make_user(), make_user(team=team)
    assert [hit.document.title for hit in search("boards", stranger).hits] == ["Boards in public"]
    found = {hit.document.title for hit in search("boards", User.objects.get(pk=member.pk)).hits}
    assert found == {"Boards in public", "Boards of Kestrel"}
    related = about(practice, stranger)
    assert [document.title for document in related["event"]] == ["Boards in public"]


def test_tokens_are_not_in_pages(client):
    anna = signed_in(client)
    token = issue_feed_token(anna)
    assert token not in client.get("/events/mine/").content.decode()


def test_other_rooms_show_an_event_as_a_ticket():
    event = make_event(title="Board", capacity=6, facilitators=[make_user("Jonas", "Lindqvist")], place="Room 2")
    shown = Event.objects.visible_to(make_user()).upcoming().for_list()
    html = Template("{% load events_tags %}{% for event in events %}{% event_ticket event %}{% endfor %}").render(
        Context({"events": shown})
    )
    for part in (event.get_absolute_url(), "Workshop with Jonas Lindqvist.", "09:30 to 12:00, Room 2", "6 places left"):
        assert part in html
