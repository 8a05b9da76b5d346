"""Loads guidelines: their versions, who has read them, and the teams that differ for a while."""

import random

from knowledge.governance import must_read
from knowledge.headings import take_apart
from knowledge.models import GuidelinePage
from knowledge.pages import publish_page
from knowledge.services.guidelines import acknowledge, ask_exception, decide_exception, tell_readers
from people.audiences import Audience
from portal.demo.content import markdown_folder

EVERYONE = "all"
# Within how many days those who read a guideline did so.
READ_WITHIN = 21


def load_guidelines(section, people, teams, topics, practices, calendar):
    """All guidelines with what came of them."""
    for item in markdown_folder("guidelines"):
        for earlier in item.front.get("earlier", []):
            _publish(
                item, {**item.front, "what_changed": "", **earlier}, section, people, teams, topics, practices, calendar
            )
        guideline = _publish(item, item.front, section, people, teams, topics, practices, calendar)
        tell_readers(guideline=guideline, at=calendar.moment(item.front["published"]))
        _load_reading(guideline, item, people, calendar)
        for asked in item.front.get("exceptions", []):
            _load_exception(guideline, asked, people, teams, calendar)


def _publish(item, front, section, people, teams, topics, practices, calendar):
    said = take_apart(GuidelinePage, item.text)
    must = front.get("must_read", [])
    return publish_page(
        GuidelinePage,
        parent=section,
        slug=item.slug,
        values={"title": front["title"], "summary": front["summary"].strip()},
        body=said.rest,
        owner=people[front["owner"]],
        audience=front.get("audience", Audience.MEMBERS),
        published_at=calendar.moment(front["published"]),
        version=front["version"],
        what_changed=front.get("what_changed", ""),
        effective_on=calendar.day(front["effective"]),
        must_read_by_all=must == EVERYONE,
        must_read_by=[] if must == EVERYONE else [teams[slug].group for slug in must],
        days_to_read=front.get("days", 14),
        topics=[topics[front["area"]]],
        practices=[practices[slug] for slug in front.get("practices", [])],
        **{**said.values, **({"rule": front["rule"].strip()} if "rule" in front else {})},
    )


def _load_reading(guideline, item, people, calendar):
    """A share of those who must read it have, the same ones at each load."""
    chance = random.Random(item.slug)  # noqa: S311 - who has read it in the demo is no secret
    waiting = {people[name].pk for name in item.front.get("not_read", [])}
    published = calendar.day(item.front["published"])
    days = max(1, min(READ_WITHIN, (calendar.today - published).days))
    for user in must_read(guideline).order_by("email"):
        after, reads = chance.randrange(days), chance.random() < item.front.get("read", 0)
        if reads and user.pk not in waiting:
            at = calendar.at(published + calendar.days(after), "11:20")
            acknowledge(guideline=guideline, user=user, version=guideline.version, at=at)


def _load_exception(guideline, item, people, teams, calendar):
    asked = ask_exception(
        guideline=guideline,
        team=teams[item["team"]],
        asked_by=people[item["by"]],
        reason=" ".join(item["reason"].split()),
        instead=" ".join(item.get("instead", "").split()),
        starts_on=calendar.day(item["starts"]),
        ends_on=calendar.day(item["ends"]),
        asked_at=calendar.moment(item["asked"]),
    )
    if "decision" in item:
        decide_exception(
            exception=asked,
            by=people[item["decided_by"]],
            grant=item["decision"] == "granted",
            answer=" ".join(item.get("answer", "").split()),
            decided_at=calendar.moment(item["decided"]),
        )
