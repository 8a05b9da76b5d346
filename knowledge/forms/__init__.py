"""The room's forms: what people type, in words that services take."""

from knowledge.forms.laps import ChooseForm, EndLapForm, LapForm
from knowledge.forms.retrospectives import RetrospectiveSheet, ShareForm

__all__ = [
    "ChooseForm",
    "EndLapForm",
    "LapForm",
    "RetrospectiveSheet",
    "ShareForm",
]
