"""What every template knows about the look: the mode, the brand and the navigation."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from themes import brand, navigation

MODE_COOKIE = "theme"
MODES = ("light", "dark")


def theme(request: HttpRequest) -> dict[str, Any]:
    """``theme_mode`` (``light``, ``dark`` or empty for the system's choice), ``brand`` and ``navigation``.

    The reader's cookie goes before the brand's default. All are lazy: a fragment that shows none of them costs nothing.
    """
    current = SimpleLazyObject(lambda: brand.for_request(request))
    chosen = request.COOKIES.get(MODE_COOKIE, "")
    return {
        "theme_mode": chosen if chosen in MODES else SimpleLazyObject(lambda: current.mode),
        "brand": current,
        "navigation": SimpleLazyObject(lambda: navigation.for_user(getattr(request, "user", None))),
    }
