"""The glossary's page."""

from django.shortcuts import render

from knowledge.glossary import terms_for
from knowledge.permissions import can_edit_glossary

LONGEST = 100


def index(request):
    """All terms from A to Z, or those with some words in them."""
    words = request.GET.get("q", "")[:LONGEST].strip()
    context = {"letters": terms_for(request.user, words), "words": words, "edits": can_edit_glossary(request.user)}
    return render(request, "knowledge/glossary.html", {**context, "section": "knowledge"})
