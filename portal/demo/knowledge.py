"""Loads what the organisation knows: practices, guides, lessons learned, retrospectives and laps."""

from knowledge.headings import take_apart
from knowledge.models import LessonLearnedPage, PracticePage, Stage
from knowledge.pages import publish_guide, publish_lesson_learned, publish_practice
from knowledge.services import choose_practice, create_retrospective, end_lap, open_lap, record_step
from people.audiences import Audience
from portal.demo.content import FOLDER, markdown_folder, read_yaml

STAGES = [stage.value for stage in Stage]
# Share of a lap's days after which a station is reached, for laps whose file names only how far they got.
REACHED_AFTER = {"assess": 0.0, "gap": 0.05, "choose": 0.12, "learn": 0.25, "try": 0.4, "look_back": 1.0}


def load_practices(section, people, topics, calendar):
    """All practices, then once more those that name others. Returns pages by slug."""
    files = markdown_folder("practices")
    pages = {}
    for item in files:
        pages[item.slug] = _publish(item, section, people, topics, calendar)
    for item in files:
        related = {
            name: [pages[slug] for slug in item.front[name]] for name in PracticePage.RELATIONS if item.front.get(name)
        }
        if related:
            pages[item.slug] = _publish(item, section, people, topics, calendar, **related)
    return pages


def _publish(item, section, people, topics, calendar, **related):
    front, said = item.front, take_apart(PracticePage, item.text, also={"When it hurts": "avoid_when"})
    return publish_practice(
        section=section,
        slug=item.slug,
        title=front["title"],
        summary=front["summary"].strip(),
        body=said.rest,
        number=front["number"],
        aliases=front.get("aliases", []),
        effort=front.get("effort", ""),
        works_best=front.get("works_best", "").strip(),
        steward=people.get(front.get("steward")),
        topics=[topics[front["area"]]],
        published_at=calendar.moment(-700),
        **said.values,
        **related,
    )


def load_guides(section, people, topics, practices, calendar):
    """The coaches' guides."""
    for item in markdown_folder("guides"):
        front = item.front
        publish_guide(
            section=section,
            slug=item.slug,
            title=front["title"],
            summary=front["summary"].strip(),
            body=item.text,
            author=people[front["author"]],
            practices=[practices[slug] for slug in front.get("practices", [])],
            topics=[topics[front["area"]]],
            audience=front.get("audience", Audience.PUBLIC),
            published_at=calendar.moment(front["published"]),
        )


def load_lessons_learned(section, people, teams, projects, practices, calendar):
    """What people learned on projects."""
    for item in markdown_folder("lessons_learned"):
        front, said = item.front, take_apart(LessonLearnedPage, item.text)
        publish_lesson_learned(
            section=section,
            slug=item.slug,
            title=front["title"],
            summary=front["summary"].strip(),
            body=said.rest,
            author=people[front["author"]],
            project=projects.get(front.get("project")),
            team=teams.get(front.get("team")),
            practices=[practices[slug] for slug in front.get("practices", [])],
            outcome=front.get("outcome", ""),
            audience=front.get("audience", Audience.MEMBERS),
            published_at=calendar.moment(front["published"]),
            **said.values,
        )


def load_retrospectives(people, teams, projects, practices, calendar):
    """Every team's retrospectives, the oldest first. Returns them by the slug of their file."""
    items = [item for path in sorted((FOLDER / "retrospectives").glob("*.yaml")) for item in read_yaml(path)]
    return {
        item["slug"]: _load_retrospective(item, people, teams, projects, practices, calendar)
        for item in sorted(items, key=lambda item: item["held"])
    }


def _load_retrospective(item, people, teams, projects, practices, calendar):
    return create_retrospective(
        slug=item["slug"],
        team=teams[item["team"]],
        title=item["title"],
        held_on=calendar.past_day(item["held"]),
        created_by=people[item["author"]],
        project=projects.get(item.get("project")),
        kind=item.get("kind", "retrospective"),
        people_count=item.get("people"),
        summary=item.get("summary", "").strip(),
        measures=item.get("measures", []),
        notes=[(note["column"], note["text"].strip()) for note in item["notes"]],
        practices=[
            (practices[use["practice"]], use["outcome"], use.get("note", "").strip(), use.get("weeks"))
            for use in item["practices"]
        ],
        actions=[
            (action["text"], people.get(action.get("owner")), calendar.day(action.get("due")), action["state"])
            for action in item.get("actions", [])
        ],
        audience=Audience.GROUP if item["share"] == "team" else item["share"],
    )


def load_laps(people, teams, projects, practices, retrospectives, calendar):
    """Every team's laps with the steps they have taken. Returns laps by (team, number)."""
    return {
        (item["team"], item["number"]): _load_lap(item, people, teams, projects, practices, retrospectives, calendar)
        for item in read_yaml("laps.yaml")
    }


def _load_lap(item, people, teams, projects, practices, retrospectives, calendar):
    team = teams[item["team"]]
    lead = team.memberships.get(role="lead").user
    started, decide_by = calendar.past_day(item["started"]), calendar.day(item["decide_by"])
    practice = practices.get(item.get("practice"))
    lap = open_lap(
        team=team,
        created_by=lead,
        number=item["number"],
        hypothesis=item.get("hypothesis", "").strip(),
        measure=item.get("measure", "").strip(),
        project=projects.get(item.get("project")),
        started_on=started,
        decide_by=decide_by,
        audience=Audience.MEMBERS,
    )
    _record_steps(lap, item["reached"], practice, started, decide_by, calendar)
    if item.get("decision"):
        end_lap(
            lap=lap,
            outcome=item.get("outcome") or "",
            decision=item["decision"],
            learned=(item.get("learned") or "").strip(),
            retrospective=retrospectives.get(item.get("retrospective")),
            ended_on=min(decide_by, calendar.today),
        )
    return lap


def _record_steps(lap, reached, practice, started, decide_by, calendar):
    """The stations up to the one reached. What other rooms record (assessments, lessons) they record themselves."""
    days = (decide_by - started).days
    for stage in STAGES[: STAGES.index(reached) + 1]:
        on = min(started + (decide_by - started) * REACHED_AFTER[stage], calendar.today)
        if stage == Stage.CHOOSE and practice is not None:
            choose_practice(lap=lap, practice=practice, happened_on=on)
        elif stage == Stage.LEARN and practice is not None:
            record_step(
                team=lap.team,
                lap=lap,
                stage=stage,
                what=f"Read “{practice.title}” together",
                url=practice.url,
                reference="read-together",
                happened_on=on,
            )
        elif stage == Stage.TRY and practice is not None:
            record_step(
                team=lap.team,
                lap=lap,
                stage=stage,
                what=f"Began trying it, for {max(1, days // 10)} weeks",
                reference="began",
                happened_on=on,
            )
