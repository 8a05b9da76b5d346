"""The kinds of documents, as pages name and colour them. Filled by registration: each room names its own."""

from dataclasses import dataclass

# Lists of kinds go round the loop: what to try, how to learn it, what came of it, who talks about it.
CATEGORIES = ["practice", "learn", "event", "retro", "talk", "assess", ""]


@dataclass(frozen=True)
class Kind:
    """How one kind is shown: its names, the category that gives its hue (`data-cat`), and its icon."""

    slug: str
    label: str
    label_plural: str
    category: str = ""
    icon: str = "file-text"


class Kinds:
    """All kinds by slug. They come in the order of their categories, then of their registration."""

    def __init__(self):
        self._kinds = {}
        self._sure = set()

    def name(self, kind, *, sure=True):
        """Name a kind. What a room said on purpose (`sure`) is not replaced by a model's plain name."""
        if kind.category not in CATEGORIES:
            raise ValueError(f"{kind.category} is no category; there are {', '.join(filter(None, CATEGORIES))}.")
        if kind.slug not in self._kinds or (sure and kind.slug not in self._sure):
            self._kinds[kind.slug] = kind
        if sure:
            self._sure.add(kind.slug)

    def __getitem__(self, slug):
        """The kind of a document; a plain one for a slug that no room registers any more."""
        words = slug.replace("-", " ").replace("_", " ").capitalize()
        return self._kinds.get(slug) or Kind(slug, words, words)

    def __iter__(self):
        return iter(sorted(self._kinds.values(), key=lambda kind: CATEGORIES.index(kind.category)))

    def __contains__(self, slug):
        return slug in self._kinds


kinds = Kinds()
