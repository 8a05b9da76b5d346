"""Addresses of the courses room."""

app_name = "courses"

urlpatterns = []
