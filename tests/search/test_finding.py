"""What is committed is found by those who may see it, with the words they use."""

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from people.audiences import Audience
from people.services import add_to_team
from search.models import Change, Document, Removal
from search.services import search, suggest
from tests.factories import make_practice, make_project, make_team, make_topic, make_user


def titles(results):
    return [hit.document.title for hit in results.hits]


@pytest.fixture
def reader(committed):
    with committed():
        return make_user()


def test_a_saved_thing_is_found_after_the_commit(committed, reader):
    with committed():
        make_project("Billing portal", summary="Pay a bill in two minutes")
        assert search("billing", reader).total == 0
    assert titles(search("billing", reader)) == ["Billing portal"]
    assert not Document.objects.behind().exists()
    assert not Change.objects.exists()


def test_a_change_is_found_and_the_former_words_are_not(committed, reader):
    with committed():
        project = make_project("Billing portal")
    with committed():
        project.name = "Outage map"
        project.save()
    assert titles(search("outage", reader)) == ["Outage map"]
    assert search("billing", reader).total == 0


def test_a_deleted_thing_is_gone(committed, reader):
    with committed():
        project = make_project("Billing portal")
    with committed():
        project.delete()
    assert search("billing", reader).total == 0
    assert not Removal.objects.exists()


def test_a_rollback_leaves_no_ghost(committed, reader):
    with committed():
        make_project("Meter app")
        with transaction.atomic():
            make_project("Billing portal")
            transaction.set_rollback(True)
    assert search("billing", reader).total == 0
    assert titles(search("meter", reader)) == ["Meter app"]


def test_a_page_is_found_while_it_is_published(committed, stranger):
    with committed():
        page = make_practice("Limit work in progress")
    assert titles(search("limits", stranger)) == ["Limit work in progress"]
    with committed():
        page.unpublish()
    assert search("limits", stranger).total == 0
    with committed():
        page.save_revision().publish()
    assert titles(search("limits", stranger)) == ["Limit work in progress"]
    with committed():
        page.delete()
    assert search("limits", stranger).total == 0


def test_a_draft_of_a_published_page_is_not_found(committed, stranger):
    with committed():
        page = make_practice("Limit work in progress")
    with committed():
        page.title = "Kanban by another name"
        page.save_revision()
    assert search("kanban", stranger).total == 0
    assert search("limit", stranger).total == 1


def test_a_restriction_above_a_page_changes_who_finds_it(committed, reader, stranger, again):
    team = make_team()
    with committed():
        page = make_practice("Limit work in progress")
    section = page.get_parent()
    with committed():
        restriction = PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert search("limit", stranger).total == 0
    assert search("limit", reader).total == 1
    with committed():
        restriction.restriction_type = PageViewRestriction.GROUPS
        restriction.save()
        restriction.groups.set([team.group])
    assert search("limit", reader).total == 0
    add_to_team(team=team, user=reader)
    assert search("limit", again(reader)).total == 1
    with committed():
        restriction.restriction_type = PageViewRestriction.PASSWORD
        restriction.save()
    assert search("limit", again(reader)).total == 0
    with committed():
        restriction.delete()
    assert search("limit", stranger).total == 1


class TestAudience:
    """Someone who must not see a thing learns nothing of it."""

    @pytest.fixture
    def secret(self, committed, reader):
        team = make_team("Siskin")
        with committed():
            make_project("Merger rehearsal", audience=Audience.GROUP, audience_group=team.group)
            make_project("Merger of the meter apps")
        return team

    def test_hits_totals_and_counts_leave_it_out(self, secret, reader):
        found = search("merger", reader)
        assert titles(found) == ["Merger of the meter apps"]
        assert found.total == 1
        assert {facet.kind.slug: facet.count for facet in found.facets} == {"project": 1}
        assert search("rehearsal", reader).total == 0

    def test_suggestions_leave_it_out(self, secret, reader, stranger):
        assert [document.title for document in suggest("merg", reader)] == ["Merger of the meter apps"]
        assert suggest("rehears", reader) == []
        assert suggest("merg", stranger) == []

    def test_members_of_the_audience_find_it(self, secret, reader, again):
        add_to_team(team=secret, user=reader)
        assert search("merger", again(reader)).total == 2

    def test_an_administrator_is_no_member(self, secret, reader):
        reader.is_superuser = reader.is_staff = True
        reader.save()
        assert search("rehearsal", reader).total == 0

    def test_a_row_that_has_become_secret_is_not_shown_though_the_index_lags(self, secret, reader):
        Document.objects.filter(title="Merger of the meter apps").update(
            audience=Audience.GROUP, audience_group=secret.group
        )
        assert titles(search("merger", reader)) == []


