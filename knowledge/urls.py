"""Addresses of the knowledge room. Written knowledge has Wagtail's own, below /knowledge/."""

from django.urls import path

from knowledge.views import follow, laps, retrospectives

app_name = "knowledge"

urlpatterns = [
    path("retrospectives/", retrospectives.index, name="retrospectives"),
    path("retrospectives/new/", retrospectives.new, name="retrospective_new"),
    path("retrospectives/<slug:slug>/", retrospectives.detail, name="retrospective"),
    path("retrospectives/<slug:slug>/edit/", retrospectives.edit, name="retrospective_edit"),
    path("retrospectives/<slug:slug>/share/", retrospectives.share, name="retrospective_share"),
    path("laps/new/", laps.new, name="lap_new"),
    path("laps/<slug:team>/<int:number>/", laps.detail, name="lap"),
    path("laps/<slug:team>/<int:number>/edit/", laps.edit, name="lap_edit"),
    path("laps/<slug:team>/<int:number>/try/", laps.start_trying, name="lap_try"),
    path("laps/<slug:team>/<int:number>/end/", laps.end, name="lap_end"),
    path("practices/<int:pk>/follow/", follow.practice, name="practice_follow"),
]
