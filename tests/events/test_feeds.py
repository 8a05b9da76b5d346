"""Calendars show what the portal shows, to those who may see it, and nothing else."""

import gzip
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
import time_machine
from django.urls import reverse
from icalendar import Calendar

from events.calendar import Entry, register_calendar_source
from events.calendar.sources import unregister_calendar_source
from events.calendar.timezones import changes, vtimezone
from events.models import CalendarFeed
from events.services import (
    cancel_registration,
    issue_feed_token,
    register_people,
    register_team,
    revoke_feed,
    update_event,
)
from people.services import remove_from_team
from tests.events.makers import make_event, make_series
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
PUBLIC = "/events/calendar.ics"
SECRET = "https://meet.example.org/secret"


def private(user):
    return reverse("events:private_feed", args=[issue_feed_token(user)])


def components(response):
    return {str(event["UID"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def titles(response):
    return sorted(str(event["SUMMARY"]) for event in components(response).values())


def lines(response):
    """The unfolded lines."""
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def occurrences_in(response, first, last):
    found = recurring_ical_events.of(Calendar.from_ical(response.content)).between(first, last)
    return sorted((event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) for event in found)


@pytest.mark.parametrize(
    "zone",
    ["Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"],
)
@pytest.mark.parametrize(
    "rrule", ["FREQ=WEEKLY;COUNT=60", "FREQ=MONTHLY;COUNT=12;BYDAY=1TU", "FREQ=WEEKLY;UNTIL=20271130"]
)
def test_a_client_reads_the_same_dates_as_the_portal_shows_across_clock_changes(client, zone, rrule):
    event = make_series(day=date(2026, 10, 6), rrule=rrule, timezone=zone, audience="public")
    response = client.get(PUBLIC)
    shown = [(row.starts_at, row.ends_at) for row in event.occurrences.all()]
    assert occurrences_in(response, date(2026, 1, 1), date(2029, 1, 1)) == shown
    assert {start.astimezone(ZoneInfo(zone)).time() for start, _end in shown} == {time(14)}


@pytest.mark.parametrize(
    "zone", ["Europe/London", "America/New_York", "America/Nuuk", "Africa/Cairo", "Africa/Casablanca"]
)
def test_zone_rules_say_the_same_as_the_zone_itself(zone):
    component = vtimezone(zone, 2026, 2028)
    tz = component.to_tz()
    own = ZoneInfo(zone)
    for change in changes(own, 2026, 2028):
        for hours in (-30, -2, 2, 30):
            wall = change.onset + timedelta(hours=hours)
            assert wall.replace(tzinfo=tz).utcoffset() == wall.replace(tzinfo=own).utcoffset(), (zone, wall)


def test_zone_is_one_component_with_rules_not_a_list_of_dates(client):
    make_series(audience="public")
    make_event(title="Another", audience="public")
    text = "\n".join(lines(client.get(PUBLIC)))
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10" in text
    assert "RDATE" not in text
    assert "RRULE:FREQ=WEEKLY;COUNT=8" in text
    assert "DTSTART;TZID=Europe/London:20261006T140000" in text


def test_what_a_feed_says_about_itself_and_its_events(client):
    event = make_event(
        title="Boards; cards, and “limits”",
        audience="public",
        summary="x" * 200,
        place="Weir House, room 2",
        day=date(2026, 12, 3),
        updated_at=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
    )
    response = client.get(PUBLIC)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="events.ics"'
    assert all(len(line.encode()) <= 75 for line in response.content.decode().split("\r\n"))
    said = lines(response)
    assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "VERSION:2.0"} <= set(said)
    assert {"DTSTAMP:20261101T080000Z", "LAST-MODIFIED:20261101T080000Z", "SEQUENCE:0", f"UID:{event.uid}"} <= set(said)
    assert "SUMMARY:Boards\\; cards\\, and “limits”" in said
    assert {"CATEGORIES:Workshop", "STATUS:CONFIRMED", f"URL:http://testserver{event.get_absolute_url()}"} <= set(said)


def test_a_stranger_gets_public_events_only_whoever_asks_for_the_public_feed(client):
    team = make_team()
    anna = make_user("Anna", team=team)
    make_event(title="Open day", audience="public")
    make_event(title="Members only")
    make_event(title="Kestrel alone", audience="group", audience_group=team.group)
    assert titles(client.get(PUBLIC)) == ["Open day"]
    client.force_login(anna)
    assert titles(client.get(PUBLIC)) == ["Open day"]


def test_one_events_feed_is_for_those_who_may_see_it(client):
    team = make_team()
    anna = make_user("Anna", team=team)
    event = make_event(title="Kestrel alone", audience="group", audience_group=team.group, join_url=SECRET)
    address = reverse("events:event_feed", args=[event.slug])
    assert client.get(address).status_code == 404
    client.force_login(make_user("Ben"))
    assert client.get(address).status_code == 404
    client.force_login(anna)
    assert titles(client.get(address)) == ["Kestrel alone"]


def test_the_join_link_is_in_no_public_feed_and_in_the_private_one_of_those_who_have_a_place(client):
    anna, ben = make_user("Anna"), make_user("Ben")
    event = make_event(audience="public", join_url=SECRET, capacity=1, format="online")
    register_people(event=event, users=[anna], registered_by=anna)
    register_people(event=event, users=[ben], registered_by=ben)
    client.force_login(anna)
    for address in (PUBLIC, reverse("events:event_feed", args=[event.slug]), private(ben)):
        assert "secret" not in "".join(lines(client.get(address)))
    said = lines(client.get(private(anna)))
    assert f"CONFERENCE;FEATURE=VIDEO;VALUE=URI:{SECRET}" in said


def test_the_private_feed_holds_my_places_with_their_status(client):
    anna, ben = make_user("Anna"), make_user("Ben")
    mine, full, others = make_event("Mine"), make_event("Full", capacity=1), make_event("Others")
    make_event("Led", facilitators=[anna], join_url=SECRET)
    register_people(event=full, users=[ben], registered_by=ben)
    for event in (mine, full):
        register_people(event=event, users=[anna], registered_by=anna)
    register_people(event=others, users=[ben], registered_by=ben)
    found = components(client.get(private(anna)))
    assert {str(event["SUMMARY"]): event["STATUS"] for event in found.values()} == {
        "Mine": "CONFIRMED",
        "Waiting list: Full": "TENTATIVE",
        "Led": "CONFIRMED",
    }


def test_a_place_that_is_given_back_or_an_event_that_closed_to_me_leaves_my_feed(client):
    team = make_team()
    lead, anna = make_user("Lea", team=team, role="lead"), make_user("Anna", team=team)
    one, two = make_event("One"), make_event("Two", audience="group", audience_group=team.group)
    held = register_people(event=one, users=[anna], registered_by=anna)[0]
    register_team(event=two, team=team, users=[anna], registered_by=lead)
    address = private(anna)
    response = client.get(address)
    assert titles(response) == ["One", "Two"]
    cancel_registration(registration=held, by=anna)
    remove_from_team(team=team, user=anna)
    again = client.get(address, headers={"if-none-match": response["ETag"], "if-modified-since": _later()})
    assert (again.status_code, titles(again)) == (200, [])


def _later():
    return "Fri, 01 Jan 2100 00:00:00 GMT"


def test_an_unknown_token_is_404_a_revoked_one_410_and_a_new_one_switches_the_old_off(client):
    anna = make_user("Anna")
    first, second = private(anna), private(anna)
    assert [client.get(address).status_code for address in (first, second)] == [410, 200]
    assert revoke_feed(anna)
    assert not revoke_feed(anna)
    assert client.get(second).status_code == 410
    for token in ("unknown", "x" * 4000, "a%00b", "%F0%9F%98%80"):
        assert client.get(f"/calendar/{token}.ics").status_code == 404
    third = private(anna)
    anna.is_active = False
    anna.save()
    assert client.get(third).status_code == 410


def test_no_token_is_stored_and_the_day_of_use_is(client):
    anna = make_user("Anna")
    token = issue_feed_token(anna)
    feed = CalendarFeed.objects.get()
    assert token not in str(vars(feed))
    assert feed.last_used_on is None
    with time_machine.travel("2026-11-22 12:00Z"):
        client.get(reverse("events:private_feed", args=[token]))
    feed.refresh_from_db()
    assert feed.last_used_on == date(2026, 11, 22)


@pytest.mark.parametrize("which", ["public", "one", "private"])
def test_an_unchanged_feed_is_304_and_a_changed_one_is_not(client, which):
    anna = make_user("Anna")
    event = make_event(audience="public")
    register_people(event=event, users=[anna], registered_by=anna)
    address = {"public": PUBLIC, "one": reverse("events:event_feed", args=[event.slug]), "private": private(anna)}[
        which
    ]
    response = client.get(address)
    assert response["Last-Modified"]
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert client.get(address).content == response.content
    update_event(event=event, afterwards="Nothing that calendars show.")
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    with time_machine.travel(timedelta(hours=1), tick=False):
        update_event(event=event, place="Room 4")
    changed = client.get(address, headers={"if-none-match": response["ETag"]})
    assert changed.status_code == 200
    assert "LOCATION:Room 4" in lines(changed)
    assert "SEQUENCE:1" in lines(changed)


def test_the_public_feed_answers_those_who_only_know_the_date(client):
    event = make_event(audience="public")
    since = {"if-modified-since": client.get(PUBLIC)["Last-Modified"]}
    assert client.get(PUBLIC, headers=since).status_code == 304
    with time_machine.travel(timedelta(hours=1), tick=False):
        update_event(event=event, audience="members")
    hidden = client.get(PUBLIC, headers=since)
    assert (hidden.status_code, titles(hidden)) == (200, [])


def test_head_gzip_and_other_methods(client):
    make_event(audience="public", summary="x" * 300)
    head = client.head(PUBLIC)
    assert (head.status_code, head.content, bool(head["ETag"])) == (200, b"", True)
    packed = client.get(PUBLIC, headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).startswith(b"BEGIN:VCALENDAR")
    tag = {"if-none-match": packed["ETag"], "accept-encoding": "gzip"}
    assert client.get(PUBLIC, headers=tag).status_code == 304
    assert client.post(PUBLIC).status_code == 405


def test_several_dates_of_one_booking_are_several_entries_whose_names_stay(client):
    event = make_event(audience="public", day=date(2026, 12, 9), sessions=[(date(2026, 12, 16), time(9), time(10))])
    before = set(components(client.get(PUBLIC)))
    assert len(before) == 2
    assert str(event.uid) in before
    update_event(event=event, sessions=[(date(2026, 12, 17), time(9), time(10))])
    assert set(components(client.get(PUBLIC))) == before


def test_an_empty_feed_is_a_calendar(client):
    response = client.get(PUBLIC)
    assert response.status_code == 200
    assert titles(response) == []


def test_other_rooms_put_their_dates_into_a_persons_feed_alone(client):
    anna, ben = make_user("Anna"), make_user("Ben")
    changed = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)

    def due(user):
        return (
            [Entry("path-1", "Path due: Flow", date(2026, 12, 4), changed, url="/learn/flow/")] if user == anna else []
        )

    register_calendar_source("tests", due)
    try:
        with pytest.raises(ValueError, match="already"):
            register_calendar_source("tests", due)
        said = lines(client.get(private(anna)))
        assert "DTSTART;VALUE=DATE:20261204" in said
        assert "DTEND;VALUE=DATE:20261205" in said
        assert titles(client.get(private(ben))) == []
    finally:
        unregister_calendar_source("tests")


def test_feeds_cost_the_same_queries_for_one_event_as_for_three(client, django_assert_max_num_queries):
    anna = make_user("Anna")
    address = private(anna)
    client.get(address)
    counts = []
    for n in (1, 2):
        for _each in range(n):
            event = make_event(audience="public", sessions=[(date(2099, 1, 1), time(9), time(10))])
            register_people(event=event, users=[anna], registered_by=anna)
        with django_assert_max_num_queries(8) as asked:
            client.get(address)
        with django_assert_max_num_queries(4) as public:
            client.get(PUBLIC)
        counts.append((len(asked), len(public)))
    assert counts[0] == counts[1]
