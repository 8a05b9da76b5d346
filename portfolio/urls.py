"""Addresses of the portfolio room."""

from django.urls import path

from portfolio import views

app_name = "portfolio"

urlpatterns = [
    path("projects/", views.projects, name="projects"),
    path("projects/<slug:slug>/", views.project, name="project"),
]
