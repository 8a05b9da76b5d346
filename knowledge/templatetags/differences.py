"""A paragraph of a comparison as HTML: what was added and removed is marked, and said to those who listen."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.comparing import ADDED, REMOVED, SAME, SKIPPED

register = template.Library()


@register.filter
def compared(pieces):
    """The pieces of one paragraph, with no space between them that their texts do not have."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces))


def _piece(piece):
    if piece.kind == SAME:
        return piece.text
    if piece.kind == SKIPPED:
        words = ngettext("%(n)s paragraph unchanged", "%(n)s paragraphs unchanged", piece.count) % {"n": piece.count}
        return format_html('<span class="diff-skip">{}</span>', words)
    tag, before, after = {
        ADDED: ("ins", _("Added:"), _("end of what was added.")),
        REMOVED: ("del", _("Removed:"), _("end of what was removed.")),
    }[piece.kind]
    html = '<{0}><span class="vh">{1} </span>{2}<span class="vh"> {3}</span></{0}>'
    return format_html(html, tag, before, piece.text, after)
