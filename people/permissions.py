"""Who may do what with people and teams."""

from people.models import TeamMembership
from people.roles import COACHES, EDITORS, PMO, has_role


def is_coach(user):
    return has_role(user, COACHES)


def is_pmo(user):
    return has_role(user, PMO)


def is_editor(user):
    return has_role(user, EDITORS)


def role_in(user, team):
    """This person's role in the team ("lead", "member", "coach") or `None`."""
    if not user.is_authenticated:
        return None
    return next((m.role for m in user.team_memberships if m.team_id == team.pk), None)


def belongs_to(user, team):
    """Lead, member or coach of this team."""
    return role_in(user, team) is not None


def leads(user, team):
    """Leads this team."""
    return role_in(user, team) == TeamMembership.Role.LEAD


def can_manage_team(user, team):
    """Add and remove people: the team's lead, and administrators."""
    return leads(user, team) or (user.is_authenticated and user.is_superuser)


def can_create_team(user):
    """Make a team: administrators."""
    return user.is_authenticated and user.is_superuser
