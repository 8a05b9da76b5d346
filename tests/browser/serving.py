"""Portals for the tests: a folder and a database of their own, filled with the demo, served as `make demo` does."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from django.conf import settings

START_SECONDS = 120
LOAD_SECONDS = 600


def prepare(folder):
    """Migrate and load the demo below `folder`. Returns the environment that serves it."""
    environ = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/guildhall.sqlite3",
        "DEMO": "1",
        "DEBUG": "0",
        "LOG_LEVEL": "ERROR",
    }
    for command in (["migrate", "-v", "0"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environ,
            check=True,
            timeout=LOAD_SECONDS,
            stdout=subprocess.DEVNULL,
        )
    return environ


@contextmanager
def serving(environ, *, workers=2, **more):
    """Gunicorn on a free port with this environment. Yields the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(workers), "--threads", "4", "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env={**environ, "BASE_URL": address, **more})
    try:
        _wait_for(f"{address}/health/", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(url, server):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"The portal stopped with exit code {server.returncode}.")
        try:
            urllib.request.urlopen(url, timeout=10)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The portal did not answer in time.")
