"""Pictures and files: what is taken, what is refused in words, and who opens a file."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from search.services import drain, refresh
from tests.factories import make_project
from tests.knowledge.writing.sending import send_lesson

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def picture(kind="PNG"):
    data = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(data, kind)
    return data.getvalue()


def upload(client, name, content, content_type="application/octet-stream", **more):
    file = SimpleUploadedFile(name, content, content_type=content_type)
    return client.post(reverse("knowledge:write_upload"), {"file": file, **more}, headers=JSON)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("B.JPG", "JPEG"), ("c.gif", "GIF"), ("d.webp", "WEBP")])
def test_a_picture_is_taken_and_asks_what_it_shows(client, author, name, kind):
    client.force_login(author)
    answer = upload(client, name, picture(kind))
    image = get_image_model().objects.get()
    assert answer.json() == {"markdown": f"![Say here what the picture shows](image:{image.pk})"}
    assert image.collection.name == "Contributions"
    assert image.uploaded_by_user == author
    assert re.search(r"-[0-9a-f]{16}\.", image.file.name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", picture("JPEG"), "not the picture that its name says"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not the picture that its name says"),
        ("a.svg", b"<svg/>", "SVG pictures can hold scripts"),
        ("a.png", b"", "is empty"),
        ("a.exe", b"MZ", "of a kind that is not taken"),
        ("noending", b"text", "of a kind that is not taken"),
        ("a.pdf", b"MZ not a pdf", "not what its name says"),
        ("a.docx", b"plain", "not what its name says"),
        ("a.txt", b"a\x00b", "not what its name says"),
        ("a.md", picture(), "not what its name says"),
    ],
)
def test_what_lies_about_itself_is_refused_in_words(client, author, name, content, words):
    client.force_login(author)
    answer = upload(client, name, content, "image/png" if name.endswith("png") else "text/plain")
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()


def test_what_is_too_large_is_refused(client, author, settings):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    client.force_login(author)
    assert "larger than" in upload(client, "a.txt", b"x" * 200).json()["error"]
    assert client.post(reverse("knowledge:write_upload"), headers=JSON).json()["error"] == "Choose a file first."


def test_strangers_upload_nothing(client, db):
    assert upload(client, "a.png", picture()).status_code == 401
    plain = client.post(reverse("knowledge:write_upload"), {"file": SimpleUploadedFile("a.png", picture())})
    assert plain.url.startswith("/accounts/login/")
    assert not get_image_model().objects.exists()


def test_an_upload_needs_a_key(author):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    assert upload(client, "a.png", picture()).status_code == 403
    assert not get_image_model().objects.exists()


def test_the_plain_form_says_what_to_put_into_the_text(client, author):
    client.force_login(author)
    file = SimpleUploadedFile("plan [1].txt", b"one, two")
    answer = client.post(reverse("knowledge:write_upload"), {"file": file, "back": "/write/"}, follow=True)
    document = get_document_model().objects.get()
    assert f"[plan (1)](file:{document.pk})" in answer.content.decode()
    for elsewhere in ("https://evil.example/", "//evil.example"):
        file = SimpleUploadedFile("a.txt", b"one")
        assert client.post(reverse("knowledge:write_upload"), {"file": file, "back": elsewhere}).url == "/write/"


def test_a_file_is_opened_by_those_who_may_see_the_page_that_names_it(client, author, outsider, steward, practice):
    client.force_login(author)
    text = upload(client, "figures.csv", b"a,b\n1,2").json()["markdown"]
    document = get_document_model().objects.get()

    def who_opens():
        found = []
        for user in (None, outsider, author, steward):
            client.logout()
            if user:
                client.force_login(user)
            found.append(client.get(document.url).status_code)
        return found

    assert who_opens() == [404, 404, 200, 404]
    page = send_lesson(client, author, practice, did=f"See {text}.")
    assert who_opens() == [404, 404, 200, 200]
    client.force_login(steward)
    revision = Page.objects.get(pk=page.pk).latest_revision_id
    client.post(reverse("knowledge:piece", args=[page.pk]), {"action": "approve", "comment": "", "revision": revision})
    assert who_opens() == [404, 200, 200, 200]


def test_the_picker_offers_only_what_one_may_see(
    client, author, outsider, practice, settings, tmp_path, django_capture_on_commit_callbacks
):
    backends = settings.WAGTAILSEARCH_BACKENDS
    folder = {"PATH": tmp_path / "index"}
    settings.WAGTAILSEARCH_BACKENDS = {**backends, "portal": {**backends["portal"], **folder}}
    with django_capture_on_commit_callbacks(execute=True):
        refresh(practice)
        make_project("Limit gauge", audience="group", audience_group=outsider.team_memberships[0].team.group)
    drain()
    address = reverse("knowledge:write_targets")
    assert client.get(address, {"q": "limit"}).status_code == 401
    client.force_login(author)
    offered = client.get(address, {"q": "limit"}).content.decode()
    assert f"[Limit work in progress](page:{practice.pk})" in offered
    assert "Limit gauge" not in offered
    client.force_login(outsider)
    assert "[Limit gauge](/projects/" in client.get(address, {"q": "limit"}).content.decode()
    for words in ("", "\x00", "[" * 500):
        assert client.get(address, {"q": words}).status_code == 200


def test_the_preview_is_cleaned_and_stores_nothing(client, author, practice):
    client.force_login(author)
    address = reverse("knowledge:write_preview", args=["lessonlearnedpage"])
    shown = client.post(address, {"title": "<b>T", "did": "**bold** <script>alert(1)</script>"}).content.decode()
    assert "<strong>bold</strong>" in shown
    assert "<script" not in shown
    assert "&lt;b&gt;T" in shown
    assert client.post(reverse("knowledge:write_preview", args=["userpage"])).status_code == 404
    practice_address = reverse("knowledge:write_preview", args=["practicepage"])
    changed = client.post(practice_address, {"page": practice.pk, "title": "T", "how_to": "New words"}).content.decode()
    assert "New words" in changed
    assert client.post(practice_address, {"page": "9" * 30, "how_to": "x"}).status_code == 200
    client.logout()
    assert client.post(address, {"did": "x"}).status_code == 401
