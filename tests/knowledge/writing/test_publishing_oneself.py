"""Who may publish what they wrote themselves, and why; editing the piece under review; limits of length."""

import pytest
from django.urls import reverse

from knowledge.article import compose
from knowledge.models import Draft, LessonLearnedPage, PracticePage
from people.models import Notification
from tests.factories import make_practice
from tests.knowledge.writing.sending import change_values, lesson_values, send_change, send_lesson

pytestmark = pytest.mark.django_db

PUBLISH = 'value="publish"'


def test_a_steward_reads_why_they_may_publish_and_a_reviewer_may_not(client, steward, outsider, editor, practice):
    group = outsider.team_memberships[0].team.group
    PracticePage.objects.filter(pk=practice.pk).update(review_group=group)
    new = reverse("knowledge:lesson_new")
    client.force_login(outsider)
    shown = client.get(new).content.decode()
    assert PUBLISH not in shown
    assert "so you may publish it yourself" not in shown
    client.force_login(steward)
    shown = client.get(new).content.decode()
    assert PUBLISH in shown
    assert "You are the steward of “Limit work in progress”, so you may publish it yourself" in shown
    shown = client.get(reverse("knowledge:page_change", args=[practice.pk])).content.decode()
    assert "You are the steward of what this page is about" in shown
    client.force_login(editor)
    assert "You are an editor, so you may publish it yourself" in client.get(new).content.decode()


def test_a_steward_does_not_publish_about_the_practice_of_somebody_else(client, author, steward, practice):
    other = make_practice("Pair on risky changes", steward=author)
    client.force_login(steward)
    answer = client.post(reverse("knowledge:lesson_new"), lesson_values(other, action="publish"))
    assert "Send it for a review instead" in answer.content.decode()
    assert not LessonLearnedPage.objects.exists()


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_deciding_about_ones_own_piece_is_refused_in_words(client, author, practice, action):
    page = send_lesson(client, author, practice)
    address = reverse("knowledge:piece", args=[page.pk])
    answer = client.post(address, {"action": action, "comment": "Good.", "revision": page.latest_revision_id})
    assert answer.status_code == 403
    assert "You cannot decide about your own text" in answer.content.decode()
    assert not LessonLearnedPage.objects.get().live


def test_a_steward_publishes_the_piece_with_their_own_edit(
    client, author, steward, practice, django_capture_on_commit_callbacks
):
    page = send_lesson(client, author, practice)
    client.force_login(steward)
    change = reverse("knowledge:page_change", args=[page.pk])
    review = client.get(reverse("knowledge:piece", args=[page.pk])).content.decode()
    assert f'href="{change}"' in review
    assert "Edit it yourself" in review
    assert "Publish it with your changes" in client.get(change).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = send_change(client, steward, page, did="We rang *five* depots.", action="publish")
    page = LessonLearnedPage.objects.get()
    assert answer.url == page.url
    assert page.live
    assert page.did == "We rang *five* depots."
    assert page.current_workflow_state is None
    assert Notification.objects.get(user=author).kind == "review-published"
    client.force_login(author)
    assert [piece.state for piece in client.get(reverse("knowledge:writing")).context["pieces"]] == ["published"]


def test_a_reviewer_who_is_no_steward_saves_into_the_review(client, author, outsider, practice):
    PracticePage.objects.filter(pk=practice.pk).update(review_group=outsider.team_memberships[0].team.group)
    page = send_lesson(client, author, practice)
    client.force_login(outsider)
    shown = client.get(reverse("knowledge:page_change", args=[page.pk])).content.decode()
    assert "Save into the review" in shown
    assert PUBLISH not in shown
    client.post(
        reverse("knowledge:page_change", args=[page.pk]),
        change_values(client, page, did="We rang five depots.", action="publish"),
    )
    assert not LessonLearnedPage.objects.get().live


def test_a_text_that_is_too_long_has_no_preview_and_is_kept(client, author, practice):
    client.force_login(author)
    preview = reverse("knowledge:write_preview", args=["lessonlearnedpage"])
    long = "x" * 50_001
    answer = client.post(preview, lesson_values(did=long))
    assert answer.status_code == 400
    assert "50001 characters, at most 50000" in answer.content.decode()
    assert long not in answer.content.decode()
    assert client.post(preview, lesson_values(did=long[1:])).status_code == 200
    label = str(LessonLearnedPage._meta.get_field("did").verbose_name).capitalize()
    answer = client.post(reverse("knowledge:lesson_new"), lesson_values(practice, did=long, action="send"))
    assert answer.context["form"].errors["did"][0].startswith(f"“{label}” is too long")
    assert Draft.objects.get().values["did"] == long


def test_each_field_names_its_section_of_the_preview(client, author):
    """The preview scrolls to the heading that a field names."""
    client.force_login(author)
    shown = client.get(reverse("knowledge:lesson_new")).content.decode()
    page = LessonLearnedPage(title="T", summary="S", **dict.fromkeys(LessonLearnedPage.SECTIONS, "Text."))
    ids = [entry.id for entry in compose(page).entries]
    assert len(ids) == len(LessonLearnedPage.SECTIONS)
    assert all(f'data-section="{each}"' in shown for each in ids)
