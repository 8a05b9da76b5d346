"""A developer's machine, and the demo: nothing to configure, mail goes to the console."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import env

DEBUG = env.bool("DEBUG", default=True)
STYLEGUIDE = True
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-production-refuses-to-start-with")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Passkeys need a secure context; browsers treat 127.0.0.1 as one, the library must be told.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
