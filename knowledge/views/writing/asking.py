"""What the editor asks the server while somebody writes: a preview, things to link to, a place for a file, a key."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Page

from knowledge.contents import WRITABLE
from knowledge.exceptions import KnowledgeError
from knowledge.linking import link_targets
from knowledge.permissions import can_suggest
from knowledge.preview import preview
from knowledge.services.uploads import take_upload
from knowledge.views.writing.access import signed_in_or_401
from themes import markdown

LONGEST_COMMENT = 20_000
KINDS = {model._meta.model_name: model for model in WRITABLE}


@require_POST
@signed_in_or_401
def show_preview(request, kind):
    """The piece as it will look, as HTML without its frame."""
    if kind not in KINDS:
        raise Http404
    named = request.POST.get("page", "")
    page = Page.objects.filter(pk=named).first() if named.isdecimal() and len(named) < 10 else None
    if page is not None and not can_suggest(request.user, page):
        raise Http404
    try:
        context = preview(KINDS[kind], page, request.POST, request.user)
    except KnowledgeError as refusal:
        context = {"refused": list(refusal.errors.values())}
        return render(request, "knowledge/writing/partials/preview.html", context, status=400)
    return render(request, "knowledge/writing/partials/preview.html", context)


@require_POST
@signed_in_or_401
def show_comment(request):
    """A comment as it will look."""
    text = request.POST.get("comment", "").replace("\x00", "")[:LONGEST_COMMENT]
    return HttpResponse(markdown.render(text, profile="comment"))


@signed_in_or_401
def pick(request):
    """What can be linked to, by the beginning of its title."""
    targets = link_targets(request.GET.get("q", "").replace("\x00", "")[:100], request.user)
    return render(request, "knowledge/writing/partials/targets.html", {"targets": targets})


@require_POST
def upload(request):
    """Store a picture or a file, for scripts and, from the plain form, for people. Returns the Markdown for it."""
    asks = request.headers.get("Accept", "").startswith("application/json")
    if not request.user.is_authenticated:
        return signed_in_or_401(upload)(request) if asks else login_required(upload)(request)
    try:
        if "file" not in request.FILES:
            raise KnowledgeError({"file": _("Choose a file first.")})
        text = take_upload(user=request.user, file=request.FILES["file"])
    except KnowledgeError as refusal:
        if asks:
            return JsonResponse({"error": str(refusal)}, status=400)
        messages.error(request, str(refusal))
    else:
        if asks:
            return JsonResponse({"markdown": text})
        messages.success(request, _("It is stored. Put this where it belongs: %(text)s") % {"text": text})
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "knowledge:writing")


@never_cache
def key(request):
    """Who is signed in, and a fresh key for forms: how an open editor goes on after somebody signed in elsewhere."""
    who = request.user.pk if request.user.is_authenticated else None
    return JsonResponse({"writer": who, "key": get_token(request)})
