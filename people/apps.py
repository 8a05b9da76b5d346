"""Wiring of the people room."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")

    def ready(self):
        from people import receivers  # models are not loaded when this module is imported
        from people.notifications import kinds

        receivers.connect()
        for config in apps.get_app_configs():
            if module_has_submodule(config.module, "notifications"):
                register = getattr(import_module(f"{config.name}.notifications"), "register", None)
                if register:
                    register(kinds)
