"""What the knowledge room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("new-evidence", label=_("New evidence on a practice you follow"), icon="sprout", category="practice")
