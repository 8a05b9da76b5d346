"""Addresses of the communities room."""

from django.urls import path

from communities.views import communities, discussions, posts

app_name = "communities"

urlpatterns = [
    path("communities/", communities.communities, name="list"),
    path("communities/coaches/", communities.coaches, name="coaches"),
    path("communities/<slug:slug>/", communities.community, name="community"),
    path("communities/<slug:slug>/join/", communities.join, name="join"),
    path("communities/<slug:slug>/leave/", communities.leave, name="leave"),
    path("discussions/<int:kind>/<int:pk>/", discussions.thread, name="thread"),
    path("discussions/<int:kind>/<int:pk>/follow/", discussions.follow, name="thread_follow"),
    path("discussions/posts/<int:pk>/edit/", posts.edit, name="post_edit"),
    path("discussions/posts/<int:pk>/remove/", posts.remove, name="post_remove"),
    path("discussions/posts/<int:pk>/useful/", posts.useful, name="post_useful"),
    path("discussions/posts/<int:pk>/accept/", posts.accept, name="post_accept"),
]
