"""Views of the look: the stylesheet, the brand's own sheet, the light and dark switch, the style guide."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from themes import brand, styleguide, stylesheet
from themes.context_processors import MODE_COOKIE, MODES

FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=60"
YEAR = 365 * 24 * 3600


def _css(request: HttpRequest, *, body: bytes, compressed: bytes | None, etag: str, fresh: bool) -> HttpResponse:
    """A stylesheet as a response. An old or unknown hash gets today's sheet for a minute, not an error."""
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    elif compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(compressed, content_type="text/css; charset=utf-8")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = FOREVER if fresh else SHORTLY
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
def serve_stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """The one stylesheet of all pages."""
    sheet = stylesheet.current()
    fresh = version == sheet.hash
    return _css(request, body=sheet.body, compressed=sheet.compressed, etag=sheet.etag, fresh=fresh)


@require_safe
def serve_brand(request: HttpRequest, version: str) -> HttpResponse:
    """The tokens of the brand of this site."""
    values = brand.for_request(request)
    return _css(
        request,
        body=values.css.encode(),
        compressed=None,
        etag=f'"{values.hash}"',
        fresh=version == values.hash,
    )


@csrf_exempt  # it changes nothing but the reader's colours, and a token would make every page uncacheable
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark for a year; anything else goes back to the system's choice."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    mode = request.POST.get("mode")
    if mode in MODES:
        response.set_cookie(MODE_COOKIE, mode, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(MODE_COOKIE, samesite="Lax")
    return response


@require_GET
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with a live example, in development and in the demo only."""
    if not getattr(settings, "STYLEGUIDE", False):
        raise Http404
    return render(request, "styleguide/index.html", styleguide.context(request.GET))
