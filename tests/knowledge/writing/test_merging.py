"""Two people change one page: both versions are shown and neither is lost."""

import pytest
from django.urls import reverse

from knowledge.models import Draft, PracticePage
from tests.knowledge.writing.sending import change_values, send_change

pytestmark = pytest.mark.django_db


def begin(client, author, practice, **values):
    """A draft of a change that was begun."""
    client.force_login(author)
    typed = change_values(client, practice, action="save", **values)
    client.post(reverse("knowledge:page_change", args=[practice.pk]), typed)
    return Draft.objects.get(author=author, page=practice)


def publish(practice, user, **values):
    """Somebody publishes another version, as Wagtail's editor does."""
    page = PracticePage.objects.get(pk=practice.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=user, log_action=True).publish(user=None)


def send(client, draft, **values):
    return client.post(draft.get_absolute_url(), change_values(client, draft.page, action="send", **values))


def test_what_only_the_other_changed_is_taken_and_what_both_changed_is_asked(client, author, editor, practice):
    draft = begin(client, author, practice, how_to="Mine.", problem="Only mine.")
    publish(practice, editor, how_to="Theirs, from the CMS.", summary="Their summary.")
    answer = send(client, draft)
    merge = reverse("knowledge:draft_merge", args=[draft.pk])
    assert answer.url == merge
    page = client.get(merge)
    shown = page.content.decode()
    for words in ("Mine.", "Theirs, from the CMS.", "Oskar Brandt", "You did not touch these: Summary."):
        assert words in shown
    head = page.context["head"].pk
    assert "Choose one of them" in client.post(merge, {"head": head}).content.decode()
    client.post(merge, {"head": head, "how_to-choice": "both", "how_to-text": "Theirs, then mine."})
    draft.refresh_from_db()
    assert draft.values["how_to"] == "Theirs, then mine."
    assert draft.values["summary"] == "Their summary."
    assert draft.values["problem"] == "Only mine."
    assert send(client, draft).url == reverse("knowledge:piece", args=[practice.pk])
    piece = PracticePage.objects.get().get_latest_revision_as_object()
    assert (piece.how_to, piece.summary, piece.problem) == ("Theirs, then mine.", "Their summary.", "Only mine.")
    assert practice.revisions.count() == 3


@pytest.mark.parametrize(("choice", "stays"), [("mine", "Mine."), ("theirs", "Theirs.")])
def test_one_of_the_two_is_chosen(client, author, editor, practice, choice, stays):
    draft = begin(client, author, practice, how_to="Mine.")
    publish(practice, editor, how_to="Theirs.")
    merge = reverse("knowledge:draft_merge", args=[draft.pk])
    head = client.get(merge).context["head"].pk
    client.post(merge, {"head": head, "how_to-choice": choice, "how_to-text": "ignored"})
    assert Draft.objects.get().values["how_to"] == stays


def test_a_third_version_while_one_chooses_is_shown_too(client, author, editor, practice):
    draft = begin(client, author, practice, how_to="Mine.")
    publish(practice, editor, how_to="Second.")
    merge = reverse("knowledge:draft_merge", args=[draft.pk])
    head = client.get(merge).context["head"].pk
    publish(practice, editor, how_to="Third.")
    answer = client.post(merge, {"head": head, "how_to-choice": "mine"})
    assert "changed once more" in answer.content.decode()
    assert "Third." in answer.content.decode()


def test_the_same_words_from_both_are_no_conflict(client, author, editor, practice):
    draft = begin(client, author, practice, how_to="The same.")
    publish(practice, editor, how_to="The same.")
    assert send(client, draft).url == reverse("knowledge:piece", args=[practice.pk])


def test_what_an_editor_has_not_published_is_not_shown_to_a_reader(client, author, editor, steward, practice):
    """The change is made to what readers see; the reviewer is told that there is another version."""
    page = PracticePage.objects.get(pk=practice.pk)
    page.how_to = "Geheim, half a thought."
    page.save_revision(user=editor)
    client.force_login(author)
    assert "Geheim" not in client.get(reverse("knowledge:page_change", args=[practice.pk])).content.decode()
    assert send_change(client, author, practice, problem="A problem.").status_code == 302
    for name in ("piece", "history"):
        assert "Geheim" not in client.get(reverse(f"knowledge:{name}", args=[practice.pk])).content.decode()
    client.force_login(steward)
    shown = client.get(reverse("knowledge:piece", args=[practice.pk])).content.decode()
    assert "unpublished versions that this one does not contain" in shown
    assert "Oskar Brandt" in shown
