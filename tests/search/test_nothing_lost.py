"""Between the rows and the engine nothing is lost: not by a crash, a raising builder, or two writers at once."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from portfolio.models import Project
from search import registry
from search.models import Change, Document, Removal
from search.services import catch_up, deferred, drain, health, rebuild, refresh, search
from search.services.indexing import disagreements, engine
from tests.factories import make_project, make_user


@pytest.fixture
def reader(db):
    return make_user()


def test_a_crash_between_commit_and_description_leaves_a_note(committed, reader):
    with mock.patch("search.changes.catch_up"), committed():
        make_project("Meter app")
    assert not Document.objects.filter(title="Meter app").exists()
    assert Change.objects.exists()
    catch_up()
    assert search("meter", reader).total == 1
    assert not Change.objects.exists()


def test_a_crash_between_row_and_engine_leaves_work(committed, reader):
    with mock.patch("search.services.indexing.drain"), committed():
        project = make_project("Meter app")
    assert Document.objects.behind().filter(title="Meter app").exists()
    assert drain()
    assert search("meter", reader).total == 1
    with mock.patch("search.services.indexing.drain"), committed():
        project.delete()
    assert Removal.objects.exists()
    assert drain()
    assert disagreements() == ([], [])


def test_a_row_that_changes_while_it_is_indexed_stays_behind(committed, reader):
    with mock.patch("search.services.indexing.drain"), committed():
        make_project("Meter app")
    index = engine()
    write = type(index).write
    titles = iter(["Outage map"])

    def changed_meanwhile(self, rows=(), deleted=()):
        write(self, rows, deleted)
        for title in titles:
            Document.objects.filter(title="Meter app").update(title=title, revision=2)

    with mock.patch.object(type(index), "write", changed_meanwhile):
        drain()
    assert search("outage", reader).total == 1
    assert search("meter", reader).total == 0


def test_a_builder_that_raises_is_skipped_and_the_rest_goes_on(committed, reader, monkeypatch, caplog):
    findable = registry.documents.findables[Project]

    def build(project):
        if project.name == "Outage map":
            raise ZeroDivisionError
        return findable.build(project)

    monkeypatch.setitem(registry.documents.findables, Project, replace(findable, build=build))
    with committed():
        make_project("Meter app")
        make_project("Outage map")
        make_project("Billing portal")
    assert search("meter", reader).total == search("billing", reader).total == 1
    assert search("outage", reader).total == 0
    assert "could not be described" in caplog.text
    assert not Change.objects.exists()


def test_a_builder_may_decline(committed, reader, monkeypatch):
    findable = registry.documents.findables[Project]
    with committed():
        project = make_project("Meter app")
    monkeypatch.setitem(registry.documents.findables, Project, replace(findable, build=lambda project: None))
    with committed():
        refresh(project)
    assert search("meter", reader).total == 0


def test_a_document_that_the_engine_refuses_does_not_hold_up_the_others(committed, reader, caplog):
    from search.engines.whoosh import index

    described = index.document_of

    def refused(row):
        if row.title == "Outage map":
            raise ZeroDivisionError
        return described(row)

    with mock.patch.object(index, "document_of", refused), committed():
        make_project("Meter app")
        make_project("Outage map")
    assert search("meter", reader).total == 1
    assert "cannot be indexed" in caplog.text
    assert health().behind == 0


def test_nothing_is_indexed_twice_when_nothing_has_changed(committed, reader):
    with committed():
        project = make_project("Meter app")
    before = Document.objects.get(title="Meter app").revision
    with committed():
        project.save()
    assert Document.objects.get(title="Meter app").revision == before


def test_many_changes_are_caught_up_with_once(committed, reader):
    with mock.patch("search.services.indexing.drain", side_effect=drain) as drained, committed(), deferred():
        for n in range(5):
            make_project(f"Meter {n}")
        assert not Document.objects.filter(title__startswith="Meter").exists()
    assert drained.call_count == 1
    assert search("meter", reader).total == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_describing_takes_as_many_queries_for_one_as_for_many(committed, reader, django_assert_max_num_queries, rows):
    with mock.patch("search.changes.catch_up"), committed():
        for n in range(rows):
            make_project(f"Meter {n}")
    with django_assert_max_num_queries(40):
        catch_up()
    assert search("meter", reader).total == rows


class TestRebuild:
    """A fresh index takes the place of the one in use in one step."""

    def test_everything_is_there_afterwards(self, committed, reader, index_folder):
        make_project("Meter app")  # with neither a note nor a row
        Change.objects.all().delete()
        assert rebuild() == Document.objects.count()
        assert search("meter", reader).total == 1
        assert disagreements() == ([], [])
        assert health().behind == 0

    def test_documents_of_things_that_are_gone_go_too(self, committed, reader):
        with committed():
            project = make_project("Meter app")
        Project.objects.filter(pk=project.pk)._raw_delete("default")
        rebuild()
        assert search("meter", reader).total == 0

    def test_what_changes_meanwhile_is_there_too(self, committed, reader):
        with committed():
            project = make_project("Meter app")

        def meanwhile(done, total):
            with committed():
                project.name = "Outage map"
                project.save()
                make_project("Billing portal")

        rebuild(progress=meanwhile)
        assert search("outage", reader).total == search("billing", reader).total == 1
        assert search("meter", reader).total == 0
        assert disagreements() == ([], [])

    def test_an_interruption_leaves_the_index_in_use(self, committed, reader):
        with committed():
            make_project("Meter app")

        def interrupt(done, total):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rebuild(progress=interrupt)
        assert search("meter", reader).total == 1
        call_command("rebuild_search", verbosity=0)
        assert search("meter", reader).total == 1

    def test_two_at_once_are_refused(self, committed, reader):
        with engine().rebuilding(), pytest.raises(CommandError, match="Another rebuild"):
            call_command("rebuild_search", verbosity=0)

    def test_status_says_what_is_missing(self, committed, reader, capsys):
        with pytest.raises(CommandError, match="rebuild_search"):
            call_command("search_status")
        with committed():
            make_project("Meter app")
        call_command("search_status", "--verify")
        assert "agree" in capsys.readouterr().out
        index = engine()
        with index.locked():
            index.write(deleted=[Document.objects.get(title="Meter app").pk])
        with pytest.raises(CommandError, match="1 documents are not indexed"):
            call_command("search_status", "--verify")


WRITER = """
import django
django.setup()
from people.services import create_team
for n in range(12):
    create_team(name=f"Racer {n}", slug=f"racer-{n}-$name")
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the test database to a file")
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_at_once_lose_nothing(tmp_path):
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'copy.sqlite3'}",
        "DATA_DIR": str(tmp_path),
    }

    def python(*arguments):
        return subprocess.Popen([sys.executable, *arguments], cwd=django_settings.BASE_DIR, env=environment)

    writers = [python("-c", WRITER.replace("$name", name)) for name in ("a", "b")]
    assert [writer.wait(120) for writer in writers] == [0, 0]
    assert python("manage.py", "search_status", "--verify").wait(60) == 0
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("SELECT count(*) FROM search_document WHERE title LIKE 'Racer%'").fetchone() == (24,)
        assert copy.execute("SELECT count(*) FROM search_document WHERE revision != indexed_revision").fetchone() == (
            0,
        )
        assert copy.execute("SELECT count(*) FROM search_change").fetchone() == (0,)
