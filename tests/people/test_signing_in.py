"""Sign-up in its three modes, invitations, confirmation over a real mail server, passwords, two steps, sessions."""

import email
import re
import socket
from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people import services
from tests.factories import PASSWORD, make_team, make_user

pytestmark = pytest.mark.django_db
User = get_user_model()
SIGNUP = {"first_name": "Sam", "last_name": "Reid", "password1": PASSWORD}


def sign_up(client, address, **fields):
    return client.post(reverse("account_signup"), {**SIGNUP, "email": address, **fields})


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


class Scripts(HTMLParser):
    """Collects what a strict content policy would stop: inline scripts, handlers and styles."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.refused = False, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.refused += [f"{tag} {name}" for name in attrs if name.startswith("on") or name == "style"]
        if tag == "style":
            self.refused.append("style")
        data = attrs.get("type") == "application/json"
        self.inside = tag == "script" and "src" not in attrs and not data

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside and data.strip():
            self.refused.append(data.strip())


def assert_strict(response):
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert Scripts(response.content.decode()).refused == []


# --- signing up ---


def test_open_anyone_signs_up_and_confirms(client, settings):
    settings.SIGNUP = "open"
    response = sign_up(client, "Sam@Anywhere.example")
    assert response["Location"] == reverse("account_email_verification_sent")
    user = User.objects.get(email="sam@anywhere.example")
    assert user.get_full_name() == "Sam Reid"
    assert user.profile.slug == "sam-reid"
    assert not is_signed_in(client)
    assert sign_in(client, user)["Location"] == reverse("account_email_verification_sent")
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    assert client.get(link).status_code == 200
    client.post(link)
    sign_in(client, user)
    assert is_signed_in(client)


@pytest.mark.parametrize("field", ["first_name", "last_name", "password1"])
def test_what_is_missing_is_said_beside_the_field_and_the_rest_is_kept(client, settings, field):
    settings.SIGNUP = "open"
    response = sign_up(client, "sam@anywhere.example", **{field: ""})
    assert list(response.context["form"].errors) == [field]
    assert "sam@anywhere.example" in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "sam@northmoor.example"])
def test_weak_passwords_are_refused(client, settings, password):
    settings.SIGNUP = "open"
    assert "password1" in sign_up(client, "sam@northmoor.example", password1=password).context["form"].errors


def test_domain_only_addresses_of_the_organisation(client, settings):
    settings.SIGNUP, settings.SIGNUP_DOMAINS = "domain", ["northmoor.example", "Partner.example"]
    for address in ("eve@elsewhere.example", "eve@northmoor.example.evil.example", "eve@sub.northmoor.example"):
        response = sign_up(client, address)
        assert "@northmoor.example or @Partner.example" in response.content.decode()
    assert not User.objects.exists()
    assert sign_up(client, "sam@NORTHMOOR.example").status_code == 302
    assert sign_up(client, "kim@partner.example").status_code == 302


def test_domain_without_a_list_lets_nobody_in(client, settings):
    settings.SIGNUP, settings.SIGNUP_DOMAINS = "domain", []
    assert sign_up(client, "sam@northmoor.example").context["form"].errors
    assert not User.objects.exists()


@pytest.mark.parametrize("mode", ["invitation", "opne", ""])
def test_by_invitation_strangers_cannot_sign_up(client, settings, mode):
    settings.SIGNUP = mode
    response = client.get(reverse("account_signup"))
    assert "You need an invitation" in response.content.decode()
    sign_up(client, "sam@northmoor.example")
    assert not User.objects.exists()


@pytest.mark.parametrize("mode", ["open", "domain", "invitation"])
def test_an_invited_person_signs_up_without_confirming_and_is_in_the_team(client, settings, mode):
    settings.SIGNUP, settings.SIGNUP_DOMAINS = mode, []
    team = make_team()
    invitation = services.invite(email="sam@partner.example", invited_by=make_user(), team=team)
    response = client.get(invitation.get_absolute_url(), follow=True)
    assert response.redirect_chain == [(reverse("account_signup"), 302)]
    assert "sam@partner.example" in response.content.decode()
    sign_up(client, "sam@partner.example")
    user = User.objects.get(email="sam@partner.example")
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=user).verified
    assert user.team_memberships[0].team == team
    assert mail.outbox == []


def test_the_address_of_an_invitation_cannot_be_exchanged(client, settings):
    settings.SIGNUP = "invitation"
    invitation = services.invite(email="sam@partner.example", invited_by=make_user())
    client.get(invitation.get_absolute_url())
    sign_up(client, "eve@elsewhere.example")
    assert not User.objects.filter(email="eve@elsewhere.example").exists()
    assert User.objects.filter(email="sam@partner.example").exists()


def test_a_used_invitation_says_so(client, settings):
    settings.SIGNUP = "invitation"
    invitation = services.invite(email="sam@partner.example", invited_by=make_user())
    client.get(invitation.get_absolute_url())
    sign_up(client, "sam@partner.example")
    client.logout()
    response = client.get(invitation.get_absolute_url())
    assert response.status_code == 410
    assert "has been used" in response.content.decode()
    assert "You need an invitation" in client.get(reverse("account_signup")).content.decode()


def test_an_expired_invitation_says_so_also_between_opening_and_sending(client, settings):
    settings.SIGNUP = "invitation"
    invitation = services.invite(email="sam@partner.example", invited_by=make_user("Nadia", "Rahman"))
    client.get(invitation.get_absolute_url())
    client.get(reverse("account_login"))
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        sign_up(client, "sam@partner.example")
        response = client.get(invitation.get_absolute_url())
    assert not User.objects.filter(email="sam@partner.example").exists()
    assert response.status_code == 410
    assert "Ask Nadia Rahman" in response.content.decode()


def test_an_unknown_invitation_says_so(client):
    for token in ("x", "1:2", "%00", "a" * 500):
        response = client.get(f"/people/invitation/{token}/")
        assert response.status_code == 404
        assert "We do not know this invitation" in response.content.decode()


def test_someone_with_an_account_signs_in_and_accepts(client):
    team, user = make_team("Kestrel"), make_user(verified=True)
    invitation = services.invite(email=user.email, invited_by=make_user(), team=team)
    assert "You have an account already" in client.get(invitation.get_absolute_url()).content.decode()
    sign_in(client, user)
    assert "Join team Kestrel?" in client.get(invitation.get_absolute_url()).content.decode()
    assert not team.memberships.exists()
    response = client.post(invitation.get_absolute_url())
    assert response["Location"] == team.get_absolute_url()
    assert team.memberships.get().user == user


def test_an_invitation_for_somebody_else_cannot_be_accepted(client):
    team, user = make_team(), make_user()
    invitation = services.invite(email="sam@partner.example", invited_by=make_user(), team=team)
    client.force_login(user)
    for response in (client.get(invitation.get_absolute_url()), client.post(invitation.get_absolute_url())):
        assert response.status_code == 410
        assert "for somebody else" in response.content.decode()
        assert "sam@partner.example" not in response.content.decode()
    assert not team.memberships.exists()


def test_signing_up_with_a_taken_address_tells_only_its_mailbox(client, settings):
    settings.SIGNUP = "open"
    user = make_user(verified=True)
    response = sign_up(client, user.email)
    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert "has one already" in mail.outbox[0].body


# --- mail over a real server ---


class Mailbox:
    """Keeps what an SMTP server was given."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):
        self.messages.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


