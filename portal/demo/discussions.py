"""Loads what people say below pages."""

from wagtail.models import Page

from communities import services
from communities.subjects import DISCUSSED, Subject
from portal.demo.content import read_yaml


def load_discussions(people, calendar):
    """Every thread with its answers. What was said long ago tells nobody."""
    for thread in read_yaml("discussions.yaml"):
        page = Page.objects.type(*DISCUSSED).get(slug=thread["page"]).specific
        for item in thread["posts"]:
            question = _say(page, item, people, calendar)
            for answer in item.get("answers", []):
                _say(page, answer, people, calendar, reply_to=question)


def _say(page, item, people, calendar, reply_to=None):
    post = services.post(
        subject=Subject(page),
        author=people[item["author"]],
        text=item["text"],
        reply_to=reply_to,
        at=calendar.at(calendar.past_day(item["day"]), item["at"]),
    )
    if item.get("accepted"):
        services.accept(post=post, by=reply_to.author)
    for username in item.get("useful", []):
        services.find_useful(post=post, user=people[username])
    return post
