"""Calendar feeds. Clients ask with If-None-Match or If-Modified-Since; answers are compressed for those that can."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events.calendar import feeds
from events.detail import readable
from events.services import find_feed, note_use
from themes import brand


def _answer(request, feed, filename, *, if_modified_since=True):
    """The feed, or 304. Where things can leave a feed without a trace in its last change, only the tag is believed."""
    modified = int(feed.changed_at.timestamp()) if feed.changed_at else None
    unchanged = get_conditional_response(request, feed.etag, modified if if_modified_since else None)
    response = unchanged or HttpResponse(feed.text(), content_type="text/calendar; charset=utf-8")
    response["ETag"] = quote_etag(feed.etag)
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    if unchanged is None:
        response["Content-Disposition"] = f'inline; filename="{filename}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


@require_safe
@gzip_page
def public(request):
    """What strangers may see, whoever asks: the address is given away."""
    return _answer(request, feeds.public_feed(brand.for_request(request).name), "events.ics")


@require_safe
@gzip_page
def one(request, slug):
    """One event, for those who may see it. Never with its join link: the file is passed on."""
    event = get_object_or_404(readable(request.user), slug=slug)
    return _answer(request, feeds.event_feed(event), f"{event.slug}.ics")


@require_safe
@gzip_page
def private(request, token):
    """A person's own dates. A token that was never issued is 404, one that was revoked 410."""
    feed = find_feed(token)
    if feed is None:
        raise Http404
    if feed.revoked_at or not feed.user.is_active:
        return HttpResponse(status=410)
    note_use(feed)
    dates = feeds.private_feed(feed.user, brand.for_request(request).name)
    return _answer(request, dates, "my-dates.ics", if_modified_since=False)
