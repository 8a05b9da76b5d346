"""The index's own rows: one document per findable thing, the topics that order them, and the links between them.

The row is the truth. An engine's index (search/engines/) is made from the rows and can be thrown away.
"""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelsearch import index

from people.audiences import AudienceMixin
from search.kinds import kinds
from search.querysets import DocumentQuerySet


class Topic(models.Model):
    """A subject in the organisation's own words ("Flow of work"). Rooms above order their things by topics."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Document(AudienceMixin, index.Indexed, models.Model):
    """One findable thing of any room, as its room's `search_documents.py` describes it.

    `revision` rises with each change of the row; `indexed_revision` is the one that the engine has. The row is behind
    while they differ, so a crash between row and engine leaves work to do, never a hole.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("content_type", "object_id")
    kind = models.SlugField(max_length=40, help_text=_("practice, guide, retrospective, event, person …"))
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    aliases = models.TextField(blank=True, help_text=_("Other names that people search for, one a line."))
    url = models.CharField(max_length=500)
    topics = models.ManyToManyField(Topic, blank=True, related_name="documents")
    date = models.DateTimeField(null=True, blank=True, help_text=_("When it was published, held or takes place."))
    verified_until = models.DateField(
        null=True, blank=True, help_text=_("The last day on which somebody answers for its being true.")
    )
    updated_at = models.DateTimeField(auto_now=True)
    revision = models.PositiveBigIntegerField(default=1)
    indexed_revision = models.PositiveBigIntegerField(default=0)

    objects = DocumentQuerySet.as_manager()

    search_auto_update = False
    search_ages_by = "verified_until"
    search_fields = [
        index.SearchField("title", boost=4),
        index.SearchField("aliases", boost=4),
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.AutocompleteField("title"),
        index.AutocompleteField("aliases"),
        index.FilterField("kind"),
        index.FilterField("audience"),
        index.FilterField("audience_group"),
        index.FilterField("topics"),
        index.RelatedFields("topics", [index.SearchField("name"), index.FilterField("slug")]),
        index.FilterField("date"),
        index.FilterField("verified_until"),
    ]

    class Meta:
        constraints = [
            *AudienceMixin.Meta.constraints,
            models.UniqueConstraint(fields=["content_type", "object_id"], name="search_one_document_per_thing"),
        ]
        indexes = [
            models.Index(fields=["kind"]),
            models.Index(fields=["id"], name="search_document_behind", condition=~Q(revision=F("indexed_revision"))),
        ]

    def __str__(self):
        return self.title

    @property
    def named_kind(self):
        """How the document's kind is named and coloured (search/kinds.py)."""
        return kinds[self.kind]

    @property
    def is_overdue(self):
        """Its time was up before today and nobody has looked at it since."""
        return bool(self.verified_until and self.verified_until < timezone.localdate())


class Link(models.Model):
    """`source` is about a thing. Stated links come from what a document says of itself, for instance the practices that
    a retrospective used; `why` says it in words that can be shown.

    The thing is named by its own type and id, so that a link outlives the target's document (a page is unpublished and
    published again) and may come before it. `target` is its document while there is one.
    """

    class Basis(models.TextChoices):
        STATED = "stated", _("Stated")

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="links_in")
    target_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    target_object_id = models.PositiveBigIntegerField()
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.STATED)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "target_type", "target_object_id", "basis"], name="search_link_once"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="search_no_link_to_itself"),
        ]
        indexes = [models.Index(fields=["target_type", "target_object_id"])]

    def __str__(self):
        return f"{self.source} → {self.target}"


class Change(models.Model):
    """A thing that was saved or deleted and has to be described anew. Written in the same transaction as the change
    itself and taken away with the document's new description, so that no crash in between loses it."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()

    def __str__(self):
        return f"{self.content_type_id}:{self.object_id}"


class Removal(models.Model):
    """A document that was deleted while the engine may still have it. Written with the deletion, taken away when the
    engine has let go of it."""

    document_id = models.PositiveBigIntegerField()

    def __str__(self):
        return str(self.document_id)
