"""Wiring of the courses room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self):
        from courses.due_dates import due_dates  # models are not loaded when this module is imported
        from events.calendar import register_calendar_source

        register_calendar_source("courses", due_dates)
