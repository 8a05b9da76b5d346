"""A form sent after the session had ended loses nothing."""

import pytest

from knowledge.models import Retrospective
from people.unsent import LARGEST
from tests.factories import PASSWORD, make_home, make_team, make_user

pytestmark = pytest.mark.django_db

FORM = "/retrospectives/new/"


@pytest.fixture
def nadia():
    make_home()
    return make_user("Nadia", "Rahman", team=make_team("Kestrel"), role="lead", verified=True)


def sign_in(client, user, path):
    return client.post(f"/accounts/login/?next={path}", {"login": user.email, "password": PASSWORD}, follow=True)


def test_what_was_typed_is_offered_after_signing_in_and_sent_with_one_press(client, nadia):
    typed = {"title": "Kept <b>safe</b>", "well": "line one\r\nline two", "csrfmiddlewaretoken": "old"}
    turned_away = client.post(FORM, typed)
    assert turned_away["Location"].startswith("/accounts/login/")
    assert "What you typed is kept" in client.get(turned_away["Location"]).content.decode()
    page = sign_in(client, nadia, FORM).content.decode()
    assert "What you typed is still here" in page
    assert 'value="Kept &lt;b&gt;safe&lt;/b&gt;"' in page
    assert 'value="old"' not in page
    answer = client.post(FORM, typed).content.decode()
    assert "Kept &lt;b&gt;safe&lt;/b&gt;" in answer
    assert "still here" not in client.get(FORM).content.decode()
    assert not Retrospective.objects.exists()


def test_it_can_be_forgotten(client, nadia):
    client.post(FORM, {"title": "Never mind"})
    sign_in(client, nadia, "/")
    client.get(f"{FORM}?discard-unsent=1")
    assert "Never mind" not in client.get(FORM).content.decode()


def test_other_pages_are_not_disturbed(client, nadia):
    client.post(FORM, {"title": "Waiting"})
    assert "Waiting" not in sign_in(client, nadia, "/").content.decode()


def test_a_password_is_never_put_aside(client, nadia):
    client.post("/settings/profile/", {"first_name": "N", "password": "secret words", "password1": "more"})
    assert "secret words" not in str(dict(client.session))
    assert "more" not in str(client.session.get("unsent_form"))


def test_what_is_too_long_to_keep_is_said(client, nadia):
    answer = client.post(FORM, {"title": "x" * (LARGEST + 1)}, follow=True)
    assert "too long to keep" in answer.content.decode()
