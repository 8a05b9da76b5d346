"""Sign-up in its three modes, invitations, and confirmation and new passwords over a real mail server."""

import email
import re
import socket
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from people import services
from tests.factories import make_team, make_user
from tests.people.signing import is_signed_in, sign_in, sign_up

pytestmark = pytest.mark.django_db
User = get_user_model()


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
