"""What a page carries so that a reading of it can be counted once: its number, signed, with a chance word."""

import secrets
from datetime import timedelta

from django.core import signing

SALT = "knowledge.visits"
SHOWN_FOR = timedelta(hours=12)


def visit_token(page_id):
    """A token for one showing of a page."""
    return signing.TimestampSigner(salt=SALT).sign(f"{page_id}.{secrets.token_hex(4)}")


def read_token(token):
    """(number of the page, the showing's own word) of a token; `None` where it is forged or too old."""
    try:
        signed = signing.TimestampSigner(salt=SALT).unsign(token, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return None
    return int(signed.partition(".")[0]), signed
