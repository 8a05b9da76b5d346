"""Is the portal well? For load balancers and people on call."""

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from search.services import health as search_health


@never_cache
def health(request):
    """200 and what was checked, or 503 and what is wrong. Tells no version and no address."""
    checks = {"database": _database(), "search": _search()}
    well = all(value == "ok" for value in checks.values())
    return JsonResponse({"status": "ok" if well else "failing", "checks": checks}, status=200 if well else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def _search():
    try:
        found = search_health()
        # A portal without content has no index yet, and is well.
        return "ok" if found.ok or not found.documents else "index unusable"
    except DatabaseError:
        return "unreachable"
