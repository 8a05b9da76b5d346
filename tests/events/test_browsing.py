"""The list of events and one event: what strangers and members see."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.template import Context, Template
from django.utils import timezone

from events.models import Event
from events.services import register_people, register_team
from people.models import User
from search.services import about, search
from tests.events.makers import coach, make_event, make_series, signed_in, text
from tests.factories import make_practice, make_team, make_topic, make_user

pytestmark = pytest.mark.django_db
LIST = "/events/"


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
def test_an_address_with_a_filter_that_is_none_says_so_and_shows_everything(client, query):
    for address in (LIST, "/events/past/"):
        answer = client.get(address + query)
        assert answer.status_code == 200
        assert "could not be read. All events are shown." in answer.content.decode()


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


def test_other_rooms_show_an_event_as_a_ticket():
    event = make_event(title="Board", capacity=6, facilitators=[make_user("Jonas", "Lindqvist")], place="Room 2")
    shown = Event.objects.visible_to(make_user()).upcoming().for_list()
    html = Template("{% load events_tags %}{% for event in events %}{% event_ticket event %}{% endfor %}").render(
        Context({"events": shown})
    )
    for part in (event.get_absolute_url(), "Workshop with Jonas Lindqvist.", "09:30 to 12:00, Room 2", "6 places left"):
        assert part in html
