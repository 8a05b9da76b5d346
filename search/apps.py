"""Wiring of the search room."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self):
        # Both import models, which are loaded only now.
        from search.registry import documents
        from search.signals import listen

        for room in apps.get_app_configs():
            if module_has_submodule(room.module, "search_documents"):
                import_module(f"{room.name}.search_documents").register(documents)
        listen(documents)
