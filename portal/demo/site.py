"""Makes the page tree that every installation has: home, knowledge base, training and the plain pages."""

from wagtail.models import Page, Site

from courses.models import CourseIndexPage, LearnIndexPage
from knowledge.models import KnowledgeIndexPage, KnowledgeSectionPage
from portal.demo.content import markdown_folder
from portal.models import HomePage, StandardPage
from themes.models import BrandSettings

SECTIONS = {
    "practices": (
        "Practices",
        "Ways of working that teams here have tried, each with what it did. Choose one, not five.",
    ),
    "guides": ("Guides", "How to do something well, by the coaches and by people who have done it often."),
    "lessons": ("Lessons learned", "What somebody learned on a project, told so that the next team can use it."),
    "guidelines": ("Guidelines", "What Northmoor has agreed to, from when it holds, and who differs for a while."),
    "tools": (
        "Tools",
        "What we work with, how it was weighed, and whether to take it up. The radar is a picture of the list.",
    ),
}


def load_site(organisation):
    """The tree, empty of practices and courses. Returns {"practices": section, …, "learn": index, "courses": index}."""
    home = _home(organisation)
    knowledge = home.add_child(
        instance=KnowledgeIndexPage(
            title="Knowledge",
            slug="knowledge",
            intro="Practices that teams tried, what they did in real projects, and the guides that go with them.",
        )
    )
    pages = {}
    for shows, (title, intro) in SECTIONS.items():
        slug = "lessons-learned" if shows == "lessons" else shows
        pages[shows] = knowledge.add_child(
            instance=KnowledgeSectionPage(title=title, slug=slug, shows=shows, intro=intro)
        )
    pages["learn"] = home.add_child(
        instance=LearnIndexPage(
            title="Learn",
            slug="learn",
            intro="Short lessons by the people who coach here. Take one before the meeting in which you need it.",
        )
    )
    pages["courses"] = pages["learn"].add_child(
        instance=CourseIndexPage(title="Courses", slug="courses", intro="Every course, also those in no path.")
    )
    _plain_pages(home)
    for page in [knowledge, *pages.values()]:
        page.save_revision().publish()
    return pages


def _home(organisation):
    root = Page.get_first_root_node()
    home = root.add_child(
        instance=HomePage(
            title="Guildhall",
            slug="guildhall",
            intro=(
                f"Guildhall is where {organisation['name']}’s teams learn Agile work, see what it did in real "
                "projects, and choose one thing to try next."
            ),
        )
    )
    site = Site.objects.filter(is_default_site=True).first()
    replaced = site.root_page if site else None
    site = site or Site(is_default_site=True, hostname="127.0.0.1")
    site.root_page, site.site_name = home, "Guildhall"
    site.save()
    if replaced is not None and replaced.depth > 1 and not replaced.get_children().exists():
        replaced.delete()
    BrandSettings.objects.update_or_create(site=site, defaults={"name": "Guildhall", "tagline": organisation["name"]})
    return home


def _plain_pages(home):
    """About, and below it how evidence is counted, accessibility and privacy: the texts are Markdown files."""
    files = {item.slug: item for item in markdown_folder("pages")}
    about = home.add_child(instance=_plain_page(files.pop("about")))
    about.save_revision().publish()
    for item in files.values():
        about.add_child(instance=_plain_page(item)).save_revision().publish()


def _plain_page(item):
    return StandardPage(
        title=item.front["title"],
        slug=item.slug,
        summary=item.front["summary"],
        illustration=item.front.get("illustration", ""),
        body=[("markdown", item.text)],
    )
