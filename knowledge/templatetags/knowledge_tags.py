"""Template tags of the knowledge room: ``{% load knowledge_tags %}``."""

from django import template

from search.kinds import kinds

register = template.Library()


@register.filter
def kind_of(document):
    """How the kind of a search document is named and coloured."""
    return kinds[document.kind]
