"""Who may do what with assessments."""

from people.models import TeamMembership
from people.permissions import belongs_to, role_in

WORKING = {TeamMembership.Role.LEAD, TeamMembership.Role.MEMBER}
STEERING = {TeamMembership.Role.LEAD, TeamMembership.Role.COACH}


def can_see_result(user, assessment):
    """Its audience decides: the team and its coach, unless the team shares it."""
    return assessment.is_visible_to(user)


def can_see_answers(user, assessment):
    """Counts of people for each level, and notes: those in the team and its coach, also where the result is shared."""
    return can_see_result(user, assessment) and belongs_to(user, assessment.team)


def can_answer(user, assessment):
    """Those who work in the team. A coach helps a team and is not of it."""
    return role_in(user, assessment.team) in WORKING


def can_open(user, team):
    """Begin a round: a lead of the team or its coach, while there is a team."""
    return role_in(user, team) in STEERING and team.dissolved_on is None


def can_close(user, assessment):
    """End a round: a lead or coach of the team, or whoever opened it and is still in the team."""
    role = role_in(user, assessment.team)
    return role in STEERING or (role is not None and assessment.opened_by_id == user.pk)
