"""What the assessments room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("assessment-opened", label=_("Your team assesses itself"), icon="gauge", category="assess")
    kinds.add("assessment-closed", label=_("A result of your team"), icon="gauge", category="assess")
