"""Background work of the knowledge room: thin, by id, safe to repeat."""

from django_tasks import task
from wagtail.models import Page, TaskState, WorkflowState

from knowledge.exchange import runs
from knowledge.models import GuidelinePage, ProblemReport, Retrospective
from knowledge.services import (
    check_links,
    tell_followers_of_evidence,
    tell_of_answer,
    tell_of_handing_over,
    tell_of_problem,
    tell_of_retirement,
    tell_of_update,
)
from knowledge.services.guidelines import tell_readers
from knowledge.services.review_news import tell_author, tell_reviewers
from people.models import User


@task()
def tell_followers(retrospective_id):
    """Tell those who follow the practices of a retrospective that there is evidence. A deleted one tells nobody."""
    retrospective = Retrospective.objects.filter(pk=retrospective_id).first()
    if retrospective:
        tell_followers_of_evidence(retrospective=retrospective)


@task()
def tell_of_page(page_id, by_id, retired=False):
    """Tell those whom it concerns that a page was updated, or retired. A deleted page concerns nobody."""
    page = Page.objects.filter(pk=page_id, live=True).first()
    if page:
        tell = tell_of_retirement if retired else tell_of_update
        tell(page=page.specific, by=User.objects.filter(pk=by_id).first())


@task()
def tell_new_owner(page_id, to_id, by_id):
    """Tell a person that a page is theirs to keep."""
    page, people = Page.objects.filter(pk=page_id).first(), User.objects.in_bulk([to_id, by_id])
    if page and len(people) == len({to_id, by_id}):
        tell_of_handing_over(page=page, to=people[to_id], by=people[by_id])


@task()
def tell_of_report(report_id):
    """Tell the owner of a new report, or its writer of the answer."""
    report = ProblemReport.objects.select_related("page", "reported_by", "closed_by").filter(pk=report_id).first()
    if report:
        tell = tell_of_answer if report.closed_at else tell_of_problem
        tell(report=report)


@task()
def tell_guideline_readers(page_id):
    """Ask those who must read a guideline to read the version that is published. Who was asked is not asked again."""
    guideline = GuidelinePage.objects.filter(pk=page_id, live=True).first()
    if guideline:
        tell_readers(guideline=guideline)


@task()
def check_links_of(page_ids):
    """Look again at the links of some pages, since something that they refer to has changed."""
    check_links(pages=page_ids)


@task()
def tell_reviewers_of_piece(step_id):
    """Tell those who review a piece that it waits for them. A piece that is gone tells nobody."""
    step = TaskState.objects.select_related("workflow_state__requested_by").filter(pk=step_id).first()
    if step:
        tell_reviewers(step=step)


@task()
def tell_author_of_review(run_id):
    """Tell whoever sent a piece what became of it."""
    run = WorkflowState.objects.select_related("requested_by", "current_task_state").filter(pk=run_id).first()
    if run:
        tell_author(run=run)


@task()
def advance_import(run_id):
    """Make one step of an import and put the next one on the queue. Where tasks run at once, pages make the steps."""
    run = None if runs.works_in_requests() else runs.advance(run_id)
    if run and run.is_moving:
        advance_import.enqueue(run_id)
