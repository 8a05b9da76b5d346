"""Script in everything that people write: none runs, with the portal's policy and without it.

Without the policy (`bypass_csp`) only escaping and cleaning are left; with it, what a browser would do in earnest.
"""

import json
import shutil
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.browser.serving import LOAD_SECONDS, serving
from tests.browser.xss import PAYLOADS
from tests.browser.xss.watching import SETTLE, Watcher

POLICIES = pytest.mark.parametrize("bypass_csp", [False, True], ids=["with the policy", "without the policy"])
AT_ONCE = 40
# Of the imported pages a few are opened; all are listed and found.
SAMPLED = "/knowledge/lessons-learned/imported-N/"
INSERT = """async ([address, texts]) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const place = document.createElement("div");
  place.className = "prose";
  document.querySelector("main").append(place);
  for (const text of texts) {
    const body = new URLSearchParams({comment: text, title: text, summary: text, situation: text, did: text});
    const answer = await fetch(address, {method: "POST", body, headers: {"X-CSRFToken": token, "HX-Request": "true"}});
    if (!answer.ok) throw new Error(`${answer.status} for ${text}`);
    const piece = document.createElement("div");
    piece.innerHTML = await answer.text();
    place.append(piece);
    window.htmx?.process(piece);
  }
}"""


@pytest.fixture(scope="module")
def planted(prepared, tmp_path_factory):
    """A copy of the portal in which every attempt stands wherever people can write, and what to open in it."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(prepared["DATA_DIR"], folder, dirs_exist_ok=True)
    environ = {**prepared, "DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/guildhall.sqlite3"}
    subprocess.run(
        [sys.executable, "-m", "tests.browser.xss.planting", str(folder / "places.json")],
        cwd=settings.BASE_DIR,
        env=environ,
        check=True,
        timeout=LOAD_SECONDS,
    )
    with serving(environ) as address:
        yield address, json.loads((folder / "places.json").read_text(encoding="utf-8"))["places"]


@pytest.fixture
def watcher(chromium, planted):
    """Makes watchers who are signed in."""
    made = []

    def make(username, **context):
        found = Watcher(chromium, planted[0], **context)
        made.append(found)
        return found.sign_in(username)

    yield make
    for each in made:
        each.close()


def test_the_attempts_are_real(watcher):
    """Put into a page as they are, many run: the watcher sees script, calls to others and markup that could act."""
    someone = watcher("amara.osei", bypass_csp=True)
    someone.at = "raw"
    someone.page.evaluate(
        """(texts) => { for (const text of texts) {
          const place = document.createElement("div");
          document.querySelector("main").append(place);
          place.innerHTML = text;
        } }""",
        [payload.text for payload in PAYLOADS if "navigat" not in payload.text and "refresh" not in payload.text],
    )
    someone.page.evaluate(SETTLE)
    someone.settle()
    ran = {line for line in someone.seen if "script ran" in line}
    assert len(ran) > 60
    assert any("asked another host" in line for line in someone.seen)
    assert any("javascript:" in line for line in someone.seen)
    assert any("hx-on" in line for line in someone.seen)


def test_the_policy_stops_script_that_would_get_through(watcher):
    """The same in the portal as it is served: nothing runs."""
    someone = watcher("amara.osei")
    someone.at = "raw"
    someone.page.evaluate(
        "(text) => { document.querySelector('main').innerHTML = text; }", "<img src=x onerror=__xss(1)>"
    )
    someone.page.evaluate(SETTLE)
    assert [line for line in someone.seen if "script ran" in line] == []


@POLICIES
@pytest.mark.parametrize("username", ["jonas.lindqvist", "admin"])
def test_nothing_runs_wherever_it_is_shown(watcher, planted, username, bypass_csp):
    """Articles, lists, search, comments, people, notifications, comparisons, the glossary, a page's care, the CMS."""
    someone = watcher(username, bypass_csp=bypass_csp)
    for path in planted[1][username]:
        someone.look(path)
    assert someone.seen == []
    everything = {payload.number for payload in PAYLOADS}
    whole = {name: found for name, found in someone.shown.items() if name != SAMPLED}
    assert {name: everything - found for name, found in whole.items() if not everything <= found} == {}


@POLICIES
def test_nothing_runs_in_the_editors_preview(watcher, bypass_csp):
    """Both previews, put into the page as the editor does."""
    someone = watcher("amara.osei", bypass_csp=bypass_csp)
    someone.look("/settings/profile/")
    for address in ("/write/preview/comment/", "/write/preview/lessonlearnedpage/"):
        someone.at = address
        for start in range(0, len(PAYLOADS), AT_ONCE):
            texts = [payload.text for payload in PAYLOADS[start : start + AT_ONCE]]
            someone.page.evaluate(INSERT, [address, texts])
        someone.settle()
    assert someone.seen == []


@POLICIES
def test_nothing_runs_when_it_is_sought(watcher, bypass_csp):
    """The question is shown again on the page of results and in the suggestions of the dialog."""
    someone = watcher("amara.osei", bypass_csp=bypass_csp)
    for payload in PAYLOADS[:: 1 if bypass_csp else 8]:
        someone.at = payload.text
        answer = someone.fetch(f"/search/suggest/?q={quote(payload.text)}")
        assert answer.status == 200
        someone.page.evaluate("(html) => { document.querySelector('#main').innerHTML = html; }", answer.text())
    someone.settle()
    for payload in PAYLOADS[::8]:
        someone.look(f"/search/?q={quote(payload.text)}")
    assert someone.seen == []
