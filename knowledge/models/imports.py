"""Imports of many files at once: what was sent, how far it is, and what came of each file."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One zip of Markdown files: first read without writing anything, then, once confirmed, taken in.

    `report` is a list of {"file", "state" (created, changed, unchanged, refused), "title", "url", "messages", "links"}.
    It goes in steps (knowledge/exchange/runs.py): `plan` is what one step tells the next, `busy_until` the moment until
    which a step that is going on keeps others away.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READ = "read", _("Read, waiting for you to confirm")
        IMPORTING = "importing", _("Being taken in")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    file = models.FileField(upload_to="imports/")
    name = models.CharField(max_length=200)
    mapping = models.TextField(blank=True, help_text=_("YAML: how foreign keys and headings become our fields."))
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    busy_until = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("knowledge_import", args=[self.pk])

    @property
    def is_moving(self):
        """Is there still something to do that nobody has to confirm?"""
        return self.state in (self.State.READING, self.State.IMPORTING)

    @property
    def percent(self):
        """How far the reading or the taking in is."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    def counted(self, state):
        """How many files of the report are in a state."""
        return sum(row["state"] == state for row in self.report)
