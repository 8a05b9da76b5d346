"""Every version with its author and a readable difference; going back; who may see and do what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge.comparing import ADDED, REMOVED, SAME, SKIPPED, differences
from knowledge.models import PracticePage
from knowledge.templatetags.differences import compared
from tests.knowledge.writing.sending import send_change

pytestmark = pytest.mark.django_db


def publish(practice, user, **values):
    page = PracticePage.objects.get(pk=practice.pk)
    for name, value in values.items():
        setattr(page, name, value)
    revision = page.save_revision(user=user)
    revision.publish(user=None)
    return revision


def test_versions_tell_who_wrote_them_and_what_they_changed(client, author, editor, practice):
    first = practice.live_revision
    second = publish(practice, editor, how_to="Count the open cards today.\n\nAgree on a number.")
    client.force_login(author)
    shown = client.get(reverse("knowledge:history", args=[practice.pk])).content.decode()
    assert "Oskar Brandt" in shown
    assert "What readers see" in shown
    assert "Restore" not in shown
    address = reverse("knowledge:history_compare", args=[practice.pk])
    shown = client.get(address, {"from": second.pk, "to": first.pk}).content.decode()
    assert "How to try it" in shown
    assert "today." in shown
    assert "Agree on a number." in shown
    for wrong in ({}, {"from": "x", "to": first.pk}, {"from": "9" * 50, "to": "\x00"}):
        assert client.get(address, wrong).status_code == 404


def test_drafts_of_others_are_in_nobodys_history(client, author, outsider, steward, practice):
    send_change(client, author, practice, how_to="Zimtschnecke.")
    draft = practice.revisions.latest("pk")
    published = practice.live_revision_id
    address = reverse("knowledge:history_compare", args=[practice.pk])
    client.force_login(outsider)
    assert "Not published" not in client.get(reverse("knowledge:history", args=[practice.pk])).content.decode()
    assert client.get(address, {"from": published, "to": draft.pk}).status_code == 404
    for reader in (author, steward):
        client.force_login(reader)
        assert "Not published" in client.get(reverse("knowledge:history", args=[practice.pk])).content.decode()
        assert "Zimtschnecke" in client.get(address, {"from": published, "to": draft.pk}).content.decode()


def test_restoring_publishes_again_what_was_there(client, author, steward, editor, practice):
    first = practice.live_revision
    publish(practice, editor, how_to="Something worse.")
    address = reverse("knowledge:history_restore", args=[practice.pk])
    client.force_login(author)
    assert client.post(address, {"version": first.pk}).status_code == 404
    assert PracticePage.objects.get().how_to == "Something worse."
    client.force_login(steward)
    assert client.get(address).status_code == 405
    assert client.post(address, {"version": "x"}).status_code == 404
    client.post(address, {"version": first.pk})
    page = PracticePage.objects.get()
    assert page.how_to.startswith("Count the open cards.")
    assert page.live_revision.user == steward
    assert page.revisions.count() == 3


def test_restoring_waits_for_a_running_review(client, author, steward, editor, practice):
    first = practice.live_revision
    publish(practice, editor, how_to="Newer.")
    send_change(client, author, practice, problem="P")
    client.force_login(steward)
    client.post(reverse("knowledge:history_restore", args=[practice.pk]), {"version": first.pk})
    page = PracticePage.objects.get()
    assert page.how_to == "Newer."
    assert page.current_workflow_state is not None


def test_a_long_history_takes_as_many_queries_as_a_short_one(client, author, editor, practice):
    counts = []
    client.force_login(author)
    client.get(reverse("knowledge:history", args=[practice.pk]))
    for n in range(3):
        publish(practice, editor, summary=f"Version {n}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("knowledge:history", args=[practice.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 30


def test_a_difference_is_read_by_words():
    [paragraph] = differences("Count the cards that are open.", "Count the cards that wait.")
    assert [(piece.kind, piece.text) for piece in paragraph] == [
        (SAME, "Count the cards that "),
        (REMOVED, "are open."),
        (ADDED, "wait."),
    ]
    html = compared(paragraph)
    assert '<del><span class="vh">Removed: </span>are open.' in html
    assert '<ins><span class="vh">Added: </span>wait.' in html
    assert "&lt;b&gt;" in compared(differences("", "<b>")[0])


def test_paragraphs_that_stayed_are_counted_not_repeated():
    before = "\n\n".join(["One.", "Two.", "Three.", "Four.", "Five."])
    rows = differences(before, before.replace("One.", "1."))
    assert [row[0].kind for row in rows[-2:]] == [SAME, SKIPPED]
    assert rows[-1][0].count == 3
    assert differences("Same.\r\n\r\nText", "Same.\n\nText\n") == []


@pytest.mark.parametrize("paragraphs", [1, 30, 5000])
def test_long_texts_are_compared_within_bounds(paragraphs):
    """Words that repeat are the worst case: without a bound these take minutes."""
    before = "\n\n".join(" ".join("ab"[n % 2] for n in range(400)) for _ in range(paragraphs))
    after = "\n\n".join(" ".join("ab"[n * 3 // 2 % 2] for n in range(399)) for _ in range(paragraphs))
    rows = differences(before, after)
    assert rows
    assert sum(len(piece.text) for row in rows for piece in row) < 3 * len(before)
