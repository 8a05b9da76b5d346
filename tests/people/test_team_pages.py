"""Teams: the list, a team's page, and how leads change who is in it."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def text(response):
    return response.content.decode()


def test_teams_stand_by_department_without_dissolved_ones(client, reader, kestrel):
    old = make_team("Gone", department="Customer", dissolved_on=timezone.localdate())
    page = text(client.get("/teams/"))
    assert "Kestrel" in page
    assert "Lead: Nadia Rahman" in page
    assert f'href="{old.get_absolute_url()}"' not in page
    assert "was dissolved on" in text(client.get(old.get_absolute_url()))


def test_no_team_yet_says_so(client, reader):
    assert "There is no team yet" in text(client.get("/teams/"))


def test_only_an_administrator_makes_a_team(client, kestrel, lead):
    client.force_login(lead)
    assert client.get("/teams/new/").status_code == 403
    assert client.post("/teams/new/", {"name": "Mine"}).status_code == 403
    lead.is_superuser = True
    lead.save()
    for name in ("", "kestrel", "x" * 81, "a\x00b"):
        response = client.post("/teams/new/", {"name": name, "purpose": "Typed just now"})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["name"]
        assert "Typed just now" in text(response)
    for name, slug in (("New", "new-2"), ("Heron", "heron")):
        response = client.post("/teams/new/", {"name": name})
        assert response["Location"] == f"/teams/{slug}/people/"
    assert Group.objects.filter(name="Team: heron").exists()


def test_only_leads_and_administrators_change_who_is_in(client, kestrel, lead):
    member, other_lead = make_user(team=kestrel), make_user(team=make_team("Heron"), role="lead")
    coach = kestrel.memberships.get(role="coach")
    url = reverse("people:team_people", args=[kestrel.slug])
    changes = [
        (url, {"who": "sam@example.com", "role": "lead"}),
        (reverse("people:team_role", args=[kestrel.slug, coach.pk]), {"role": "lead"}),
        (reverse("people:team_remove", args=[kestrel.slug, coach.pk]), {}),
    ]
    for user in (member, other_lead, coach.user):
        client.force_login(user)
        assert client.get(url).status_code == 403
        assert [client.post(*change).status_code for change in changes] == [403] * 3
        assert "Add or change people" not in text(client.get(kestrel.get_absolute_url()))
    assert kestrel.memberships.count() == 3
    member.is_superuser = True
    member.save()
    for user in (lead, member):
        client.force_login(user)
        assert client.get(url).status_code == 200


def test_a_lead_adds_someone_by_address_and_by_name(client, kestrel, lead):
    sam, kim = make_user("Sam", "Reid", email="sam@example.com"), make_user("Kim", "van der Berg")
    client.force_login(lead)
    url = reverse("people:team_people", args=[kestrel.slug])
    page = client.post(url, {"who": "SAM@example.com", "role": "member"}, follow=True)
    assert "Sam Reid is in the team now." in text(page)
    client.post(url, {"who": "kim berg", "role": "coach"})
    assert {(m.user, m.role) for m in kestrel.memberships.filter(user__in=[sam, kim])} == {
        (sam, "member"),
        (kim, "coach"),
    }
    assert sam.notifications.get().text == "Nadia Rahman added you to team Kestrel"
    again = client.post(url, {"who": "sam@example.com", "role": "member"})
    assert again.status_code == 422
    assert "is in this team already" in text(again)


def test_a_name_that_fits_several_asks_which(client, kestrel, lead):
    one, _two = make_user("Amara", "Osei", headline="Tester"), make_user("Amara", "Okafor")
    client.force_login(lead)
    url = reverse("people:team_people", args=[kestrel.slug])
    response = client.post(url, {"who": "Amara", "role": "member"})
    assert response.status_code == 422
    assert "Amara Osei, Tester" in text(response)
    assert "@example.com" not in text(response)
    client.post(url, {"who": "Amara", "role": "member", "chosen": one.pk})
    assert kestrel.memberships.filter(user=one).exists()


@pytest.mark.parametrize("who", ["", "Nobody Such", "not@an address", "@", "a\x00b", "x" * 300])
def test_who_is_not_understood_is_said_beside_the_field(client, kestrel, lead, who):
    client.force_login(lead)
    response = client.post(reverse("people:team_people", args=[kestrel.slug]), {"who": who, "role": "member"})
    assert response.status_code == 422
    assert "who" in response.context["form"].errors
    assert mail.outbox == []


def test_a_lead_invites_an_address_and_the_mail_goes_after_the_commit(
    client, kestrel, lead, django_capture_on_commit_callbacks
):
    client.force_login(lead)
    url = reverse("people:team_people", args=[kestrel.slug])
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(url, {"who": "Sam@Partner.example", "role": "member"}, follow=True)
        assert mail.outbox == []
    assert "on its way to sam@partner.example" in text(page)
    assert [message.to for message in mail.outbox] == [["sam@partner.example"]]
    invitation = kestrel.invitations.get()
    client.post(reverse("people:invitation_withdraw", args=[kestrel.slug, invitation.pk]))
    assert client.get(invitation.get_absolute_url()).status_code == 404


def test_removing_asks_first_and_the_last_lead_stays(client, kestrel, lead):
    member = make_user("Marie", "Dubois", team=kestrel)
    client.force_login(lead)
    membership = kestrel.memberships.get(user=member)
    url = reverse("people:team_remove", args=[kestrel.slug, membership.pk])
    assert "Remove Marie Dubois from Kestrel?" in text(client.get(url))
    assert kestrel.memberships.filter(pk=membership.pk).exists()
    client.post(url)
    assert not kestrel.memberships.filter(pk=membership.pk).exists()
    assert client.post(url).status_code == 404

    own = kestrel.memberships.get(user=lead)
    for name, data in (("people:team_remove", {}), ("people:team_role", {"role": "member"})):
        page = client.post(reverse(name, args=[kestrel.slug, own.pk]), data, follow=True)
        assert "is the only lead of Kestrel. Make someone else lead first." in text(page)
    assert kestrel.memberships.get(user=lead).role == "lead"


def test_a_member_of_another_team_cannot_be_changed_through_mine(client, kestrel, lead):
    theirs = make_team("Heron")
    make_user(team=theirs, role="lead")
    membership = theirs.memberships.get()
    client.force_login(lead)
    for name in ("people:team_remove", "people:team_role"):
        assert client.post(reverse(name, args=[kestrel.slug, membership.pk]), {"role": "member"}).status_code == 404
    assert theirs.memberships.get().role == "lead"


def test_an_unknown_role_changes_nothing(client, kestrel, lead):
    membership = kestrel.memberships.get(role="coach")
    client.force_login(lead)
    client.post(reverse("people:team_role", args=[kestrel.slug, membership.pk]), {"role": "king"})
    membership.refresh_from_db()
    assert membership.role == "coach"


def test_a_lead_who_leaves_lands_on_the_team_page(client, kestrel, lead):
    make_user(team=kestrel, role="lead")
    client.force_login(lead)
    own = kestrel.memberships.get(user=lead)
    response = client.post(reverse("people:team_remove", args=[kestrel.slug, own.pk]))
    assert response["Location"] == kestrel.get_absolute_url()
