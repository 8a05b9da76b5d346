"""Security headers that depend on where in the portal a page stands."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

CMS_ACCESS = "wagtailadmin.access_admin"


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; Wagtail's editor, under the CMS path, gets the looser one that it needs."""

    def process_response(self, request, response):
        # A preview is a portal page rendered inside the editor: it brings the portal's policy along.
        if _in_cms(request):
            del response[HEADER]
        return super().process_response(request, response)

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and _in_cms(request):
            parts.replace = {**settings.CMS_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        return parts


class CmsAccessMiddleware:
    """Say plainly that the CMS is for editors. Wagtail would send people who are signed in to sign in, for ever."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if _in_cms(request) and request.user.is_authenticated and not request.user.has_perm(CMS_ACCESS):
            raise PermissionDenied(
                _("The page editor is for editors. You can write retrospectives in the portal itself.")
            )


def _in_cms(request):
    return request.path_info.startswith(f"/{settings.CMS_PATH}")
