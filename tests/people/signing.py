"""What the tests of signing up and signing in share."""

from html.parser import HTMLParser

from django.urls import reverse

from tests.factories import PASSWORD

SIGNUP = {"first_name": "Sam", "last_name": "Reid", "password1": PASSWORD}


def sign_up(client, address, **fields):
    return client.post(reverse("account_signup"), {**SIGNUP, "email": address, **fields})


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


class Scripts(HTMLParser):
    """Collects what a strict content policy would stop: inline scripts, handlers and styles."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.refused = False, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.refused += [f"{tag} {name}" for name in attrs if name.startswith("on") or name == "style"]
        if tag == "style":
            self.refused.append("style")
        data = attrs.get("type") == "application/json"
        self.inside = tag == "script" and "src" not in attrs and not data

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside and data.strip():
            self.refused.append(data.strip())


def assert_strict(response):
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert Scripts(response.content.decode()).refused == []
