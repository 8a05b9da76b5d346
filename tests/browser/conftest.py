"""A running portal with the demo organisation, and a real Chromium to walk through it."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect, sync_playwright

from tests.browser.serving import prepare, serving

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """The environment of a portal of its own: fresh database, demo content."""
    return prepare(tmp_path_factory.mktemp("portal"))


@pytest.fixture(scope="session")
def portal(prepared):
    """The address of the portal, served by gunicorn as `make demo` does."""
    with serving(prepared) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for the session."""
    if CHROMIUM is None:
        pytest.fail("There is no Chromium. On Debian: apt-get install chromium. Then run make test-browser again.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS, timeout=2 * PATIENCE)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser of their own. Collects script errors, policy violations and calls to other hosts."""

    def __init__(self, chromium, portal, **context):
        context.setdefault("viewport", {"width": 1280, "height": 900})
        self.portal = portal
        self.context = chromium.new_context(base_url=portal, locale="en-GB", timezone_id="Europe/London", **context)
        self.context.set_default_timeout(PATIENCE)
        self.complaints = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.portal, "data:", "blob:", "about:")):
            self.complaints.append(f"asked another host: {request.url}")

    def sign_in(self, username):
        """Sign in through the form, as one of the demo's people."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("E-mail", exact=False).first.fill(f"{username}@{settings.DEMO_DOMAIN}")
        self.page.get_by_label("Password", exact=True).fill(settings.DEMO_PASSWORD)
        self.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.portal}/")
        return self

    def go(self, path):
        """Open a path and return the response's status."""
        return self.page.goto(path).status

    def fetch(self, path):
        """Ask for a path with this visitor's cookies, without opening it. Returns the answer after redirects."""
        return self.context.request.get(path)

    def close(self):
        self.context.close()


@pytest.fixture(scope="session")
def keys():
    """The cookies of people who have signed in once, by username."""
    return {}


@pytest.fixture
def visitor(chromium, portal, keys):
    """Makes visitors: `visitor()` is a stranger, `visitor("amara.osei")` is signed in. None may leave complaints."""
    made = []

    def make(username=None, **context):
        found = Visitor(chromium, portal, storage_state=keys.get(username), **context)
        made.append(found)
        if username and username not in keys:
            found.sign_in(username)
            keys[username] = found.context.storage_state()
        return found

    yield make
    complaints = [complaint for each in made for complaint in each.complaints]
    for each in made:
        each.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe_source():
    """The accessibility checker's script (vendor/axe-core/VERSION.md)."""
    return (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
