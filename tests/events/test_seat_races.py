"""Real processes on a real database: however people crowd in, no seat is sold twice and none is lost."""

import os
import sqlite3
import subprocess
import sys

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from events.models import Event, Registration
from people.models import Profile
from tests.events.makers import make_event

PROCESSES = 4
PEOPLE_EACH = 30
SEATS = 20


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """The environment with which other processes reach this test's data, and how to read them back.

    On SQLite the test's database, which is in memory, is copied into a file and back.
    """
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATA_DIR": str(tmp_path)}
    if connection.vendor == "sqlite":
        path = tmp_path / "seats.sqlite3"
        environ["DATABASE_URL"] = f"sqlite:///{path}"
        yield environ, lambda: _copy(connection.connection, path), lambda: _copy_back(path)
    else:
        values = connection.settings_dict
        environ["DATABASE_URL"] = (
            f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
        )
        yield environ, lambda: None, lambda: None


def _copy(source, path):
    with sqlite3.connect(path) as target:
        source.backup(target)


def _copy_back(path):
    with sqlite3.connect(path) as source:
        source.backup(connection.connection)


def crowd():
    """Many people, made quickly."""
    model = get_user_model()
    made = [model(email=f"crowd{n}@example.com", password="!") for n in range(PROCESSES * PEOPLE_EACH)]
    people = model.objects.bulk_create(made)
    Profile.objects.bulk_create(Profile(user=person, slug=f"crowd-{person.pk}") for person in people)
    return people


def test_crowding_processes_never_oversell_and_lose_nobody(shared_database):
    environ, share, read_back = shared_database
    event = make_event(capacity=SEATS)
    people = crowd()
    share()
    slices = [people[n::PROCESSES] for n in range(PROCESSES)]
    command = [sys.executable, "-m", "tests.events.seat_rush", str(event.pk)]
    running = [
        subprocess.Popen(
            [*command, ",".join(str(person.pk) for person in each)],
            cwd=settings.BASE_DIR,
            env=environ,
            stderr=subprocess.PIPE,
            text=True,
        )
        for each in slices
    ]
    said = [process.communicate(timeout=240)[1] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, "\n".join(said)
    read_back()

    event = Event.objects.get(pk=event.pk)
    rows = list(event.registrations.order_by("pk"))
    assert event.seats_taken == SEATS == sum(row.status == "confirmed" for row in rows)
    active = [row for row in rows if row.status != "cancelled"]
    assert len({row.user_id for row in active}) == len(active)
    assert len({row.user_id for row in rows}) == len(people)
    assert_parties_are_whole(active)
    assert_nobody_who_fits_waits(event)


def assert_parties_are_whole(rows):
    by_party = {}
    for row in rows:
        by_party.setdefault(row.party, set()).add(row.status)
    assert all(len(found) == 1 for found in by_party.values())


def assert_nobody_who_fits_waits(event):
    waiting = Registration.objects.filter(event=event).waiting_parties()
    assert waiting
    assert all(n > event.seats_left for _party, n in waiting)
