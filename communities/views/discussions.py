"""Threads: reading and writing them, as pages of their own and as a piece of the page that they are about."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from communities import services
from communities.exceptions import CommunityError
from communities.forms import CommentForm, ReplyForm
from communities.models import Post
from communities.subjects import subject_for
from communities.threads import thread_for
from people.unsent import sign_in_first

REFUSED = 422
ANSWERS_NOTHING = _lazy("What you wanted to answer has been removed. You can post it as a new comment.")


def subject_or_404(request, kind, pk):
    """What is discussed, for somebody who may see it."""
    subject = subject_for(kind, pk, request.user)
    if subject is None:
        raise Http404
    return subject


@require_http_methods(["GET", "HEAD", "POST"])
def thread(request, kind, pk):
    """What people say about the thing of that content type and id, with the form to say something."""
    if request.method == "POST":
        return _write(request, kind, pk)
    if request.htmx and subject_for(kind, pk, request.user) is None:
        return HttpResponse()  # the piece of the page goes away
    subject = subject_or_404(request, kind, pk)
    reply = _reply_form(_number(request.GET.get("reply_to")), subject)
    if request.htmx and reply and (request.htmx.target or "").startswith("slot-"):
        return render(request, "communities/partials/reply_form.html", {"reply": reply, "subject": subject})
    return show(request, subject, reply=reply, beside=_number(request.GET.get("post")) or (reply and reply.to.pk))


@sign_in_first
def _write(request, kind, pk):
    subject = subject_or_404(request, kind, pk)
    form = (ReplyForm if "reply-text" in request.POST else CommentForm)(request.POST)
    if form.is_valid():
        try:
            written = _say(subject, request.user, **form.cleaned_data)
        except CommunityError as refusal:
            form.add_error("text", str(refusal))
        else:
            empty = None if isinstance(form, ReplyForm) else CommentForm()
            return done(request, subject, beside=written.pk, text=_("Your comment is posted."), comment=empty)
    return _refuse(request, subject, form)


def _say(subject, author, *, text, reply_to=None):
    to = _post(reply_to, subject)
    if reply_to and to is None:
        raise CommunityError(str(ANSWERS_NOTHING))
    return services.post(subject=subject, author=author, text=text, reply_to=to)


def _refuse(request, subject, form):
    """The form again, with what was typed and what is wrong. An answer to nothing becomes a comment."""
    if isinstance(form, ReplyForm):
        form.to = _post(_number(form.data.get("reply-reply_to")), subject)
        if form.to is not None:
            return show(request, subject, reply=form, beside=form.to.pk, status=REFUSED)
        form = CommentForm({"comment-text": form.data["reply-text"]})
        form.add_error("text", str(ANSWERS_NOTHING))
    return show(request, subject, comment=form, status=REFUSED)


def show(request, subject, *, comment=None, reply=None, beside=None, status=200):
    """The thread: alone for htmx, which takes only answers that are no errors, else as a page.

    What htmx sends along from the form for a comment, while something else is sent, stays in that form.
    """
    context = {
        "subject": subject,
        "thread": thread_for(subject, request.user, number=_number(request.GET.get("page")), beside=beside),
        "comment": CommentForm(initial={"text": request.POST.get("comment-text", "")}) if comment is None else comment,
        "reply": reply,
        "alone": not request.htmx or _stands_alone(request, subject),
        "section": "communities",
    }
    if request.htmx:
        response = render(request, "communities/partials/thread.html", context)
    else:
        response = render(request, "communities/thread.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _stands_alone(request, subject):
    """Whether htmx asks from the thread's own page."""
    return (request.htmx.current_url_abs_path or "").partition("?")[0] == subject.thread_url


def done(request, subject, *, beside=None, text="", comment=None):
    """After a write: the thread where it stood for htmx, with the form `comment` where given; else back to it."""
    if request.htmx:
        return show(request, subject, beside=beside, comment=comment)
    if text:
        messages.success(request, text)
    at = f"?post={beside}#post-{beside}" if beside else ""
    return redirect(f"{subject.thread_url}{at}")


@require_POST
@sign_in_first
def follow(request, kind, pk):
    """Hear of every comment, or stop: `follow` is "yes" or "no"."""
    subject = subject_or_404(request, kind, pk)
    if request.POST.get("follow") == "no":
        services.unfollow_discussion(subject=subject, user=request.user)
        text = _("You hear of answers to your own comments only.")
    else:
        services.follow_discussion(subject=subject, user=request.user)
        text = _("You will hear of every comment.")
    return done(request, subject, text=text)


def _number(value):
    """A whole number from a query, or `None`."""
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None


def _post(pk, subject):
    """A standing post of this thing's discussion, or `None`."""
    kind, thing = subject.key
    posts = Post.objects.standing().filter(discussion__content_type_id=kind, discussion__object_id=thing)
    return posts.select_related("author").filter(pk=pk).first() if pk else None


def _reply_form(pk, subject):
    to = _post(pk, subject)
    return ReplyForm(to=to) if to else None
