"""The pages: what readers see, what they may not, and what it costs."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses import services
from courses.models import Enrolment, LearningEvent
from courses.progress import progress_for
from events.models import Event
from tests.courses.conftest import form_data, make_course
from tests.factories import make_practice, make_user

pytestmark = pytest.mark.django_db

STRANGERS, MEMBERS = 12, 30


def restrict(page, *, group=None):
    """Let only those who are signed in, or only one group, read a page and what is below it."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups" if group else "login")
    if group:
        restriction.groups.add(group)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured), [query["sql"][:150] for query in captured]


def make_event(course):
    """A public workshop to come that belongs to a course."""
    event = Event.objects.create(slug=f"workshop-{course.pk}", title="Running a board", audience="public")
    start = timezone.now() + timezone.timedelta(days=11)
    event.occurrences.create(starts_at=start, ends_at=start + timezone.timedelta(hours=2))
    services.set_course_events(course=course, events=[event])
    return event


@pytest.mark.parametrize("name", ["learn", "course_index", "path", "limit", "lesson"])
def test_strangers_read_public_pages(client, school, name):
    page = getattr(school, name)
    response = client.get(page.url)
    content = response.content.decode()
    assert response.status_code == 200
    assert content.count("<h1") == 1
    assert page.title in content
    assert '<form method="post" action="/courses/' not in content


def test_reading_writes_nothing(client, signed_in, school, learner):
    services.enrol(user=learner, page=school.path)
    for page in (school.path, school.limit, school.lesson, school.learn):
        signed_in.get(page.url)
    assert not LearningEvent.objects.exists()


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_lesson(client, school):
    content = client.get(school.lesson.url).content.decode()
    assert f'href="/accounts/login/?next={school.lesson.url}"' in content
    response = client.post(reverse("courses:complete_lesson", args=[school.lesson.pk]))
    assert response.url == f"/accounts/login/?next={school.lesson.url}"
    assert not LearningEvent.objects.exists()


def test_taking_a_path_leads_to_its_first_lesson_and_on_to_the_quiz(signed_in, school, learner):
    response = signed_in.post(reverse("courses:enrol", args=[school.path.pk]))
    assert response.url == school.lessons[0].url
    went = []
    for lesson in school.lessons:
        went.append(signed_in.post(reverse("courses:complete_lesson", args=[lesson.pk])).url)
    assert went == [school.lessons[1].url, school.lessons[2].url, reverse("courses:quiz", args=[school.limit.slug])]
    page = signed_in.post(went[-1], form_data(school.quiz), follow=True).content.decode()
    assert school.limit.url in page
    assert progress_for(learner, school.path).passed
    assert "You finished it on" in signed_in.get(school.path.url).content.decode()


def test_done_is_shown_and_can_be_taken_back(signed_in, school, learner):
    services.complete_lesson(user=learner, lesson=school.lesson)
    assert "Mark as not done" in signed_in.get(school.lesson.url).content.decode()
    response = signed_in.post(reverse("courses:reopen_lesson", args=[school.lesson.pk]), follow=True)
    assert "Mark as done" in response.content.decode()


def test_leaving_is_told(signed_in, school, learner):
    services.enrol(user=learner, page=school.path)
    response = signed_in.post(reverse("courses:withdraw", args=[school.path.pk]), follow=True)
    assert "What you did is kept" in response.content.decode()
    assert not Enrolment.objects.current().exists()


def test_actions_are_no_links(signed_in, school):
    for name in ("enrol", "withdraw", "complete_lesson", "reopen_lesson"):
        assert signed_in.get(reverse(f"courses:{name}", args=[school.lesson.pk])).status_code == 405


@pytest.mark.parametrize("pk", [0, 10**30])
def test_unknown_pages_are_not_found(signed_in, school, pk):
    for name in ("enrol", "withdraw", "complete_lesson", "reopen_lesson"):
        assert signed_in.post(reverse(f"courses:{name}", args=[pk])).status_code == 404
    assert signed_in.get(reverse("courses:attempt", args=[pk])).status_code == 404


def test_an_index_page_cannot_be_taken(signed_in, school):
    assert signed_in.post(reverse("courses:enrol", args=[school.learn.pk])).status_code == 404
    assert signed_in.post(reverse("courses:enrol", args=[school.lesson.pk])).status_code == 404


