"""Taking a quiz in the browser: nothing leaks before, one form is one attempt, the record stays."""

import pytest
from django.urls import reverse

from courses import services
from courses.exceptions import LearningError
from courses.marking import mark
from courses.models import Attempt, Choice, CoursePage, Enrolment, LearningEvent, Quiz
from courses.progress import progress_for
from tests.courses.conftest import QUESTIONS, form_data, right_answers
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def quiz_url(school):
    return reverse("courses:quiz", args=[school.limit.slug])


def test_the_page_asks_everything_and_gives_nothing_away(signed_in, school):
    page = signed_in.get(quiz_url(school)).content.decode()
    for plain in QUESTIONS:
        assert plain["text"] in page
        assert all(option["text"] in page for option in plain["options"])
        assert plain["explanation"] not in page
        assert not any(option["feedback"] in page for option in plain["options"])
    assert "is_right" not in page
    assert "data-answer" not in page
    assert "correct" not in page
    assert page.count('type="radio"') == page.count('type="checkbox"') == 3


def test_the_page_looks_the_same_whichever_choice_is_right(signed_in, school):
    def without_tokens(response):
        return [line for line in response.content.decode().splitlines() if "csrf" not in line and "key" not in line]

    before = without_tokens(signed_in.get(quiz_url(school)))
    Choice.objects.update(is_right=True)
    assert without_tokens(signed_in.get(quiz_url(school))) == before


def test_right_answers_pass_and_the_result_says_why(signed_in, school):
    response = signed_in.post(quiz_url(school), form_data(school.quiz), follow=True)
    page = response.content.decode()
    assert "Passed with 2 of 2 points" in page
    assert "FEEDBACK-HELP" in page
    assert "FEEDBACK-START" not in page
    assert "EXPLANATION-MULTIPLE" in page
    assert "Your answer, right." in page


def test_wrong_answers_do_not_pass_and_may_be_tried_again(signed_in, school, learner):
    first = school.quiz.questions.all()[0]
    answers = {first.pk: [first.choices.all()[0].pk]}
    page = signed_in.post(quiz_url(school), form_data(school.quiz, answers), follow=True).content.decode()
    assert "Not passed yet: 0 of 2 points" in page
    assert "Your answer, not right." in page
    assert "FEEDBACK-START" in page
    assert "Not answered" in page
    assert "This was right too" not in page
    signed_in.post(quiz_url(school), form_data(school.quiz, key="second-form"))
    assert [attempt.passed for attempt in learner.attempts.order_by("pk")] == [False, True]


def test_the_same_form_twice_is_one_attempt(signed_in, school, learner):
    first = signed_in.post(quiz_url(school), form_data(school.quiz))
    second = signed_in.post(quiz_url(school), form_data(school.quiz, answers={}))
    assert first.url == second.url
    assert learner.attempts.count() == 1
    assert LearningEvent.objects.filter(user=learner, kind="passed").count() == 1


def test_two_people_may_send_the_same_key(school, learner):
    other = make_user()
    for user in (learner, other):
        services.submit_attempt(user=user, quiz=school.quiz, answers={}, key="same")
    assert Attempt.objects.count() == 2


def test_foreign_choices_are_refused_and_the_rest_is_kept(signed_in, school, learner):
    first, second = school.quiz.questions.all()
    data = form_data(school.quiz)
    data[f"q{first.pk}"] = [str(second.choices.all()[0].pk)]
    response = signed_in.post(quiz_url(school), data)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Nothing has been handed in yet" in page
    assert page.count("checked") == 2
    assert not learner.attempts.exists()
    assert not LearningEvent.objects.exists()


@pytest.mark.parametrize("value", ["\x00", "9" * 400, "-1", "x", ""])
def test_garbage_is_refused_without_an_error(signed_in, school, value):
    first = school.quiz.questions.all()[0]
    response = signed_in.post(quiz_url(school), {"key": value[:64], f"q{first.pk}": [value]})
    assert response.status_code in {302, 422}


def test_the_service_refuses_foreign_choices_too(school, learner):
    with pytest.raises(LearningError):
        services.submit_attempt(user=learner, quiz=school.quiz, answers={school.quiz.questions.all()[0].pk: [0]})
    assert not Attempt.objects.exists()


