"""Loads what people are writing just now: a draft, a piece that is being reviewed, one with changes asked for."""

from wagtail.models import Page

from knowledge.models import LessonLearnedPage
from knowledge.services.drafts import save_draft
from knowledge.services.submissions import decide, send
from portal.demo.content import read_yaml


def load_writing(people, projects, practices):
    """Every piece in the state that its file says, through the services that the portal's pages call."""
    for item in read_yaml("writing.yaml"):
        _load(item, people[item["author"]], projects, practices)


def _load(item, author, projects, practices):
    values = {name: text.strip() for name, text in item["values"].items()}
    about = [practices[slug] for slug in item["practices"]]
    project = projects[item["project"]]
    numbers = {"practices": [str(page.pk) for page in about], "project": str(project.pk)}
    draft = save_draft(author=author, model=LessonLearnedPage, values=values | numbers)
    if item["state"] == "draft":
        return
    cleaned = values | {"practices": about, "project": project, "topics": list(about[0].topics.all())}
    page = send(draft=draft, cleaned=cleaned, note=item.get("note", ""))
    if item["state"] == "changes":
        page = Page.objects.get(pk=page.pk)
        decide(
            page=page,
            user=about[0].steward,
            action="reject",
            comment=item["comment"],
            revision=page.latest_revision_id,
        )
