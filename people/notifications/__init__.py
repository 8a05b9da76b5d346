"""The register of notification kinds: what a notification is about, and how the list shows it.

Each room has a `notifications.py` with one function, `register(kinds)`, that adds its kinds:

    def register(kinds):
        kinds.add("event-place", label=_("A place in an event"), icon="ticket", category="event")

The registry is handed in, as in search/registry.py. Discovered in people/apps.py: `ready()`. `services.notify` takes
any kind; one that nobody registered is shown with a bell.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of notification. `icon` is a Lucide name; `category` is the hue: practice, learn, event, retro, …"""

    slug: str
    label: str | Promise
    icon: str = "bell"
    category: str = ""


class Kinds:
    """All registered kinds, by slug."""

    def __init__(self):
        self._kinds: dict[str, Kind] = {}

    def add(self, slug, *, label, icon="bell", category=""):
        """Register a kind. Raises `ValueError` for a second registration of one slug."""
        if slug in self._kinds:
            raise ValueError(f"The notification kind {slug} is registered already.")
        self._kinds[slug] = Kind(slug, label, icon, category)

    def get(self, slug):
        """The kind of that slug, or a plain one where no room registered it."""
        return self._kinds.get(slug) or Kind(slug, _("News"))

    def all(self):
        """Every registered kind, in the order of registration."""
        return list(self._kinds.values())


kinds = Kinds()


def register(kinds):
    """The kinds of this room."""
    kinds.add("team-joined", label=_("You are in a team"), icon="users", category="talk")
    kinds.add("team-role", label=_("Your role in a team"), icon="user-check", category="talk")
    kinds.add("team-left", label=_("You left a team"), icon="users", category="talk")
