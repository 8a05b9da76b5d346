"""Counting that a page was read. Nothing of the person who read it arrives here or is kept."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from knowledge.services import count_visit

LONGEST = 400


@csrf_exempt
@require_POST
def count(request):
    """Count a reading, by the page's own signed word; always answers the same. No session and no cookie is looked at,
    so a forged request could do no more than the page itself."""
    token, search = request.POST.get("token", "")[:LONGEST], request.POST.get("search", "")[:LONGEST]
    count_visit(token=token, search=search)
    return HttpResponse(status=204)
