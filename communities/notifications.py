"""What the communities room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("comment", label=_("Somebody commented or answered you"), icon="message-circle", category="talk")
