"""Brings the care of pages to life: some are overdue, some were confirmed, and readers said what they think of them."""

from datetime import timedelta

from django.utils.text import slugify
from wagtail.models import Page

from knowledge.models import PageViews, ProblemReport, Review, SearchArrival, Term, Upkeep
from knowledge.services import close_report, report_problem, say_helpful
from portal.demo.content import read_yaml
from search.services import refresh

# Page, days until which it is verified (negative: overdue), who confirmed it, and what they noted.
LOOKS = [
    (
        "limit-work-in-progress",
        194,
        "jonas.lindqvist",
        "Kestrel and Heron still do it this way. Added the list of breaks.",
    ),
    ("clear-the-review-shelf-first", 9, "jonas.lindqvist", ""),
    ("look-back-and-change-one-thing", -21, None, ""),
    ("pull-do-not-push", -34, "ruth.adeyemi", ""),
    ("stop-starting-day", -8, None, ""),
    ("automate-the-checks", -97, None, ""),
    ("read-a-board-in-five-minutes", 5, "jonas.lindqvist", "Read it in front of two boards. Nothing to change."),
    ("small-releases-with-a-nervous-supplier", -61, None, ""),
    ("when-the-limit-breaks", 240, "jonas.lindqvist", ""),
    ("four-hundred-old-bills", -12, None, ""),
]

# Page, reader, whether it helped, and why.
ANSWERS = [
    ("limit-work-in-progress", "amara.osei", True, "The list of who broke the limit settled an argument in our team."),
    ("limit-work-in-progress", "elif.sahin", True, ""),
    ("limit-work-in-progress", "daniel.okafor", False, "It does not say what to do when half the team is on call."),
    ("limit-work-in-progress", "nadia.rahman", True, ""),
    (
        "pull-do-not-push",
        "elif.sahin",
        False,
        "In the call centre the phone decides. The page knows it only at the end.",
    ),
    ("read-a-board-in-five-minutes", "amara.osei", True, "I did it on my own board at half past seven."),
    ("read-a-board-in-five-minutes", "sam.reid", True, ""),
    ("automate-the-checks", "marie.dubois", False, "The test bank file it names was switched off in spring."),
]

# Page, reader, what is wrong, and the answer with who gave it.
PROBLEMS = [
    (
        "automate-the-checks",
        "marie.dubois",
        "The test bank file in step 2 is gone since the spring release.",
        None,
        None,
    ),
    ("pull-do-not-push", "elif.sahin", "“When to use it” leaves out teams that answer phones.", None, None),
    ("look-back-and-change-one-thing", "amara.osei", "Says an hour. With eight people it took us two.", None, None),
    (
        "limit-work-in-progress",
        "tomasz.wojcik",
        "Step 2 says a quarter off, the guide says a third. Which one?",
        "jonas.lindqvist",
        "A quarter. The guide was older and says so too as of today.",
    ),
]

# Page, views in an ordinary week, and searches that led there with how often.
READ = [
    ("limit-work-in-progress", 23, [("wip limit", 31), ("too much open", 12), ("kanban", 9), ("unfinished work", 4)]),
    ("clear-the-review-shelf-first", 9, [("review", 11), ("waiting for review", 3)]),
    ("pull-do-not-push", 7, [("pull", 6), ("call centre board", 2)]),
    ("automate-the-checks", 6, [("test bank file", 5)]),
    ("forecast-from-what-you-finished", 11, [("forecast", 14), ("when will it be done", 6)]),
    ("read-a-board-in-five-minutes", 12, [("board", 8), ("how to read a board", 3)]),
    ("when-the-limit-breaks", 5, [("limit broken", 2)]),
]
WEEKS = 50


def load_upkeep(people, calendar):
    """Reviews, answers, reports and views, dated from today."""
    pages = {page.slug: page for page in Page.objects.filter(upkeep__isnull=False)}
    for slug, until, by, note in LOOKS:
        _look(pages[slug], calendar.day(until), people.get(by), note)
    for slug, reader, helped, reason in ANSWERS:
        say_helpful(page=pages[slug], user=people[reader], helped=helped, reason=reason)
    for days, (slug, reader, text, answered_by, answer) in enumerate(PROBLEMS, 3):
        report = report_problem(page=pages[slug], user=people[reader], text=text)
        ProblemReport.objects.filter(pk=report.pk).update(at=calendar.moment(-days * 4))
        if answer:
            close_report(report=report, by=people[answered_by], answer=answer)
    for slug, a_week, searches in READ:
        _read(pages[slug], a_week, searches, calendar)


def _look(page, until, by, note):
    upkeep = Upkeep.objects.get(page=page)
    upkeep.verified_until, upkeep.verified_by = until, by
    upkeep.save(update_fields=["verified_until", "verified_by"])
    refresh(page)
    if by:
        Review.objects.create(
            page=page, title=page.title, verdict=Review.Verdict.CONFIRMED, by=by, note=note, verified_until=until
        )


def _read(page, a_week, searches, calendar):
    """Most is read from Monday to Thursday, little at the end of December, and more of late."""
    days = [calendar.today - timedelta(days=back) for back in range(WEEKS * 7)]
    shares = {0: 0.26, 1: 0.24, 2: 0.2, 3: 0.2, 4: 0.1}
    counts = {}
    for back, day in enumerate(days):
        quiet = 0.2 if (day.month, day.day // 10) in {(12, 2), (12, 3)} else 1
        counts[day] = round(
            a_week * shares.get(day.weekday(), 0) * quiet * (1.2 - back / (WEEKS * 14)) + (back % 3) / 3
        )
    PageViews.objects.bulk_create(PageViews(page=page, day=day, count=n) for day, n in counts.items() if n)
    SearchArrival.objects.bulk_create(
        SearchArrival(page=page, words=words, count=count, last_on=calendar.today) for words, count in searches
    )


def load_glossary(practices):
    """The organisation's own words."""
    for item in read_yaml("glossary.yaml"):
        Term.objects.create(
            slug=slugify(item["name"]),
            name=item["name"],
            other_names="\n".join(item.get("other_names", [])),
            definition=item["definition"].strip(),
            practice=practices.get(item.get("practice")),
            case_matters=item.get("case_matters", False),
        )
