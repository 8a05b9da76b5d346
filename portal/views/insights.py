"""Insights: how the teams go round the loop, for those who steer by it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.insights import insights


@require_safe
@never_cache
@login_required
def overview(request):
    """The page; 403 for people who are neither of the PMO nor administrators."""
    if not request.user.sees_insights:
        raise PermissionDenied(
            _("Insights are for the PMO and administrators. What your teams have found out stands under Assess.")
        )
    return render(request, "portal/insights.html", insights(request.user))
