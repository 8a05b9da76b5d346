"""People in the page editor: made and changed there, without breaking what teams and sign-in rely on."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from people import services
from people.cms.users import free_groups
from people.roles import ALL
from tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db
User = get_user_model()
NAMES = {"first_name": "Sam", "last_name": "Reid"}
PASSWORDS = {"password1": "a long test password", "password2": "a long test password"}


@pytest.fixture
def admin(client):
    user = User.objects.create_superuser(email="root@example.com", password="x", first_name="Ines")
    client.force_login(user)
    return user


def test_the_role_groups_are_there_and_editors_may_edit():
    assert set(Group.objects.filter(name__in=ALL).values_list("name", flat=True)) == set(ALL)
    editor = make_user()
    editor.groups.add(Group.objects.get(name="Editors"))
    assert editor.has_perm("wagtailadmin.access_admin")
    assert editor.has_perm("wagtailimages.add_image")
    assert editor.can_edit_pages


def test_a_user_made_in_the_editor_signs_in_by_address_and_has_a_profile(client, admin):
    response = client.get(reverse("wagtailusers_users:add"))
    assert response.status_code == 200
    assert 'name="username"' not in response.content.decode()
    coaches = Group.objects.get(name="Coaches")
    data = {**NAMES, **PASSWORDS, "email": "Sam@Example.com", "groups": [coaches.pk]}
    assert client.post(reverse("wagtailusers_users:add"), data).status_code == 302
    user = User.objects.get(email="sam@example.com")
    assert user.profile.slug == "sam-reid"
    assert list(user.groups.all()) == [coaches]
    assert user.check_password(PASSWORDS["password1"])


def test_a_taken_address_is_refused_in_any_case(client, admin):
    make_user(email="sam@example.com")
    response = client.post(reverse("wagtailusers_users:add"), {**NAMES, **PASSWORDS, "email": "SAM@example.com"})
    assert "Another account has this e-mail address." in response.content.decode()
    assert User.objects.filter(email__iexact="sam@example.com").count() == 1


def test_editing_keeps_the_teams_that_a_person_is_in(client, admin):
    team = make_team()
    user = make_user(team=team, email="sam@example.com", verified=True)
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    page = client.get(url).content.decode()
    assert "Coaches" in page
    assert team.group.name not in page.split('id="id_groups"')[-1].split("</form>")[0]
    pmo = Group.objects.get(name="PMO")
    data = {**NAMES, "email": "sam@example.com", "is_active": "on", "groups": [pmo.pk]}
    assert client.post(url, data).status_code == 302
    assert set(user.groups.all()) == {pmo, team.group}
    assert user.emailaddress_set.get().verified


def test_a_team_group_cannot_be_given_by_hand(client, admin):
    team, user = make_team(), make_user(email="sam@example.com")
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    data = {**NAMES, "email": "sam@example.com", "is_active": "on", "groups": [team.group.pk]}
    assert "groups" in client.post(url, data).context["form"].errors
    assert not user.groups.exists()


def test_another_address_has_to_be_confirmed(client, admin):
    user = make_user(email="old@example.com", verified=True)
    url = reverse("wagtailusers_users:edit", args=[user.pk])
    client.post(url, {**NAMES, "email": "new@example.com", "is_active": "on"})
    user.refresh_from_db()
    assert user.email == "new@example.com"
    assert not user.emailaddress_set.exists()


def test_the_list_of_users_opens_and_finds(client, admin):
    make_user("Sam", "Reid", email="sam@example.com")
    assert "Sam Reid" in client.get(reverse("wagtailusers_users:index"), {"q": "reid"}).content.decode()


def test_members_cannot_open_the_editor(client):
    client.force_login(make_user())
    assert client.get(reverse("wagtailusers_users:index")).status_code in (302, 403)


def test_every_owned_group_is_left_out():
    team = make_team()
    services.add_to_team(team=team, user=make_user())
    assert team.group not in free_groups()
    assert Group.objects.get(name="PMO") in free_groups()
