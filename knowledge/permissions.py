"""Who may do what with retrospectives, laps and pages."""

from people.permissions import belongs_to


def can_write_for(user, team):
    """Write retrospectives and run laps: those in the team, and its coach, while there is a team."""
    return belongs_to(user, team) and team.dissolved_on is None


def can_read_retrospective(user, retrospective):
    """Its audience decides."""
    return retrospective.is_visible_to(user)


def can_edit_retrospective(user, retrospective):
    """Change it and decide who may read it: its team."""
    return can_write_for(user, retrospective.team)


def can_read_lap(user, lap):
    """Its audience decides; a team's own laps are open to its members and coach."""
    return lap.is_visible_to(user)


def can_run_lap(user, lap):
    """Choose, record, change and end: its team."""
    return can_write_for(user, lap.team)


def can_edit_page(user, page):
    """Has Wagtail's own permission to edit this page. Asked only of people who may open the editor at all."""
    return (
        user.is_authenticated
        and user.has_perm("wagtailadmin.access_admin")
        and (page.permissions_for_user(user).can_edit())
    )
