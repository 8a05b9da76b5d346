"""Signing in, two steps, passkeys and sessions."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, make_user
from tests.people.signing import assert_strict, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


# --- signing in ---


def test_signing_in_with_another_case_of_the_address(client):
    user = make_user(email="amara@example.com", verified=True)
    client.post(reverse("account_login"), {"login": "Amara@EXAMPLE.com", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize("address", ["nobody@example.com", "amara@example.com", "not an address", "a\x00b@example.com"])
def test_a_wrong_sign_in_keeps_the_address_and_says_nothing_about_accounts(client, address):
    make_user(email="amara@example.com", verified=True)
    response = client.post(reverse("account_login"), {"login": address, "password": "wrong password"})
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_a_switched_off_account_cannot_sign_in(client):
    user = make_user(verified=True)
    user.is_active = False
    user.save()
    sign_in(client, user)
    assert not is_signed_in(client)


def test_the_way_back_is_kept_but_not_to_other_sites(client):
    user = make_user(verified=True)
    data = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), {**data, "next": "/teams/"})["Location"] == "/teams/"
    client.logout()
    assert client.post(reverse("account_login"), {**data, "next": "https://evil.example/"})["Location"] == "/"


def test_signing_in_brings_the_persons_time_zone(client):
    user = make_user(verified=True, timezone="Asia/Tokyo")
    sign_in(client, user)
    assert client.session["timezone"] == "Asia/Tokyo"


def test_the_demo_lists_its_accounts_and_nothing_else_does(client, settings):
    settings.DEMO_ACCOUNTS = [{"email": "amara@northmoor.example", "role": "Practitioner"}]
    settings.DEMO_PASSWORD = "walk round the loop"
    assert "amara@northmoor.example" not in client.get(reverse("account_login")).content.decode()
    settings.DEMO = True
    page = client.get(reverse("account_login")).content.decode()
    assert "amara@northmoor.example" in page
    assert "walk round the loop" in page
    del settings.DEMO_ACCOUNTS
    assert client.get(reverse("account_login")).status_code == 200


# --- two steps, passkeys, sessions ---


def code_for(secret):
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def sign_in_fresh(client, user):
    """Signed in, and asked for the password once more, as every change of how one signs in wants it."""
    sign_in(client, user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert is_signed_in(client)


def test_an_authenticator_app_is_set_up_and_then_asked_for(client):
    user = make_user(verified=True)
    sign_in_fresh(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    assert_strict(page)
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).context["form"].errors
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert {a.type for a in Authenticator.objects.filter(user=user)} == {"totp", "recovery_codes"}
    client.logout()

    response = sign_in(client, user)
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_signed_in(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        assert client.post(reverse("mfa_authenticate"), {"code": "123456"}).context["form"].errors
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert is_signed_in(client)


def test_a_recovery_code_opens_once(client):
    user = make_user(verified=True)
    sign_in_fresh(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    for expected in (True, False):
        client.logout()
        sign_in(client, user)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_signed_in(client) is expected


def test_passkey_pages_hold_nothing_that_the_content_policy_stops(client):
    login = client.get(reverse("account_login"))
    assert_strict(login)
    assert 'id="passkey_login"' in login.content.decode()
    assert "mfa/js/webauthn.js" in login.content.decode()
    user = make_user(verified=True)
    sign_in_fresh(client, user)
    assert_strict(client.get(reverse("mfa_add_webauthn")))


def test_a_passkey_sign_in_without_a_key_is_refused_politely(client):
    for credential in ("", "{}", "[]", "7", "nonsense", '{"id": "\\u0000"}', '{"rawId": "AA", "response": 1}'):
        response = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
        assert response.status_code == 200
        assert not is_signed_in(client)


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
    ],
)
def test_account_pages_are_strict_and_signed_in_only(client, name):
    assert client.get(reverse(name)).status_code == 302
    sign_in_fresh(client, make_user(verified=True))
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert_strict(response)
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password", "account_inactive"])
def test_pages_for_strangers_are_strict_and_have_one_title(client, name):
    response = client.get(reverse(name))
    assert_strict(response)
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("hours", [0, 1])
def test_changing_how_i_sign_in_asks_for_the_password_once_more(client, hours):
    sign_in(client, make_user(verified=True)) if hours == 0 else sign_in_fresh(client, make_user(verified=True))
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        response = client.get(reverse("mfa_activate_totp"))
        assert response["Location"].startswith(reverse("account_reauthenticate"))
        page = client.get(response["Location"])
        assert_strict(page)
        assert client.post(response["Location"], {"password": PASSWORD}).status_code == 302
        assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_signing_out_everywhere_else(client, django_user_model):
    user = make_user(verified=True)
    other = type(client)()
    sign_in(other, user)
    sign_in(client, user)
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "Sign out everywhere else" in page
    assert "This device" in page
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("usersessions_list")).status_code == 302
    assert client.get(reverse("usersessions_list")).status_code == 200


def test_sessions_of_others_are_not_listed(client):
    make_them = make_user(verified=True)
    other = type(client)(HTTP_USER_AGENT="Their browser")
    sign_in(other, make_them)
    sign_in(client, make_user(verified=True))
    assert "Their browser" not in client.get(reverse("usersessions_list")).content.decode()
