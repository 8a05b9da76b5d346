"""The main navigation, the tab bar, the account menu and the footer, in one place.

Addresses are literal paths, not URL names: the header also stands on error pages and while a room is switched off,
and a missing name must never take a page down with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def everyone(user: Any) -> bool:
    """Shown to strangers and people alike."""
    return True


def signed_in(user: Any) -> bool:
    """Shown to people who have signed in."""
    return bool(getattr(user, "is_authenticated", False))


def sees_insights(user: Any) -> bool:
    """Shown to the PMO: the user model says so with ``sees_insights``; an administrator always sees it."""
    return signed_in(user) and bool(getattr(user, "is_superuser", False) or getattr(user, "sees_insights", False))


def edits_pages(user: Any) -> bool:
    """Shown to editors: the user model says so with ``can_edit_pages``; staff always see it."""
    return signed_in(user) and bool(getattr(user, "is_staff", False) or getattr(user, "can_edit_pages", False))


@dataclass(frozen=True)
class Item:
    """One link. ``section`` is what a page sets to mark this item as current; ``cat`` is the hue of its underline."""

    section: str
    label: str | Promise
    url: str
    icon: str = ""
    cat: str = ""
    shown_to: Callable[[Any], bool] = everyone


HOME = Item("home", _("My week"), "/", "house", shown_to=signed_in)
FRONT = Item("home", _("Home"), "/", "house", shown_to=lambda user: not signed_in(user))
LEARN = Item("learn", _("Learn"), "/learn/", "graduation-cap", "learn")
KNOWLEDGE = Item("knowledge", _("Knowledge"), "/knowledge/", "book-open", "practice")
EVENTS = Item("events", _("Events"), "/events/", "calendar", "event")
ASSESS = Item("assess", _("Assess"), "/assess/", "gauge", "assess")
COMMUNITIES = Item("communities", _("Communities"), "/communities/", "messages-square", "talk")
INSIGHTS = Item("insights", _("Insights"), "/insights/", "chart-line", "", sees_insights)

MAIN = (LEARN, KNOWLEDGE, EVENTS, ASSESS, COMMUNITIES, INSIGHTS)
TAB_BAR = (HOME, FRONT, LEARN, KNOWLEDGE, EVENTS)
MORE = (ASSESS, COMMUNITIES, INSIGHTS)
ACCOUNT = (
    Item("profile", _("Your profile"), "/people/me/", "user"),
    Item("writing", _("Your writing"), "/write/", "pencil"),
    Item("settings", _("Settings and notifications"), "/settings/", "settings"),
    Item("account", _("Sign-in and security"), "/accounts/2fa/", "shield-check"),
    Item("admin", _("Edit pages"), "/cms/", "pencil", "", edits_pages),
)
FOOTER = (
    Item("", _("How evidence is counted"), "/about/evidence/"),
    Item("", _("Accessibility"), "/about/accessibility/"),
    Item("", _("Privacy"), "/about/privacy/"),
    Item("", _("Ask a coach"), "/communities/coaches/", shown_to=signed_in),
    Item("", _("Teams"), "/teams/", shown_to=signed_in),
    Item("", _("People"), "/people/", shown_to=signed_in),
    Item("", _("Projects"), "/projects/", shown_to=signed_in),
)

SIGN_IN_URL = "/accounts/login/"
SIGN_OUT_URL = "/accounts/logout/"
NOTIFICATIONS_URL = "/notifications/"
SEARCH_URL = "/search/"
SUGGEST_URL = "/search/suggest/"


def for_user(user: Any) -> dict[str, Any]:
    """Everything the header, tab bar, menu and footer show to this user, ready for the templates."""

    def shown(items: tuple[Item, ...]) -> list[Item]:
        return [item for item in items if item.shown_to(user)]

    return {
        "main": shown(MAIN),
        "tab_bar": shown(TAB_BAR),
        "more": shown(MORE),
        "account": shown(ACCOUNT),
        "footer": shown(FOOTER),
        "sign_in_url": SIGN_IN_URL,
        "sign_out_url": SIGN_OUT_URL,
        "notifications_url": NOTIFICATIONS_URL,
        "search_url": SEARCH_URL,
        "suggest_url": SUGGEST_URL,
    }
