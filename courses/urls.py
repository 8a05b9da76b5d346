"""Addresses of what people do in the courses room. Paths, courses and lessons are pages below /learn/."""

from django.urls import path, re_path

from courses import views

app_name = "courses"

urlpatterns = [
    path("courses/enrol/<int:pk>/", views.enrol, name="enrol"),
    path("courses/withdraw/<int:pk>/", views.withdraw, name="withdraw"),
    path("courses/lessons/<int:pk>/complete/", views.complete_lesson, name="complete_lesson"),
    path("courses/lessons/<int:pk>/reopen/", views.reopen_lesson, name="reopen_lesson"),
    path("courses/attempts/<int:pk>/", views.attempt, name="attempt"),
    re_path(r"^courses/(?P<slug>[-\w]+)/quiz/$", views.quiz, name="quiz"),
]
