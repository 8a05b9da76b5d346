"""Somebody publishes another version while a piece is being reviewed: its author learns it, and nothing is lost."""

import pytest
from django.urls import reverse

from knowledge.models import Draft, PracticePage
from people.models import Notification
from tests.knowledge.writing.sending import change_values, send_change

pytestmark = pytest.mark.django_db

HERS = "Zimtschnecke first. Then write down which cards nobody has touched since Monday."


def publish(practice, user, base=None, **values):
    """Somebody publishes in the CMS what they wrote upon the latest version, or upon an earlier one."""
    page = (base or practice.get_latest_revision()).as_object()
    for name, value in values.items():
        setattr(page, name, value)
    revision = page.save_revision(user=user)
    revision.publish(user=user, skip_permission_checks=True)
    return revision


@pytest.fixture
def sent(client, author, practice):
    """What the practice said before, and the author's change that waits for its review."""
    before = practice.live_revision
    assert send_change(client, author, practice, how_to=HERS).status_code == 302
    practice.refresh_from_db()
    return before


@pytest.fixture
def overtaken(sent, practice, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return publish(practice, editor, base=sent, how_to="Something else altogether.")


def writing(client, user):
    client.force_login(user)
    return client.get(reverse("knowledge:writing"))


def test_what_was_not_taken_is_not_called_published(client, author, practice, sent, overtaken):
    hers = practice.revisions.get(user=author)
    shown = writing(client, author)
    assert [piece.state for piece in shown.context["pieces"]] == ["not-taken"]
    words = shown.content.decode()
    assert "Not taken: somebody else published another version meanwhile" in words
    address = reverse("knowledge:history_compare", args=[practice.pk])
    assert f"{address}?from={hers.pk}&amp;to={overtaken.pk}" in words
    compared = client.get(address, {"from": hers.pk, "to": overtaken.pk}).content.decode()
    assert "Zimtschnecke" in compared
    told = Notification.objects.get(user=author)
    assert told.kind == "review-ended"
    assert "somebody else published another version" in told.text


def test_beginning_again_shows_both_versions(client, author, practice, overtaken):
    client.force_login(author)
    address = reverse("knowledge:piece_again", args=[practice.pk])
    assert client.get(address).status_code == 405
    answer = client.post(address)
    draft = Draft.objects.get(author=author)
    assert draft.values["how_to"] == HERS
    assert answer.url == reverse("knowledge:draft_merge", args=[draft.pk])
    shown = client.get(answer.url).content.decode()
    assert "Zimtschnecke" in shown
    assert "Something else altogether." in shown
    assert send_change(client, author, practice, how_to=HERS).url == answer.url
    assert PracticePage.objects.get().how_to == "Something else altogether."


def test_a_draft_that_is_there_is_not_written_over(client, author, practice, overtaken):
    client.force_login(author)
    values = change_values(client, practice, how_to="A third thought.", action="save")
    client.post(reverse("knowledge:page_change", args=[practice.pk]), values)
    answer = client.post(reverse("knowledge:piece_again", args=[practice.pk]), follow=True)
    assert "You have a draft of this page already" in answer.content.decode()
    assert Draft.objects.get().values["how_to"] == "A third thought."


def test_nobody_begins_again_from_what_others_sent(client, outsider, practice, overtaken):
    client.force_login(outsider)
    answer = client.post(reverse("knowledge:piece_again", args=[practice.pk]), follow=True)
    assert "Nothing of yours" in answer.content.decode()
    assert not Draft.objects.exists()


def test_a_piece_that_an_editor_mended_and_published_is_published(client, author, editor, practice, sent):
    publish(practice, editor, how_to=HERS.replace("Monday", "Tuesday"), summary="A better summary.")
    assert [piece.state for piece in writing(client, author).context["pieces"]] == ["published"]
    publish(practice, editor, how_to="Years later, something else.")
    assert [piece.state for piece in writing(client, author).context["pieces"]] == ["published"]


def test_what_was_withdrawn_stays_withdrawn_when_others_publish(client, author, editor, practice, sent):
    client.force_login(author)
    client.post(reverse("knowledge:piece_withdraw", args=[practice.pk]))
    practice.refresh_from_db()
    publish(practice, editor, how_to="Something else.")
    assert [piece.state for piece in writing(client, author).context["pieces"]] == ["withdrawn"]


def test_a_steward_who_publishes_over_it_in_the_portal(client, author, steward, practice, sent):
    answer = send_change(client, steward, practice, how_to="Something else altogether.", action="publish")
    assert answer.status_code == 302
    assert PracticePage.objects.get().how_to == "Something else altogether."
    assert [piece.state for piece in writing(client, author).context["pieces"]] == ["not-taken"]


def test_a_version_that_was_never_published_can_be_restored(client, author, steward, practice, overtaken):
    hers = practice.revisions.get(user=author)
    address = reverse("knowledge:history_restore", args=[practice.pk])
    client.force_login(author)
    assert "Restore" not in client.get(reverse("knowledge:history", args=[practice.pk])).content.decode()
    assert client.post(address, {"version": hers.pk}).status_code == 404
    client.force_login(steward)
    assert f'id="restore-{hers.pk}"' in client.get(reverse("knowledge:history", args=[practice.pk])).content.decode()
    compared = client.get(
        reverse("knowledge:history_compare", args=[practice.pk]), {"from": hers.pk, "to": overtaken.pk}
    )
    assert f'value="{hers.pk}"' in compared.content.decode()
    client.post(address, {"version": hers.pk})
    assert PracticePage.objects.get().how_to == HERS


def test_where_nothing_differs_from_what_it_began_from_the_draft_opens_at_once(client, author, editor, practice, sent):
    publish(practice, editor, base=sent)
    client.force_login(author)
    answer = client.post(reverse("knowledge:piece_again", args=[practice.pk]))
    assert answer.url == Draft.objects.get().get_absolute_url()
