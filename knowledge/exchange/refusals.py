"""What keeps a file out, and what is worth knowing of one that comes in."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _


class Refused(Exception):
    """A file or a whole archive is not taken in. `line` counts from 1 and is `None` where no line is to blame."""

    def __init__(self, message, line=None):
        self.message, self.line = str(message), line
        super().__init__(self.words)

    @property
    def words(self):
        """The message with its line in front."""
        return with_line(self.message, self.line)


@contextmanager
def at_line(line):
    """Say of a refusal that has no line of its own that it is about this one."""
    try:
        yield
    except Refused as wrong:
        raise Refused(wrong.message, wrong.line or line) from wrong


@dataclass
class Notes:
    """What is said of one file: refusals keep it out, remarks do not."""

    refusals: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def refuse(self, message, line=None):
        """Keep the file out, and go on to see what else is wrong with it."""
        self._add(self.refusals, message, line)

    def remark(self, message, line=None):
        """Say something of a file that is taken in."""
        self._add(self.remarks, message, line)

    @staticmethod
    def _add(to, message, line):
        words = with_line(str(message), line)
        if words not in to:
            to.append(words)

    @property
    def messages(self):
        """All of it, refusals first."""
        return [*self.refusals, *self.remarks]


def with_line(message, line):
    """A message that begins with the line it is about."""
    return _("line %(line)s: %(message)s") % {"line": line, "message": message} if line else message
