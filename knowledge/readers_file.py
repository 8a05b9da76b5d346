"""Who has read a guideline, as a table for a spreadsheet."""

import csv
import io

from django.utils import timezone
from django.utils.translation import gettext as _

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(readers):
    """A CSV text (RFC 4180) of `Reader`s: name, teams, and the day on which they read it or nothing."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_("Name"), _("Teams"), _("Read on")])
    for reader in readers:
        on = timezone.localtime(reader.read_at).date().isoformat() if reader.read_at else ""
        rows.writerow([_cell(reader.person.display_name), _cell(", ".join(reader.teams)), on])
    return out.getvalue()


def _cell(text):
    return f"'{text}" if text.startswith(_FORMULA) else text
