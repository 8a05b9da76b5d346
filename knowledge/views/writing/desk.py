"""The desk: one open form of one person, for something new or a change to a page. It keeps, sends and publishes."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from knowledge.contents import KINDS, Offers, body_is_markdown, in_words, label_of, values_of
from knowledge.exceptions import KnowledgeError
from knowledge.forms.writing import WritingForm
from knowledge.permissions import can_publish, can_suggest
from knowledge.services.drafts import DraftChanged, said, save_draft
from knowledge.services.submissions import ChangedMeanwhile, can_decide_now, send
from knowledge.versions import head_for
from themes import references

MOST_NUMBER = 2**31


class Desk:
    """What the views of the editor share. `initial` presets a form that nothing was typed into yet."""

    def __init__(self, request, *, model, page=None, draft=None, initial=None):
        self.request, self.user, self.model = request, request.user, model
        self.page, self.draft, self.initial = page, draft, initial or {}
        self.offers = Offers(self.user)
        self.open = page is None or can_suggest(self.user, page)
        self.head = head_for(self.user, page) if page is not None and self.open else None
        self.written = self._written()

    def _written(self):
        """The page as this person sees it: what the form begins from."""
        if self.page is None:
            return None
        if not self.open:
            return self.model()
        return self.head.as_object() if self.head else self.page.specific

    def answer(self):
        """The page, or what came of what was sent."""
        return self.receive() if self.request.method == "POST" else self.show(self._form())

    def _form(self, data=None):
        if self.draft is not None:
            initial = said(self.draft)
        else:
            initial = values_of(self.written, self.offers) if self.written is not None else self.initial
        return WritingForm(
            data, initial=initial, model=self.model, user=self.user, page=self.written, offers=self.offers
        )

    def receive(self):
        """Keep what was typed before anything else; then do what the button says."""
        form = self._form(self.request.POST)
        asks = self.request.headers.get("Accept", "").startswith("application/json")
        if self.request.POST.get("writer") not in (None, str(self.user.pk)):
            text = _("You are signed in as somebody else now. Your text is kept on this device.")
            return JsonResponse({"error": text}, status=403) if asks else self.show(form, wrong=text)
        try:
            self.draft = self._keep(form)
        except DraftChanged as changed:
            return self._two_windows(form, changed.draft, asks)
        if asks:
            return JsonResponse(self._kept())
        action = self.request.POST.get("action")
        if action in ("send", "publish"):
            return self._send(form, publish=action == "publish")
        messages.success(self.request, _("Your draft is saved. Only you can see it."))
        return redirect(self.draft)

    def _keep(self, form):
        posted = self.request.POST
        base = self.draft.base if self.draft else self._base(posted.get("base"))
        return save_draft(
            author=self.user,
            model=self.model,
            values=form.typed,
            draft=self.draft,
            page=self.page,
            base=base,
            version=_number(posted.get("version")),
            window=posted.get("window", "").replace("\x00", "")[:64],
        )

    def _base(self, posted):
        """The version that the form was filled from, where it is one of the page's."""
        if self.page is None:
            return None
        return self.page.revisions.filter(pk=_number(posted)).first() if posted else self.head

    def _kept(self):
        return {
            "address": self.draft.get_absolute_url(),
            "version": self.draft.version,
            "at": localtime(self.draft.updated_at).strftime("%H:%M"),
        }

    def _two_windows(self, form, stored, asks):
        """Another window saved something else: both are shown, and the form holds what was typed in this one."""
        self.draft = stored
        if asks:
            return JsonResponse({**self._kept(), "values": said(stored)}, status=409)
        theirs = [
            (label_of(self.model, name), in_words(self.model, name, value, self.offers))
            for name, value in said(stored).items()
            if name in form.fields and name not in ("note", "audience") and value != form.typed.get(name)
        ]
        return self.show(form, stored=theirs, status=409)

    def _send(self, form, *, publish):
        if not form.is_valid():
            return self.show(form)
        try:
            page = send(
                draft=self.draft,
                cleaned=form.written,
                audience=form.cleaned_data.get("audience"),
                note=form.cleaned_data["note"],
                publish=publish,
            )
        except ChangedMeanwhile:
            return redirect("knowledge:draft_merge", self.draft.pk)
        except PermissionDenied:
            return self.show(form, wrong=_("You may not change this page any more. Your text is kept as a draft."))
        except KnowledgeError as refusal:
            form.refuse(refusal)
            return self.show(form)
        if publish:
            messages.success(self.request, _("It is published."))
            return redirect(page.url)
        messages.success(self.request, _("It is sent. You will hear when somebody has looked at it."))
        return redirect("knowledge:piece", page.pk)

    def show(self, form, *, wrong="", stored=(), status=200):
        """The editor."""
        running = self.page.current_workflow_state if self.page is not None and self.open else None
        others = running is not None and running.requested_by_id != self.user.pk
        amends, reason = others and can_decide_now(self.user, self.page), self._publishes_because()
        if not self.open:
            wrong = wrong or _("You cannot see this page any more, or it is gone. Your text is kept here.")
        context = {
            "form": form,
            "draft": self.draft,
            "page": self.page if self.open else None,
            "model": self.model,
            "kind": KINDS[self.model],
            "model_name": self.model._meta.model_name,
            "crumbs": [(_("Your writing"), reverse("knowledge:writing"))],
            "title": self._title(),
            "is_new": self.page is None,
            "window": uuid.uuid4().hex,
            "version": self.draft.version if self.draft else "",
            "base": self.head.pk if self.head else "",
            "other_blocks": self._other_blocks(),
            "publishes": bool(reason) and (not others or amends),
            "publishes_because": reason if not others else "",
            "amends": amends,
            "blocked_by": running if others and not amends else None,
            "running": running if running and not others else None,
            "wrong": wrong,
            "stored": stored,
            "preview_url": reverse("knowledge:write_preview", args=[self.model._meta.model_name]),
            "section": "knowledge",
        }
        return render(self.request, "knowledge/writing/editor.html", context, status=status)

    def _publishes_because(self):
        """Why this person may publish without a review; empty where they may not.

        For something new that hangs on the practices which it is about: the services decide when it is sent.
        """
        if self.page is not None and not (self.open and can_publish(self.user, self.page)):
            return ""
        if self.user.can_edit_pages:
            return _("You are an editor, so you may publish it yourself.")
        if self.page is not None:
            return _("You are the steward of what this page is about, so you may publish it yourself.")
        mine = self.user.stewarded_practices.filter(pk__in=self.offers.practices).order_by("title")
        if not (titles := ", ".join(f"“{title}”" for title in mine.values_list("title", flat=True))):
            return ""
        return _("You are the steward of %(practices)s, so you may publish it yourself if it is about that.") % {
            "practices": titles
        }

    def _title(self):
        if self.page is None:
            return _("Write a lesson learned")
        return _("Change “%(title)s”") % {"title": self.written.title or str(self.draft)}

    def _other_blocks(self):
        """Blocks that are not Markdown are shown as they are: the CMS is the place to change them."""
        if self.written is None or not self.open or body_is_markdown(self.written):
            return ""
        return references.resolve(str(self.written.body))


def _number(text):
    """A number from a form, or `None`."""
    return int(text) if text and text.isdecimal() and int(text) < MOST_NUMBER else None
