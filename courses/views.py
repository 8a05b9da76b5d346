"""What people do with courses: take them, mark lessons as done, answer quizzes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from courses import contexts, services
from courses.exceptions import LearningError
from courses.forms import QuizForm
from courses.models import Attempt, CoursePage, LearnIndexPage, LessonPage, PathPage, Quiz
from courses.permissions import can_read_attempt, can_take
from courses.progress import progress_for
from people.audiences import visible_pages


def _page_for(request, queryset, **lookup):
    """The page that an action is about, and the answer where it cannot be done: sign in first, or it is gone.

    A stranger is asked to sign in whether there is such a page or not. Raises `Http404` for a page that somebody who
    is signed in must not know of.
    """
    if not request.user.is_authenticated:
        page = visible_pages(queryset.filter(**lookup), request.user).first()
        return page, redirect_to_login(_comes_back_to(request, page))
    page = get_object_or_404(queryset, **lookup).specific
    if page.is_open and can_take(request.user, page):
        return page, None
    if page.is_open or not page.is_remembered_by(request.user):
        raise Http404
    messages.warning(request, _("“%(title)s” is not offered any more. What you did is kept.") % {"title": page.title})
    return page, redirect(_learn_url())


def _comes_back_to(request, page):
    """Where signing in leads: to the page itself; to the form where the address is one that can be opened."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return page.url if page else _learn_url()


def _learn_url():
    index = LearnIndexPage.objects.live().first()
    return (index and index.url) or "/"


@require_POST
def enrol(request, pk):
    """Take a path or course and go to its first open lesson."""
    page, refusal = _page_for(request, Page.objects.type(PathPage, CoursePage), pk=pk)
    if refusal:
        return refusal
    services.enrol(user=request.user, page=page)
    return redirect(_go_on(request, progress_for(request.user, page)) or page.url)


def _go_on(request, progress):
    """The address of the next step; a lesson there counts as opened."""
    step = progress.next if progress else None
    if step and not step.is_quiz:
        services.open_lesson(user=request.user, lesson=LessonPage.objects.get(pk=step.pk))
    return step and step.url


@require_POST
def withdraw(request, pk):
    """Leave a path or course."""
    page, refusal = _page_for(request, Page.objects.type(PathPage, CoursePage), pk=pk)
    if refusal:
        return refusal
    if services.withdraw(user=request.user, page=page):
        messages.success(request, _("You left “%(title)s”. What you did is kept.") % {"title": page.title})
    return redirect(page.url)


@require_POST
def complete_lesson(request, pk):
    """Mark a lesson as done and go to the next one."""
    lesson, refusal = _page_for(request, Page.objects.type(LessonPage), pk=pk)
    if refusal:
        return refusal
    services.complete_lesson(user=request.user, lesson=lesson)
    step = contexts.after(lesson, request.user)
    if step is None:
        messages.success(request, _("You have finished “%(title)s”.") % {"title": lesson.course.title})
        return redirect(lesson.course.url)
    if not step.is_quiz:
        services.open_lesson(user=request.user, lesson=LessonPage.objects.get(pk=step.pk))
    messages.success(request, _("“%(title)s” is done.") % {"title": lesson.title})
    return redirect(step.url)


@require_POST
def reopen_lesson(request, pk):
    """Mark a lesson as not done."""
    lesson, refusal = _page_for(request, Page.objects.type(LessonPage), pk=pk)
    if refusal:
        return refusal
    services.reopen_lesson(user=request.user, lesson=lesson)
    return redirect(lesson.url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, slug):
    """The quiz of a course: all questions in one form; marked on the server."""
    course, refusal = _page_for(request, CoursePage.objects.filter(quiz__isnull=False), slug=slug)
    if refusal:
        return refusal
    found = Quiz.objects.with_questions().get(pk=course.quiz_id)
    form = QuizForm(request.POST if request.method == "POST" else None, quiz=found)
    attempt = _hand_in(request, form, course)
    if attempt:
        return redirect(attempt)
    context = {"course": course, "quiz": found, "form": form, "section": "learn"}
    return render(request, "courses/quiz.html", context, status=422 if form.errors else 200)


def _hand_in(request, form, course):
    """The marked attempt, or `None` with the reasons in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return services.submit_attempt(
            user=request.user, quiz=form.quiz, answers=form.answers(), course=course, key=form.cleaned_data["key"]
        )
    except LearningError as refusal:
        form.refuse(refusal)
        return None


@never_cache
@require_safe
@login_required
def attempt(request, pk):
    """What came of an attempt: points, and each question with the answer that was given."""
    found = get_object_or_404(Attempt.objects.submitted().select_related("quiz"), pk=pk)
    if not can_read_attempt(request.user, found):
        raise Http404
    return render(request, "courses/attempt.html", contexts.attempt(found, request.user))
