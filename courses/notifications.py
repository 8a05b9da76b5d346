"""What the courses room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("learning-assigned", label=_("Training assigned to you"), icon="graduation-cap", category="learn")
