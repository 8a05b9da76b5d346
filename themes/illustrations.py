"""The pictures that come with the look, drawn for this project (``static/illustrations/``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Illustration(models.TextChoices):
    """What a page can be headed with. The pictures decorate: their words stand on the page already."""

    BOARD = "board", _("A board with a limit")
    DEPOT = "depot", _("A morning meeting at a depot")
    FORECAST = "forecast", _("A scatter of finished work with a forecast")
    LAP = "lap", _("A walk round a lake with six marks")
    NOTEBOOK = "notebook", _("A field notebook with tally marks")
    RESERVOIR = "reservoir", _("A reservoir and its tower")
