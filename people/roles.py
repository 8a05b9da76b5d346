"""Roles that reach beyond one team: groups with fixed names, made by a migration.

A role opens *doing* things (permissions.py of each room), never seeing what is for one team.
"""

COACHES = "Coaches"
PMO = "PMO"
EDITORS = "Editors"
ALL = [COACHES, PMO, EDITORS]


def has_role(user, role):
    """Is this person in the named role group? Administrators have every role. Costs no query of its own."""
    if not (user.is_authenticated and user.is_active):
        return False
    if user.is_superuser:
        return True
    return user.in_group(role)
