"""Addresses of the assessments room."""

app_name = "assessments"

urlpatterns = []
