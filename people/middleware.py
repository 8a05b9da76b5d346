"""Per-request context that comes from who is reading."""

import zoneinfo

from django.utils import timezone


class ReaderZoneMiddleware:
    """Show times in the reader's own zone. The zone is kept in the session, so that it costs no query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = request.session.get("timezone")
        if name and name in zoneinfo.available_timezones():
            with timezone.override(zoneinfo.ZoneInfo(name)):
                return self.get_response(request)
        return self.get_response(request)
