"""Taking pictures and files that people send with what they write."""

import secrets
from pathlib import PurePath

from anyascii import anyascii
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection

from knowledge.exceptions import KnowledgeError
from knowledge.uploads import COLLECTION, UNDESCRIBED

PICTURES = {"gif", "jpg", "jpeg", "png", "webp"}
ARCHIVES = {"docx", "key", "odp", "ods", "odt", "pptx", "xlsx", "zip"}
BEGINS = {"pdf": b"%PDF-", "rtf": b"{\\rtf"} | dict.fromkeys(ARCHIVES, b"PK")
BRACKETS = str.maketrans({"[": "(", "]": ")", "\n": " "})


def take_upload(*, user, file):
    """Store a picture or a file and return the Markdown that shows it. Raises `KnowledgeError` with `file`.

    What it is decides its content, not its name. The stored name holds a random part: whoever does not know the
    address does not guess it. Files are then served by who may see a page that names them (`can_open_upload`).
    """
    path = PurePath(file.name or "file")
    ending = path.suffix.lower().removeprefix(".")
    stem = (slugify(anyascii(path.stem))[:60] or "file").strip("-")
    title = (path.stem.replace("\x00", "").strip() or stem)[:200]
    if file.size == 0:
        raise KnowledgeError({"file": _("“%(name)s” is empty.") % {"name": path.name}})
    if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        most = filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
        raise KnowledgeError({"file": _("“%(name)s” is larger than %(most)s.") % {"name": path.name, "most": most}})
    file.name = f"{stem}-{secrets.token_hex(8)}.{ending}"
    if ending == "svg" or (file.content_type or "").startswith("image/svg"):
        raise KnowledgeError({"file": _("SVG pictures can hold scripts and are not taken. Save it as PNG.")})
    if ending in PICTURES:
        return _picture(user, file, title, path.name)
    return _file(user, file, title, path.name, ending)


def _picture(user, file, title, name):
    try:
        WagtailImageField().clean(file)
    except ValidationError as wrong:
        text = _("“%(name)s” is not the picture that its name says. Save it as PNG, JPEG, GIF or WebP.")
        raise KnowledgeError({"file": text % {"name": name}}) from wrong
    file.seek(0)
    image = get_image_model().objects.create(title=title, file=file, uploaded_by_user=user, collection=contributions())
    return f"![{UNDESCRIBED}](image:{image.pk})"


def _file(user, file, title, name, ending):
    if ending not in settings.WAGTAILDOCS_EXTENSIONS:
        kinds = ", ".join(sorted(PICTURES | set(settings.WAGTAILDOCS_EXTENSIONS)))
        text = _("“%(name)s” is of a kind that is not taken. Taken are: %(kinds)s.")
        raise KnowledgeError({"file": text % {"name": name, "kinds": kinds}})
    start = file.read(65_536)
    file.seek(0)
    if not _is_what_it_says(ending, start):
        text = _("“%(name)s” is not what its name says. Save it again in its own format.")
        raise KnowledgeError({"file": text % {"name": name}})
    document = get_document_model().objects.create(
        title=title, file=file, uploaded_by_user=user, collection=contributions()
    )
    return f"[{title.translate(BRACKETS)}](file:{document.pk})"


def _is_what_it_says(ending, start):
    if ending in BEGINS:
        return start.startswith(BEGINS[ending])
    try:
        start[:-3].decode("utf-8")
    except UnicodeDecodeError:
        return b"\x00" not in start and not start.startswith((b"\x89", b"\xff", b"MZ", b"PK"))
    return b"\x00" not in start


def contributions():
    """The collection of what people sent, made with the first upload. Editors find it in the CMS."""
    found = Collection.objects.filter(name=COLLECTION).first()
    for _attempt in range(5):
        if found:
            return found
        try:
            with transaction.atomic():
                return Collection.get_first_root_node().add_child(name=COLLECTION)
        except IntegrityError:
            found = Collection.objects.filter(name=COLLECTION).first()
    raise KnowledgeError({"file": _("The upload could not be stored. Try again.")})
