"""Zips and folders are looked through with suspicion before anything of them is used."""

import contextlib
import io
import struct
import zipfile

import pytest

from knowledge.exchange import sources
from knowledge.exchange.refusals import Refused
from knowledge.exchange.sources import Folder, Zip
from tests.knowledge.exchange.conftest import zipped


def zip_of(*entries):
    """A zip of (ZipInfo or name, content)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    out.seek(0)
    return out


@pytest.mark.parametrize("name", ["../a.md", "a/../../b.md", "/etc/a.md", "C:/a.md", "a\\..\\b.md"])
def test_names_that_lead_out_are_refused(name):
    with pytest.raises(Refused, match="leads out of it"):
        Zip(zip_of((name, "x")))


def test_symbolic_links_are_refused():
    link = zipfile.ZipInfo("a.md")
    link.external_attr = 0o120777 << 16
    with pytest.raises(Refused, match="symbolic link"):
        Zip(zip_of((link, "/etc/passwd")))


def test_encrypted_zips_are_refused():
    raw = bytearray(zip_of(("a.md", "x")).getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8 : at + 10] = struct.pack("<H", 1)
    with pytest.raises(Refused, match="encrypted"):
        Zip(io.BytesIO(bytes(raw)))


def test_what_is_no_zip_is_refused():
    with pytest.raises(Refused, match="This is not a zip"):
        Zip(io.BytesIO(b"PK\x03\x04 nothing"))


def test_a_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"), pytest.raises(Refused, match="twice"):
        Zip(zip_of(("a.md", "x"), ("a.md", "y")))


def test_too_many_files_are_refused(monkeypatch):
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    with pytest.raises(Refused, match="more than 3 files"):
        Zip(zip_of(*((f"{n}.md", "x") for n in range(4))))


def test_a_bomb_is_refused_by_its_steepness_while_it_unpacks():
    source = Zip(zip_of(("a.md", b"\0" * 30_000_000)))
    with pytest.raises(Refused, match="times its size"):
        source.read("a.md")
    assert source.spent < 7_000_000


def test_a_header_that_lies_about_the_size_does_not_help():
    raw = bytearray(zip_of(("a.md", b"\0" * 30_000_000)).getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    source = Zip(io.BytesIO(bytes(raw)))
    assert source.sizes["a.md"] == 10
    with contextlib.suppress(Refused):
        assert len(source.read("a.md")) <= 10
    assert source.spent < 7_000_000


def test_a_zip_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_ALL", 1000)
    with pytest.raises(Refused, match="unpacks to more"):
        Zip(zip_of(("a.md", "x" * 600), ("b.md", "y" * 600)))


def test_a_damaged_file_is_refused_and_the_others_are_read():
    raw = bytearray(zip_of(("a.md", "alpha " * 500), ("b.md", "beta")).getvalue())
    raw[40:60] = b"\xff" * 20
    source = Zip(io.BytesIO(bytes(raw)))
    with pytest.raises(Refused, match="cannot be unpacked"):
        source.read("a.md")
    assert source.read("b.md") == b"beta"


def test_what_systems_add_and_readmes_are_no_pages():
    files = {"x/.git/a.md": "", "__MACOSX/a.md": "", "x/README.md": "# Read me", "x/a.md": "---\n---\n", "x/b.png": b""}
    source = Zip(zipped(files))
    assert source.pages() == ["x/a.md"]
    assert source.find("library.yaml") is None


def test_links_out_of_a_folder_are_not_followed(tmp_path):
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text("---\n---\n")
    (inside / "a.md").symlink_to(outside / "secret.md")
    (inside / "more").symlink_to(outside)
    (inside / "b.md").write_text("---\n---\n")
    assert Folder(inside).pages() == ["b.md"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="There is no folder"):
        Folder(tmp_path / "nowhere")
