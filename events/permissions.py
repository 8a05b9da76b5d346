"""Who may do what with events and registrations."""

from people.permissions import belongs_to, is_coach, is_pmo, leads


def can_create_event(user):
    """Schedule events: coaches, the PMO, and administrators."""
    return is_coach(user) or is_pmo(user)


def can_edit_event(user, event):
    """Change an event that they may see: those who schedule events, whoever made it, and its facilitators."""
    if not (user.is_authenticated and event.is_visible_to(user)):
        return False
    return can_create_event(user) or event.created_by_id == user.pk or user in event.facilitators.all()


def facilitates(user, event):
    """Leads this event. Wants prefetched facilitators where it is asked of many."""
    return user.is_authenticated and any(person.pk == user.pk for person in event.facilitators.all())


def can_register_team(user, team):
    """Take seats for a team: those in it, and its coach, while there is a team."""
    return belongs_to(user, team) and team.dissolved_on is None


def can_cancel_registration(user, registration):
    """Give a seat back: the person, whoever asked for it, the team's lead, and those who may edit the event.

    A team's open seat belongs to everyone in the team.
    """
    if not user.is_authenticated:
        return False
    if user.pk in (registration.user_id, registration.registered_by_id):
        return True
    team = registration.team
    if team is not None and (leads(user, team) or (registration.user_id is None and belongs_to(user, team))):
        return True
    return can_edit_event(user, registration.event)
