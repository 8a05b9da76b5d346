"""Keeping pages true: who answers for a page and until when it was verified, what readers say of it, how often it is
read. Counts are of pages, never of people."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

EVERY_DAYS = 365


class Upkeep(models.Model):
    """The state of one page's care; what led to it stands in `Review`. Written by knowledge/services/upkeep.py."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="upkeep")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_pages"
    )
    verified_until = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    every_days = models.PositiveSmallIntegerField(
        default=EVERY_DAYS, help_text=_("Days between one look at the page and the next.")
    )
    reminded_on = models.DateField(null=True, blank=True, help_text=_("The day of the owner's last reminder."))
    broken_links = models.JSONField(
        default=list, blank=True, help_text=_("Messages about links of the page that lead nowhere, as last checked.")
    )
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)
    successor = models.ForeignKey(Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("page")),
                name="knowledge_not_its_own_successor",
            )
        ]
        indexes = [models.Index(fields=["verified_until"])]

    def __str__(self):
        return f"{self.page_id}: {self.verified_until}"

    @property
    def is_overdue(self):
        """Nobody has looked at the page since its time was up."""
        return bool(self.verified_until and not self.retired_on and self.verified_until < timezone.localdate())


class Review(models.Model):
    """Somebody looked at a page and said what is to be done with it."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", _("Still true")
        UPDATED = "updated", _("Updated")
        RETIRED = "retired", _("Retired")
        BROUGHT_BACK = "back", _("Brought back")
        HANDED_OVER = "handed", _("Handed over")

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="reviews")
    title = models.CharField(max_length=255)
    verdict = models.CharField(max_length=10, choices=Verdict)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    verified_until = models.DateField(null=True, blank=True)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.title}: {self.get_verdict_display()}"


class Helpfulness(models.Model):
    """One reader's answer to “was this helpful?”, with a reason where they gave one."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="helpfulness")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    helped = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = _("helpfulness")
        constraints = [models.UniqueConstraint(fields=["page", "user"], name="knowledge_one_answer_per_reader")]

    def __str__(self):
        return f"{self.page_id}: {'yes' if self.helped else 'no'}"


class ProblemReport(models.Model):
    """A reader says that something on a page is wrong; its owner answers."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="problem_reports")
    text = models.TextField(max_length=1000)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.text[:60]


class PageViews(models.Model):
    """How often a page was read on one day, by whomever."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="views_by_day")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = _("page views")
        constraints = [models.UniqueConstraint(fields=["page", "day"], name="knowledge_views_once_a_day")]

    def __str__(self):
        return f"{self.page_id}, {self.day}: {self.count}"


class SearchArrival(models.Model):
    """How often readers came to a page from a search for some words."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_arrivals")
    words = models.CharField(max_length=120)
    count = models.PositiveIntegerField(default=0)
    last_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "words"], name="knowledge_search_arrival_once")]

    def __str__(self):
        return f"{self.words} → {self.page_id}"
