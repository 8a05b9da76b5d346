"""Production: everything from the environment, and no start with a setting that would be unsafe (portal/checks.py)."""

from portal.checks import refuse_unsafe_settings
from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_URL, DEMO, STORAGES, env

SECRET_KEY = env("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
refuse_unsafe_settings(secret_key=SECRET_KEY, debug=DEBUG, demo=DEMO)
REFUSE_DEMO_ACCOUNTS = True
STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=BASE_URL.startswith("https://"))
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