def link_in(message):
    body = message.get_payload(decode=True).decode()
    return re.search(r"http://testserver(/\S+)", body)[1]


def test_confirmation_arrives_over_smtp_and_opens_the_account(client, settings, mailbox):
    settings.SIGNUP = "open"
    sign_up(client, "zoe@books.example")
    [(recipients, message)] = mailbox.messages
    assert recipients == ["zoe@books.example"]
    assert message["Subject"] == "Confirm your address"
    client.post(link_in(message))
    assert EmailAddress.objects.get(email="zoe@books.example").verified


def test_a_password_is_reset_over_smtp(client, mailbox):
    user = make_user(verified=True)
    client.post(reverse("account_reset_password"), {"email": user.email.upper()})
    [(recipients, message)] = mailbox.messages
    assert recipients == [user.email]
    form = client.get(link_in(message), follow=True)
    address = form.redirect_chain[-1][0]
    password = "another long password"
    assert client.post(address, {"password1": "short", "password2": "short"}).context["form"].errors
    client.post(address, {"password1": password, "password2": password})
    client.logout()
    assert sign_in(client, user).status_code == 200
    assert sign_in(client, user, password).status_code == 302
    client.logout()
    assert "does not work any more" in client.get(link_in(message), follow=True).content.decode()


def test_asking_for_a_password_says_the_same_for_an_unknown_address(client):
    known = make_user(verified=True)
    answers = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True).content
        for address in (known.email, "nobody@example.com")
    ]
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert strip.sub(b"", answers[0]) == strip.sub(b"", answers[1])


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
