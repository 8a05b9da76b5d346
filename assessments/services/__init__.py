"""Every write of the assessments room with a consequence, by subject, for pages, commands and the demo loader."""

from assessments.services.answers import save_response
from assessments.services.loading import load_round
from assessments.services.publishing import publish_model
from assessments.services.rounds import close_assessment, open_assessment, set_target

__all__ = [
    "close_assessment",
    "load_round",
    "open_assessment",
    "publish_model",
    "save_response",
    "set_target",
]
