"""Security headers that depend on where in the portal a page stands."""

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.conf import settings


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


def _in_cms(request):
    return request.path_info.startswith(f"/{settings.CMS_PATH}")
