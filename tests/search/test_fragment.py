"""The tag that places a living piece of a higher room on a page."""

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from tests.factories import make_practice

pytestmark = pytest.mark.django_db


def place(name, page):
    template = Template("{% load search_tags %}{% fragment name page label %}")
    return template.render(Context({"name": name, "page": page, "label": "What <people> say"})).strip()


def test_htmx_loads_the_piece_and_without_script_a_link_leads_to_it():
    page = make_practice()
    with CaptureQueriesContext(connection) as queries:
        placed = place("communities:thread", page)
    url = f"/discussions/{page.content_type_id}/{page.pk}/"
    assert f'hx-get="{url}"' in placed
    assert f'<a href="{url}">What &lt;people&gt; say</a>' in placed
    assert len(queries) == 0


def test_nothing_is_placed_where_no_room_has_such_an_address():
    assert place("nobody:nothing", make_practice()) == ""