def test_a_score_can_be_marked_again_from_the_stored_answers(school, learner):
    second = school.quiz.questions.all()[1]
    answers = {second.pk: [second.choices.all()[0].pk]}
    attempt = services.submit_attempt(user=learner, quiz=school.quiz, answers=answers, course=school.limit)
    attempt.refresh_from_db()
    again = mark(attempt.quiz_as_answered(), attempt.answers)
    assert (again.points, again.passed) == (attempt.points, attempt.passed)
    assert attempt.points == pytest.approx(0.5)


def test_an_edited_quiz_does_not_change_what_was_answered(signed_in, school, learner):
    attempt = services.submit_attempt(
        user=learner, quiz=school.quiz, answers=right_answers(school.quiz), course=school.limit
    )
    changed = [{**QUESTIONS[0], "text": "Another question"}]
    services.quiz_from_plain(slug="check", title="Check anew", questions=changed)
    page = signed_in.get(attempt.get_absolute_url()).content.decode()
    assert QUESTIONS[0]["text"] in page
    assert "Another question" not in page
    assert "Passed with 2 of 2 points" in page


def test_a_question_taken_out_while_answering_is_told_and_nothing_is_lost(signed_in, school, learner):
    data = form_data(school.quiz)
    services.quiz_from_plain(slug="check", title="Check anew", questions=QUESTIONS[:1])
    response = signed_in.post(quiz_url(school), data)
    assert response.status_code == 302
    assert learner.attempts.get().points_possible == 1


def test_the_result_is_the_learners_own(client, school, learner):
    attempt = services.submit_attempt(user=learner, quiz=school.quiz, answers={}, course=school.limit)
    client.force_login(make_user())
    assert client.get(attempt.get_absolute_url()).status_code == 404
    client.logout()
    assert client.get(attempt.get_absolute_url()).status_code == 302


def test_passing_once_is_enough(school, learner):
    services.submit_attempt(user=learner, quiz=school.quiz, answers=right_answers(school.quiz), course=school.limit)
    services.submit_attempt(user=learner, quiz=school.quiz, answers={}, course=school.limit)
    assert progress_for(learner, school.limit).quiz_passed


def test_strangers_are_asked_to_sign_in_and_come_back(client, school):
    response = client.get(quiz_url(school))
    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={quiz_url(school)}"
    assert client.post(quiz_url(school), form_data(school.quiz)).status_code == 302
    assert not Attempt.objects.exists()


def test_a_course_without_a_quiz_has_no_quiz_page(signed_in, school):
    assert signed_in.get(reverse("courses:quiz", args=[school.see.slug])).status_code == 404
    assert signed_in.get("/courses/nothing/quiz/").status_code == 404
    assert signed_in.get("/courses/a%00b/quiz/").status_code == 404


def test_a_course_taken_offline_meanwhile_is_told_to_its_learners(signed_in, school, learner):
    services.enrol(user=learner, page=school.limit)
    school.limit.unpublish()
    response = signed_in.post(quiz_url(school), form_data(school.quiz), follow=True)
    assert "is not offered any more" in response.content.decode()
    assert not Attempt.objects.exists()
    with pytest.raises(LearningError):
        services.submit_attempt(
            user=learner, quiz=school.quiz, answers={}, course=CoursePage.objects.get(pk=school.limit.pk)
        )


def test_handing_in_enrols_in_the_course(school, learner):
    services.submit_attempt(user=learner, quiz=school.quiz, answers={}, course=school.limit)
    assert Enrolment.objects.current().get(user=learner).page_id == school.limit.pk


def test_a_quiz_with_attempts_cannot_be_deleted(school, learner):
    services.submit_attempt(user=learner, quiz=school.quiz, answers={})
    with pytest.raises(Exception, match="protected"):
        Quiz.objects.get(pk=school.quiz.pk).delete()


@pytest.mark.parametrize(
    "question",
    [
        {"kind": "single", "text": "?", "options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}]},
        {"kind": "multiple", "text": "?", "options": [{"text": "a", "correct": False}]},
    ],
)
def test_questions_that_nobody_can_answer_right_are_refused(db, question):
    with pytest.raises(LearningError):
        services.quiz_from_plain(slug="bad", title="Bad", questions=[question])
    assert not Quiz.objects.exists()


def test_bringing_in_the_same_quiz_again_writes_nothing(school):
    revision, choices = school.quiz.latest_revision_id, set(Choice.objects.values_list("pk", flat=True))
    again = services.quiz_from_plain(slug="check", title="Check what you can hold", questions=QUESTIONS)
    assert again.latest_revision_id == revision
    assert set(Choice.objects.values_list("pk", flat=True)) == choices
