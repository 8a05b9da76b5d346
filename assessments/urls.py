"""Addresses of the assessments room."""

from django.urls import path

from assessments.views import overview, rounds, taking

app_name = "assessments"

urlpatterns = [
    path("assess/", overview.overview, name="overview"),
    path("assess/new/", rounds.new, name="new"),
    path("assess/models/<slug:key>/", overview.model, name="model"),
    path("assess/<slug:team>/<int:number>/", rounds.result, name="result"),
    path("assess/<slug:team>/<int:number>/close/", rounds.close, name="close"),
    path("assess/<slug:team>/<int:number>/take/", taking.take, name="take"),
    path("assess/<slug:team>/<int:number>/take/<int:position>/", taking.question, name="question"),
]
