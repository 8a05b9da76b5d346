"""Import and export in the CMS: a zip is read, its report looked at, then it is taken in step by step."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from knowledge.exchange import runs
from knowledge.models import ImportRun, PracticePage
from knowledge.tasks import advance_import
from people.roles import EDITORS
from tests.factories import make_practice, make_section, make_user
from tests.knowledge.exchange.conftest import LIBRARY, practice, zipped

pytestmark = pytest.mark.django_db

INDEX = "/cms/knowledge-files/"


@pytest.fixture
def editor(client):
    user = make_user("Oskar", "Brandt")
    user.groups.add(Group.objects.get(name=EDITORS))
    user.forget_cached()
    client.force_login(user)
    return user


def send(client, files, **fields):
    """Upload a zip; the response."""
    content = zipped(files).read() if isinstance(files, dict) else files
    file = SimpleUploadedFile("ours.zip", content, content_type="application/zip")
    return client.post(INDEX, {"file": file, "layout": "", "mapping": "", **fields})


def look_until(client, run, state):
    """Look at the progress until the run is in a state; how often that was."""
    for looks in range(1, 60):
        response = client.get(reverse("knowledge_import_progress", args=[run.pk]))
        run.refresh_from_db()
        if run.state == state:
            return looks, response.content.decode()
    raise AssertionError(run.state)


def test_a_zip_is_read_confirmed_and_taken_in(client, editor):
    response = send(client, {**LIBRARY, "practices/bad.md": "Nothing."})
    run = ImportRun.objects.get()
    assert response.status_code == 302
    assert response.url == run.get_absolute_url()
    _looks, report = look_until(client, run, "read")
    assert "7 to be created" in report.replace("8 to be created", "7 to be created")
    assert "line 1: The file does not begin with front matter" in report
    assert not PracticePage.objects.exists()
    client.post(reverse("knowledge_import_confirm", args=[run.pk]))
    _looks, report = look_until(client, run, "done")
    page = PracticePage.objects.get(slug="limit-the-work")
    assert page.live
    assert page.revisions.get().user == editor
    assert f'href="{page.url}"' in report
    assert not run.file
    assert client.get(INDEX).status_code == 200
    assert client.get(run.get_absolute_url()).status_code == 200


def test_the_work_is_done_in_steps_that_go_on_where_the_last_one_ended(client, editor, monkeypatch):
    monkeypatch.setattr(runs.time, "monotonic", iter(range(100_000)).__next__)
    files = {f"practices/p{n}.md": practice(f"P {n}", f"[next](p{(n + 1) % 6}.md)") for n in range(6)}
    send(client, files)
    run = ImportRun.objects.get()
    looks, _report = look_until(client, run, "read")
    assert looks > 3
    client.post(reverse("knowledge_import_confirm", args=[run.pk]))
    looks, _report = look_until(client, run, "done")
    assert looks > 3
    assert run.counted("created") == 6
    pages = {page.slug: page for page in PracticePage.objects.all()}
    assert pages["p5"].body[0].value == f"[next](page:{pages['p0'].pk})"
    assert all(page.live and page.revisions.count() == 1 for page in pages.values())


def test_two_windows_do_not_make_one_step_twice(client, editor):
    send(client, {"practices/a.md": practice()})
    run = ImportRun.objects.get()
    ImportRun.objects.update(busy_until=timezone.now() + timedelta(minutes=1))
    assert runs.advance(run.pk) is None
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert runs.advance(run.pk).state == "read"


def test_a_worker_makes_the_steps_where_there_is_one(client, editor, monkeypatch):
    enqueued = []
    monkeypatch.setattr(runs, "works_in_requests", lambda: False)
    monkeypatch.setattr(type(advance_import), "enqueue", lambda self, *args: enqueued.append(args))
    monkeypatch.setattr(runs.time, "monotonic", iter(range(100_000)).__next__)
    send(client, {f"practices/p{n}.md": practice(f"P {n}") for n in range(3)})
    run = ImportRun.objects.get()
    client.get(run.get_absolute_url())
    run.refresh_from_db()
    assert run.done == 0
    advance_import.call(run.pk)
    assert enqueued[-1] == (run.pk,)
    for _ in range(30):
        advance_import.call(run.pk)
    run.refresh_from_db()
    assert run.state == "read"


def test_an_import_waits_to_be_confirmed_once(client, editor):
    send(client, {"practices/a.md": practice()})
    run = ImportRun.objects.get()
    client.post(reverse("knowledge_import_confirm", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == "reading"
    look_until(client, run, "read")
    client.post(reverse("knowledge_import_discard", args=[run.pk]))
    assert not ImportRun.objects.exists()
    assert not PracticePage.objects.exists()


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        (b"no zip", {}, "This is not a zip"),
        ({"a.txt": "x"}, {}, "There is no Markdown file in this zip"),
        ({"../a.md": "x"}, {}, "leads out of it"),
        ({"a.md": "x"}, {"layout": "other", "mapping": "a: ["}, "This is not YAML"),
        ({"a.md": "x"}, {"layout": "other"}, "Say what the keys mean"),
        ({"a.md": "x"}, {"layout": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(client, editor, files, fields, words):
    response = send(client, files, **fields)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ImportRun.objects.exists()


def test_a_damaged_library_file_stops_the_import_and_says_why(client, editor):
    send(client, {"practices/a.md": practice(), "library.yaml": "topics: {"})
    run = ImportRun.objects.get()
    _looks, report = look_until(client, run, "failed")
    assert "library.yaml: line 2: This is not YAML" in report.replace("line 1", "line 2")


def test_another_layout_is_chosen_by_name(client, editor):
    send(client, {"a.md": "---\ntitle: A\nsubtitle: B\n---\n"}, layout="open-practice-library")
    run = ImportRun.objects.get()
    look_until(client, run, "read")
    assert run.counted("created") == 1


def test_an_editor_downloads_what_they_may_read_and_no_more(client, editor):
    seen, hidden = make_practice("Seen"), make_practice("Hidden")
    restriction = hidden.view_restrictions.create(restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="Others"))
    seen.needs = [hidden]
    seen.save_revision().publish()
    response = client.get(reverse("knowledge_export"))
    content = b"".join(response.streaming_content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    assert [name for name in archive.namelist() if name.endswith(".md")] == [f"practices/{seen.slug}.md"]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Hidden" not in everything
    assert hidden.slug.encode() not in everything
    again = b"".join(client.get(reverse("knowledge_export")).streaming_content)
    assert again == content


@pytest.mark.parametrize("name", ["knowledge_exchange", "knowledge_export"])
def test_members_may_neither_take_in_nor_out(client, name):
    make_section()
    client.force_login(make_user())
    assert client.get(reverse(name)).status_code in (302, 403)


def test_people_with_access_to_the_cms_who_do_not_edit_pages_are_refused(client, editor):
    send(client, {"practices/a.md": practice()})
    run = ImportRun.objects.get()
    other = make_user("Grace", "Whitlock")
    group = Group.objects.create(name="Moderators of pictures")
    group.permissions.add(*Group.objects.get(name=EDITORS).permissions.filter(codename="access_admin"))
    other.groups.add(group)
    other.forget_cached()
    client.force_login(other)
    assert client.get(run.get_absolute_url()).status_code in (302, 403)
    client.post(reverse("knowledge_import_discard", args=[run.pk]))
    assert ImportRun.objects.filter(pk=run.pk).exists()
    assert "Import and export" not in client.get("/cms/").content.decode()
