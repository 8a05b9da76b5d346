"""One stylesheet for every page: complete, in order, and kept for ever by the reader's browser."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from themes import stylesheet


def test_parts_come_in_the_order_of_their_layers():
    parts = stylesheet.parts()
    components = [part for part in parts if "/components/" in part]
    assert components == sorted(components)
    assert parts.index("css/tokens.css") < parts.index(components[0])
    assert parts.index("css/utilities.css") > parts.index(components[-1])
    assert stylesheet.build().body.decode().startswith(stylesheet.LAYERS)


def test_each_component_file_stands_in_its_layer():
    for part, path in stylesheet.files():
        css = stylesheet.squeezed(path.read_text("utf-8"))
        if "/components/" in part:
            assert css.startswith("@layer components {"), part
        assert css.count("{") == css.count("}"), part


def test_every_address_in_the_sheet_is_a_static_file_that_exists():
    addresses = re.findall(r'url\("([^"]+)"\)', stylesheet.build().body.decode())
    assert len(addresses) >= 5
    for address in addresses:
        assert address.startswith("/static/")
        assert finders.find(address.removeprefix("/static/")), address


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ('url("../vendor/fonts/a.woff2")', 'url("/static/vendor/fonts/a.woff2")'),
        ("url(../icons/b.svg)", 'url("/static/icons/b.svg")'),
        ('url("data:image/png;base64,xx")', 'url("data:image/png;base64,xx")'),
        ("url(https://example.org/x.png)", "url(https://example.org/x.png)"),
    ],
)
def test_relative_addresses_become_static_ones(css, expected):
    assert stylesheet.with_static_urls(css, "css/fonts.css") == expected


def test_a_theme_replaces_and_adds_files(settings):
    settings.STATICFILES_DIRS = [settings.BASE_DIR / "themes" / "moor" / "static"]
    finders.get_finder.cache_clear()
    try:
        css = stylesheet.build().body.decode()
    finally:
        finders.get_finder.cache_clear()
    assert ".site-band" in css
    assert css.index(".site-band") > css.index(".certificate")


@pytest.mark.django_db
def test_current_address_is_kept_for_a_year(client):
    response = client.get(stylesheet.current().url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
def test_unknown_version_gets_todays_sheet_for_a_minute(client):
    response = client.get("/theme/0000000000000000.css")
    assert response.content == stylesheet.current().body
    assert response["Cache-Control"] == "public, max-age=60"


@pytest.mark.django_db
def test_sheet_travels_compressed_and_only_once(client):
    url = stylesheet.current().url
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == stylesheet.current().body
    again = client.get(url, headers={"If-None-Match": packed["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_in_development_a_changed_file_makes_another_sheet(settings, tmp_path):
    settings.DEBUG = True
    settings.STATICFILES_DIRS = [tmp_path]
    finders.get_finder.cache_clear()
    try:
        (tmp_path / "css").mkdir()
        (tmp_path / "css" / "theme.css").write_text("@layer tokens { :root { --x: 1; } }")
        before = stylesheet.current().hash
        assert stylesheet.current().hash == before
        (tmp_path / "css" / "theme.css").write_text("@layer tokens { :root { --x: 2; } }  ")
        assert stylesheet.current().hash != before
    finally:
        finders.get_finder.cache_clear()
