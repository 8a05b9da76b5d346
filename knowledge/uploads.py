"""Pictures and files that people send with what they write: which are taken, and who may open them."""

import re

from wagtail.models import Page, ReferenceIndex, TaskState

from knowledge.reviewing import waiting_for
from people.audiences import visible_pages
from people.roles import EDITORS, has_role
from themes.references import references_in

COLLECTION = "Contributions"
UNDESCRIBED = "Say here what the picture shows"

_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^)\s>]*)")


def undescribed(text):
    """The addresses of pictures in a Markdown text that nobody has described yet."""
    return [where for words, where in _PICTURE.findall(text or "") if words.strip() in ("", UNDESCRIBED)]


def is_on_a_page_for(user, document):
    """Whether a file stands on a published page that this person may see, or in a piece that waits for their review."""
    references = ReferenceIndex.get_references_to(document).values_list("object_id", flat=True)
    pages = [int(pk) for pk in references if pk.isdigit()]
    if pages and visible_pages(Page.objects.filter(pk__in=pages), user).exists():
        return True
    if has_role(user, EDITORS):
        return True
    if not user.is_authenticated:
        return False
    states = TaskState.objects.filter(pk__in=waiting_for(user)).select_related("revision")
    return any(_names(state.revision.content, document.pk) for state in states)


def _names(content, pk):
    """Whether the content of a revision refers to that file in any of its texts."""
    texts = [value for value in content.values() if isinstance(value, str)]
    return any(
        each.kind == "file" and each.pk == pk for text in texts for each in references_in(text.replace("\\n", " "))
    )
