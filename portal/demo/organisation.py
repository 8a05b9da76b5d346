"""Loads who there is and what they work on: people, teams, communities, objectives, projects."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from communities.models import CommunityMembership
from communities.services import create_community, join
from knowledge.models import PracticePage
from people import roles
from people.models import Skill, User
from people.services import add_to_team, create_person, create_team
from portfolio.services import save_objective, save_project
from search.models import Topic

# Wagtail's group of those who may publish what editors submit.
MODERATORS = "Moderators"
ROLE_GROUPS = {"coach": [roles.COACHES], "pmo": [roles.PMO], "editor": [roles.EDITORS, MODERATORS]}

AREAS = {
    "flow": "Flow of work",
    "feedback": "Feedback",
    "quality": "Quality",
    "ownership": "Ownership",
    "forecasting": "Forecasting",
    "improvement": "Improvement",
}


def email(username):
    """The demo address of a person of the content files."""
    return f"{username}@{settings.DEMO_DOMAIN}"


def load_topics():
    """The areas of the maturity model, which also order practices, events and communities."""
    return {slug: Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0] for slug, name in AREAS.items()}


def load_people(content, calendar):
    """Everyone with a profile, skills and role. Returns users by their name in the files."""
    skills = {
        item["slug"]: Skill.objects.update_or_create(
            slug=item["slug"], defaults={"name": item["name"], "description": item.get("description", "")}
        )[0]
        for item in content["skills"]
    }
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in [*roles.ALL, MODERATORS]}
    people = {item["username"]: _load_person(item, skills, groups, calendar) for item in content["people"]}
    # One hash for all: the password is public, and hashing it once for each of them would take most of the load.
    User.objects.filter(pk__in=[user.pk for user in people.values()]).update(
        password=make_password(settings.DEMO_PASSWORD)
    )
    return people


def _load_person(item, skills, groups, calendar):
    first_name, _, last_name = item["name"].partition(" ")
    user = create_person(
        email=email(item["username"]),
        first_name=first_name,
        last_name=last_name,
        verified=True,
        joined_at=calendar.moment(item["joined"]),
        headline=item.get("headline", ""),
        about=item.get("about", "").strip(),
        location=item.get("location", ""),
        timezone=item.get("timezone", settings.TIME_ZONE),
    )
    user.profile.skills.set(skills[slug] for slug in item.get("skills", []))
    user.groups.add(*(groups[name] for name in ROLE_GROUPS.get(item["role"], [])))
    if item["role"] == "admin":
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    return user


def load_teams(content, people):
    """The teams with their leads, members and coaches. Returns teams by slug."""
    teams = {}
    for item in content["teams"]:
        team = create_team(
            name=item["name"],
            slug=item["slug"],
            department=item["department"],
            product=item.get("product", ""),
            purpose=item["purpose"].strip(),
        )
        add_to_team(team=team, user=people[item["lead"]], role="lead")
        for username in item["members"]:
            add_to_team(team=team, user=people[username], role="member")
        add_to_team(team=team, user=people[item["coach"]], role="coach")
        teams[item["slug"]] = team
    return teams


def load_portfolio(content, people, teams, topics, calendar):
    """Objectives and projects. Returns projects by slug."""
    objectives = {
        item["slug"]: save_objective(
            slug=item["slug"], title=item["title"], summary=item["summary"].strip(), owner=people.get(item.get("owner"))
        )
        for item in content["objectives"]
    }
    return {
        item["slug"]: save_project(
            slug=item["slug"],
            name=item["name"],
            summary=item["summary"].strip(),
            description=item.get("description", ""),
            objective=objectives.get(item.get("objective")),
            teams=[teams[slug] for slug in item["teams"]],
            topics=[topics[slug] for slug in item.get("topics", [])],
            status=item.get("status", "active"),
            starts_on=calendar.day(item["start"]),
            ends_on=calendar.day(item.get("end")),
        )
        for item in content["projects"]
    }


def load_communities(content, people, topics):
    """Communities with their members. Practices must be there. Returns communities by slug."""
    communities = {}
    for item in content["communities"]:
        community = create_community(
            slug=item["slug"],
            name=item["name"],
            summary=item["summary"].strip(),
            purpose=item["purpose"],
            practices=PracticePage.objects.filter(slug__in=item.get("practices", [])),
            topics=[topics[slug] for slug in item.get("topics", [])],
        )
        for role, usernames in {
            CommunityMembership.Role.LEAD: item["leads"],
            CommunityMembership.Role.MEMBER: item["members"],
        }.items():
            for username in usernames:
                join(community=community, user=people[username], role=role)
        communities[item["slug"]] = community
    return communities
