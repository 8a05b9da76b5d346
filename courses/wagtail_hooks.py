"""Quizzes in the page editor."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from courses.models import Quiz


class QuizViewSet(SnippetViewSet):
    """Quizzes with their questions and choices."""

    model = Quiz
    icon = "help"
    menu_label = _("Quizzes")
    add_to_admin_menu = True
    menu_order = 250
    list_display = ["title", "pass_mark"]
    search_fields = ["title"]


register_snippet(QuizViewSet)
