"""Writing without the CMS: a person's own working copy until it is sent, and the review that it is sent into."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState


class Draft(models.Model):
    """What one person is writing: a page to be (`page` is empty) or a change to one. Nobody else sees it.

    `values` holds what was typed, by the names of the page's fields. `version` rises with each save, so that two
    windows of one person cannot overwrite each other unseen. `base` is the revision that a change began from.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts")
    base = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "page"],
                condition=models.Q(page__isnull=False),
                name="knowledge_one_draft_per_page",
            )
        ]

    def __str__(self):
        return self.values.get("title") or str(_("Without a title"))

    def get_absolute_url(self):
        return reverse("knowledge:draft", args=[self.pk])


class StewardReview(Task):
    """The step of Wagtail's workflow in which those who know the subject look at what was written.

    They are the stewards of the practices that it is about, the editors of the communities that care for these, and
    the portal's editors. They approve, or ask for changes, in the portal or in Wagtail's own editor.
    """

    class Meta:
        verbose_name = _("review by those who know the subject")

    @classmethod
    def get_description(cls):
        """Shown to those who put together a workflow in the CMS."""
        return _("Stewards of the practices that a page is about, their review groups and the editors decide.")

    def get_actions(self, obj, user):
        """Approving and asking for changes, for those who may decide. Wagtail's editor and the portal ask here."""
        from knowledge.permissions import can_decide  # it reads the models

        if not can_decide(user, obj):
            return []
        return [
            ("reject", _("Ask for changes"), True),
            ("approve", _("Publish"), False),
            ("approve", _("Publish with a comment"), True),
        ]

    def user_can_access_editor(self, obj, user):
        """Reviewers may open the page in Wagtail's editor, where they have access to the CMS at all."""
        from knowledge.permissions import can_review  # it reads the models

        return can_review(user, obj)

    def locked_for_user(self, obj, user):
        """While the page is being reviewed, its text is the author's and the reviewers'."""
        from knowledge.permissions import can_review  # it reads the models

        return not can_review(user, obj)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """What waits for this person, for the CMS's front page."""
        from knowledge.reviewing import waiting_for  # it reads the models

        return waiting_for(user) if self.active else TaskState.objects.none()
