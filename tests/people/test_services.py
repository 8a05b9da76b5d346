"""Teams, invitations, follows and notifications: what the services promise."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from people import services, tasks
from people.models import Invitation, Notification, Profile, TeamMembership
from people.roles import COACHES, has_role
from tests.factories import make_project, make_team, make_user

pytestmark = pytest.mark.django_db
User = get_user_model()


def in_group(user, team):
    return user.groups.filter(pk=team.group_id).exists()


# --- accounts and profiles ---------------------------------------------------------------------------


def test_one_mailbox_is_one_account_in_any_case():
    make_user(email="Amara@Example.com")
    assert User.objects.get_by_natural_key("AMARA@example.COM").email == "amara@example.com"
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(email="amara@example.com")


def test_everyone_gets_a_profile_also_from_a_command():
    user = User.objects.create_superuser(email="root@example.com", password="x")
    assert Profile.objects.get(user=user).slug == "root"


def test_people_of_one_name_get_different_addresses():
    slugs = [make_user("Amara", "Osei").profile.slug for _ in range(3)]
    assert slugs == ["amara-osei", "amara-osei-2", "amara-osei-3"]


@pytest.mark.parametrize(("first", "slug"), [("Me", "me-2"), ("李", "li"), ("Invitation", "invitation-2")])
def test_a_name_never_takes_an_address_that_the_portal_needs(first, slug):
    profile = make_user(first, "").profile
    assert profile.slug == slug or profile.slug.startswith("person-")


def test_ensuring_a_profile_twice_keeps_the_first():
    user = make_user()
    assert services.ensure_profile(user=user) == services.ensure_profile(user=user)


def test_a_verified_person_can_sign_in_at_once(client):
    user = make_user(verified=True)
    assert user.emailaddress_set.get().verified
    assert not make_user().emailaddress_set.exists()


def test_another_address_takes_the_place_of_all():
    user = make_user(email="old@example.com", verified=True)
    services.replace_email(user=user, email="New@Example.com")
    assert user.email == "new@example.com"
    assert not user.emailaddress_set.exists()


# --- teams ---------------------------------------------------------------------------


def test_joining_and_leaving_a_team_keeps_its_group_in_step():
    team, user, lead = make_team(), make_user(), make_user()
    services.add_to_team(team=team, user=lead, role="lead")
    services.add_to_team(team=team, user=user)
    assert in_group(user, team)
    assert user.team_memberships[0].team == team
    services.remove_from_team(team=team, user=user)
    assert not in_group(user, team)
    assert user.team_memberships == []
    assert team.group_id not in user.group_ids


def test_joining_twice_is_one_membership_with_the_later_role():
    team, user = make_team(), make_user()
    services.add_to_team(team=team, user=user)
    services.add_to_team(team=team, user=user, role="lead")
    assert [m.role for m in team.memberships.all()] == ["lead"]


def test_the_last_lead_cannot_leave_or_step_down():
    team = make_team()
    lead = make_user("Nadia", "Rahman", team=team, role="lead")
    make_user(team=team)
    with pytest.raises(services.PeopleError, match="Nadia Rahman is the only lead"):
        services.remove_from_team(team=team, user=lead)
    with pytest.raises(services.PeopleError):
        services.change_role(team=team, user=lead, role="member", by=lead)
    assert team.memberships.get(user=lead).role == "lead"
    assert in_group(lead, team)


def test_a_lead_can_leave_when_there_is_another():
    team = make_team()
    first, second = make_user(team=team, role="lead"), make_user(team=team, role="lead")
    services.remove_from_team(team=team, user=first)
    with pytest.raises(services.PeopleError):
        services.remove_from_team(team=team, user=second)


def test_only_known_roles_are_stored():
    team, user = make_team(), make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMembership.objects.create(team=team, user=user, role="king")


def test_people_are_told_who_added_changed_and_removed_them():
    team, lead, user = make_team(), make_user("Nadia", "Rahman"), make_user()
    services.add_to_team(team=team, user=lead, role="lead")
    services.welcome_to_team(team=team, user=user, role="member", by=lead)
    services.change_role(team=team, user=user, role="coach", by=lead)
    services.remove_from_team(team=team, user=user, by=lead)
    assert [n.kind for n in user.notifications.order_by("pk")] == ["team-joined", "team-role", "team-left"]
    assert not lead.notifications.exists()


def test_roles_cost_one_query_and_superusers_have_all(django_assert_num_queries):
    user = make_user()
    with django_assert_num_queries(1):
        assert not has_role(user, COACHES)
        assert not user.sees_insights
        assert not user.can_edit_pages
        assert user.group_ids == frozenset()
    user.is_superuser = True
    assert has_role(user, COACHES)


# --- invitations ---------------------------------------------------------------------------


def test_an_invitation_opens_with_its_token_and_with_no_other():
    invitation = services.invite(email=" Sam@Example.com", invited_by=make_user())
    assert services.find_invitation(token=invitation.token) == invitation
    assert invitation.email == "sam@example.com"
    for token in ("", "x", invitation.token[:-1], f"{invitation.token}x", "\x00", "1:2", "é"):
        assert services.find_invitation(token=token) is None


def test_the_token_of_a_changed_address_does_not_open():
    invitation = services.invite(email="sam@example.com", invited_by=make_user())
    token = invitation.token
    Invitation.objects.update(email="eve@example.com")
    assert services.find_invitation(token=token) is None


def test_an_invitation_is_used_once():
    team, user, other = make_team(), make_user(), make_user()
    invitation = services.invite(email=user.email, invited_by=other, team=team, role="coach")
    assert services.accept_invitation(invitation=invitation, user=user) is True
    assert services.accept_invitation(invitation=invitation, user=other) is False
    assert [(m.user, m.role) for m in team.memberships.all()] == [(user, "coach")]


def test_accepting_does_not_take_a_role_away():
    team, lead = make_team(), make_user()
    services.add_to_team(team=team, user=lead, role="lead")
    invitation = services.invite(email=lead.email, invited_by=make_user(), team=team)
    services.accept_invitation(invitation=invitation, user=lead)
    assert team.memberships.get().role == "lead"


def test_an_expired_invitation_brings_nobody_in():
    team, user = make_team(), make_user()
    invitation = services.invite(email=user.email, invited_by=make_user(), team=team, days=14)
    with time_machine.travel(timezone.now() + timedelta(days=14, seconds=1), tick=False):
        assert not invitation.is_open
        assert services.accept_invitation(invitation=invitation, user=user) is False
    assert not team.memberships.exists()


def test_inviting_again_makes_the_earlier_link_stop():
    team, lead = make_team(), make_user()
    first = services.invite(email="sam@example.com", invited_by=lead, team=team)
    token = first.token
    services.invite(email="sam@example.com", invited_by=lead, team=team)
    assert services.find_invitation(token=token) is None
    assert team.invitations.count() == 1


def test_the_mail_of_an_invitation_is_sent_once_however_often_the_task_runs(settings):
    team = make_team("Kestrel")
    invitation = services.invite(email="sam@example.com", invited_by=make_user("Nadia", "Rahman"), team=team)
    tasks.send_invitation.enqueue(invitation.pk)
    tasks.send_invitation.enqueue(invitation.pk)
    tasks.send_invitation.enqueue(10**6)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["sam@example.com"]
    body = mail.outbox[0].body
    assert f"{settings.BASE_URL}/people/invitation/{invitation.token}/" in body
    assert "Nadia Rahman" in body
    assert "Kestrel" in body


# --- following and notifications ---------------------------------------------------------------------------


def test_following_twice_is_once_and_only_active_people_are_told():
    user, gone, project = make_user(), make_user(), make_project()
    for _ in range(2):
        services.follow(user=user, target=project)
    services.follow(user=gone, target=project)
    gone.is_active = False
    gone.save()
    assert list(services.followers_of(project)) == [user]
    services.unfollow(user=user, target=project)
    assert not services.followers_of(project)


def test_the_same_thing_is_told_once_to_each():
    one, two = make_user(), make_user()
    for user in (one, one, two):
        services.notify(user=user, kind="event-place", text="You have a place", dedupe="event-1")
    assert Notification.objects.count() == 2
    assert services.notify(user=one, kind="event-place", text="Again", dedupe="event-1") is None


def test_without_a_dedupe_each_is_told():
    user = make_user()
    for _ in range(2):
        services.notify(user=user, kind="news", text="x" * 500)
    assert user.notifications.count() == 2
    assert len(user.notifications.first().text) == 300


def test_telling_twice_does_not_break_the_transaction_around_it():
    user = make_user()
    with transaction.atomic():
        services.notify(user=user, kind="k", text="a", dedupe="1")
        services.notify(user=user, kind="k", text="a", dedupe="1")
        services.notify(user=user, kind="k", text="b", dedupe="2")
    assert user.notifications.count() == 2


def test_marking_read_touches_only_my_own():
    me, other = make_user(), make_user()
    for user in (me, me, other):
        services.notify(user=user, kind="k", text="t")
    assert services.mark_read(user=me) == 2
    assert services.mark_read(user=me) == 0
    assert other.notifications.unread().count() == 1
    theirs = other.notifications.get()
    assert services.mark_read(user=me, notification=theirs) == 0
