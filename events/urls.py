"""Addresses of the events room."""

from django.urls import path

from events.views import browsing, feeds, own, registering, scheduling

app_name = "events"

urlpatterns = [
    path("events/", browsing.events, name="list"),
    path("events/calendar.ics", feeds.public, name="calendar_feed"),
    path("events/past/", browsing.past, name="past"),
    path("events/mine/", own.mine, name="mine"),
    path("events/mine/calendar/", own.issue_feed, name="feed_issue"),
    path("events/mine/calendar/off/", own.switch_off_feed, name="feed_revoke"),
    path("events/new/", scheduling.create, name="new"),
    path("events/registrations/<int:pk>/cancel/", registering.cancel, name="cancel"),
    path("events/<slug:slug>/", browsing.event, name="event"),
    path("events/<slug:slug>/edit/", scheduling.edit, name="edit"),
    path("events/<slug:slug>/register/", registering.register, name="register"),
    path("events/<slug:slug>/calendar.ics", feeds.one, name="event_feed"),
    path("calendar/<str:token>.ics", feeds.private, name="private_feed"),
]
