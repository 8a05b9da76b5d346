"""Addresses of the people room."""

from django.urls import path

from people.views import directory, notifications, settings, teams

app_name = "people"

urlpatterns = [
    path("people/", directory.directory, name="directory"),
    path("people/me/", directory.me, name="me"),
    path("people/invitation/<str:token>/", settings.invitation, name="invitation"),
    path("people/<slug:slug>/", directory.person, name="person"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.create_team, name="team_new"),
    path("teams/<slug:slug>/", teams.team, name="team"),
    path("teams/<slug:slug>/people/", teams.team_people, name="team_people"),
    path("teams/<slug:slug>/people/<int:pk>/role/", teams.change_role, name="team_role"),
    path("teams/<slug:slug>/people/<int:pk>/remove/", teams.remove, name="team_remove"),
    path("teams/<slug:slug>/invitations/<int:pk>/", teams.withdraw_invitation, name="invitation_withdraw"),
    path("settings/", settings.overview, name="settings"),
    path("settings/profile/", settings.edit_profile, name="profile_edit"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.mark_all_read, name="notifications_read"),
    path("notifications/<int:pk>/", notifications.open_notification, name="notification"),
]
