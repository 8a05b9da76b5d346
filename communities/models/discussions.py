"""What people say to each other about a thing: a discussion, its posts, and who found a post useful."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.querysets import PostQuerySet

LONGEST_POST = 5000


class Discussion(models.Model):
    """What is said about one thing, which is named by its type and id as in search.Link: it outlives being unpublished.

    It has no audience of its own: whoever may see the thing may see it (communities/subjects.py).
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="communities_one_discussion_per_thing")
        ]

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"

    def get_absolute_url(self):
        return reverse("communities:thread", args=[self.content_type_id, self.object_id])


class Post(models.Model):
    """What one person said. A reply stands below a post that is not itself a reply.

    A removed post keeps its place, without its text, while it has replies. `removed_because` is the reason that an
    editor or the thing's owner gave, empty where its author took it away.
    """

    discussion = models.ForeignKey(Discussion, on_delete=models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="posts")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=LONGEST_POST, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=300, blank=True)
    accepted = models.BooleanField(default=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=False) | Q(reply_to__isnull=False, removed_at__isnull=True),
                name="communities_a_standing_reply_is_accepted",
            ),
            models.UniqueConstraint(
                fields=["reply_to"], condition=Q(accepted=True), name="communities_one_accepted_reply"
            ),
        ]
        indexes = [models.Index(fields=["author", "created_at"])]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        """The post at its place in the discussion."""
        return f"{self.discussion.get_absolute_url()}?post={self.pk}#{self.anchor}"

    @property
    def root_id(self):
        """The post that this one stands below, or its own."""
        return self.reply_to_id or self.pk

    @property
    def anchor(self):
        """The id of its element on a page."""
        return f"post-{self.pk}"


class Usefulness(models.Model):
    """One person found one post useful."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="found_useful")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = _("usefulness")
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="communities_useful_once")]

    def __str__(self):
        return f"{self.user_id} → {self.post_id}"
