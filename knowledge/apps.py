"""Wiring of the knowledge room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge")

    def ready(self):
        from knowledge import receivers, writing_receivers  # noqa: F401 - connects them, once the models are loaded
