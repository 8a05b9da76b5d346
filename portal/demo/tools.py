"""Loads tools: the criteria they are weighed by, what was decided about each, and the courses that teach them."""

from courses.models import CoursePage
from knowledge.headings import take_apart
from knowledge.models import ToolCriterion, ToolDecision, ToolPage, ToolScore
from knowledge.pages import publish_page
from people.audiences import Audience
from portal.demo.content import markdown_folder, read_yaml


def load_tools(section, people, topics, practices, calendar):
    """All tools. Returns them by slug."""
    criteria = {
        item["slug"]: ToolCriterion.objects.update_or_create(
            slug=item["slug"], defaults={**item, "position": position}
        )[0]
        for position, item in enumerate(read_yaml("tools/criteria.yaml"))
    }
    return {
        item.slug: _publish(item, section, criteria, people, topics, practices, calendar)
        for item in markdown_folder("tools")
    }


def _publish(item, section, criteria, people, topics, practices, calendar):
    front, said = item.front, take_apart(ToolPage, item.text)
    decisions = [
        ToolDecision(status=status, decided_on=calendar.past_day(day), reason=reason, sort_order=position)
        for position, (status, day, reason) in enumerate(front["decisions"])
    ]
    scores = [
        ToolScore(criterion=criteria[slug], score=score, note=note, sort_order=position)
        for position, (slug, (score, note)) in enumerate(front["scores"].items())
    ]
    return publish_page(
        ToolPage,
        parent=section,
        slug=item.slug,
        values={"title": front["title"], "summary": front["summary"].strip()},
        body=said.rest,
        owner=people[front["owner"]],
        audience=front.get("audience", Audience.PUBLIC),
        published_at=calendar.moment(front["published"]),
        area=front["area"],
        decisions=decisions,
        scores=scores,
        topics=[topics[front["topic"]]],
        practices=[practices[slug] for slug in front.get("practices", [])],
        **said.values,
    )


def load_training_for_tools(tools):
    """Courses say which tools they teach, once there are courses."""
    for item in markdown_folder("tools"):
        for course in CoursePage.objects.filter(slug__in=item.front.get("courses", [])):
            course.tools.add(tools[item.slug])
            course.save_revision().publish()
