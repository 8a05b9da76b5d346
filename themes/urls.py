"""Addresses of the look. They stand at the root of the site: ``path("", include("themes.urls"))``."""

from django.urls import path

from themes import views

app_name = "themes"

urlpatterns = [
    path("theme/mode/", views.set_theme, name="mode"),
    path("theme/brand-<slug:version>.css", views.serve_brand, name="brand"),
    path("theme/<slug:version>.css", views.serve_stylesheet, name="stylesheet"),
    path("styleguide/", views.show_styleguide, name="styleguide"),
]
