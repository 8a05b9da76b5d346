"""Addresses of import and export, below the CMS's own."""

from django.urls import path

from knowledge.views import exchange

urlpatterns = [
    path("", exchange.index, name="knowledge_exchange"),
    path("export/", exchange.download, name="knowledge_export"),
    path("<int:pk>/", exchange.detail, name="knowledge_import"),
    path("<int:pk>/progress/", exchange.progress, name="knowledge_import_progress"),
    path("<int:pk>/confirm/", exchange.confirm, name="knowledge_import_confirm"),
    path("<int:pk>/discard/", exchange.discard, name="knowledge_import_discard"),
]
