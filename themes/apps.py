"""The themes room: ground floor, imported by every other room and importing none of them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemesConfig(AppConfig):
    """Connects the signals that make a saved brand show at once."""

    name = "themes"
    label = "themes"
    verbose_name = _("Look and brand")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from themes import brand  # models are not loaded when this module is imported

        brand.connect()
