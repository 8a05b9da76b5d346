"""Tools: where they stand, how they were weighed, and the radar of them all."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from knowledge.models import ToolPage, ToolScore
from knowledge.pages import restrict
from knowledge.tool_reading import placed, weighed
from people.audiences import Audience
from tests.factories import make_practice, make_section
from tests.knowledge.types.makers import make_tool

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel(TODAY, tick=False):
        yield


def test_status_follows_from_the_latest_decision_whatever_the_order_of_writing():
    tool = make_tool(decisions=[("hold", date(2026, 9, 1), "No."), ("trial", date(2026, 2, 1), "Perhaps.")])
    assert tool.status == "hold"
    assert make_tool(decisions=[]).status == ""


def test_the_mean_is_weighted_and_leaves_out_what_nobody_scored():
    assert weighed(make_tool(scores=[("Outdoors", 3, 5), ("Leaving", 1, 1)])).mean == 4.0
    assert weighed(make_tool(scores=[])).mean is None
    assert weighed(make_tool(scores=[("Nothing", 0, 5)])).mean is None


def test_a_score_beyond_the_scale_is_refused():
    score = make_tool(scores=[("Outdoors", 1, 5)]).scores.get()
    score.score = 6
    with pytest.raises(ValidationError, match="6"):
        score.full_clean()
    with pytest.raises(IntegrityError):
        ToolScore.objects.filter(pk=score.pk).update(score=6)


def test_the_page_tells_where_it_stands_and_how_it_was_weighed(client):
    practice = make_practice("Limit work in progress")
    tool = make_tool(
        decisions=[("trial", date(2025, 5, 1), "For a quarter."), ("adopt", date(2026, 3, 1), "Seven teams.")],
        scores=[("Works outdoors", 2, 3)],
        practices=[practice],
        purpose="Boards in two places.",
    )
    page = client.get(tool.url).content.decode()
    for words in ("Adopt", "Seven teams.", "For a quarter.", "Works outdoors", "3.0 of 5", "Limit work in progress"):
        assert words in page
    assert "What it is for" in page


def test_a_tool_that_nobody_decided_on_is_listed_and_stands_on_no_ring(client):
    make_tool("Undecided", decisions=[])
    page = client.get(make_section("tools").url)
    assert "Not decided" in page.content.decode()
    assert page.context["radar"].blips == []


def test_new_and_moved_are_told_for_ninety_days():
    fresh, old = TODAY - timedelta(days=90), TODAY - timedelta(days=91)
    tools = {
        "new": make_tool("A", decisions=[("assess", fresh, "x")]),
        "moved": make_tool("B", decisions=[("assess", old, "x"), ("trial", fresh, "y")]),
        "": make_tool("C", decisions=[("assess", old, "x")]),
    }
    for mark, tool in tools.items():
        assert placed([tool])[0].mark == mark
    again = make_tool("D", decisions=[("hold", old, "x"), ("hold", fresh, "still")])
    assert placed([again])[0].mark == ""
    assert placed([tools["moved"]])[0].moved_from == "Assess"


def test_list_and_radar_have_the_same_numbers_and_the_list_is_filtered(client):
    make_tool("Wall", area="plan")
    make_tool("Lamp", area="run", decisions=[("hold", date(2026, 1, 1), "x")])
    url = make_section("tools").url
    page = client.get(url)
    listed = {row.tool.title: row.number for _area, rows in page.context["areas"] for row in rows}
    drawn = {blip.entry.label.partition(",")[0]: blip.entry.number for blip in page.context["radar"].blips}
    assert listed == drawn == {"Wall": 1, "Lamp": 2}
    only = client.get(f"{url}?status=hold").context
    assert [row.tool.title for _area, rows in only["areas"] for row in rows] == ["Lamp"]
    assert client.get(f"{url}?status=nonsense&area=%00&page=zero").context["page_of"].paginator.count == 2
    partial = client.get(f"{url}?area=build", headers={"HX-Request": "true"}).content.decode()
    assert "Nothing matches all of these filters" in partial
    assert "<html" not in partial


def test_a_hidden_tool_leaves_no_trace_on_the_radar(client):
    secret = make_tool("Secret")
    restrict(page=secret, audience=Audience.MEMBERS)
    page = client.get(make_section("tools").url).content.decode()
    assert "Secret" not in page
    assert "0 tools" in page


def test_the_radar_takes_the_same_queries_for_one_and_for_many(client):
    url = make_section("tools").url

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    make_tool("First")
    one = count()
    for n in range(4):
        make_tool(f"Tool {n}", decisions=[("trial", date(2026, n + 1, 1), "x"), ("adopt", date(2026, 6, n + 1), "y")])
    assert count() == one
    assert one <= 12


def test_a_reader_of_a_revision_sees_its_decisions():
    tool = make_tool()
    draft = ToolPage.objects.get(pk=tool.pk).save_revision().as_object()
    assert draft.decided.status == "adopt"
