"""A lesson goes from a draft through a review to its readers; a change goes the same way."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowPage

from knowledge.models import Draft, GuidePage, KnowledgeIndexPage, LessonLearnedPage, PracticePage, StewardReview
from knowledge.services.submissions import ensure_review
from people.models import Notification
from tests.factories import make_project, make_section, make_topic, make_user
from tests.knowledge.makers import make_guide
from tests.knowledge.writing.sending import change_values, lesson_values, send_change, send_lesson

pytestmark = [pytest.mark.django_db]


def decide(client, user, page, action, comment="", **more):
    client.force_login(user)
    address = reverse("knowledge:piece", args=[page.pk])
    revision = Page.objects.get(pk=page.pk).latest_revision_id
    return client.post(address, {"action": action, "comment": comment, "revision": revision, **more})


def test_a_lesson_is_sent_changed_on_request_and_published(
    client, author, steward, practice, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        page = send_lesson(client, author, practice, note="First draft, be kind")
    assert not page.live
    assert page.owner == author
    assert page.author == author
    assert not Draft.objects.exists()
    told = Notification.objects.get(user=steward)
    assert told.kind == "review-asked"
    assert "The spare pump" in told.text
    client.force_login(steward)
    assert "First draft, be kind" in client.get(told.url).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        decide(client, steward, page, "reject", "Say **when** it was.")
    client.force_login(author)
    assert "Changes asked for" in client.get(reverse("knowledge:writing")).content.decode()
    assert "<strong>when</strong>" in client.get(reverse("knowledge:piece", args=[page.pk])).content.decode()
    assert Notification.objects.get(user=author).kind == "review-changes"

    with django_capture_on_commit_callbacks(execute=True):
        assert send_change(client, author, page, situation="A burst main at Skell, in February.").status_code == 302
    assert Notification.objects.filter(user=steward, kind="review-asked").count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        decide(client, steward, page, "approve")
    page = LessonLearnedPage.objects.get(pk=page.pk)
    assert page.live
    assert page.situation == "A burst main at Skell, in February."
    assert list(page.practices.all()) == [practice]
    assert Notification.objects.filter(user=author, kind="review-published").count() == 1
    client.logout()
    assert client.get(page.url).status_code == 302
    client.force_login(author)
    assert client.get(page.url).status_code == 200


def test_the_reviewer_decides_whether_everyone_may_read_it(client, author, steward, practice):
    page = send_lesson(client, author, practice)
    assert decide(client, steward, page, "approve", audience="public").status_code == 302
    client.logout()
    assert client.get(Page.objects.get(pk=page.pk).url).status_code == 200


def test_asking_for_changes_needs_words(client, author, steward, practice):
    page = send_lesson(client, author, practice)
    answer = decide(client, steward, page, "reject", "  ")
    assert "Say what should change" in answer.content.decode()
    assert Page.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"


def test_a_reviewer_does_not_approve_what_they_have_not_read(client, author, steward, editor, practice):
    page = send_lesson(client, author, practice)
    read = page.latest_revision_id
    changed = page.get_latest_revision_as_object()
    changed.did = "We rang six depots."
    changed.save_revision(user=editor)
    client.force_login(steward)
    address = reverse("knowledge:piece", args=[page.pk])
    answer = client.post(address, {"action": "approve", "comment": "", "revision": read})
    assert "changed while you read it" in answer.content.decode()
    assert not Page.objects.get(pk=page.pk).live
    newest = answer.context["form"]["revision"].value()
    assert client.post(address, {"action": "approve", "comment": "", "revision": newest}).status_code == 302
    assert LessonLearnedPage.objects.get(pk=page.pk).did == "We rang six depots."


def test_nobody_but_reviewers_decides(client, author, outsider, steward, practice):
    page = send_lesson(client, author, practice)
    assert decide(client, author, page, "approve").status_code == 403
    assert decide(client, outsider, page, "approve").status_code == 404
    assert not Page.objects.get(pk=page.pk).live
    client.force_login(outsider)
    assert client.get(reverse("knowledge:piece", args=[page.pk])).status_code == 404
    assert client.get(reverse("knowledge:page_change", args=[page.pk])).status_code == 404
    assert client.get(reverse("knowledge:history", args=[page.pk])).status_code == 404


def test_a_member_of_the_review_group_decides_but_not_about_their_own(client, author, outsider, practice, team):
    PracticePage.objects.filter(pk=practice.pk).update(review_group=outsider.team_memberships[0].team.group)
    page = send_lesson(client, author, practice)
    own = send_lesson(client, outsider, practice, title="Another one")
    assert decide(client, outsider, own, "approve").status_code == 403
    assert not Page.objects.get(pk=own.pk).live
    assert decide(client, outsider, page, "approve").status_code == 302
    assert Page.objects.get(pk=page.pk).live


def test_a_steward_publishes_without_a_review_and_a_member_does_not(client, author, steward, practice):
    client.force_login(author)
    answer = client.post(reverse("knowledge:lesson_new"), lesson_values(practice, action="publish"))
    assert "Send it for a review instead" in answer.content.decode()
    assert not LessonLearnedPage.objects.exists()
    assert Draft.objects.get().values["title"] == "The spare pump was in the wrong depot"
    client.force_login(steward)
    assert client.post(reverse("knowledge:lesson_new"), lesson_values(practice, action="publish")).status_code == 302
    assert LessonLearnedPage.objects.get().live


def test_naming_ones_own_practice_makes_nobody_a_reviewer(client, outsider, practice):
    """Who reviews a change follows from the page as it stands."""
    guide = make_guide(practices=[practice])
    own = PracticePage(title="Mine", slug="mine", summary="S", steward=outsider)
    make_section("practices").add_child(instance=own)
    client.force_login(outsider)
    typed = change_values(client, guide, practices=[str(own.pk)], action="publish")
    answer = client.post(reverse("knowledge:page_change", args=[guide.pk]), typed)
    assert "Send it for a review instead" in answer.content.decode()
    assert list(GuidePage.objects.get().practices.all()) == [practice]


def test_a_change_to_a_practice_waits_for_its_steward(client, author, steward, practice):
    assert send_change(client, author, practice, how_to="Count the open cards twice.").status_code == 302
    page = PracticePage.objects.get()
    assert page.live
    assert page.how_to.startswith("Count the open cards.\n")
    client.force_login(steward)
    shown = client.get(reverse("knowledge:piece", args=[page.pk])).content.decode()
    assert "<ins>" in shown
    assert "<del>" in shown
    decide(client, steward, page, "approve")
    assert PracticePage.objects.get().how_to == "Count the open cards twice."


def test_what_the_form_does_not_show_stays(client, author, steward):
    """Blocks that are not Markdown, topics, relations and what is hidden from the writer are as they were."""
    hidden = make_project("Kestrel only", audience="group", audience_group=make_user().groups.create(name="x"))
    guide = make_guide()
    guide.body = [("markdown", "Before"), ("quote", {"text": "Said", "who": "Ada"})]
    guide.topics = [make_topic()]
    guide.save_revision().publish()
    client.force_login(author)
    shown = client.get(reverse("knowledge:page_change", args=[guide.pk]))
    assert "Said" in shown.content.decode()
    assert "body" not in shown.context["form"].fields
    assert hidden.name not in shown.content.decode()
    send_change(client, author, guide, summary="Shorter.")
    piece = GuidePage.objects.get().get_latest_revision_as_object()
    assert piece.summary == "Shorter."
    assert [block.block_type for block in piece.body] == ["markdown", "quote"]
    assert [topic.name for topic in piece.topics.all()] == ["Flow of work"]


def test_a_hidden_project_of_a_lesson_is_neither_shown_nor_lost(client, author, steward, practice, outsider):
    group = outsider.team_memberships[0].team.group
    hidden = make_project("Quiet project", audience="group", audience_group=group)
    page = send_lesson(client, author, practice)
    decide(client, steward, page, "approve")
    live = LessonLearnedPage.objects.get()
    live.project = hidden
    live.save_revision().publish()
    client.force_login(author)
    assert "Quiet project" not in client.get(reverse("knowledge:page_change", args=[page.pk])).content.decode()
    send_change(client, author, page, title="Another title")
    assert LessonLearnedPage.objects.get().get_latest_revision_as_object().project == hidden
    client.force_login(steward)
    assert "Quiet project" not in client.get(reverse("knowledge:piece", args=[page.pk])).content.decode()


def test_a_second_persons_change_waits_and_is_kept(client, author, outsider, steward, practice):
    send_change(client, author, practice, how_to="One.")
    answer = send_change(client, outsider, practice, how_to="Two.")
    assert "Yours is kept as a draft" in answer.content.decode()
    assert Draft.objects.get(author=outsider).values["how_to"] == "Two."
    decide(client, steward, practice, "approve")
    client.force_login(outsider)
    draft = Draft.objects.get(author=outsider)
    typed = change_values(client, practice, action="send")
    assert client.post(draft.get_absolute_url(), typed).url == reverse("knowledge:draft_merge", args=[draft.pk])


def test_a_reviewer_mends_the_piece_itself(client, author, steward, practice):
    page = send_lesson(client, author, practice)
    assert send_change(client, steward, page, did="We rang *five* depots.").status_code == 302
    page = LessonLearnedPage.objects.get()
    assert page.current_workflow_state.requested_by == author
    assert page.get_latest_revision().user == steward
    assert page.get_latest_revision_as_object().did == "We rang *five* depots."


def test_withdrawing_makes_it_a_draft_again(client, author, outsider, practice):
    send_change(client, author, practice, how_to="Withdrawn words.")
    address = reverse("knowledge:piece_withdraw", args=[practice.pk])
    client.force_login(outsider)
    client.post(address)
    assert Page.objects.get(pk=practice.pk).current_workflow_state is not None
    client.force_login(author)
    client.post(address)
    page = PracticePage.objects.get(pk=practice.pk)
    assert page.current_workflow_state is None
    assert "Withdrawn" not in page.get_latest_revision_as_object().how_to
    assert Draft.objects.get().values["how_to"] == "Withdrawn words."
    assert "Withdrawn" in client.get(reverse("knowledge:writing")).content.decode()
    assert send_change(client, author, practice).status_code == 302
    assert PracticePage.objects.get().current_workflow_state.requested_by == author


def test_a_page_that_one_cannot_see_cannot_be_changed(client, author, outsider, practice):
    from wagtail.models import PageViewRestriction

    restriction = PageViewRestriction.objects.create(page=practice.page_ptr, restriction_type="groups")
    restriction.groups.add(outsider.team_memberships[0].team.group)
    client.force_login(author)
    for name in ("page_change", "history", "piece"):
        assert client.get(reverse(f"knowledge:{name}", args=[practice.pk])).status_code == 404
    assert client.post(reverse("knowledge:page_change", args=[practice.pk]), {"title": "X"}).status_code == 404
    assert "Limit work" not in client.get(reverse("knowledge:lesson_new")).content.decode()
    client.force_login(outsider)
    assert client.get(reverse("knowledge:page_change", args=[practice.pk])).status_code == 200


def test_a_draft_outlives_that_its_page_is_hidden(client, author, practice):
    client.force_login(author)
    client.post(
        reverse("knowledge:page_change", args=[practice.pk]),
        change_values(client, practice, how_to="My words.", action="save"),
    )
    from wagtail.models import PageViewRestriction

    PageViewRestriction.objects.create(page=practice.page_ptr, restriction_type="groups")
    shown = client.get(Draft.objects.get().get_absolute_url()).content.decode()
    assert "My words." in shown
    assert "Agree on a number" not in shown


def test_the_workflow_is_made_once_and_an_administrators_choice_is_respected(practice):
    ensure_review()
    ensure_review()
    assert StewardReview.objects.count() == 1
    index = KnowledgeIndexPage.objects.get()
    assert index.get_workflow() == Workflow.objects.get(name="Review by those who know the subject")
    WorkflowPage.objects.all().delete()
    other = Workflow.objects.create(name="Ours")
    WorkflowPage.objects.create(page=index, workflow=other)
    ensure_review()
    assert KnowledgeIndexPage.objects.get().get_workflow() == other


def test_wagtails_editor_decides_about_the_same_piece(client, author, editor, practice):
    page = send_lesson(client, author, practice)
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert page.title in client.get(reverse("wagtailadmin_home")).content.decode()
    step = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk])
    assert client.post(address, {"comment": "Good."}).status_code in (200, 302)
    assert LessonLearnedPage.objects.get().live


def test_links_into_nowhere_are_refused_in_words_and_kept(client, author, practice):
    client.force_login(author)
    typed = lesson_values(practice, action="send", did="See [this](page:999999).")
    answer = client.post(reverse("knowledge:lesson_new"), typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["did"]
    assert Draft.objects.get().values["did"] == "See [this](page:999999)."
    assert not LessonLearnedPage.objects.exists()


def test_strangers_sign_in_first(client, practice):
    for name, args in [("writing", []), ("lesson_new", []), ("page_change", [practice.pk]), ("history", [practice.pk])]:
        assert client.get(reverse(f"knowledge:{name}", args=args)).url.startswith("/accounts/login/")
    assert client.post(
        reverse("knowledge:lesson_new"), lesson_values(), headers={"Accept": "application/json"}
    ).status_code in (302, 401)
    assert not Draft.objects.exists()
