"""Tables for other programs. A cell that a spreadsheet would take for a formula is taken for words."""

import csv

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.upkeep_reading import state_of
from knowledge.upkeep_rows import kind_of

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value):
    """A value as a cell: words that begin like a formula get an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def upkeep_csv(upkeeps):
    """The care of some pages, with figures, as a file to download."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="upkeep-{timezone.localdate()}.csv"'
    response.write("\ufeff")
    table = csv.writer(response)
    heads = [_("Page"), _("Address"), _("Kind"), _("Kept by"), _("State"), _("Verified until"), _("Views in 30 days")]
    table.writerow([*heads, _("Helped"), _("Did not help"), _("Open reports"), _("Broken links"), _("Retired because")])
    for upkeep in upkeeps:
        row = [upkeep.page.title, upkeep.page.url, kind_of(upkeep.page).label, upkeep.owner, state_of(upkeep)]
        row += [upkeep.verified_until, upkeep.views, upkeep.yes, upkeep.no, upkeep.reports, len(upkeep.broken_links)]
        table.writerow([cell(value) for value in [*row, upkeep.retired_because]])
    return response
