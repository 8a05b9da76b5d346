"""Pictures and attachments beside the files: looked at closely, stored once however often they are named."""

import hashlib
import io
import re
import warnings
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image as Picture
from PIL import UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from knowledge.exchange.refusals import Refused

MOST_PIXELS = 64_000_000
FORMATS = {"gif": "GIF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
PICTURES = (*FORMATS, "svg", "bmp", "tif", "tiff", "avif", "heic", "ico")
# What the first bytes of an attachment must say, by its ending. Other endings are texts.
SIGNATURES = {"pdf": {"pdf"}, "zip": {"zip"}, "docx": {"docx", "zip"}, "xlsx": {"xlsx", "zip"}, "pptx": {"pptx", "zip"}}


def ending(path):
    """The ending of a path in small letters, without its dot."""
    return PurePosixPath(path).suffix.lower().lstrip(".")


def kind_of(path):
    """“image” or “file”: what an ending is taken for."""
    return "image" if ending(path) in PICTURES else "file"


def digest(raw):
    """What content is recognised by: the same as Wagtail keeps."""
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest()


def check(path, raw):
    """Raise `Refused` for a picture or attachment that is not what its name says, or that may do harm."""
    if kind_of(path) == "image":
        _check_picture(path, raw)
    else:
        _check_file(path, raw)


def _check_picture(path, raw):
    name = {"name": PurePosixPath(path).name}
    if ending(path) == "svg" or raw.lstrip()[:5].lower() in (b"<?xml", b"<svg ", b"<svg>"):
        raise Refused(_("“%(name)s” is an SVG, which can carry scripts. Save it as PNG.") % name)
    if ending(path) not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise Refused(_("“%(name)s” is not of a kind that is shown (GIF, JPEG, PNG, WebP).") % name)
    if len(raw) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise Refused(_("“%(name)s” is too large a picture.") % name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(raw), formats=list(set(FORMATS.values()))) as picture:
                found, pixels = picture.format, picture.width * picture.height
                picture.verify()
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning) as wrong:
        raise Refused(_("“%(name)s” has too many pixels.") % name) from wrong
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as wrong:
        raise Refused(_("“%(name)s” is not a picture, whatever its name says.") % name) from wrong
    if pixels > MOST_PIXELS:
        raise Refused(_("“%(name)s” has too many pixels.") % name)
    if found != FORMATS[ending(path)]:
        words = _("“%(name)s” is a %(found)s in truth. Give it the right ending.")
        raise Refused(words % {**name, "found": found})


def _check_file(path, raw):
    name = {"name": PurePosixPath(path).name}
    if ending(path) not in settings.WAGTAILDOCS_EXTENSIONS:
        raise Refused(_("“%(name)s” is not of a kind that can be attached.") % name)
    expected = SIGNATURES.get(ending(path))
    if expected:
        found = filetype.guess(raw)
        if found is None or found.extension not in expected:
            raise Refused(_("“%(name)s” is not what its ending says.") % name)


class Shelf:
    """Stores the assets of a source as Wagtail's images and documents; the same content is stored once.

    `titles` are those that library.yaml gives, by path. `stored` holds what was written to storage since `begin`, so
    that a file that fails leaves nothing behind (`undo`).
    """

    def __init__(self, source, titles=None, user=None):
        self.source, self.titles, self.user = source, titles or {}, user
        self.known, self.digests, self.stored = {}, {}, []

    def check(self, path):
        """Raise `Refused` where the asset cannot be taken in. Each is looked at once."""
        if path not in self.digests:
            raw = self.source.read(path)
            try:
                check(path, raw)
                self.digests[path] = digest(raw)
            except Refused as wrong:
                self.digests[path] = wrong
        if isinstance(self.digests[path], Refused):
            raise self.digests[path]

    def find(self, path):
        """The id of the stored asset, or `None`."""
        self.check(path)
        key = kind_of(path), self.digests[path]
        if key not in self.known:
            model = get_image_model() if key[0] == "image" else get_document_model()
            self.known[key] = model._default_manager.filter(file_hash=key[1]).values_list("pk", flat=True).first()
        return self.known[key]

    def store(self, path):
        """The id of the asset, which is stored where it is not yet."""
        found = self.find(path)
        if found:
            return found
        kind = kind_of(path)
        model = get_image_model() if kind == "image" else get_document_model()
        said = self.titles.get(path) or {}
        asset = model(
            title=str(said.get("title") or _title(path))[:255],
            collection=Collection.get_first_root_node(),
            uploaded_by_user=self.user,
        )
        if kind == "image" and hasattr(asset, "description"):
            asset.description = str(said.get("description") or "")[:255]
        asset.file = ContentFile(self.source.read(path), name=_file_name(path))
        asset._set_image_file_metadata() if kind == "image" else asset._set_document_file_metadata()
        self.stored.append(((kind, self.digests[path]), asset.file))
        asset.save()
        self.known[kind, self.digests[path]] = asset.pk
        return asset.pk

    def begin(self):
        """What is stored from here on belongs to one file."""
        self.stored = []

    def undo(self):
        """Take back what was stored for a file that failed; its rows went with the transaction."""
        for key, file in self.stored:
            if file.name and file._committed:
                file.storage.delete(file.name)
            self.known.pop(key, None)
        self.stored = []


def _title(path):
    return PurePosixPath(path).stem


def _file_name(path):
    stem = re.sub(r"[^\w.-]", "-", slugify(PurePosixPath(path).stem)) or "file"
    return f"{stem[:60]}.{ending(path)}"
