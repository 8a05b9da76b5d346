"""Tags of the pages on which people write."""

from django import template

from knowledge.article import section_id

register = template.Library()
register.filter("section_id", section_id)
