"""What the index knows of maturity models and of results.

A model is found by every member. A result is its team's own: it is no document, so neither search nor "what is about
this practice" nor any count can tell that it exists. Only a result that the team has shared with everyone is found,
about the practices of its gaps, with the parts' scores and never with counts or notes.
"""

from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment, Item, MaturityModel, ModelVersion
from assessments.results import practices_of, result_for
from assessments.sentences import gap_words, headline
from people.audiences import Audience

GAPS_SHOWN = 3


def model_document(model):
    """The newest published version of a model, about the practices that raise its questions."""
    version = model.published[0] if hasattr(model, "published") and model.published else newest(model)
    if version is None:
        return None
    items = list(Item.objects.filter(version=version).select_related("topic").order_by("position", "pk"))
    return {
        "title": model.title,
        "summary": model.summary,
        "body": "\n".join(f"{item.title}. {item.question}" for item in items),
        "url": model.get_absolute_url(),
        "audience": Audience.MEMBERS,
        "date": version.published_at,
        "topics": {item.topic for item in items if item.topic},
        "about": _practices(items),
    }


def newest(model):
    return ModelVersion.objects.newest().filter(model=model).first()


def _practices(items):
    """Each practice once, with the first question that it raises as the reason."""
    practices, found = practices_of(items), {}
    for item in items:
        for practice in practices[item.pk]:
            found.setdefault(practice.pk, (practice, item.title))
    return list(found.values())


def result_document(assessment):
    """A closed round that its team has shared beyond itself; `None` for every other."""
    if assessment.is_open or assessment.audience == Audience.GROUP:
        return None
    result = result_for(assessment)
    gaps = result.gaps[:GAPS_SHOWN]
    return {
        "title": _("%(team)s, %(headline)s") % {"team": assessment.team.name, "headline": headline(result)},
        "summary": gap_words(gaps),
        "url": assessment.get_absolute_url(),
        "audience": assessment.audience,
        "date": assessment.closed_at,
        "about": [(gap.practices[0], gap.title) for gap in gaps if gap.practices],
    }


def register(documents):
    """The findable things of this room."""
    documents.add(
        MaturityModel,
        kind="maturity-model",
        label=_("Maturity model"),
        label_plural=_("Maturity models"),
        category="assess",
        icon="gauge",
        build=model_document,
        queryset=MaturityModel.objects.with_published,
        also_on={ModelVersion: lambda version: [version.model]},
    )
    documents.add(
        Assessment,
        kind="assessment",
        label=_("Assessment result"),
        label_plural=_("Assessment results"),
        category="assess",
        icon="gauge",
        build=result_document,
        queryset=Assessment.objects.for_page,
    )
