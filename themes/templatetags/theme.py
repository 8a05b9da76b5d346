"""Template tags and filters of the look: ``{% load theme %}``."""

import zlib
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from themes import charts, stylesheet
from themes import markdown as markdown_module

register = template.Library()

HUES = 12


@register.simple_tag
def stylesheet_url() -> str:
    """The address of the one stylesheet, with the hash of its content."""
    return stylesheet.current().url


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A Lucide icon from the sprite. Decorative unless it has a ``label``."""
    address = f"{static('icons/sprite.svg')}#i-{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.filter
def hue(name: Any) -> int:
    """A stable number from 0 to 11 for the tint of a person's or team's avatar (CRC-32 of the name).

    "Team Kestrel" and "Kestrel" are one team and have one tint.
    """
    return zlib.crc32(str(name).strip().lower().removeprefix("team ").encode()) % HUES


@register.filter
def initials(name: Any) -> str:
    """Up to two letters: of the first and last word, or the first two letters of a single word."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].capitalize()
    return (words[0][0] + words[-1][0]).upper()


@register.filter
def team_initials(name: Any) -> str:
    """The first two letters of the team's own name: “Team Kestrel” becomes “Ke”."""
    words = str(name).split()
    own = words[-1] if words else "?"
    return own[:2].capitalize()


@register.simple_tag
def folding_rule(value: Any, total: Any) -> charts.Rule:
    """``{% folding_rule done total as rule %}``: the folding rule of ``done`` of ``total`` steps."""
    return charts.rule(value or 0, total or 0)


@register.simple_tag
def ring_of(value: Any, total: Any = 100) -> charts.Ring:
    """``{% ring_of done total as ring %}``: ``value`` of ``total`` (100 when empty) for the small ring."""
    return charts.ring(value or 0, 100 if total == "" else total)


@register.filter
def loop_arcs(stage: int) -> list[charts.Arc]:
    """The six arcs of the small loop at this stage."""
    return charts.loop_arcs(stage or 0)


@register.filter(is_safe=True)
def markdown(source: Any, profile: str = "page") -> SafeString:
    """Markdown as sanitised HTML; ``"comment"`` for what people write: no ids, headings below the page's."""
    return markdown_module.render(str(source or ""), profile=profile)


@register.filter
def evidence_counts(strip: Any) -> str:
    """“helped 6, mixed 2, hurt 1”, without what did not happen."""
    counts = [
        gettext("helped %(count)s") % {"count": strip.helped} if strip.helped else "",
        gettext("mixed %(count)s") % {"count": strip.mixed} if strip.mixed else "",
        gettext("hurt %(count)s") % {"count": strip.hurt} if strip.hurt else "",
    ]
    return ", ".join(count for count in counts if count)


@register.filter
def elided(page: Page) -> list[int | str]:
    """Page numbers with gaps, for the pagination."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The query of this request with some values changed; an empty value takes the key away.

    ``<a href="?{% query page=3 %}">``. Works without a request, from the changes alone.
    """
    request = context.get("request")
    parameters = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for key, value in changes.items():
        if value in (None, ""):
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return urlencode(sorted(parameters.lists()), doseq=True)


LOOP_LOOK = {
    "assess": ("assess", "gauge"),
    "gap": ("assess", "search"),
    "gaps": ("assess", "search"),
    "choose": ("practice", "sprout"),
    "practice": ("practice", "sprout"),
    "learn": ("learn", "graduation-cap"),
    "try": ("event", "hammer"),
    "look_back": ("retro", "notebook-pen"),
    "retro": ("retro", "notebook-pen"),
}


@register.filter
def loop_cat(key: str) -> str:
    """The category hue of a station of the loop."""
    return LOOP_LOOK.get(key, ("", ""))[0]


@register.filter
def loop_icon(key: str) -> str:
    """The icon of a station of the loop."""
    return LOOP_LOOK.get(key, ("", "circle"))[1]


@register.filter
def add_units(value: float, units: int) -> str:
    """A length of a drawing, moved; always with a point, whatever the language writes."""
    return f"{value + units:.1f}"
