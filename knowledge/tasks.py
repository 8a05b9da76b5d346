"""Background work of the knowledge room: thin, by id, safe to repeat."""

from django_tasks import task

from knowledge.models import Retrospective
from knowledge.services import tell_followers_of_evidence


@task()
def tell_followers(retrospective_id):
    """Tell those who follow the practices of a retrospective that there is evidence. A deleted one tells nobody."""
    retrospective = Retrospective.objects.filter(pk=retrospective_id).first()
    if retrospective:
        tell_followers_of_evidence(retrospective=retrospective)
