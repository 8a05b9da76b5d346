"""The glossary and the criteria of tools in the CMS, and the way from its reports to the care of pages."""

from django.http import HttpResponseNotFound
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge.models import Term, ToolCriterion
from knowledge.permissions import can_exchange_knowledge, can_open_upload, can_see_upkeep_report
from knowledge.services.overtaken import ENDED
from knowledge.services.submissions import NOTE
from knowledge.uploads import COLLECTION


class TermViewSet(SnippetViewSet):
    """Terms with their definitions; Wagtail keeps who changed which."""

    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    add_to_admin_menu = True
    menu_order = 260
    list_display = ["name", "definition", "practice"]
    search_fields = ["name", "other_names", "definition"]


class ToolCriterionViewSet(SnippetViewSet):
    """The criteria by which tools are weighed, in the order in which evaluations show them."""

    model = ToolCriterion
    icon = "sliders"
    menu_label = _("Tool criteria")
    add_to_admin_menu = True
    menu_order = 265
    list_display = ["name", "weight", "position"]
    search_fields = ["name"]


register_snippet(TermViewSet)
register_snippet(ToolCriterionViewSet)


class UpkeepMenuItem(MenuItem):
    """For those who may see the care of all pages."""

    def is_shown(self, request):
        return can_see_upkeep_report(request.user)


@hooks.register("register_reports_menu_item")
def upkeep_report():
    """The editors' report stands in the portal, since it is about readers too."""
    return UpkeepMenuItem(
        _("Pages to look at"), reverse("knowledge:upkeep_report"), name="upkeep", icon_name="history", order=100
    )


@hooks.register("before_serve_document")
def guard_contributions(document, request):
    """A file that somebody sent with a text is served to those who may see a page that names it; else there is none."""
    if document.collection.name == COLLECTION and not can_open_upload(request.user, document):
        return HttpResponseNotFound(_("There is no such file."))
    return None


@hooks.register("register_log_actions")
def name_note(actions):
    """A word of the author about a version, as the CMS's history shows it."""

    class NoteFormatter(LogFormatter):
        label = _("Note")

        def format_message(self, log_entry):
            return _("Word of the author")

        def format_comment(self, log_entry):
            return log_entry.data.get("comment", "")

    class EndedFormatter(LogFormatter):
        label = _("Review ended by publishing")

        def format_message(self, log_entry):
            if log_entry.data.get("taken"):
                return _("Published while it was being reviewed")
            return _("Not taken: somebody else published another version meanwhile")

    actions.register_action(NOTE)(NoteFormatter)
    actions.register_action(ENDED)(EndedFormatter)


@hooks.register("register_admin_urls")
def exchange_urls():
    """Taking knowledge in and writing it out."""
    return [path("knowledge-files/", include("knowledge.exchange_urls"))]


class ExchangeMenuItem(MenuItem):
    """For those who may take knowledge in and write it out."""

    def is_shown(self, request):
        return can_exchange_knowledge(request.user)


@hooks.register("register_admin_menu_item")
def exchange_menu():
    """Below the glossary and the criteria."""
    return ExchangeMenuItem(
        _("Import and export"), reverse("knowledge_exchange"), name="knowledge-files", icon_name="upload", order=270
    )
