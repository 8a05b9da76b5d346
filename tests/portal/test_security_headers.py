"""Every page of the portal is served under the strict policy; only the CMS gets the looser one."""

import pytest

from people.models import User
from tests.factories import make_home, make_practice, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def policy(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, _, values in parts}


@pytest.mark.parametrize("path", ["/accounts/login/", "/events/", "/no-such-page/", "/health/"])
def test_portal_pages_allow_nothing_inline(client, path):
    make_home()
    found = policy(client.get(path))
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'self'"
    assert found["default-src"] == "'self'"
    assert found["object-src"] == "'none'"


def test_the_cms_alone_may_use_inline_script(client):
    found = policy(client.get("/cms/login/", follow=False))
    assert "'unsafe-inline'" in found["script-src"]


def test_the_editor_can_frame_its_preview_of_a_page(client):
    practice = make_practice()
    client.force_login(User.objects.create_superuser("root@example.com"), backend=BACKEND)
    answer = client.get(f"/cms/pages/{practice.pk}/edit/preview/?in_preview_panel=true")
    assert answer.status_code == 200
    assert policy(answer)["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_members_without_cms_rights_are_told_so_instead_of_being_sent_in_circles(client):
    make_home()
    client.force_login(make_user(), backend=BACKEND)
    answer = client.get("/cms/")
    assert answer.status_code == 403
    assert "The page editor is for editors" in answer.content.decode()


def test_other_headers_are_set(client):
    make_home()
    response = client.get("/accounts/login/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


def test_health_says_what_was_checked(client):
    response = client.get("/health/")
    assert response.status_code == 200
    assert response.json()["checks"]["database"] == "ok"
