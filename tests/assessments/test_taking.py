"""Answering a round in the browser's place: one question a screen."""

import re

import pytest

from assessments.models import Response
from assessments.services import close_assessment, open_assessment, save_response
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(team, people, version):
    return open_assessment(team=team, opened_by=people[0])


@pytest.fixture
def amara(client, people):
    client.force_login(people[1])
    return people[1]


def take_url(assessment, position=None):
    return f"/assess/{assessment.team.slug}/{assessment.number}/take/" + (f"{position}/" if position else "")


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_one_question_a_screen_with_native_choices(client, amara, opened):
    page = text_of(client.get(take_url(opened, 1)))
    assert "<h1>How is it with flow.limits?</h1>" in page
    assert page.count('type="radio"') == 6
    assert "flow.limits at 3." in page
    assert "question 1 of 5" in page
    assert "checked" not in page


def test_an_answer_is_saved_and_leads_on(client, amara, opened):
    response = client.post(take_url(opened, 1), {"level": "2", "note": "Seven open.", "go": "next"})
    assert response.headers["Location"] == take_url(opened, 2)
    saved = Response.objects.get()
    assert (saved.user, saved.level, saved.note, saved.item.key) == (amara, 2, "Seven open.", "flow.limits")
    page = text_of(client.get(take_url(opened, 1)))
    assert re.search(r'value="2"\s+checked', page)
    assert "Seven open." in page


def test_cannot_tell_is_kept_without_a_level(client, amara, opened):
    client.post(take_url(opened, 1), {"level": "none", "go": "next"})
    assert Response.objects.get().level is None
    assert re.search(r'value="none"\s+checked', text_of(client.get(take_url(opened, 1))))


def test_coming_back_resumes_at_the_first_unanswered(client, amara, opened, questions):
    for key in ("flow.limits", "feedback.show"):
        save_response(assessment=opened, item=questions[key], user=amara, level=3)
    assert client.get(take_url(opened)).headers["Location"] == take_url(opened, 2)


def test_back_later_and_finish(client, amara, opened):
    assert client.post(take_url(opened, 2), {"level": "2", "go": "back"}).headers["Location"] == take_url(opened, 1)
    assert client.post(take_url(opened, 3), {"go": "back"}).headers["Location"] == take_url(opened, 2)
    assert client.post(take_url(opened, 3), {"go": "later"}).headers["Location"] == "/assess/"
    assert client.post(take_url(opened, 5), {"level": "2", "go": "next"}).headers["Location"] == take_url(opened)
    assert client.post(take_url(opened, 1), {"level": "2", "go": "back"}).headers["Location"] == take_url(opened)
    assert client.post(take_url(opened, 1), {"level": "2", "go": "sideways"}).headers["Location"] == take_url(opened, 2)


def test_after_the_last_question_my_answers_are_shown_to_me(client, amara, people, opened, questions):
    for question in questions.values():
        save_response(assessment=opened, item=question, user=people[0], level=5, note="Of somebody else.")
        save_response(assessment=opened, item=question, user=amara, level=2)
    page = text_of(client.get(take_url(opened)))
    assert "You have answered every question" in page
    assert "2. Trying" in page
    assert "We teach it" not in page
    assert "Of somebody else." not in page


def test_a_question_shows_my_answer_and_nobody_elses(client, amara, people, opened, questions):
    save_response(assessment=opened, item=questions["flow.limits"], user=people[0], level=5, note="Of somebody else.")
    page = text_of(client.get(take_url(opened, 1)))
    assert "checked" not in page
    assert "Of somebody else." not in page
    assert "1 of 4 people have answered" in page


def test_double_submit_is_harmless(client, amara, opened):
    for _time in range(2):
        response = client.post(take_url(opened, 1), {"level": "4", "go": "next"})
        assert response.headers["Location"] == take_url(opened, 2)
    assert Response.objects.get().level == 4


def test_next_without_a_choice_asks_for_one_and_keeps_the_note(client, amara, opened):
    for data in (
        {"go": "next"},
        {"go": "next", "note": "Typed <b>words</b>"},
        {"go": "back", "note": "Typed <b>words</b>"},
    ):
        response = client.post(take_url(opened, 1), data)
        assert response.status_code == 422
        assert "Choose a level" in text_of(response)
        assert ("Typed &lt;b&gt;words&lt;/b&gt;" in text_of(response)) == ("note" in data)
    assert not Response.objects.exists()


@pytest.mark.parametrize("level", ["6", "0", "-1", "abc", "2.5", "", "1" * 400, "\0", "2\0"])
def test_malformed_levels_are_refused(client, amara, opened, level):
    response = client.post(take_url(opened, 1), {"level": level, "note": "Kept here.", "go": "next"})
    assert response.status_code == 422
    assert "Kept here." in text_of(response)
    assert not Response.objects.exists()


@pytest.mark.parametrize("note", ["x" * 1001, "nul \0 byte"])
def test_a_note_that_cannot_be_kept_is_said(client, amara, opened, note):
    response = client.post(take_url(opened, 1), {"level": "2", "note": note, "go": "next"})
    assert response.status_code == 422
    assert re.search(r'value="2"\s+checked', text_of(response))
    assert not Response.objects.exists()


@pytest.mark.parametrize("position", [0, 6, 10**30])
def test_a_question_that_does_not_exist(client, amara, opened, position):
    assert client.get(take_url(opened, position) if position else take_url(opened) + "0/").status_code == 404


def test_each_answer_is_saved_on_its_own_where_scripts_run(client, amara, opened):
    response = client.post(take_url(opened, 1), {"level": "3"}, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "Saved" in text_of(response)
    assert Response.objects.get().level == 3
    refused = client.post(take_url(opened, 2), {"note": "Only a note"}, headers={"HX-Request": "true"})
    assert "Choose a level" in text_of(refused)
    assert Response.objects.count() == 1


def test_closed_meanwhile_says_so_and_shows_what_was_typed(client, amara, people, opened, questions):
    save_response(assessment=opened, item=questions["flow.board"], user=people[0], level=3)
    close_assessment(assessment=opened, by=people[0])
    response = client.post(take_url(opened, 1), {"level": "2", "note": "My long thought.", "go": "next"})
    assert response.status_code == 409
    assert "This assessment has been closed" in text_of(response)
    assert "My long thought." in text_of(response)
    assert "Trying" in text_of(response)
    assert not Response.objects.filter(user=amara).exists()
    unsaved = client.post(take_url(opened, 1), {"level": "2"}, headers={"HX-Request": "true"})
    assert "not kept" in text_of(unsaved)
    for url in (take_url(opened), take_url(opened, 1)):
        assert client.get(url).headers["Location"] == opened.get_absolute_url()


def test_a_coach_helps_and_does_not_answer(client, team, opened):
    client.force_login(make_user("Priya", "Raman", team=team, role="coach"))
    assert client.get(take_url(opened)).status_code == 403
    assert client.post(take_url(opened, 1), {"level": "2"}).status_code == 403
    assert not Response.objects.exists()


def test_strangers_sign_in_first(client, opened):
    response = client.get(take_url(opened, 1))
    assert response.status_code == 302
    assert "/accounts/login/" in response.headers["Location"]
