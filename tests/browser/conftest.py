"""A running portal with the demo organisation, and a real Chromium to walk through it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

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
START_SECONDS = 60


def pytest_collection_modifyitems(items):
    """Everything in this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def portal(tmp_path_factory):
    """The address of a portal of its own: fresh database, demo content, served by gunicorn as `make demo` does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATA_DIR": str(tmp_path_factory.mktemp("portal")),
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('database')}/guildhall.sqlite3",
        "DEMO": "1",
        "DEBUG": "0",
        "BASE_URL": address,
        "LOG_LEVEL": "WARNING",
    }
    for command in (["migrate", "-v", "0"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environ, check=True, timeout=300
        )
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "portal.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "2",
            "--threads",
            "4",
            "--log-level",
            "warning",
        ],
        cwd=settings.BASE_DIR,
        env=environ,
    )
    try:
        _wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url, server):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The portal stopped with exit code {server.returncode}.")
        try:
            urllib.request.urlopen(url, timeout=5)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The portal did not answer in time.")


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for the session."""
    if CHROMIUM is None:
        pytest.fail("There is no Chromium. On Debian: apt-get install chromium. Then run make test-browser again.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


class Visitor:
    """Somebody at a browser of their own. Collects script errors, policy violations and calls to other hosts."""

    def __init__(self, chromium, portal, **context):
        context.setdefault("viewport", {"width": 1280, "height": 900})
        self.portal = portal
        self.context = chromium.new_context(base_url=portal, locale="en-GB", timezone_id="Europe/London", **context)
        self.complaints = []
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type == "error" and "status of 40" not in message.text:
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

    def close(self):
        self.context.close()


@pytest.fixture
def visitor(chromium, portal):
    """Makes visitors: `visitor()` is a stranger, `visitor("amara.osei")` is signed in. None may leave complaints."""
    made = []

    def make(username=None, **context):
        found = Visitor(chromium, portal, **context)
        made.append(found)
        return found.sign_in(username) if username else found

    yield make
    complaints = [complaint for each in made for complaint in each.complaints]
    for each in made:
        each.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe_source():
    """The accessibility checker's script (vendor/axe-core/VERSION.md)."""
    return (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
