"""Loads the demo organisation in one transaction: all of it is there afterwards, or nothing."""

from django.db import transaction

from people.models import User
from portal.demo import (
    assessments,
    discussions,
    events,
    guidelines,
    knowledge,
    learning,
    news,
    organisation,
    site,
    tools,
    upkeep,
    writing,
)
from portal.demo.content import Calendar, read_yaml
from search.services import deferred


def is_loaded():
    """Has the demo been loaded into this database?"""
    return User.objects.filter(email=organisation.email("admin")).exists()


def load(say=lambda text: None):
    """Load everything. `say` is told what comes next. Does nothing where the demo is there already; returns whether it
    loaded anything."""
    if is_loaded():
        return False
    with transaction.atomic(), deferred():
        people, projects, practices, calendar = _load(say)
    # Only now do people follow practices, so that they are not told of years of evidence at once.
    with transaction.atomic():
        news.load_follows(people, practices)
        news.load_news(people, calendar)
        upkeep.load_upkeep(people, calendar)
        writing.load_writing(people, projects, practices)
    return True


def _load(say):
    calendar = Calendar()
    content = read_yaml("organisation.yaml")
    say("people and teams")
    topics = organisation.load_topics()
    people = organisation.load_people(content, calendar)
    teams = organisation.load_teams(content, people)
    projects = organisation.load_portfolio(content, people, teams, topics, calendar)
    say("practices, guides and lessons learned")
    pages = site.load_site(content["organisation"])
    practices = knowledge.load_practices(pages["practices"], people, topics, calendar)
    knowledge.load_guides(pages["guides"], people, topics, practices, calendar)
    knowledge.load_lessons_learned(pages["lessons"], people, teams, projects, practices, calendar)
    say("guidelines and tools")
    guidelines.load_guidelines(pages["guidelines"], people, teams, topics, practices, calendar)
    weighed = tools.load_tools(pages["tools"], people, topics, practices, calendar)
    upkeep.load_glossary(practices)
    say("retrospectives and laps")
    retrospectives = knowledge.load_retrospectives(people, teams, projects, practices, calendar)
    laps = knowledge.load_laps(people, teams, projects, practices, retrospectives, calendar)
    say("communities and events")
    communities = organisation.load_communities(content, people, topics)
    held = events.load_events(people, teams, practices, communities, calendar)
    say("training")
    learning.load_training(pages, people, practices, held, calendar)
    tools.load_training_for_tools(weighed)
    say("discussions")
    discussions.load_discussions(people, calendar)
    say("assessments")
    assessments.load_assessments(people, teams, laps, calendar)
    return people, projects, practices, calendar
