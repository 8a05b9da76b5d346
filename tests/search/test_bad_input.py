"""Whatever is typed or stored, search answers; where the index cannot, it says so and compares titles."""

import logging
import shutil
from unittest import mock

import pytest
from django.urls import reverse

from search.services import health, search, suggest
from tests.factories import make_project, make_user

QUERIES = {
    "nothing": "",
    "spaces": "   ",
    "an open quote": '"unbalanced leak',
    "a quote and brackets": "\"a' OR (b [c {leak",
    "a zero byte": "leak\x00rate",
    "control characters": "leak\x01\x1f\x7f\u200b\ufeff",
    "ten thousand letters": "leak" * 2500,
    "five hundred words": " ".join(f"word{n}" for n in range(500)),
    "open prefixes": "a* b* c* ?",
    "operators": "AND OR NOT - leak -meter kind:project title:[a TO z]",
    "an emoji": "🚰 leak 👩‍👩‍👧",
    "right to left": "\u202eתקלה leak تسرب",
    "only stop words": "to be or not to be",
    "a pattern": "(a+)+$" * 100,
    "a lone half of a pair": "leak \ud800",
    "percent and underscore": "% _ \\",
    "markup": "<script>alert('leak')</script>",
}


@pytest.fixture
def reader(committed):
    with committed():
        user = make_user()
        make_project("Leak reports", summary="Customers report a leak in one step")
    return user


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_any_query_is_answered(reader, client, query):
    assert search(query, reader).degraded is False
    suggest(query, reader)
    client.force_login(reader)
    for address in (reverse("search:results"), reverse("search:suggest")):
        response = client.get(address, {"q": query.encode("utf-8", "replace").decode()})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "-1"},
        {"page": "9" * 5000},
        {"page": "x"},
        {"kind": ["no-such", "\x00", "a" * 500]},
        {"topic": "\x00'"},
        {"kind": ["project"] * 300},
    ],
)
def test_any_filter_is_answered(reader, client, parameters):
    assert client.get(reverse("search:results"), {"q": "leak", **parameters}).status_code == 200


def test_an_odd_query_still_finds_its_words(reader):
    for query in ('"unbalanced leak', "leak\x00", "🚰 leak", "leak* (", "LEAK!!!"):
        assert [hit.document.title for hit in search(query, reader).hits] == ["Leak reports"], query


class TestWithoutAnIndex:
    """The database's titles stand in, for those who may see them, and the page and the health check say so."""

    @pytest.fixture(params=["missing", "damaged", "not even a folder"])
    def broken(self, request, reader, index_folder):
        if request.param == "damaged":
            for file in index_folder.rglob("*.toc"):
                file.write_bytes(b"\x00broken")
        else:
            shutil.rmtree(index_folder)
        if request.param == "not even a folder":
            index_folder.write_text("a file")
        return reader

    def test_titles_are_compared(self, broken, stranger, caplog):
        caplog.set_level(logging.CRITICAL)
        found = search("leak", broken)
        assert found.degraded
        assert [hit.title for hit in found.hits] == ["<mark>Leak</mark> reports"]
        assert search("leak", stranger).total == 0
        assert [document.title for document in suggest("lea", broken)] == ["Leak reports"]
        assert search("100%", broken).total == 0

    def test_it_is_said(self, broken, client, caplog):
        caplog.set_level(logging.CRITICAL)
        client.force_login(broken)
        assert "only titles are compared" in client.get(reverse("search:results"), {"q": "leak"}).content.decode()
        assert not health().ok
        assert health().problem


def test_a_lost_index_comes_back_with_the_next_change(reader, committed, index_folder):
    shutil.rmtree(index_folder)
    with committed():
        make_project("Meter app")
    assert search("leak", reader).total == 1
    assert search("meter", reader).total == 1
    assert health().ok


def test_an_unwritable_folder_loses_nothing(reader, committed, caplog):
    caplog.set_level(logging.CRITICAL)
    with (
        mock.patch("search.engines.whoosh.index.WhooshIndex.write", side_effect=OSError("No space left on device")),
        committed(),
    ):
        make_project("Meter app")
    assert search("meter", reader).total == 0
    assert health().behind == 1
    with committed():
        make_project("Outage map")
    assert search("meter", reader).total == 1
    assert health().behind == 0


def test_an_index_is_private(reader, index_folder):
    assert index_folder.stat().st_mode & 0o077 == 0
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in index_folder.iterdir())
