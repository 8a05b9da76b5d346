"""Addresses of the knowledge room."""

app_name = "knowledge"

urlpatterns = []
