"""Components and forms: what is read out, and that nothing breaks the content policy."""

import datetime as dt
import re
from types import SimpleNamespace as Thing

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from themes import navigation, styleguide
from themes.templatetags.theme import hue, icon, initials, team_initials


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def strip(**values):
    marks = [Thing(outcome="helped", label="Meter app", when=dt.date(2024, 6, 1), url="/r/1/")]
    base = {"total": 1, "helped": 1, "mixed": 0, "hurt": 0, "marks": marks, "years": [(2024, 1)], "too_few": True}
    return Thing(**{**base, "earlier_total": 0, "earlier_helped": 0, "sure_words": "barely", "sure_pips": 1, **values})


class ExampleForm(forms.Form):
    title = forms.CharField(help_text="What surprised you")
    kind = forms.ChoiceField(choices=[("a", "A <b>"), ("b", "B")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(required=False)

    def clean(self):
        raise forms.ValidationError("These do not fit together.")


def test_a_field_ties_label_hint_and_error_together():
    html = str(ExampleForm({"kind": "a"}))
    assert re.search(r'<label for="id_title">Title\s*</label>', html)
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html


def test_the_summary_links_to_each_field_in_error_and_tells_the_rest():
    html = str(ExampleForm({"kind": "a"}))
    assert 'href="#id_title"' in html
    assert "These do not fit together." in html
    assert 'role="alert"' in html
    assert html.index('role="alert"') < html.index('id="id_title"')


def test_a_form_without_data_has_no_summary_and_says_what_is_optional():
    html = str(ExampleForm())
    assert 'role="alert"' not in html
    assert html.count("(optional)") == 1
    assert '<input type="hidden" name="secret"' in html


def test_choices_are_escaped_and_grouped():
    html = str(ExampleForm())
    assert "A &lt;b&gt;" in html
    assert "<fieldset" in html
    assert re.search(r"<legend>Kind\s*</legend>", html)


def test_evidence_in_words_and_as_links():
    html = render_to_string("components/evidence_strip.html", {"strip": strip(), "next_url": "/try/"})
    assert "Tried in 1 project : helped 1." in words(html)
    assert "Too few to judge." in words(html)
    assert "Helped: Meter app, Jun 2024" in words(html)
    assert 'href="/r/1/"' in html


def test_evidence_that_hurt_is_told_and_what_did_not_happen_is_not():
    html = render_to_string("components/evidence_mini.html", {"strip": strip(total=3, helped=0, mixed=0, hurt=3)})
    assert "3 projects: hurt 3" in words(html)


def test_no_evidence_is_said_plainly():
    html = render_to_string("components/evidence_strip.html", {"strip": strip(total=0, helped=0, marks=[], years=[])})
    assert "No shared evidence yet" in words(html)


def test_older_projects_are_counted():
    html = render_to_string("components/evidence_strip.html", {"strip": strip(earlier_total=31, earlier_helped=22)})
    assert "and 31 earlier, helped 22" in words(html)


def test_the_loop_says_where_the_team_is():
    stations = [
        Thing(key="assess", title="Assess", hint="Score", url="/a/", state="done", date=dt.date(2026, 10, 1)),
        Thing(key="gap", title="See the gaps", hint="Two", url="", state="now", date=None),
    ]
    html = render_to_string("components/loop.html", {"loop": Thing(stage=2, stations=stations)})
    assert "Assess 1 October , done" in words(html)
    assert "your team is here" in html
    assert 'href="/a/"' in html


def test_progress_is_read_out_in_steps():
    html = render_to_string("components/progress.html", {"value": 4, "total": 9, "label": "Lessons"})
    assert 'aria-valuetext="4 of 9"' in html
    assert html.count("progress-tick") == 8


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/?kind=retro&page=2")
    page = Paginator(range(95), 10).page(2)
    html = render_to_string("components/pagination.html", {"page": page}, request=request)
    assert 'href="?kind=retro&amp;page=3"' in html
    assert 'aria-current="page"' in html
    alone = Paginator(range(3), 10).page(1)
    assert render_to_string("components/pagination.html", {"page": alone}).strip() == ""


def test_icons_are_silent_unless_named():
    assert 'aria-hidden="true"' in icon("bell")
    assert 'role="img" aria-label="New &lt;1&gt;"' in icon("bell", "New <1>")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Osei", "AO"), ("Elif Şahin", "EŞ"), ("Madonna", "Ma"), ("", "?"), ("Anna-Lena Ek", "AE")],
)
def test_initials(name, letters):
    assert initials(name) == letters


def test_a_name_keeps_its_tint_everywhere():
    assert hue("Amara Osei") == hue(" amara osei ")
    assert 0 <= hue("x") < 12
    assert team_initials("Team Kestrel") == "Ke"


def test_insights_are_shown_to_the_pmo_only():
    def sections(user):
        return [item.section for item in navigation.for_user(user)["main"]]

    assert "insights" not in sections(AnonymousUser())
    assert "insights" not in sections(Thing(is_authenticated=True))
    assert "insights" in sections(Thing(is_authenticated=True, sees_insights=True))


@pytest.mark.django_db
def test_the_style_guide_shows_every_component(client, settings):
    response = client.get("/styleguide/")
    html = response.content.decode()
    assert response.status_code == 200
    assert " style=" not in html
    assert "<style" not in html
    shown = {name for _title, names in styleguide.GROUPS for name in names}
    folder = settings.BASE_DIR / "themes" / "templates" / "styleguide" / "examples"
    assert shown == {path.stem for path in folder.glob("*.html")}
    templates = {path.stem for path in (settings.BASE_DIR / "themes/templates/components").glob("*.html")}
    used = "".join(path.read_text("utf-8") for path in folder.glob("*.html"))
    inner = {"avatar", "breadcrumb", "pips", "page_header", "field"}
    assert {name for name in templates - inner if f"components/{name}.html" not in used} <= shown


@pytest.mark.django_db
def test_the_style_guide_is_absent_where_it_is_off(client, settings):
    settings.STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("target", "lands"),
    [("/learn/?q=1", "/learn/?q=1"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_the_switch_remembers_the_mode_and_leads_back_home_only(client, target, lands):
    response = client.post("/theme/mode/", {"mode": "dark", "next": target})
    assert response["Location"] == lands
    assert response.cookies["theme"].value == "dark"


@pytest.mark.django_db
def test_the_switch_forgets_what_is_no_mode(client):
    client.cookies["theme"] = "dark"
    response = client.post("/theme/mode/", {"mode": "<script>"})
    assert response.cookies["theme"].value == ""
    assert client.get("/theme/mode/").status_code == 405


def test_the_page_for_a_broken_portal_needs_nothing():
    html = render_to_string("500.html")
    assert "Something went wrong on our side" in html
    assert 'href="/theme/current.css"' in html