class TestWords:
    """Endings, accents and case do not matter; results with all words come before those with some."""

    @pytest.fixture(autouse=True)
    def projects(self, committed, reader):
        with committed():
            make_project("Café rota", summary="Shifts of the field teams")
            make_project("Leak reports", summary="Customers report leaks in one step", description="Progress " * 40)
            make_project("Work in progress", summary="What is open at once")

    @pytest.mark.parametrize("query", ["cafe", "CAFÉ", "cafe\u0301s", "café's"])
    def test_accents_case_and_endings(self, reader, query):
        assert titles(search(query, reader)) == ["Café rota"]

    def test_all_words_first_then_some(self, reader):
        found = search("leak progress", reader)
        assert titles(found)[0] == "Leak reports"
        assert set(titles(found)) == {"Leak reports", "Work in progress"}
        assert found.widened

    def test_hyphens_and_stop_words_do_not_hide_anything(self, reader):
        assert titles(search("work-in-progress", reader))[0] == "Work in progress"
        assert titles(search("the leak of a customer", reader))[0] == "Leak reports"

    def test_a_name_made_of_stop_words_is_found(self, committed, reader):
        with committed():
            make_user("Will", "May")
        assert titles(search("Will May", reader)) == ["Will May"]

    def test_marks_stand_on_the_words_and_the_rest_is_escaped(self, committed, reader):
        with committed():
            make_project("A <b>bold</b> leak", summary="<script>alert(1)</script> on leaking & more")
        hit = next(hit for hit in search("leaks bold", reader).hits if "bold" in hit.title)
        assert hit.title == "A &lt;b&gt;<mark>bold</mark>&lt;/b&gt; <mark>leak</mark>"
        assert hit.passage == "&lt;script&gt;alert(1)&lt;/script&gt; on <mark>leaking</mark> &amp; more"


def test_counts_of_all_kinds_stay_when_one_is_chosen(committed, reader):
    with committed():
        make_project("Flow of bills")
        make_team("Flow")
    found = search("flow", reader, kinds=["team"])
    assert titles(found) == ["Flow"]
    assert found.total == 1
    assert {facet.kind.slug: (facet.count, facet.chosen) for facet in found.facets} == {
        "project": (1, False),
        "team": (1, True),
    }
    assert search("flow", reader, kinds=["no-such-kind"]).total == 0


def test_a_topic_narrows_hits_and_counts(committed, reader):
    with committed():
        make_project("Flow of bills", topics=[make_topic("Planning")])
        make_project("Flow of meters")
    found = search("flow", reader, topic="planning")
    assert titles(found) == ["Flow of bills"]
    assert found.total == 1
    assert search("flow", reader, topic="no-such-topic").total == 0


def test_pages_of_results_do_not_overlap(committed, reader):
    with committed():
        for n in range(5):
            make_project(f"Meter {n}")
    first, second = search("meter", reader, per_page=3), search("meter", reader, page=2, per_page=3)
    assert len(first.hits) == 3
    assert len(second.hits) == 2
    assert not set(titles(first)) & set(titles(second))
    assert search("meter", reader, page="99", per_page=3).page.number == 2
    assert search("meter", reader, page="x\x00", per_page=3).page.number == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_takes_two_queries_however_much_is_found(committed, reader, django_assert_num_queries, rows):
    with committed():
        for n in range(rows):
            make_project(f"Meter {n}", topics=[make_topic()])
    search("meter", reader)
    with django_assert_num_queries(1):
        assert search("meter", reader).total == rows
    with django_assert_num_queries(1):
        assert len(suggest("met", reader)) == rows
