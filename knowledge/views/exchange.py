"""Import and export in the CMS: a zip is read, its report is looked at, then it is taken in while one watches."""

from functools import partial, wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from knowledge.exceptions import KnowledgeError
from knowledge.exchange import runs
from knowledge.exchange.zipped import zipped
from knowledge.forms.exchange import ImportForm
from knowledge.models import ImportRun
from knowledge.permissions import can_exchange_knowledge
from knowledge.tasks import advance_import

SHOWN = 10
ROWS = 500
DONE = {"created": _("created"), "changed": _("changed"), "unchanged": _("unchanged"), "refused": _("refused")}
TO_DO = {**DONE, "created": _("to be created"), "changed": _("to be changed")}


def _for_editors(view):
    """Refuse whoever may not take knowledge in or out."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_exchange_knowledge(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@_for_editors
@require_http_methods(["GET", "POST"])
def index(request):
    """Upload a zip, download everything, and the imports so far."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = runs.begin(file=file, name=file.name, mapping=form.mapping_text, user=request.user)
        except KnowledgeError as wrong:
            for name, message in wrong.errors.items():
                form.add_error(name, message)
        else:
            _go_on(run)
            return redirect(run)
    listed = ImportRun.objects.defer("report", "plan").select_related("started_by")[:SHOWN]
    context = {"form": form, "runs": listed, "page_title": _("Import and export"), "header_icon": "upload"}
    return render(request, "knowledge/exchange/index.html", context, status=422 if form.errors else 200)


def _go_on(run):
    transaction.on_commit(partial(advance_import.enqueue, run.pk))


@_for_editors
@never_cache
@require_GET
def detail(request, pk):
    """One import: how far it is, or its report."""
    return render(request, "knowledge/exchange/detail.html", _context(pk))


@_for_editors
@never_cache
@require_GET
def progress(request, pk):
    """The same as a fragment, which asks for itself again while something is going on."""
    return render(request, "knowledge/exchange/run.html", _context(pk))


def _context(pk):
    run = get_object_or_404(ImportRun, pk=pk)
    if run.is_moving and runs.works_in_requests():
        run = runs.advance(pk) or run
    troubled = [row for row in run.report if row["state"] == "refused"]
    others = [row for row in run.report if row["state"] != "refused"]
    said = TO_DO if run.state == ImportRun.State.READ else DONE
    rows = [] if run.is_moving else [{**row, "said": said.get(row["state"], "")} for row in [*troubled, *others]]
    return {
        "run": run,
        "rows": rows[:ROWS],
        "more": max(0, len(rows) - ROWS),
        "counts": [(label, run.counted(state)) for state, label in said.items()],
        "links": sum(row.get("links", 0) for row in run.report),
        "page_title": run.name,
        "header_icon": "upload",
    }


@_for_editors
@require_POST
def confirm(request, pk):
    """Take in what was read."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        run = runs.confirm(run=run)
    except KnowledgeError as wrong:
        messages.error(request, str(wrong))
    else:
        _go_on(run)
    return redirect(run)


@_for_editors
@require_POST
def discard(request, pk):
    """Forget an import; the pages that it took in stay."""
    run = get_object_or_404(ImportRun, pk=pk)
    runs.discard(run=run)
    messages.success(request, _("The import is forgotten. Pages that it took in stay as they are."))
    return redirect("knowledge_exchange")


@_for_editors
@require_GET
def download(request):
    """Everything that this editor may read, as a zip that is made while it is sent."""
    response = StreamingHttpResponse(zipped(request.user), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="knowledge.zip"'
    return response
