"""What nobody has checked for too long is found below what is as good and fresh, with a mark."""

from datetime import date

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.query import Or, Term

from search.engines.whoosh.schema import encode
from search.engines.whoosh.snapshot import OVERDUE, Aging, Among
from search.models import Document
from search.services import refresh, search, suggest
from search.services.indexing import engine
from tests.factories import make_practice, make_project, make_user
from tests.search.test_finding import titles

NOON = "2027-03-01 12:00:00+00:00"


@pytest.fixture
def reader(committed):
    with committed():
        return make_user()


@pytest.fixture
def aged(committed):
    """Set the day until which the documents of some titles are verified, as their room would say it."""

    def set_days(days):
        with committed():
            for row in Document.objects.filter(title__in=days):
                row.verified_until = days[row.title]
                row.revision += 1
                row.save()
            refresh(make_project("Something else"))

    return set_days


@pytest.fixture
def two(committed, reader):
    with committed():
        make_project("Blue pump", summary="A pump in the north")
        make_project("Green pump", summary="A pump in the north")


@pytest.mark.parametrize("overdue", ["Blue pump", "Green pump"])
def test_of_two_equal_things_the_fresh_one_comes_first(two, aged, reader, overdue):
    fresh = {"Blue pump": "Green pump", "Green pump": "Blue pump"}[overdue]
    aged({overdue: date(2027, 2, 1), fresh: date(2027, 12, 1)})
    with time_machine.travel(NOON, tick=False):
        found = search("pump", reader)
        assert titles(found) == [fresh, overdue]
        assert [hit.document.is_overdue for hit in found.hits] == [False, True]
        assert [row.title for row in suggest("pum", reader)] == [fresh, overdue]


def test_a_thing_becomes_overdue_as_time_passes(two, aged, reader):
    aged({"Blue pump": date(2027, 3, 1), "Green pump": date(2027, 3, 10)})
    with time_machine.travel(NOON, tick=False):
        assert not any(hit.document.is_overdue for hit in search("pump", reader).hits)
    with time_machine.travel("2027-03-02 12:00:00+00:00", tick=False):
        assert titles(search("pump", reader)) == ["Green pump", "Blue pump"]
    with time_machine.travel("2027-03-20 12:00:00+00:00", tick=False):
        assert all(hit.document.is_overdue for hit in search("pump", reader).hits)


def test_things_that_nobody_verifies_do_not_age(two, reader):
    with time_machine.travel("2040-01-01 12:00:00+00:00", tick=False):
        assert not any(hit.document.is_overdue for hit in search("pump", reader).hits)


def test_a_much_better_match_stays_first_though_it_is_overdue(committed, reader, aged):
    with committed():
        make_project("Pump, pump and pump again", summary="pump pump pump pump")
        make_practice("Something with much else in it", problem="Once there was a pump. " + "Other words. " * 200)
    aged({"Pump, pump and pump again": date(2020, 1, 1)})
    assert titles(search("pump", reader))[0] == "Pump, pump and pump again"


def test_the_mark_stands_beside_the_hit(client, two, aged):
    aged({"Blue pump": date(2020, 1, 1)})
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/search/?q=pump").content.decode()
    assert page.count("Not checked lately") == 1


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_skipping_by_quality_finds_the_same_best_rows_as_scoring_everything(data, committed, index_folder):
    """The index's shortcut (whole blocks are left out by their best possible score) stays right."""
    words = st.lists(st.sampled_from(["pump", "meter", "valve"]), min_size=1, max_size=30)
    rows = data.draw(st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=40))
    index = engine()
    index.reset()
    documents = [
        Document(pk=number, title=" ".join(text), verified_until=date(2020 if old else 2090, 1, 1))
        for number, (text, old) in enumerate(rows, 1)
    ]
    half = len(documents) // 2
    for part in (documents[:half], documents[half:]):
        with index.locked():
            index.write(rows=part)
    query = Or([Term("s_title", "pump"), Term("s_title", "meter")])
    with index.snapshot() as snapshot:
        aging = Aging(Among(query, snapshot, None), snapshot, "f_verified_until", encode(date(2027, 3, 1)))
        everything = snapshot.top(aging, None)
        plain = dict(snapshot.top(Among(query, snapshot, None), None))
        for limit in (1, 3, 10):
            best = [score for _, score in snapshot.top(aging, limit)]
            assert best == pytest.approx(sorted((score for _, score in everything), reverse=True)[:limit])
    for pk, score in everything:
        old = rows[int(pk) - 1][1]
        assert score == pytest.approx(plain[pk] * (OVERDUE if old else 1))
