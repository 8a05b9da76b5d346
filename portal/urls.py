"""All addresses: each room's own, Wagtail's editor, and the pages below them."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.sitemap import SITEMAPS
from portal.views import errors, health, insights

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("health/", health.health, name="health"),
    path("insights/", insights.overview, name="insights"),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/mark.svg")),
    path("sitemap.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("accounts/", include("allauth.urls")),
    path(settings.CMS_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("themes.urls")),
    path("", include("people.urls")),
    path("", include("search.urls")),
    path("", include("portfolio.urls")),
    path("", include("knowledge.urls")),
    path("", include("events.urls")),
    path("", include("assessments.urls")),
    path("", include("courses.urls")),
    path("", include("communities.urls")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
