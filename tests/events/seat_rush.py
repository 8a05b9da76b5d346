"""A process that registers people and teams, and gives places back, as fast as it can. Started by test_seat_races.py.

Arguments: the event's id, then the ids of people, separated by commas; of each three in a row the second and third come
as a party, and every fourth gives a place back again.
"""

import sys
from contextlib import suppress

import django

django.setup()

from django.db import OperationalError, connection  # noqa: E402

from events.exceptions import EventError  # noqa: E402
from events.models import Event  # noqa: E402
from events.services import cancel_registration, register_people  # noqa: E402
from people.models import User  # noqa: E402


def rush(event, people):
    for index in range(0, len(people), 3):
        single, party = people[index], people[index + 1 : index + 3]
        held = register_people(event=event, users=[single], registered_by=single)
        if party:
            when_full = "split" if index % 2 else "wait"
            register_people(event=event, users=party, registered_by=party[0], when_full=when_full)
        if index % 4 == 0:
            cancel_registration(registration=held[0], by=single)
        with suppress(EventError):
            register_people(event=event, users=people[:1], registered_by=people[0])


def main():
    event = Event.objects.get(pk=sys.argv[1])
    by_pk = User.objects.in_bulk([int(pk) for pk in sys.argv[2].split(",")])
    try:
        rush(event, list(by_pk.values()))
    except OperationalError as error:
        sys.exit(f"{connection.vendor}: {error}")


main()
