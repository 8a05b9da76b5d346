"""Addresses of the portfolio room."""

app_name = "portfolio"

urlpatterns = []
