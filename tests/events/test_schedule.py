"""Events take place when they were planned, on the clock of their zone, and series end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from events.exceptions import EventError
from events.models import Event
from events.schedule import MAX_DATES, Slot, expand, repeat_rule, words
from events.services import create_event, update_event
from tests.events.makers import make_event, make_series
from tests.factories import make_practice, make_topic, make_user

pytestmark = pytest.mark.django_db


def refused(call, *names):
    with pytest.raises(EventError) as error:
        call()
    assert set(names) <= set(error.value.errors), error.value.errors
    return error.value


def clock_times(event):
    zone = ZoneInfo(event.timezone)
    return [occurrence.starts_at.astimezone(zone) for occurrence in event.occurrences.all()]


def test_series_keeps_its_time_on_the_clock_across_a_clock_change():
    event = make_series(count=5)
    at = clock_times(event)
    assert [when.date() for when in at] == [date(2026, 10, 6) + timedelta(days=7 * n) for n in range(5)]
    assert {when.time() for when in at} == {time(14)}
    assert {when.utcoffset() for when in at} == {timedelta(hours=1), timedelta(0)}


def test_time_that_a_clock_change_skips_is_read_with_the_offset_before_it():
    event = make_event(day=date(2027, 3, 28), start=time(1, 30), end=time(2, 0))
    occurrence = event.occurrences.get()
    assert occurrence.starts_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert occurrence.ends_at - occurrence.starts_at == timedelta(minutes=30)


def test_several_dates_are_one_booking():
    event = make_event(day=date(2026, 12, 9), sessions=[(date(2026, 12, 16), time(9, 15), time(11))])
    assert [at.hour for at in clock_times(event)] == [9, 9]
    assert not event.is_series


@pytest.mark.parametrize(
    ("rrule", "said"),
    [
        ("FREQ=WEEKLY", "ends"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "ends"),
        (f"FREQ=DAILY;COUNT={MAX_DATES + 1}", str(MAX_DATES)),
        ("FREQ=DAILY;COUNT=999999", str(MAX_DATES)),
        ("FREQ=DAILY;UNTIL=20991231", str(MAX_DATES)),
        ("FREQ=YEARLY;COUNT=9", "3 years"),
        ("FREQ=WEEKLY;UNTIL=20200101", "before the first date"),
        ("FREQ=WEEKLY;UNTIL=20271399", "does not exist"),
        ("FREQ=SECONDLY;COUNT=10", "cannot stand"),
        ("FREQ=WEEKLY;COUNT=0", "first date"),
        ("FREQ=WEEKLY;BYDAY=FR;COUNT=4", "first date"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "first date"),
        ("FREQ=WEEKLY;INTERVAL=0;COUNT=4", "cannot stand"),
        ("FREQ=WEEKLY;INTERVAL=99999999999;COUNT=4", "cannot stand"),
        ("FREQ=MONTHLY;BYDAY=99MO;COUNT=4", "cannot stand"),
        ("FREQ=MONTHLY;BYMONTHDAY=0;COUNT=4", "cannot stand"),
        ("FREQ=MONTHLY;BYMONTH=77;COUNT=4", "worked out|first date"),
        ("FREQ=WEEKLY;COUNT=4;BYMONTHDAY=" + "1" * 5000, "too long"),
        ("COUNT=4", "how often"),
        ("every tuesday", "cannot stand"),
        ("FREQ=WEEKLY;COUNT=4;COUNT=5", "cannot stand"),
        ("FREQ=WEEKLY;COUNT=4;EXRULE=1\0", "cannot stand"),
    ],
)
def test_rule_without_a_sensible_end_is_refused_in_words(rrule, said):
    error = refused(lambda: make_series(rrule=rrule), "rrule")
    assert any(part in str(error) for part in said.split("|"))
    assert not Event.objects.exists()


def test_rule_until_a_day_holds_that_day():
    event = make_series(rrule="FREQ=WEEKLY;UNTIL=20261027")
    assert len(clock_times(event)) == 4
    assert event.rrule == "FREQ=WEEKLY;UNTIL=20261027T235959Z"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"start": time(12), "end": time(12)}, "end"),
        ({"start": time(12), "end": time(9)}, "end"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "Europe/London\0"}, "timezone"),
        ({"day": date(1, 1, 1)}, "day"),
        ({"day": date(9999, 12, 31)}, "day"),
        ({"sessions": [(date(2026, 12, 16), time(11), time(9))]}, "sessions"),
        ({"sessions": [(date(2026, 12, 16), time(9), time(10))] * 2}, "sessions"),
        ({"sessions": [(date(2026, 12, 16), time(9), time(10))], "rrule": "FREQ=WEEKLY;COUNT=3"}, "sessions"),
        ({"kind": "party"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"title": "A\0B"}, "title"),
        ({"join_url": "javascript:alert(1)"}, "join_url"),
        ({"capacity": 0}, "capacity"),
        ({"audience": "group"}, "audience"),
        ({"materials": [{"title": "x", "url": "javascript:alert(1)"}]}, "materials"),
    ],
)
def test_what_does_not_hold_is_refused_by_the_name_of_its_field(fields, name):
    refused(lambda: make_event(**fields), name)
    assert not Event.objects.exists()


def test_slug_is_made_from_the_title_and_a_taken_one_is_refused():
    when = {"day": date(2026, 12, 9), "start": time(9), "end": time(10)}
    assert [create_event(title="New!", **when).slug for _n in range(2)] == ["new-2", "new-3"]
    make_event(slug="board")
    refused(lambda: make_event(slug="board"), "slug")
    refused(lambda: make_event(slug="mine"), "slug")


def test_the_same_form_sent_twice_makes_one_event_and_never_somebody_elses():
    coach, other = make_user(), make_user()
    uid = "7d4b7e0e-6c0f-4b5c-9d3d-2f1f0a9b8c7d"
    first = make_event(uid=uid, created_by=coach)
    assert make_event(uid=uid, created_by=coach).pk == first.pk
    refused(lambda: make_event(uid=uid, created_by=other), "")
    assert Event.objects.count() == 1


def test_topics_are_those_of_the_practices_unless_given():
    practice = make_practice()
    practice.topics.set([make_topic("Flow of work")])
    practice.save()
    assert [topic.name for topic in make_event(practices=[practice]).topics.all()] == ["Flow of work"]
    assert not make_event(practices=[practice], topics=[]).topics.exists()


def test_registration_closes_at_the_end_of_the_day_so_many_days_before():
    event = make_event(day=date(2026, 12, 3), closes_days_before=2)
    assert event.registration_closes_at == datetime(2026, 12, 1, 23, 59, tzinfo=UTC)
    assert make_event(day=date(2026, 12, 3)).registration_closes_at is None
    assert make_series(closes_days_before=2).registration_closes_at is None


def test_changes_that_calendars_show_raise_the_sequence_and_others_do_not():
    event = make_event(day=date(2026, 12, 3))
    uid, stamp = event.uid, event.updated_at
    for same in ({}, {"title": event.title}, {"capacity": 9}, {"afterwards": "It went well."}, {"practices": []}):
        event = update_event(event=event, **same)
        assert (event.sequence, event.updated_at) == (0, stamp)
    event = update_event(event=event, title="Running a better board")
    assert event.sequence == 1
    assert event.updated_at > stamp
    assert event.uid == uid
    moved = update_event(event=event, start=time(10))
    assert moved.sequence == 2
    assert clock_times(moved)[0].hour == 10


def test_dates_that_stay_keep_their_rows_when_others_change():
    event = make_series(count=4)
    before = {row.starts_at: row.pk for row in event.occurrences.all()}
    event = update_event(event=event, rrule="FREQ=WEEKLY;COUNT=6")
    after = {row.starts_at: row.pk for row in event.occurrences.all()}
    assert len(after) == 6
    assert before.items() <= after.items()
    event = update_event(event=event, rrule="")
    assert event.occurrences.count() == 1


def test_moving_a_booking_to_another_zone_moves_its_moments():
    event = update_event(event=make_event(day=date(2026, 12, 3)), timezone="Europe/Berlin")
    assert event.occurrences.get().starts_at == datetime(2026, 12, 3, 8, 30, tzinfo=UTC)


def test_a_refused_change_changes_nothing():
    event = make_event(title="Before", day=date(2026, 12, 3))
    refused(lambda: update_event(event=event, title="After", end=time(1)), "end")
    event.refresh_from_db()
    assert (event.title, event.sequence) == ("Before", 0)


def test_a_rule_has_one_written_form():
    event = make_series(rrule="rrule:interval=1;count=3;freq=weekly")
    assert event.rrule == "FREQ=WEEKLY;COUNT=3"


def test_plain_repetitions_in_rules_and_words():
    assert repeat_rule("weekly", date(2026, 12, 3), 16) == "FREQ=WEEKLY;COUNT=16"
    assert words("FREQ=WEEKLY;COUNT=16") == "every week"
    assert words(repeat_rule("weekly", date(2026, 12, 3), 8, 4)) == "every 4 weeks"
    rule = repeat_rule("monthly", date(2026, 12, 31), 3)
    assert rule == "FREQ=MONTHLY;COUNT=3;BYDAY=-1TH"
    slots = expand(rule, Slot(date(2026, 12, 31), time(9), time(10)), "Europe/London")
    assert [slot.day for slot in slots] == [date(2026, 12, 31), date(2027, 1, 28), date(2027, 2, 25)]


@time_machine.travel("2026-11-22 12:00Z")
def test_series_stands_at_its_next_date_and_a_past_event_at_none():
    series, over = make_series(count=12), make_event(day=date(2026, 11, 1))
    found = list(Event.objects.upcoming())
    assert found == [series]
    assert found[0].next_start == datetime(2026, 11, 24, 14, tzinfo=UTC)
    assert list(Event.objects.past()) == [over]
