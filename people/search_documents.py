"""How people and teams are found by search: by those who are signed in, never by an e-mail address."""

from django.utils.translation import gettext_lazy as _

from people.audiences import Audience
from people.models import Profile, Team, TeamMembership, User


def profile_document(profile):
    """A person: name, what they do, skills and teams. Nothing for a switched-off account."""
    if not profile.user.is_active:
        return None
    skills = [skill.name for skill in profile.skills.all()]
    teams = [membership.team.name for membership in profile.user.memberships.all()]
    return {
        "title": profile.user.display_name,
        "url": profile.get_absolute_url(),
        "audience": Audience.MEMBERS,
        "summary": profile.headline,
        "body": "\n".join([profile.about, *skills, *teams, profile.location]),
    }


def team_document(team):
    """A team: what it is for and who is in it. Nothing for one that was dissolved."""
    if team.dissolved_on:
        return None
    people = [membership.user.display_name for membership in team.memberships.all() if membership.user.is_active]
    return {
        "title": team.name,
        "url": team.get_absolute_url(),
        "audience": Audience.MEMBERS,
        "summary": team.purpose,
        "body": "\n".join([team.department, team.product, *people]),
    }


def register(documents):
    """People and teams."""
    documents.add(
        Profile,
        kind="person",
        label=_("Person"),
        label_plural=_("People"),
        icon="user",
        build=profile_document,
        queryset=lambda: Profile.objects.select_related("user").prefetch_related("skills", "user__memberships__team"),
        also_on={
            User: lambda user: Profile.objects.filter(user=user),
            TeamMembership: lambda membership: Profile.objects.filter(user=membership.user_id),
        },
    )
    documents.add(
        Team,
        kind="team",
        label=_("Team"),
        label_plural=_("Teams"),
        icon="users",
        build=team_document,
        queryset=lambda: Team.objects.prefetch_related("memberships__user"),
        also_on={TeamMembership: lambda membership: [membership.team]},
    )
