"""What readers say of a page: whether it helped, and what is wrong with it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge.exceptions import KnowledgeError
from knowledge.models import Helpfulness, ProblemReport
from knowledge.signals import problem_answered, problem_reported

LONGEST_REASON, LONGEST_TEXT = 500, 1000
MOST_OPEN = 3  # reports of one person on one page that nobody has answered yet


@transaction.atomic
def say_helpful(*, page, user, helped, reason=None):
    """Record a reader's answer to “was this helpful?”; a second answer replaces the first.

    `reason` `None` keeps the one that was given with the same answer. Raises `KnowledgeError` for one that is too long.
    """
    if reason is not None and len(reason.strip()) > LONGEST_REASON:
        raise KnowledgeError({"reason": _("This is too long. %(most)s characters fit.") % {"most": LONGEST_REASON}})
    said = Helpfulness.objects.select_for_update().filter(page_id=page.pk, user=user).first()
    if reason is None:
        reason = said.reason if said and said.helped == helped else ""
    return Helpfulness.objects.update_or_create(
        page_id=page.pk, user=user, defaults={"helped": helped, "reason": reason.strip()}
    )[0]


@transaction.atomic
def report_problem(*, page, user, text):
    """Record a problem with a page and tell its owner. The same words twice are one report.

    Raises `KnowledgeError` for no words, too many, or more open reports of one person than an owner can read.
    """
    text = text.replace("\x00", "").strip()
    if not text:
        raise KnowledgeError({"text": _("Say what is wrong, so that it can be mended.")})
    if len(text) > LONGEST_TEXT:
        raise KnowledgeError({"text": _("This is too long. %(most)s characters fit.") % {"most": LONGEST_TEXT}})
    waiting = ProblemReport.objects.filter(page_id=page.pk, reported_by=user, closed_at=None)
    if same := waiting.filter(text=text).first():
        return same
    if waiting.count() >= MOST_OPEN:
        raise KnowledgeError({"text": _("Your earlier reports on this page are not answered yet. Please wait.")})
    report = ProblemReport.objects.create(page_id=page.pk, text=text, reported_by=user)
    problem_reported.send(sender=ProblemReport, report=report)
    return report


@transaction.atomic
def close_report(*, report, by, answer):
    """Answer a report and close it; whoever reported it is told. Raises `KnowledgeError` without an answer."""
    answer = answer.replace("\x00", "").strip()
    if not answer:
        raise KnowledgeError({"answer": _("Say what came of it. The person who reported it reads this.")})
    if len(answer) > LONGEST_TEXT:
        raise KnowledgeError({"answer": _("This is too long. %(most)s characters fit.") % {"most": LONGEST_TEXT}})
    report = ProblemReport.objects.select_for_update().get(pk=report.pk)
    if report.closed_at:
        raise KnowledgeError({"answer": _("Somebody has answered this report already.")})
    report.closed_at, report.closed_by, report.answer = timezone.now(), by, answer
    report.save()
    problem_answered.send(sender=ProblemReport, report=report)
    return report
