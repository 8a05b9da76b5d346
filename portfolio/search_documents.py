"""What the index knows of projects."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portfolio.models import Project
from themes.markdown import plain_text


def project_document(project):
    """A project, found by its name, its teams and its objective."""
    teams = ", ".join(team.name for team in project.teams.all())
    return {
        "title": project.name,
        "summary": project.summary,
        "body": "\n".join(
            filter(None, [plain_text(project.description), project.objective and project.objective.title, teams])
        ),
        "url": project.get_absolute_url(),
        "audience": project.audience,
        "audience_group_id": project.audience_group_id,
        "topics": [topic.slug for topic in project.topics.all()],
        "date": timezone.make_aware(datetime.combine(project.starts_on, time(9))),
    }


def register(documents):
    documents.add(
        Project,
        kind="project",
        label=_("Project"),
        label_plural=_("Projects"),
        icon="folder",
        build=project_document,
        queryset=Project.objects.for_list,
    )
