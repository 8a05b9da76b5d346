"""Nothing typed is ever lost: autosave, two windows, an ended session, texts that are refused."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.models import Draft, LessonLearnedPage
from tests.knowledge.writing.sending import change_values, lesson_values, send_lesson

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def autosave(client, address=None, **values):
    return client.post(address or reverse("knowledge:lesson_new"), lesson_values(**values), headers=JSON)


def test_the_first_save_makes_a_draft_and_the_next_go_on_with_it(client, author, practice):
    client.force_login(author)
    first = autosave(client).json()
    draft = Draft.objects.get()
    assert first["address"] == draft.get_absolute_url()
    assert first["version"] == 1
    second = autosave(client, first["address"], version=1, title="Better").json()
    assert second["version"] == 2
    assert Draft.objects.get().values["title"] == "Better"


def test_a_window_that_never_heard_the_answer_goes_on(client, author, practice):
    """The connection broke after the server had saved: the same window saves again, to the same address."""
    client.force_login(author)
    autosave(client, title="One")
    assert autosave(client, title="One two").status_code == 200
    assert Draft.objects.get().values["title"] == "One two"
    assert autosave(client, title="One two").json()["version"] == 2


def test_two_windows_do_not_overwrite_each_other(client, author, practice):
    client.force_login(author)
    address = autosave(client, window="a", title="Begun").json()["address"]
    autosave(client, address, window="a", version=1, title="From the first window")
    refused = autosave(client, address, window="b", version=1, title="From the second window")
    assert refused.status_code == 409
    assert refused.json()["values"]["title"] == "From the first window"
    assert Draft.objects.get().values["title"] == "From the first window"
    plain = client.post(address, lesson_values(window="b", version=1, title="From the second window", action="save"))
    shown = plain.content.decode()
    assert "From the first window" in shown
    assert 'value="From the second window"' in shown
    version = plain.context["version"]
    saved = client.post(address, lesson_values(window="b", version=version, title="Both", action="save"))
    assert saved.status_code == 302
    assert Draft.objects.get().values["title"] == "Both"


def test_two_windows_that_both_begin_a_change_of_one_page(client, author, practice):
    client.force_login(author)
    one, two = change_values(client, practice), change_values(client, practice)
    address = reverse("knowledge:page_change", args=[practice.pk])
    assert client.post(address, one | {"summary": "One"}, headers=JSON).status_code == 200
    assert client.post(address, two | {"summary": "Two"}, headers=JSON).status_code == 409
    assert Draft.objects.get().values["summary"] == "One"


def test_an_ended_session_is_told_to_scripts_without_a_detour(client, author, practice):
    client.force_login(author)
    address = autosave(client).json()["address"]
    client.logout()
    assert autosave(client, address).status_code == 401
    assert client.get(reverse("knowledge:write_key")).json()["writer"] is None
    client.force_login(author)
    key = client.get(reverse("knowledge:write_key")).json()
    assert key["writer"] == author.pk
    assert autosave(client, address, version=1, title="After").status_code == 200


def test_a_plain_form_of_an_ended_session_is_kept_for_after_signing_in(client, author, practice):
    answer = client.post(reverse("knowledge:lesson_new"), lesson_values(action="save"))
    assert answer.url.startswith("/accounts/login/")
    assert "four" in json.dumps(client.session["unsent_form"])


def test_somebody_else_who_signed_in_meanwhile_gets_no_draft_of_it(client, author, outsider, practice):
    client.force_login(outsider)
    assert autosave(client, writer=author.pk).status_code == 403
    assert not Draft.objects.exists()


def test_drafts_are_their_authors_alone(client, author, outsider, editor, practice):
    client.force_login(author)
    draft_address = autosave(client, title="Zimtschnecke").json()["address"]
    pk = Draft.objects.get().pk
    for reader in (outsider, editor):
        client.force_login(reader)
        assert client.get(draft_address).status_code == 404
        assert autosave(client, draft_address).status_code == 404
        assert client.post(reverse("knowledge:draft_delete", args=[pk])).status_code == 404
        assert client.get(reverse("knowledge:draft_merge", args=[pk])).status_code == 404
        assert "Zimtschnecke" not in client.get(reverse("knowledge:writing")).content.decode()
    assert Draft.objects.get().values["title"] == "Zimtschnecke"


def test_what_is_refused_is_kept_and_named(client, author, practice):
    client.force_login(author)
    long = "word " * 20_000
    answer = client.post(
        reverse("knowledge:lesson_new"),
        lesson_values(practice, action="send", title="x" * 300, did=long, situation="a\x00b"),
    )
    errors = answer.context["form"].errors
    assert "at most 255" in errors["title"][0]
    assert "at most 50000" in errors["did"][0]
    shown = answer.content.decode()
    assert long.strip() in shown
    kept = Draft.objects.get().values
    assert kept["did"] == long
    assert kept["situation"] == "ab"
    assert not LessonLearnedPage.objects.exists()


def test_nothing_to_say_and_no_title_are_named(client, author, practice):
    client.force_login(author)
    empty = lesson_values(action="send", title=" ", summary="", situation="", did="", practices=["999999", "x"])
    errors = client.post(reverse("knowledge:lesson_new"), empty).context["form"].errors
    assert {"title", "summary", "situation", "practices"} <= set(errors)


@pytest.mark.parametrize("words", ["", "  ", "Say here what the picture shows"])
def test_a_picture_that_nobody_described_is_not_sent(client, author, practice, words):
    client.force_login(author)
    answer = client.post(
        reverse("knowledge:lesson_new"), lesson_values(practice, action="send", did=f"Look: ![{words}](image:7)")
    )
    assert "Write what the picture shows" in answer.context["form"].errors["did"][0]
    assert Draft.objects.get().values["did"].startswith("Look")


@pytest.mark.parametrize("version", ["-1", "x", "9" * 40, "\x00", "٣"])
def test_a_version_that_is_none_loses_nothing(client, author, practice, version):
    client.force_login(author)
    address = autosave(client).json()["address"]
    assert autosave(client, address, version=version, window="w2", title="Other").status_code == 409
    assert autosave(client, address, version=version, base=version, title="Own").status_code == 200


def test_a_key_is_needed_to_save(author, practice):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert autosave(client).status_code == 403
    assert not Draft.objects.exists()


def test_deleting_asks_first(client, author, practice):
    client.force_login(author)
    autosave(client)
    address = reverse("knowledge:draft_delete", args=[Draft.objects.get().pk])
    assert "cannot be brought back" in client.get(address).content.decode()
    assert Draft.objects.exists()
    client.post(address)
    assert not Draft.objects.exists()


def test_the_form_is_preset_from_a_practice(client, author, practice, team):
    client.force_login(author)
    form = client.get(reverse("knowledge:lesson_new"), {"practice": practice.pk, "project": "9" * 30}).context["form"]
    assert form.initial == {"practices": [str(practice.pk)], "team": str(team.pk)}


def test_your_writing_takes_as_many_queries_for_three_pieces_as_for_one(client, author, steward, practice):
    counts = []
    client.force_login(author)
    client.get(reverse("knowledge:writing"))
    for n in range(3):
        send_lesson(client, author, practice, title=f"Piece {n}", window=f"s{n}")
        autosave(client, window=f"d{n}", title=f"Draft {n}")
        for reader in (author, steward):
            client.force_login(reader)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(reverse("knowledge:writing")).status_code == 200
            counts.append(len(queries))
        client.force_login(author)
    assert counts[0] == counts[2] == counts[4]
    assert counts[1] == counts[3] == counts[5]
    assert max(counts) <= 30
