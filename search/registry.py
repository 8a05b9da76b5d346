"""The register of findable things.

Each room has a `search_documents.py` with one function, `register(documents)`, that adds its models:

    def register(documents):
        documents.add(
            Retrospective,
            kind="retrospective",
            label=_("Retrospective"), label_plural=_("Retrospectives"), category="retro", icon="notebook-pen",
            build=retrospective_document,            # instance -> dict of Content's fields, or None: not findable
            queryset=lambda: Retrospective.objects.select_related("team").prefetch_related("notes"),
            also_on={RetrospectiveNote: lambda note: [note.retrospective]},
        )

A key of `also_on` may be a many-to-many relation's own table (`Retrospective.teams.through`); its function then gets
the row whose relation changed.

The registry is handed in, so that rooms below this one (people) can register too. Discovered in `apps.py: ready()`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime

from django.db.models import Model, QuerySet

from search.kinds import Kind, kinds


@dataclass
class Content:
    """What a builder says about one thing.

    `audience` is an `Audience` value, `audience_group_id` its group where it is GROUP. `about` lists model instances
    that the thing is about; each may come with words: `(instance, why)`. `topics` are `Topic` slugs or instances.
    After the day `verified_until` the thing is overdue: it is found below others that are as good, with a mark.
    """

    title: str
    url: str
    audience: str
    audience_group_id: int | None = None
    summary: str = ""
    body: str = ""
    aliases: Iterable[str] = ()
    topics: Iterable = ()
    date: datetime | None = None
    verified_until: Day | None = None
    about: Iterable = ()


@dataclass(frozen=True)
class Findable:
    """One registered model: how its rows are read and described."""

    model: type[Model]
    kind: str
    build: Callable[[Model], dict | None]
    queryset: Callable[[], QuerySet]
    also_on: dict = field(default_factory=dict)


class Documents:
    """All registered models, by model class."""

    def __init__(self):
        self.findables: dict[type[Model], Findable] = {}

    def add(
        self,
        model,
        *,
        kind,
        build,
        queryset=None,
        also_on=None,
        label="",
        label_plural="",
        category="",
        icon="file-text",
    ):
        """Register a model. `kind` names its documents; `label`, `label_plural`, `category` (one of practice, learn,
        event, retro, talk, assess or none) and `icon` are how pages show that kind, said once where several models
        share it. `also_on` maps other models to `instance -> instances` of this one that must be described anew when
        such a row is saved or deleted. Raises `ValueError` for a second registration.
        """
        if model in self.findables:
            raise ValueError(f"{model._meta.label} is registered already.")
        self.findables[model] = Findable(model, kind, build, queryset or model._default_manager.all, also_on or {})
        name = model._meta.verbose_name
        kinds.name(Kind(kind, label or name, label_plural or label or name, category, icon), sure=bool(label))

    def describe(self, instance):
        """The `Content` of an instance, or `None` where it is not findable."""
        described = self.findables[type(instance)].build(instance)
        return None if described is None else Content(**described)


documents = Documents()
