"""Taking paths and courses, marking lessons as done, and what remains of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from courses import services
from courses.exceptions import LearningError
from courses.models import Enrolment, LearningEvent, LessonPage
from courses.progress import continue_learning, progress_for, progress_for_many
from knowledge.services import open_lap
from tests.courses.conftest import make_course, right_answers
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def test_enrolling_twice_is_once(school, learner):
    first = services.enrol(user=learner, page=school.path)
    assert services.enrol(user=learner, page=school.path) == first
    assert Enrolment.objects.count() == 1


def test_leaving_keeps_what_was_done_and_one_may_come_back(school, learner):
    services.complete_lesson(user=learner, lesson=school.lesson)
    assert services.withdraw(user=learner, page=school.limit)
    assert not services.withdraw(user=learner, page=school.limit)
    services.enrol(user=learner, page=school.limit)
    assert progress_for(learner, school.limit).done == 1


def test_only_paths_and_courses_that_are_offered_can_be_taken(school, learner):
    with pytest.raises(LearningError):
        services.enrol(user=learner, page=school.lesson)
    school.limit.unpublish()
    with pytest.raises(LearningError):
        services.enrol(user=learner, page=school.limit)


def test_an_assignment_is_told_once_and_kept(school, learner):
    coach = make_user("Jonas", "Lindqvist")
    services.enrol(user=learner, page=school.path)
    for _time in range(2):
        enrolment = services.enrol(user=learner, page=school.path, assigned_by=coach, due_on=date(2030, 12, 18))
    services.enrol(user=learner, page=school.path)
    enrolment.refresh_from_db()
    assert (enrolment.assigned_by, enrolment.due_on) == (coach, date(2030, 12, 18))
    told = learner.notifications.get(kind="learning-assigned")
    assert told.text == "Jonas Lindqvist asks you to take “Flow for delivery teams” by 18 December"


def test_who_assigns_to_themselves_is_not_told(school, learner):
    services.enrol(user=learner, page=school.path, assigned_by=learner)
    assert not learner.notifications.exists()


def test_done_twice_is_once_and_enrols_quietly(school, learner):
    assert services.complete_lesson(user=learner, lesson=school.lesson)
    assert services.complete_lesson(user=learner, lesson=school.lesson) is None
    assert LearningEvent.objects.get().kind == "completed"
    assert Enrolment.objects.get().page_id == school.limit.pk


def test_done_taken_back_and_done_again_are_three_lines(school, learner):
    services.complete_lesson(user=learner, lesson=school.lesson)
    services.reopen_lesson(user=learner, lesson=school.lesson)
    assert services.reopen_lesson(user=learner, lesson=school.lesson) is None
    assert progress_for(learner, school.limit).done == 0
    services.complete_lesson(user=learner, lesson=school.lesson)
    assert [line.kind for line in LearningEvent.objects.all()] == ["completed", "reopened", "completed"]
    assert progress_for(learner, school.limit).done == 1


def test_opened_is_written_once_a_day(school, learner):
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert services.open_lesson(user=learner, lesson=school.lesson, happened_at=at)
    assert services.open_lesson(user=learner, lesson=school.lesson, happened_at=at + timedelta(hours=3)) is None
    assert services.open_lesson(user=learner, lesson=school.lesson, happened_at=at + timedelta(days=1))


def test_a_line_remembers_the_revision_it_was_done_against(school, learner):
    line = services.complete_lesson(user=learner, lesson=school.lesson)
    done_against = school.lesson.live_revision_id
    school.lesson.title = "Rewritten"
    school.lesson.save_revision().publish()
    line.refresh_from_db()
    assert line.revision_id == done_against != LessonPage.objects.get(pk=school.lesson.pk).live_revision_id
    assert line.title == "Limit the work, part 1"


def test_lines_are_never_rewritten(school, learner):
    line = services.complete_lesson(user=learner, lesson=school.lesson)
    line.title = "Something else"
    with pytest.raises(TypeError):
        line.save()


def test_the_record_outlives_the_pages(school, learner):
    services.enrol(user=learner, page=school.path)
    services.complete_lesson(user=learner, lesson=school.lesson)
    attempt = services.submit_attempt(
        user=learner, quiz=school.quiz, answers=right_answers(school.quiz), course=school.limit
    )
    school.path.delete()
    school.limit.delete()
    assert {line.title for line in LearningEvent.objects.all()} == {"Limit the work, part 1", school.quiz.title}
    assert not LearningEvent.objects.filter(page__isnull=False).exists()
    assert {e.title for e in Enrolment.objects.filter(page=None)} == {"Limit the work", "Flow for delivery teams"}
    attempt.refresh_from_db()
    assert attempt.passed
    assert continue_learning(learner) == []


def test_a_lesson_that_is_offline_cannot_be_done(school, learner):
    school.lesson.unpublish()
    with pytest.raises(LearningError):
        services.complete_lesson(user=learner, lesson=LessonPage.objects.get(pk=school.lesson.pk))
    school.limit.unpublish()
    other = LessonPage.objects.get(pk=school.lessons[-1].pk)
    with pytest.raises(LearningError):
        services.complete_lesson(user=learner, lesson=other)
    assert not LearningEvent.objects.exists()


def test_a_lesson_is_a_step_on_the_laps_of_ones_own_teams_with_its_practice(school):
    team, other, coached = make_team("Kestrel"), make_team("Heron"), make_team("Avocet")
    learner = make_user(team=team)
    from people.services import add_to_team

    add_to_team(team=coached, user=learner, role="coach")
    laps = {t: open_lap(team=t, practice=school.practice, created_by=learner) for t in (team, other, coached)}
    elsewhere = open_lap(team=team, created_by=learner)
    for _time in range(2):
        services.complete_lesson(user=learner, lesson=school.lesson)
        services.reopen_lesson(user=learner, lesson=school.lesson)
    steps = laps[team].steps.filter(stage="learn")
    assert [step.what for step in steps] == ["Lesson: Limit the work, part 1"]
    assert not laps[other].steps.filter(stage="learn").exists()
    assert not laps[coached].steps.filter(stage="learn").exists()
    assert not elsewhere.steps.filter(stage="learn").exists()


def test_learning_before_the_lap_began_is_no_step_of_it(school):
    team = make_team()
    learner = make_user(team=team)
    lap = open_lap(team=team, practice=school.practice, created_by=learner)
    services.complete_lesson(user=learner, lesson=school.lesson, happened_at=timezone.now() - timedelta(days=9))
    assert not lap.steps.filter(stage="learn").exists()


def test_progress_is_what_the_ledger_says(school, learner):
    services.enrol(user=learner, page=school.path)
    seen = []
    for lesson in school.lessons:
        services.complete_lesson(user=learner, lesson=lesson)
        progress = progress_for(learner, school.path)
        seen.append((progress.done, progress.total, progress.next.title, progress.passed))
    assert seen == [
        (1, 3, "Limit the work, part 1", False),
        (2, 3, "Limit the work, part 2", False),
        (3, 3, "Check what you can hold", False),
    ]
    services.submit_attempt(user=learner, quiz=school.quiz, answers={}, course=school.limit)
    assert not progress_for(learner, school.path).passed
    services.submit_attempt(user=learner, quiz=school.quiz, answers=right_answers(school.quiz), course=school.limit)
    assert progress_for(learner, school.path).passed
    done = LearningEvent.objects.standing().filter(user=learner).values("page").distinct().count()
    assert progress_for(learner, school.path).done == done == 3
    lessons = [lesson.pk for lesson in school.lessons]
    assert list(LearningEvent.objects.finishers(lessons, [school.quiz.pk])) == [{"user": learner.pk}]
    services.reopen_lesson(user=learner, lesson=school.lesson)
    assert not LearningEvent.objects.finishers(lessons, [school.quiz.pk]).exists()


def test_continue_shows_the_path_and_where_one_stopped(school, learner):
    services.enrol(user=learner, page=school.path)
    assert [(item.title, item.label) for item in continue_learning(learner)] == [
        ("Flow for delivery teams", "Start lesson 1")
    ]
    services.complete_lesson(user=learner, lesson=school.lessons[0])
    services.open_lesson(user=learner, lesson=school.lessons[2])
    (item,) = continue_learning(learner)
    assert item.next.title == "Limit the work, part 2"
    assert item.line == "1 of 3 lessons, about 25 minutes to go."


def test_what_is_finished_left_or_hidden_is_not_continued(school, learner):
    services.enrol(user=learner, page=school.see)
    services.enrol(user=learner, page=school.limit)
    services.complete_lesson(user=learner, lesson=school.lessons[0])
    assert [item.title for item in continue_learning(learner)] == ["Limit the work"]
    services.withdraw(user=learner, page=school.limit)
    assert continue_learning(learner) == []


def test_history_can_be_loaded_again_and_again(school, learner):
    at = datetime(2025, 5, 6, 9, tzinfo=UTC)
    rows = [(learner, lesson, at + timedelta(days=n)) for n, lesson in enumerate(school.lessons)]
    assert services.load_history(completions=rows) == 3
    assert services.load_history(completions=rows) == 0
    assert progress_for(learner, school.path).done == 3
    assert Enrolment.objects.get(page=school.limit.pk).enrolled_at == at + timedelta(days=1)
    assert set(LearningEvent.objects.values_list("revision_id", flat=True)) == {
        lesson.live_revision_id for lesson in school.lessons
    }


def test_publishing_the_same_again_writes_no_revision(school):
    before = school.limit.revisions.count()
    course, lessons = make_course(quiz=school.quiz, practices=[school.practice])
    assert course.revisions.count() == before
    assert [lesson.revisions.count() for lesson in lessons] == [1, 1]


def test_progress_costs_the_same_for_one_and_three(school, learner, django_assert_num_queries):
    courses = [school.see, school.limit, make_course("third", "Third", lessons=3)[0]]
    for page in [*courses, school.path]:
        services.enrol(user=learner, page=page)
    services.complete_lesson(user=learner, lesson=school.lesson)
    progress_for_many(learner, courses)
    with django_assert_num_queries(2):
        progress_for_many(learner, courses[:1])
    with django_assert_num_queries(2):
        progress_for_many(learner, courses)
    with django_assert_num_queries(5):
        continue_learning(learner)
    Enrolment.objects.exclude(page=courses[2].pk).delete()
    with django_assert_num_queries(5):
        continue_learning(learner)
