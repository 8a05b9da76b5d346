"""Every write about objectives and projects."""

from django.core.exceptions import ValidationError
from django.db import transaction

from people.audiences import Audience
from portfolio.models import Objective, Project


class PortfolioError(Exception):
    """A refusal in words that can be shown to the person who asked."""


def save_objective(*, slug, title, summary="", owner=None):
    """Create the objective of this slug, or bring it up to date."""
    return Objective.objects.update_or_create(slug=slug, defaults={"title": title, "summary": summary, "owner": owner})[
        0
    ]


@transaction.atomic
def save_project(*, slug, name, starts_on, ends_on=None, teams=(), topics=(), audience=Audience.MEMBERS, **fields):
    """Create the project of this slug, or bring it up to date; `fields` are Project's columns.

    Raises `PortfolioError` where the dates or a value do not hold.
    """
    project = Project.objects.filter(slug=slug).first() or Project(slug=slug)
    for field, value in {
        "name": name,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "audience": audience,
        **fields,
    }.items():
        setattr(project, field, value)
    if ends_on and ends_on < starts_on:
        raise PortfolioError(f"“{name}” ends before it starts. Choose an end after {starts_on:%d %B %Y}.")
    try:
        project.full_clean()
    except ValidationError as error:
        raise PortfolioError("; ".join(error.messages)) from error
    project.save()
    project.teams.set(teams)
    project.topics.set(topics)
    return project
