"""What is about a thing: links between documents, walked both ways."""

import pytest

from people.audiences import Audience
from search import registry
from search.models import Link
from search.services import about, related_targets
from tests.factories import make_practice, make_project, make_team, make_user


@pytest.fixture(autouse=True)
def projects_about_practices(monkeypatch):
    """In these tests a project is about the practices whose titles its description names."""
    from dataclasses import replace

    from knowledge.models import PracticePage
    from portfolio.models import Project

    findable = registry.documents.findables[Project]

    def build(project):
        named = PracticePage.objects.filter(title__in=project.description.split(", "))
        return {**findable.build(project), "about": [(practice, "It is named.") for practice in named]}

    monkeypatch.setitem(registry.documents.findables, Project, replace(findable, build=build))


@pytest.fixture
def reader(db):
    return make_user()


def test_what_is_about_a_thing_comes_by_kind_with_the_reason(committed, reader):
    with committed():
        practice = make_practice("Pairing")
    with committed():
        make_project("Meter app", description="Pairing")
        make_project("Outage map")
    found = about(practice, reader)
    assert {kind: [row.title for row in rows] for kind, rows in found.items()} == {"project": ["Meter app"]}
    assert found["project"][0].why == "It is named."
    assert about(practice, reader, kinds=["person"]) == {}


def test_and_the_other_way(committed, reader):
    with committed():
        practice = make_practice("Pairing")
    with committed():
        project = make_project("Meter app", description="Pairing")
    assert [row.title for row in related_targets(project, reader)["practice"]] == [practice.title]


def test_a_link_waits_for_the_document_of_its_target(committed, reader):
    with committed():
        practice = make_practice("Pairing")
    with committed():
        practice.unpublish()
    with committed():
        project = make_project("Meter app", description="Pairing")
    assert related_targets(project, reader) == {}
    assert list(Link.objects.values_list("target", flat=True)) == [None]
    with committed():
        practice.save_revision().publish()
    assert [row.title for row in related_targets(project, reader)["practice"]] == ["Pairing"]
    assert list(about(practice, reader)) == ["project"]


def test_a_link_goes_with_its_statement(committed, reader):
    with committed():
        practice = make_practice("Pairing")
    with committed():
        project = make_project("Meter app", description="Pairing")
    with committed():
        project.description = ""
        project.save()
    assert about(practice, reader) == {}


def test_what_a_reader_may_not_see_is_not_among_it(committed, reader, stranger):
    team = make_team("Siskin")
    with committed():
        practice = make_practice("Pairing")
    with committed():
        make_project("Secret", description="Pairing", audience=Audience.GROUP, audience_group=team.group)
        make_project("Meter app", description="Pairing")
    assert [row.title for row in about(practice, reader)["project"]] == ["Meter app"]
    assert about(practice, stranger) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_one_query_and_at_most_the_limit_of_each_kind(committed, reader, django_assert_num_queries, rows):
    with committed():
        practice = make_practice("Pairing")
    with committed():
        for n in range(rows):
            make_project(f"Meter {n}", description="Pairing")
    assert reader.group_ids == frozenset()
    with django_assert_num_queries(1):
        found = about(practice, reader, limit_per_kind=2)
    assert len(found["project"]) == min(rows, 2)


def test_an_unsaved_thing_has_nothing_about_it(reader):
    from portfolio.models import Project

    assert about(Project(), reader) == {}
    assert about(None, reader) == {}
