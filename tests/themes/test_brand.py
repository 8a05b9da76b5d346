"""What an organisation may set: it shows at once, costs a page nothing, and cannot make the portal unreadable."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import RequestFactory
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file, get_test_image_file_svg
from wagtail.models import Site

from themes import brand
from themes.models import BrandSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return Site.objects.get(is_default_site=True)


def request_to(host="testserver"):
    return RequestFactory().get("/", headers={"host": host})


def test_without_settings_the_theme_decides(client):
    values = brand.for_request(request_to())
    assert (values.name, values.css, values.stylesheet_url) == ("Guildhall", "", "")


def test_a_saved_brand_shows_on_the_next_page(site):
    assert brand.for_request(request_to()).name == "Guildhall"
    BrandSettings.objects.create(site=site, name="Northmoor", accent="#7a1f5c", radius=8)
    values = brand.for_request(request_to())
    assert values.name == "Northmoor"
    assert values.css == ":root{--brand:#7a1f5c;--brand-radius:8px}"


def test_a_page_needs_no_query_for_the_brand(site, django_assert_num_queries):
    BrandSettings.objects.create(site=site, name="Northmoor", accent="#7a1f5c")
    brand.for_request(request_to())
    with django_assert_num_queries(0):
        brand.for_request(request_to())


def test_other_processes_follow_after_its_lifetime(site, monkeypatch):
    brand.for_request(request_to())
    BrandSettings.objects.bulk_create([BrandSettings(site=site, name="Northmoor")])
    assert brand.for_request(request_to()).name == "Guildhall"
    monkeypatch.setattr(brand, "LIFETIME", -1.0)
    assert brand.for_request(request_to()).name == "Northmoor"


def test_each_site_has_its_own_brand(site, settings):
    settings.ALLOWED_HOSTS = ["*"]
    other = Site.objects.create(hostname="skell.example", port=443, root_page=site.root_page)
    BrandSettings.objects.create(site=site, name="Northmoor")
    BrandSettings.objects.create(site=other, name="Skell")
    assert brand.for_request(request_to("skell.example")).name == "Skell"
    assert brand.for_request(request_to("unknown.example")).name == "Northmoor"


def test_the_brands_sheet_is_served_under_its_hash(client, site):
    BrandSettings.objects.create(site=site, accent="#7a1f5c")
    url = brand.for_request(request_to()).stylesheet_url
    response = client.get(url)
    assert response.content == b":root{--brand:#7a1f5c}"
    assert "immutable" in response["Cache-Control"]
    assert client.get("/theme/brand-old.css")["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("value", ["#12", "red", "#1f6f6b}body{display:none", "url(x)"])
def test_a_colour_that_is_none_is_refused(site, value):
    with pytest.raises(ValidationError) as refused:
        BrandSettings(site=site, accent=value).full_clean()
    assert "accent" in refused.value.error_dict


def test_a_dark_highlight_is_refused_with_the_ratio(site):
    with pytest.raises(ValidationError) as refused:
        BrandSettings(site=site, highlight="#1a2a6b").full_clean()
    assert "at least 4.5 to 1 is needed" in str(refused.value)


def test_a_light_highlight_and_any_accent_are_taken(site):
    BrandSettings(site=site, highlight="#ffe27a", accent="#ffff00", radius=0).full_clean()


def test_a_radius_beyond_eight_pixels_is_refused(site):
    with pytest.raises(ValidationError) as refused:
        BrandSettings(site=site, radius=9).full_clean()
    assert "radius" in refused.value.error_dict


def test_a_logo_is_shown_and_an_svg_refused(site):
    images = get_image_model().objects
    png = images.create(title="Logo", file=get_test_image_file("logo.png"))
    row = BrandSettings(site=site, name="Northmoor", logo=png)
    row.full_clean()
    row.save()
    assert brand.for_request(request_to()).logo_url.endswith(".webp")
    svg = images.create(title="Logo", file=ImageFile(get_test_image_file_svg().file, name="logo.svg"))
    with pytest.raises(ValidationError) as refused:
        BrandSettings(site=site, logo=svg).full_clean()
    assert "logo" in refused.value.error_dict


def test_the_first_visit_follows_the_brand_and_the_reader_overrules_it(client, site):
    BrandSettings.objects.create(site=site, mode="dark")
    assert b'data-theme="dark"' in client.get("/styleguide/").content
    client.cookies["theme"] = "light"
    assert b'data-theme="light"' in client.get("/styleguide/").content


def test_an_administrator_sets_the_brand_in_the_editor(admin_client, site, settings):
    url = f"/{settings.CMS_PATH}settings/themes/brandsettings/{site.pk}/"
    assert admin_client.get(url).status_code == 200
    form = {
        "name": "Northmoor",
        "tagline": "",
        "logo": "",
        "accent": "#7a1f5c",
        "highlight": "",
        "mode": "",
        "radius": "",
    }
    assert admin_client.post(url, form).status_code == 302
    assert BrandSettings.objects.get(site=site).accent == "#7a1f5c"
