"""Addresses of the communities room."""

from django.urls import path

from communities import views

app_name = "communities"

urlpatterns = [
    path("communities/", views.communities, name="list"),
    path("communities/coaches/", views.coaches, name="coaches"),
    path("communities/<slug:slug>/", views.community, name="community"),
    path("communities/<slug:slug>/join/", views.join, name="join"),
    path("communities/<slug:slug>/leave/", views.leave, name="leave"),
]
