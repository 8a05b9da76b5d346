"""What the knowledge room tells people about."""

from django.utils.translation import gettext_lazy as _


def register(kinds):
    """The kinds of this room."""
    kinds.add("review-asked", label=_("Something waits for your review"), icon="eye", category="practice")
    kinds.add("review-changes", label=_("Changes asked for in your text"), icon="pencil", category="practice")
    kinds.add("review-published", label=_("Your text is published"), icon="check", category="practice")
    kinds.add("review-ended", label=_("The review of your text was ended"), icon="circle-x", category="practice")
    kinds.add("new-evidence", label=_("New evidence on a practice you follow"), icon="sprout", category="practice")
    kinds.add("page-due", label=_("Pages that you keep are due"), icon="calendar-check", category="practice")
    kinds.add("page-yours", label=_("A page to keep"), icon="file-check", category="practice")
    kinds.add("page-problem", label=_("A problem on a page that you keep"), icon="flag", category="practice")
    kinds.add("page-answer", label=_("An answer to your report"), icon="flag", category="practice")
    kinds.add("page-updated", label=_("News of a page that you follow"), icon="file-pen", category="practice")
    kinds.add("link-retired", label=_("A page that yours refers to"), icon="link", category="practice")
    kinds.add("guideline-to-read", label=_("A guideline to read"), icon="scroll-text", category="practice")
    kinds.add("guideline-overdue", label=_("A guideline waits for you"), icon="scroll-text", category="practice")
    kinds.add("exception-asked", label=_("A team asks for an exception"), icon="hourglass", category="practice")
    kinds.add("exception-answered", label=_("Your exception"), icon="hourglass", category="practice")
    kinds.add("exception-ending", label=_("Your exception ends"), icon="hourglass", category="practice")
