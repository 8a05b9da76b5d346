"""Publishing a version of a maturity model from its written form."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.exceptions import AssessmentError
from assessments.models import Item, MaturityModel, ModelVersion
from assessments.services.definitions import read_model
from knowledge.models import PracticePage
from search.models import Topic


@transaction.atomic
def publish_model(*, data, published_at=None):
    """Publish a version of a model from the dict form of its file, and return the version.

    `data` has id, version, title, summary, scale (value, name, description) and dimensions (id, title, summary,
    question) with items (id, title, question, hint, levels, practices as slugs). The same again changes nothing.
    Raises `AssessmentError` that names every place: two items with one id, an unknown practice, a scale that does not
    rise, a level without text, or a published version that says something else.
    """
    definition = read_model(data)
    practices = _practices(definition)
    digest = _digest(definition)
    model = _model(definition)
    version = ModelVersion.objects.filter(model=model, version=definition["version"]).first()
    if version:
        return _unchanged(version, digest)
    version = ModelVersion.objects.create(
        model=model, version=definition["version"], scale=definition["scale"], digest=digest
    )
    _store_items(version, definition, practices)
    version.published_at = published_at or timezone.now()
    version.save(update_fields=["published_at"])
    return version


def _digest(definition):
    return hashlib.sha256(json.dumps(definition, sort_keys=True).encode()).hexdigest()


def _unchanged(version, digest):
    if version.digest != digest:
        text = _("%(version)s is published and says something else. Give what you changed a higher version.")
        raise AssessmentError({"version": text % {"version": version}})
    return version


def _practices(definition):
    """Practices by slug. Raises `AssessmentError` for slugs that no practice has."""
    wanted = {
        slug: f"dimensions.{place}.items.{row}.practices"
        for place, dimension in enumerate(definition["dimensions"])
        for row, item in enumerate(dimension["items"])
        for slug in item["practices"]
    }
    found = {page.slug: page for page in PracticePage.objects.filter(slug__in=wanted).defer("body")}
    errors = {
        where: _("There is no practice “%(slug)s”.") % {"slug": slug}
        for slug, where in wanted.items()
        if slug not in found
    }
    if errors:
        raise AssessmentError(errors)
    return found


def _model(definition):
    """The model's own row; its title and summary are those of its newest version."""
    words = {"title": definition["title"], "summary": definition["summary"]}
    model, created = MaturityModel.objects.get_or_create(key=definition["id"], defaults=words)
    if not created and not model.versions.filter(version__gte=definition["version"]).exists():
        model.title, model.summary = words["title"], words["summary"]
        model.save(update_fields=["title", "summary"])
    return model


def _store_items(version, definition, practices):
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    position, links = 0, []
    through = Item.practices.through
    for dimension in definition["dimensions"]:
        position += 1
        topic = topics.get(slugify(dimension["id"]))
        parent = Item.objects.create(
            version=version,
            key=dimension["id"],
            position=position,
            topic=topic,
            hint=dimension["summary"],
            **_words(dimension),
        )
        for item in dimension["items"]:
            position += 1
            row = Item.objects.create(
                version=version,
                parent=parent,
                key=item["id"],
                position=position,
                topic=topic,
                hint=item["hint"],
                levels=item["levels"],
                **_words(item),
            )
            links += [through(item_id=row.pk, practicepage_id=practices[slug].pk) for slug in item["practices"]]
    through.objects.bulk_create(links)


def _words(node):
    return {"title": node["title"], "question": node["question"]}
