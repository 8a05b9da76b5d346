"""What stands beside the pages: library.yaml (topics, criteria, sections, titles of pictures) and glossary.yaml."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from knowledge.exchange import yaml_text
from knowledge.exchange.fields import items, words
from knowledge.exchange.refusals import Notes, Refused
from knowledge.exchange.sources import GLOSSARY, LIBRARY
from knowledge.models import Term, ToolCriterion
from search.models import Topic

CRITERION = ("slug", "name", "question", "weight", "position")
TERM = ("slug", "name", "aliases", "definition", "practice", "case_matters")


class Beside:
    """What a source says beside its pages. Raises `Refused`, with the name of the file, for what cannot be read."""

    def __init__(self, source):
        self.source = source
        said = self._load(LIBRARY, dict)
        self.topics = _by(self._rows(said, "topics"), "slug")
        self.criteria = _by(self._rows(said, "criteria"), "slug")
        self.sections = _by(self._rows(said, "sections"), "shows")
        self.titles = {}
        top = (source.find(LIBRARY) or "").removesuffix(LIBRARY)
        for row in [*self._rows(said, "images"), *self._rows(said, "files")]:
            self.titles[f"{top}{words(row.get('file'))}"] = row

    def _load(self, name, kind):
        path = self.source.find(name)
        if path is None:
            return kind()
        try:
            found = yaml_text.load(self.source.text(path))[0]
        except Refused as wrong:
            raise Refused(f"{path}: {wrong.words}") from wrong
        if found is not None and not isinstance(found, kind):
            raise Refused(_("%(file)s is not what such a file holds.") % {"file": path})
        return found or kind()

    @staticmethod
    def _rows(said, key):
        rows = said.get(key) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Refused(_("“%(key)s” of library.yaml is a list.") % {"key": key})
        return rows

    def foresee(self, names):
        """Have a dry run find the topics and criteria that would be made."""
        for slug in self.topics:
            names.topics.setdefault(slug, 0)
        for slug in self.criteria:
            names.criteria.setdefault(slug, 0)

    def take_in(self, names):
        """Make the topics and criteria that are not there; those that are stay as they are."""
        names.__dict__.pop("topics", None)
        names.__dict__.pop("criteria", None)
        for slug, row in self.topics.items():
            if slug not in names.topics:
                self._make(Topic, names.topics, slug, name=row.get("name") or slug, summary=row.get("summary") or "")
        for slug, row in self.criteria.items():
            if slug not in names.criteria:
                said = {key: row[key] for key in CRITERION[1:] if row.get(key) is not None}
                self._make(ToolCriterion, names.criteria, slug, **{"name": slug, **said})

    @staticmethod
    def _make(model, known, slug, **values):
        made = model(slug=slug, **values)
        try:
            made.full_clean()
        except ValidationError as wrong:
            raise Refused(f"{LIBRARY}: {slug}: {' '.join(wrong.messages)}") from wrong
        made.save()
        known[slug] = made.pk

    def add_topics(self, topics, names, *, dry):
        """Make topics of a foreign library's tags, {slug: name}."""
        for slug, name in topics.items():
            if not names.topics.get(slug) and (not dry or slug not in names.topics):
                names.topics[slug] = 0 if dry else Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0].pk

    def glossary(self):
        """The terms of glossary.yaml."""
        return self._load(GLOSSARY, list)

    def take_in_glossary(self, names, dry=False):
        """Make or change the terms; a report row of each. A term that is refused does not stop the others."""
        path, rows = self.source.find(GLOSSARY), []
        for number, said in enumerate(self.glossary() if path else [], start=1):
            notes = Notes()
            row = {"file": f"{path}: {_term_name(said, number)}", "state": "refused", "title": _term_name(said, number)}
            try:
                with transaction.atomic():
                    row["state"] = _take_in_term(said, names, notes, dry=dry)
            except Refused as wrong:
                notes.refuse(wrong.message)
            except ValidationError as wrong:
                notes.refuse(" ".join(wrong.messages))
            rows.append({**row, "messages": notes.messages})
        return rows


def _by(rows, key):
    return {words(row.get(key)): row for row in rows if words(row.get(key))}


def _term_name(said, number):
    found = said.get("name") or said.get("slug") if isinstance(said, dict) else None
    return str(found or number)[:80]


def _take_in_term(said, names, notes, *, dry):
    if not isinstance(said, dict) or set(said) - set(TERM) or not words(said.get("slug")):
        raise Refused(_("A term has a slug and these keys: %(keys)s.") % {"keys": ", ".join(TERM)})
    slug, practice = words(said["slug"]), words(said.get("practice"))
    if practice and practice not in names.practices and practice not in names.practices_to_come:
        notes.remark(_("There is no practice “%(name)s” here.") % {"name": practice[:80]})
    values = {
        "name": words(said.get("name")),
        "other_names": "\n".join(items(said.get("aliases"))),
        "definition": words(said.get("definition")),
        "practice_id": names.practices_to_come.get(practice) or names.practices.get(practice),
        "case_matters": said.get("case_matters") is True,
    }
    term = Term.objects.filter(slug=slug).first()
    state = "changed" if term else "created"
    if term and all(_tidied(getattr(term, name)) == value for name, value in values.items()):
        return "unchanged"
    term = term or Term(slug=slug)
    for name, value in values.items():
        setattr(term, name, value)
    term.full_clean(exclude=["practice"])
    if not dry:
        term.save()
    return state


def _tidied(value):
    return "\n".join(value.splitlines()).strip() if isinstance(value, str) else value


def terms_for_file(names):
    """The glossary for a file, by name."""
    rows = []
    for term in Term.objects.order_by("slug"):
        row = {"slug": term.slug, "name": term.name, "aliases": [x for x in term.other_names.splitlines() if x.strip()]}
        row |= {"definition": _tidied(term.definition), "practice": names.name("practices", term.practice_id)}
        rows.append({key: value for key, value in {**row, "case_matters": term.case_matters}.items() if value})
    return rows
