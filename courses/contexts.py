"""What the pages of the room show beside their own text, for one reader."""

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.utils.translation import gettext as _

from courses.exceptions import LearningError
from courses.marking import mark
from courses.models import CourseIndexPage, CoursePage, Enrolment, LearningEvent, LearningPage, PathPage
from courses.outlines import places_in, read_shelf
from courses.progress import CourseProgress, continue_learning, paths_progress, progress_for_many, staged, standing_of
from events.models import Event
from knowledge.evidence import evidence_for_many
from knowledge.models import PracticePage
from people.audiences import visible_pages

PER_PAGE = 24
LOOKED_AT, SHOWN_COURSES = 24, 6


def learn_index(page, user):
    """The front page of training: what the reader is in the middle of, paths, and the newest single courses."""
    paths = list(PathPage.objects.child_of(page).live().defer("body").order_by("path"))
    newest = CoursePage.objects.descendant_of(page).live().defer("body").order_by("-first_published_at", "-pk")
    courses = list(newest[:LOOKED_AT])
    places = places_in(paths)
    in_paths = [place.course for row in places.values() for place in row]
    children = Q(path__startswith=page.path, depth=page.depth + 1)
    shelf = read_shelf(user, courses=_each_once([*courses, *in_paths]), others=children)
    standing = standing_of(user, shelf.outlines.values())
    return {
        "section": "learn",
        "continued": continue_learning(user),
        "paths": [(path, staged(places[path.pk], shelf, standing)) for path in paths if path.pk in shelf.pages],
        "courses": _with_progress(courses, shelf, standing)[:SHOWN_COURSES],
        "course_index": next((p for p in shelf.pages.values() if p.specific_class is CourseIndexPage), None),
    }


def course_index(page, request):
    """All courses by title, a page at a time."""
    found = visible_pages(CoursePage.objects.child_of(page).defer("body"), request.user).order_by("title", "pk")
    shown = Paginator(list(found), PER_PAGE).get_page(request.GET.get("page"))
    shelf = read_shelf(request.user, courses=shown.object_list)
    standing = standing_of(request.user, shelf.outlines.values())
    return {
        "section": "learn",
        "crumbs": _crumbs(page),
        "courses": _with_progress(shown.object_list, shelf, standing),
        "shown": shown,
    }


def path(page, user):
    """A path: its stages with lessons, the reader's progress, what it leads to."""
    places = places_in([page])[page.pk]
    courses = [place.course for place in places]
    shelf = read_shelf(user, courses=courses, others=Q(pk__in=_practice_pks(page)))
    standing = standing_of(user, shelf.outlines.values())
    progress = staged(places, shelf, standing)
    workshops = _workshops([outline.pk for outline in progress.outlines], user)
    return {
        "section": "learn",
        "side_sticky": True,
        "crumbs": _crumbs(page),
        "progress": progress,
        "stages": [_stage(stage, progress, workshops) for stage in progress.stages],
        "workshops": _once(workshops),
        "enrolment": _enrolment(page, user),
        "finishers": _finishers(progress, user),
        "finished_at": progress.last_at if progress.passed else None,
        "practices": _practices(page, shelf, user),
    }


def course(page, user):
    """A course: its lessons and quiz, the reader's progress, workshops and practices."""
    inside = Q(pk__in=page.in_paths.values("path"))
    shelf = read_shelf(user, courses=[page], others=inside | Q(pk__in=_practice_pks(page)))
    progress = _progress_in(page, shelf, user)
    return {
        "section": "learn",
        "side_sticky": True,
        "crumbs": _crumbs(page),
        "progress": progress,
        "states": list(progress.states(upcoming=progress.next if user.is_authenticated else None)) if progress else [],
        "workshops": _once(_workshops([page.pk], user)),
        "enrolment": _enrolment(page, user),
        "in_paths": [found for found in shelf.pages.values() if found.specific_class is PathPage],
        "finishers": _finishers(progress, user) if progress else 0,
        "practices": _practices(page, shelf, user),
    }


def lesson(page, user):
    """A lesson: the outline that it stands in, what comes before and after, the practice behind it."""
    course = page.course
    shelf = read_shelf(
        user,
        courses=[course] if course else [],
        others=Q(pk__in=_practice_pks(page)) | Q(pk__in=course.in_paths.values("path") if course else []),
    )
    progress = _progress_in(course, shelf, user)
    steps = progress.outline.steps if progress else []
    here = next((n for n, step in enumerate(steps) if not step.is_quiz and step.pk == page.pk), None)
    current = None if here is None else steps[here]
    return {
        "section": "learn",
        "side": "start",
        "side_sticky": True,
        "course": course,
        "in_paths": [found for found in shelf.pages.values() if found.specific_class is PathPage],
        "progress": progress,
        "step": current,
        "states": list(progress.states(current=current)) if progress else [],
        "done_at": progress.standing.done.get(page.pk) if progress else None,
        "previous": steps[here - 1] if here else None,
        "following": steps[here + 1] if here is not None and here + 1 < len(steps) else None,
        "practices": _practices(page, shelf, user),
        "workshops": _once(_workshops([course.pk], user)) if course else [],
    }


def attempt(made, user):
    """What came of an attempt. `answered` is empty where the questions of that day are not kept any more."""
    line = made.learning_events.select_related("page").first()
    course = visible_pages(CoursePage.objects.filter(pk=line.page_id if line else None), user).first()
    quiz = made.quiz_as_answered()
    progress = progress_for_many(user, [course]).get(course.pk) if course else None
    return {
        "section": "learn",
        "attempt": made,
        "quiz": quiz,
        "course": course,
        "answered": _answered(quiz, made),
        "following": progress and (progress.next or _next_on_path(course, user)),
    }


