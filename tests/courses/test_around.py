"""What other rooms get from this one: search documents, due dates in the calendar, the editor."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from courses import services
from courses.due_dates import due_dates
from courses.models import CoursePage, LessonPage, PathPage, Quiz
from courses.search_documents import learning_document, path_document
from search.models import Document
from tests.courses.conftest import right_answers
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_client_of_ours(client):
    user = make_user("Ines", "Moreau")
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def test_pages_are_described_with_what_they_are_about(school):
    document = learning_document(LessonPage.objects.get(pk=school.lesson.pk))
    assert document["audience"] == "public"
    assert "Text of part 1." in document["body"]
    assert document["about"] == [school.practice]
    path = path_document(PathPage.objects.get(pk=school.path.pk))
    assert "Limit the work" in path["body"]
    assert path["url"] == school.path.url


def test_what_is_offline_or_has_no_one_audience_is_not_found(school):
    school.limit.unpublish()
    assert learning_document(CoursePage.objects.get(pk=school.limit.pk)) is None
    assert learning_document(LessonPage.objects.get(pk=school.lesson.pk)) is None
    PageViewRestriction.objects.create(page=school.path, restriction_type="password", password="x")
    assert path_document(PathPage.objects.get(pk=school.path.pk)) is None


def test_a_quiz_is_in_no_document(school):
    for page in [*CoursePage.objects.all(), *LessonPage.objects.all()]:
        document = learning_document(page)
        assert "Help review" not in document["body"]


def test_the_audience_of_a_course_is_that_of_its_lessons(school):
    group = Group.objects.create(name="Team: Kestrel")
    PageViewRestriction.objects.create(page=school.limit, restriction_type="groups").groups.add(group)
    document = learning_document(LessonPage.objects.get(pk=school.lesson.pk))
    assert (document["audience"], document["audience_group_id"]) == ("group", group.pk)


def test_due_days_stand_in_the_calendar_until_the_training_is_done(school, learner):
    services.enrol(user=learner, page=school.limit, due_on=date(2030, 12, 18))
    services.enrol(user=learner, page=school.see)
    (entry,) = due_dates(learner)
    assert (entry.start, entry.title, entry.url) == (date(2030, 12, 18), "Finish “Limit the work”", school.limit.url)
    for lesson in school.lessons[1:]:
        services.complete_lesson(user=learner, lesson=lesson)
    services.submit_attempt(user=learner, quiz=school.quiz, answers=right_answers(school.quiz), course=school.limit)
    assert due_dates(learner) == []


def quiz_form(**choices):
    """What the editor sends for a quiz with one question."""
    question = {"text": "Which?", "kind": "single", "explanation": "", "id": "", "ORDER": "1", "DELETE": ""}
    data = {"title": "New quiz", "slug": "new-quiz", "intro": "", "pass_mark": "70"}
    data |= {f"questions-{name}": "1" for name in ("TOTAL_FORMS",)}
    data |= {"questions-INITIAL_FORMS": "0", "questions-MIN_NUM_FORMS": "1", "questions-MAX_NUM_FORMS": "1000"}
    data |= {f"questions-0-{name}": value for name, value in question.items()}
    data |= {"questions-0-choices-TOTAL_FORMS": str(len(choices)), "questions-0-choices-INITIAL_FORMS": "0"}
    data |= {"questions-0-choices-MIN_NUM_FORMS": "2", "questions-0-choices-MAX_NUM_FORMS": "1000"}
    for n, (text, is_right) in enumerate(choices.items()):
        row = {"text": text, "feedback": "", "id": "", "ORDER": str(n + 1), "DELETE": ""}
        row |= {"is_right": "on"} if is_right else {}
        data |= {f"questions-0-choices-{n}-{name}": value for name, value in row.items()}
    return data


def test_editors_write_quizzes_with_questions_and_choices(admin_client_of_ours):
    add = "/cms/snippets/courses/quiz/add/"
    assert admin_client_of_ours.get(add).status_code == 200
    response = admin_client_of_ours.post(add, quiz_form(yes=True, no=False))
    assert response.status_code == 302
    quiz = Quiz.objects.get(slug="new-quiz")
    assert [(c.text, c.is_right) for c in quiz.questions.get().choices.all()] == [("yes", True), ("no", False)]
    assert quiz.latest_revision_id
    assert admin_client_of_ours.get(f"/cms/snippets/courses/quiz/edit/{quiz.pk}/").status_code == 200


def test_a_question_with_two_right_answers_where_one_is_asked_for_is_refused(admin_client_of_ours):
    response = admin_client_of_ours.post("/cms/snippets/courses/quiz/add/", quiz_form(yes=True, no=True))
    assert response.status_code == 200
    assert "Mark exactly one choice as right." in response.content.decode()
    assert not Quiz.objects.exists()


def test_a_slug_that_is_taken_is_told_beside_the_field(admin_client_of_ours, school):
    response = admin_client_of_ours.post(
        "/cms/snippets/courses/quiz/add/", quiz_form(yes=True, no=False) | {"slug": "check"}
    )
    assert "Quiz with this Slug already exists" in response.content.decode()
    assert Quiz.objects.count() == 1


def test_editors_can_open_and_preview_every_page(admin_client_of_ours, school):
    for page in (school.learn, school.course_index, school.path, school.limit, school.lesson):
        assert admin_client_of_ours.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
        assert admin_client_of_ours.get(f"/cms/pages/{page.pk}/view_draft/").status_code == 200


def test_the_index_follows_what_is_published(school, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for page in (school.practice, school.path, school.limit, school.lesson):
            page.specific.save_revision().publish()
    about_practice = Document.objects.about(Document.objects.get(kind="practice"))
    assert set(about_practice.values_list("kind", flat=True)) == {"path", "course", "lesson"}
    with django_capture_on_commit_callbacks(execute=True):
        school.limit.unpublish()
    found = Document.objects.filter(kind__in=["course", "lesson"]).values_list("title", flat=True)
    assert set(found) == {school.see.title, school.lessons[0].title}
