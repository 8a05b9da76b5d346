"""Template tags about events: ``{% load events_tags %}``."""

from django import template

from events.listing import ticket

register = template.Library()


@register.inclusion_tag("components/ticket.html")
def event_ticket(event, standing=None, level=3):
    """An event as a ticket at its next date. Wants `upcoming().for_list()` or `past().for_list()`."""
    return {**vars(ticket(event, standing)), "level": level}