def _answered(quiz, made):
    try:
        return [_question(marked, made.passed) for marked in mark(quiz, made.answers).questions]
    except LearningError:
        return []


def _question(marked, passed):
    """A marked question in words. What would have been right is told once the quiz is passed."""
    verdict = ("good", _("Right")) if marked.is_right else ("bad", _("Not right"))
    if marked.is_partly_right:
        verdict = ("warn", _("Partly right"))
    if not marked.picked:
        verdict = ("bad", _("Not answered"))
    return {
        "name": f"q{marked.question.pk}",
        "input": "checkbox" if marked.question.kind == marked.question.Kind.MULTIPLE else "radio",
        "text": marked.question.text,
        "status": verdict[0],
        "verdict": verdict[1],
        "points": float(round(marked.points, 2)),
        "explanation": marked.question.explanation,
        "choices": [_choice(choice, marked, passed) for choice in marked.question.choices.all()],
    }


def _choice(choice, marked, passed):
    is_picked = choice.pk in marked.picked
    answer, words = "", ""
    if is_picked and choice.is_right:
        answer, words = "right", _("Your answer, right.")
    elif is_picked:
        answer, words = "wrong", _("Your answer, not right.")
    elif choice.is_right and passed:
        answer, words = "right", _("This was right too.")
    detail = f"{words} {choice.feedback}".strip() if is_picked else words
    return {"text": choice.text, "is_picked": is_picked, "answer": answer, "detail": detail}


def after(lesson, user):
    """The step to go to when a lesson is done: the next one that is not, here or later on a path that they take."""
    progress = progress_for_many(user, [lesson.course]).get(lesson.course.pk)
    if progress is None:
        return None
    steps = progress.outline.steps
    here = next((n for n, step in enumerate(steps) if not step.is_quiz and step.pk == lesson.pk), -1)
    left = [step for step in [*steps[here + 1 :], *steps[: here + 1]] if not progress.is_done(step)]
    return left[0] if left else _next_on_path(lesson.course, user)


def _next_on_path(course, user):
    """The next step of the path, taken by this reader, that the course stands in."""
    taken = Enrolment.objects.current().filter(user=user).values("page")
    paths = visible_pages(PathPage.objects.filter(pk__in=taken, path_courses__course=course), user)
    return next((found.next for found in paths_progress(user, list(paths)).values() if found.next), None)


def _progress_in(course, shelf, user):
    outline = shelf.outlines.get(course.pk) if course else None
    return CourseProgress(outline, standing_of(user, [outline])) if outline else None


def _with_progress(courses, shelf, standing):
    """(course, its progress) for each course that the reader may see."""
    return [
        (course, CourseProgress(shelf.outlines[course.pk], standing))
        for course in courses
        if course.pk in shelf.outlines
    ]


def _each_once(courses):
    return list({course.pk: course for course in courses}.values())


def _stage(stage, progress, workshops):
    """A stage as its section shows it. Nothing is marked as next for somebody who has not begun."""
    upcoming = progress.next if progress.is_started else None
    return {
        "title": stage.title,
        "done": sum(course.done for course in stage.courses),
        "total": sum(course.total for course in stage.courses),
        "courses": [
            (course.outline, list(course.states(upcoming)), workshops.get(course.outline.pk, []))
            for course in stage.courses
        ],
    }


def _crumbs(page):
    """The pages above this one, from the learning index down, read off its address."""
    crumbs = [(_("Learn"), _above(page.url or "", page.depth - 3))]
    if isinstance(page, CoursePage):
        crumbs.append((_("Courses"), _above(page.url or "", 1)))
    return crumbs


def _above(url, levels):
    """The address that many levels up."""
    for _level in range(max(levels, 0)):
        url = url.rstrip("/").rsplit("/", 1)[0] + "/"
    return url


def _practice_pks(page: LearningPage):
    through = type(page).practices.through
    field = f"{type(page)._meta.model_name}_id"
    return through.objects.filter(**{field: page.pk}).values("practicepage_id")


def _practices(page, shelf, user):
    """(practice page, evidence) for each practice of the page that the reader may see, in one query."""
    found = [item for item in shelf.pages.values() if item.specific_class is PracticePage]
    evidence = evidence_for_many(found, user)
    return [(practice, evidence[practice.pk]) for practice in sorted(found, key=lambda item: item.title)]


def _workshops(course_pks, user):
    """{course pk: its events to come, soonest first}, in one query."""
    upcoming = Event.objects.visible_to(user).upcoming().filter(courses__in=course_pks).annotate(course_pk=F("courses"))
    found = {pk: [] for pk in course_pks}
    for event in upcoming:
        found[event.course_pk].append(event)
    return found


def _once(workshops):
    """All events of several courses, each once, soonest first."""
    found = {event.pk: event for events in workshops.values() for event in events}
    return sorted(found.values(), key=lambda event: event.next_start)


def _enrolment(page, user):
    if not user.is_authenticated:
        return None
    return Enrolment.objects.current().filter(user=user, page=page.pk).select_related("assigned_by").first()


def _finishers(progress, user):
    """How many people finished it; told to those who are signed in."""
    lessons = [lesson.pk for outline in progress.outlines for lesson in outline.lessons]
    quizzes = [outline.quiz.pk for outline in progress.outlines if outline.quiz]
    if not user.is_authenticated or not lessons:
        return 0
    return LearningEvent.objects.finishers(lessons, quizzes).count()
