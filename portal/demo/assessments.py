"""Loads the maturity model and the rounds that teams answered."""

from assessments.services import load_round, publish_model, set_target
from portal.demo.content import read_yaml

OPEN_FOR_DAYS = 4


def load_assessments(people, teams, laps, calendar):
    """The model, every round with its answers, and the teams' targets."""
    version = publish_model(data=read_yaml("assessments/model.yaml"), published_at=calendar.moment(-900))
    for item in sorted(read_yaml("assessments/rounds.yaml"), key=lambda item: item["opened"]):
        _load_round(item, version, people, teams, laps, calendar)


def _load_round(item, version, people, teams, laps, calendar):
    team = teams[item["team"]]
    lead = team.memberships.get(role="lead").user
    closed = item.get("closed")
    load_round(
        team=team,
        version=version,
        opened_at=calendar.moment(item["opened"], "09:00"),
        closed_at=None if closed is None else calendar.moment(closed, "16:00"),
        closes_on=None if closed is not None else calendar.day(OPEN_FOR_DAYS),
        answers={people[username]: sheet for username, sheet in item["answers"].items()},
        notes=item.get("notes", []),
        lap=laps.get((item["team"], item["lap"])),
        opened_by=lead,
    )
    for key, level in (item.get("target") or {}).items():
        set_target(team=team, model=version.model, item_key=key, level=level)
