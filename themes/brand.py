"""The brand of a site as plain values, so that a page can show it without a query.

The values of all sites are read once and kept in this process for ``LIFETIME`` seconds; a save or deletion in this
process forgets them at once, other processes follow within that time. A shared cache is not used: with a database
cache it would cost the query that it saves.
"""

import time
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from django.urls import reverse

from themes.stylesheet import digest

LIFETIME = 60.0


@dataclass(frozen=True)
class Brand:
    """Name, words and values of a brand. Empty strings stand for what the theme itself decides."""

    name: str = "Guildhall"
    tagline: str = ""
    logo_url: str = ""
    accent: str = ""
    highlight: str = ""
    mode: str = ""
    radius: int | None = None

    @property
    def css(self) -> str:
        """The tokens that this brand sets; empty when it sets none."""
        rules = []
        if self.accent:
            rules.append(f"--brand:{self.accent}")
        if self.highlight:
            rules.append(f"--brand-mark:{self.highlight}")
        if self.radius is not None:
            rules.append(f"--brand-radius:{self.radius}px")
        return f":root{{{';'.join(rules)}}}" if rules else ""

    @property
    def hash(self) -> str:
        return digest(self.css.encode())

    @property
    def stylesheet_url(self) -> str:
        """The address of the brand's own sheet, or an empty string."""
        return reverse("themes:brand", args=[self.hash]) if self.css else ""


class _Memo:
    """Brands by host, with the moment at which they were read."""

    def __init__(self) -> None:
        self.brands: dict[tuple[str, str], Brand] | None = None
        self.read_at = 0.0

    def get(self) -> dict[tuple[str, str], Brand]:
        if self.brands is None or time.monotonic() - self.read_at > LIFETIME:
            self.brands, self.read_at = _read(), time.monotonic()
        return self.brands

    def forget(self, **kwargs) -> None:
        self.brands = None


def _read() -> dict[tuple[str, str], Brand]:
    """All brands, keyed by (host, port), by (host, "") and, for the default site, by ("", "")."""
    settings_model = apps.get_model("themes", "BrandSettings")
    brands: dict[tuple[str, str], Brand] = {}
    try:
        rows = list(settings_model.objects.select_related("site", "logo"))
    except DatabaseError:  # not migrated yet: the health page and the error pages still need a look
        return {}
    for row in rows:
        values = row.as_brand()
        brands[row.site.hostname, str(row.site.port)] = values
        brands.setdefault((row.site.hostname, ""), values)
        if row.site.is_default_site:
            brands["", ""] = values
    return brands


_memo = _Memo()
forget = _memo.forget


def fallback() -> Brand:
    """What is shown where no brand is set."""
    return Brand(name=getattr(settings, "BRAND_NAME", "") or Brand.name)


def for_request(request: HttpRequest) -> Brand:
    """The brand of the site that this request came to: host and port, then host alone, then the default site."""
    brands = _memo.get()
    host, _, port = request.get_host().partition(":")
    port = port or request.get_port()
    return brands.get((host, port)) or brands.get((host, "")) or brands.get(("", "")) or fallback()


def connect() -> None:
    """Forget the values when a brand or a site is saved or deleted."""
    for label in ("themes.BrandSettings", "wagtailcore.Site"):
        for signal in (post_save, post_delete):
            signal.connect(forget, sender=label, weak=False, dispatch_uid=f"themes.brand.{label}.{id(signal)}")
