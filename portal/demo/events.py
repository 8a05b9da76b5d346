"""Loads the events with their dates, seats and waiting lists."""

from datetime import time, timedelta

from events.services import create_event, register_people, register_team
from portal.demo.content import read_yaml

# Registrations are dated so many days before the first date: early enough that they were open.
BOOKED_DAYS_BEFORE = 9


def load_events(people, teams, practices, communities, calendar):
    """All events with who comes. Returns events by slug."""
    held = {}
    for item in read_yaml("events.yaml"):
        event = _create(item, people, practices, calendar)
        _register(event, item, people, teams, calendar)
        if item.get("community"):
            communities[item["community"]].events.add(event)
        held[item["slug"]] = event
    return held


def _create(item, people, practices, calendar):
    facilitators = [people[username] for username in item["facilitators"]]
    return create_event(
        slug=item["slug"],
        title=item["title"],
        kind=item["kind"],
        summary=item["summary"].strip(),
        description=item["description"].strip(),
        outcomes=item.get("outcomes", []),
        day=calendar.day(item["day"]),
        start=time.fromisoformat(item["start"]),
        end=time.fromisoformat(item["end"]),
        timezone=item["timezone"],
        rrule=_rule(item.get("repeat")),
        sessions=[
            (calendar.day(session["day"]), time.fromisoformat(session["start"]), time.fromisoformat(session["end"]))
            for session in item.get("sessions") or []
        ],
        format=item["format"],
        place=item.get("place") or "",
        access=(item.get("access") or "").strip(),
        join_url=item.get("join_url") or "",
        capacity=item.get("capacity"),
        closes_days_before=item.get("closes_days_before") or 0,
        facilitators=facilitators,
        created_by=facilitators[0] if facilitators else None,
        practices=[practices[slug] for slug in item.get("practices", [])],
        audience=item["audience"],
        materials=item.get("materials") or [],
        afterwards=(item.get("afterwards") or "").strip(),
    )


def _rule(repeat):
    """The RFC 5545 rule of a `repeat` entry."""
    if not repeat:
        return ""
    return f"FREQ={repeat['freq'].upper()};INTERVAL={repeat.get('interval', 1)};COUNT={repeat['count']}"


def _register(event, item, people, teams, calendar):
    """Teams' seats, then people, then the waiting list, in the order of the file."""
    first = min(calendar.day(item["day"]) - timedelta(days=BOOKED_DAYS_BEFORE), calendar.today - timedelta(days=1))
    at = calendar.at(first, "09:00")
    registered = item.get("registered") or {}
    for slug, seats in (registered.get("teams") or {}).items():
        lead = teams[slug].memberships.get(role="lead").user
        register_team(event=event, team=teams[slug], open_seats=seats, registered_by=lead, registered_at=at)
    for username in [*(registered.get("people") or []), *(item.get("waiting") or [])]:
        register_people(event=event, users=[people[username]], registered_by=people[username], registered_at=at)