def test_addresses_that_lead_nowhere(client, school):
    for address in ("nothing/", "courses/nothing/", "courses/a/b/c/d/", "%00/", "courses/%00/x/", "flow/more/"):
        assert client.get(f"{school.learn.url}{address}").status_code == 404


def test_what_one_audience_reads_is_closed_to_others_on_every_address(client, school, learner):
    group = Group.objects.create(name="Team: Kestrel")
    restrict(school.limit, group=group)
    client.force_login(learner)
    assert client.get(school.lesson.url).status_code in {302, 403, 404}
    for name, page in [("complete_lesson", school.lesson), ("reopen_lesson", school.lesson), ("enrol", school.limit)]:
        assert client.post(reverse(f"courses:{name}", args=[page.pk])).status_code == 404
    assert client.get(reverse("courses:quiz", args=[school.limit.slug])).status_code == 404
    assert not LearningEvent.objects.exists()
    for page in (school.path, school.course_index, school.learn):
        content = client.get(page.url).content.decode()
        assert school.limit.title not in content
        assert school.limit.slug not in content
    assert progress_for(learner, school.path).total == 1
    member = make_user()
    member.groups.add(group)
    client.force_login(member)
    assert client.get(school.lesson.url).status_code == 200
    assert client.post(reverse("courses:complete_lesson", args=[school.lesson.pk])).status_code == 302
    assert progress_for(member, school.path).done == 1


def test_a_stranger_learns_nothing_of_a_restricted_lesson(client, school):
    restrict(school.limit)
    there = client.post(reverse("courses:complete_lesson", args=[school.lesson.pk]))
    nowhere = client.post(reverse("courses:complete_lesson", args=[987654]))
    assert (there.status_code, there.url) == (nowhere.status_code, nowhere.url)


def test_a_hidden_practice_is_not_named(client, school):
    restrict(school.practice)
    for page in (school.path, school.limit, school.lesson):
        assert school.practice.title not in client.get(page.url).content.decode()


def test_a_lesson_taken_offline_is_told_to_those_who_did_it_alone(client, school, learner):
    services.complete_lesson(user=learner, lesson=school.lesson)
    url = school.lesson.url
    school.lesson.unpublish()
    assert client.get(url).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert client.post(reverse("courses:complete_lesson", args=[school.lesson.pk])).status_code == 404
    client.force_login(learner)
    response = client.get(url)
    assert response.status_code == 410
    assert "What you did here is kept" in response.content.decode()
    response = client.post(reverse("courses:reopen_lesson", args=[school.lesson.pk]), follow=True)
    assert "is not offered any more" in response.content.decode()
    assert LearningEvent.objects.count() == 1


def test_lessons_close_with_their_course(client, school):
    school.limit.unpublish()
    assert client.get(school.lesson.url).status_code == 404


def test_pages_cost_few_queries(client, school, learner):
    make_event(school.limit)
    restrict(make_practice("Hidden"))
    services.complete_lesson(user=learner, lesson=school.lessons[0])
    services.enrol(user=learner, page=school.path)
    pages = [school.learn, school.course_index, school.path, school.limit, school.lesson]
    for page in pages:
        count, sql = queries(client, page.url)
        assert count <= STRANGERS, (page, count, sql)
    client.force_login(learner)
    for url in [*(page.url for page in pages), reverse("courses:quiz", args=[school.limit.slug])]:
        count, sql = queries(client, url)
        assert count <= MEMBERS, (url, count, sql)


def test_more_lessons_courses_and_practices_cost_nothing_more(client, school, learner):
    make_event(school.limit)
    services.enrol(user=learner, page=school.path)
    pages = [school.learn, school.course_index, school.path, school.limit, school.lesson]
    before = {}
    for user in (None, learner):
        if user:
            client.force_login(user)
        before[user] = [queries(client, page.url)[0] for page in pages]
        client.logout()
    practices = [school.practice, make_practice("Second"), make_practice("Third")]
    more = [make_course(f"more-{n}", f"More {n}", practices=practices)[0] for n in range(2)]
    make_event(more[0])
    make_course(quiz=school.quiz, practices=practices, lessons=4)
    stages = [("See", [school.see]), ("Limit", [school.limit]), ("More", more)]
    for slug in ("flow", "second", "third"):
        path = services.publish_path(slug=slug, title=slug, summary=slug, stages=stages, practices=practices)
        services.enrol(user=learner, page=path)
    for user in (None, learner):
        if user:
            client.force_login(user)
        assert [queries(client, page.url)[0] for page in pages] == before[user]
        client.logout()
