"""An export as a zip, made piece by piece, the same bytes each time."""

import io
import zipfile

from knowledge.exchange.writing_out import Export
from people.audiences import visible_pages

LONG_AGO = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


class _Pipe(io.RawIOBase):
    """A file that only goes forward; `take` gives what was written since the last time."""

    def __init__(self):
        super().__init__()
        self.pieces, self.position = [], 0

    def writable(self):
        return True

    def write(self, data):
        self.pieces.append(bytes(data))
        self.position += len(data)
        return len(data)

    def tell(self):
        return self.position

    def take(self):
        """What waits to be sent."""
        waiting, self.pieces = b"".join(self.pieces), []
        return waiting


def zipped(user):
    """Pieces of a zip with all that a reader may see."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, content in Export(lambda pages: visible_pages(pages, user), whole=False).files():
            entry = zipfile.ZipInfo(name, date_time=LONG_AGO)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, READABLE, 3
            archive.writestr(entry, content)
            yield pipe.take()
    yield pipe.take()
