"""What a closed round says: scores, how they moved, gaps with their practices, strengths.

`results_for` reads any number of rounds with the same few queries. What stands in a result is for the round's audience:
callers check (permissions.py).
"""

from collections import defaultdict
from dataclasses import dataclass, field

from assessments.exceptions import AssessmentError
from assessments.models import Assessment, Item, Response, Target
from assessments.scores import (
    Answer,
    DimensionScore,
    ItemScore,
    RoundScore,
    find_gaps,
    find_strengths,
    score_round,
)


@dataclass(frozen=True)
class Gap:
    """A dimension below its target, its weakest question, and the practices that raise it, the one that raises most
    of what is missing first. `raised` says for each practice which question it raises."""

    dimension: DimensionScore
    item: ItemScore
    practices: list
    raised: dict = field(default_factory=dict)

    @property
    def title(self):
        return self.dimension.item.title

    @property
    def score(self):
        return self.dimension.mean

    @property
    def target(self):
        return self.dimension.target

    @property
    def distance(self):
        return self.dimension.distance

    def question_for(self, practice):
        """The question that speaks for a practice: the weakest one that names it first, else that names it."""
        return self.raised.get(practice.pk, self.item)


@dataclass(frozen=True)
class Earlier:
    """A round of the same team and version, as trends show it: its label and scores by dimension key."""

    assessment: Assessment
    mean: float | None
    dimensions: dict


@dataclass(frozen=True)
class Result:
    """One closed round. `history` lists the rounds up to this one, the oldest first, this one last."""

    assessment: Assessment
    score: RoundScore
    gaps: list = field(default_factory=list)
    strengths: list = field(default_factory=list)
    history: list = field(default_factory=list)

    @property
    def version(self):
        return self.assessment.version

    @property
    def dimensions(self):
        return self.score.dimensions

    @property
    def mean(self):
        return self.score.mean

    @property
    def answered(self):
        """How many people answered."""
        return self.score.answered

    @property
    def invited(self):
        """How many were asked; those who joined the team meanwhile count as asked."""
        return max(self.assessment.invited, self.answered)

    @property
    def previous(self):
        """The round before of the same team and version, or `None`."""
        return self.history[-2] if len(self.history) > 1 else None


def result_for(assessment):
    """The result of one closed round. Raises `AssessmentError` for one that still takes answers."""
    if assessment.is_open:
        raise AssessmentError({"assessment": f"{assessment} is still open and has no result."})
    return results_for([assessment])[assessment.pk]


def results_for(assessments, *, rounds_back=None):
    """Results of closed rounds by their id, in five queries however many there are.

    `rounds_back` limits how many earlier rounds of each team are read for comparison; `None` reads them all.
    """
    wanted = [assessment for assessment in assessments if not assessment.is_open]
    if not wanted:
        return {}
    lines = _lines(wanted, rounds_back)
    trees, practices = _trees({assessment.version_id for assessment in wanted})
    answers = _answers({one.pk for line in lines.values() for one in line})
    targets = _targets(wanted)
    results = {}
    for assessment in wanted:
        tree = trees[assessment.version_id]
        own = targets.get((assessment.team_id, assessment.version.model_id), {})
        results[assessment.pk] = _result(assessment, lines[assessment.pk], tree, practices, answers, own)
    return results


def gaps_for(team, limit=3):
    """The gaps of a team's latest closed round, the first to look at in front; none where there is no round."""
    return gaps_for_many([team], limit)[team.pk]


def gaps_for_many(teams, limit=3):
    """The same for several teams, by team id, with the same number of queries."""
    latest = latest_closed(teams)
    results = results_for(latest.values(), rounds_back=0)
    return {team.pk: results[latest[team.pk].pk].gaps[:limit] if team.pk in latest else [] for team in teams}


def latest_closed(teams):
    """Each team's latest closed round, by team id."""
    latest = {}
    for assessment in Assessment.objects.of_teams(teams).for_page().filter(closed_at__isnull=False):
        latest.setdefault(assessment.team_id, assessment)
    return latest


def _lines(wanted, rounds_back):
    """For each wanted round the closed rounds of its team and version up to it, the oldest first."""
    rounds = defaultdict(list)
    teams = {assessment.team_id for assessment in wanted}
    versions = {assessment.version_id for assessment in wanted}
    found = Assessment.objects.closed().filter(team__in=teams, version__in=versions).select_related("lap")
    for one in found.order_by("number"):
        rounds[one.team_id, one.version_id].append(one)
    lines = {}
    for assessment in wanted:
        line = [one for one in rounds[assessment.team_id, assessment.version_id] if one.number <= assessment.number]
        lines[assessment.pk] = line if rounds_back is None else line[-1 - rounds_back :]
    return lines


def _trees(version_ids):
    """Each version's dimensions with their questions, and the live practices of each question in the model's order."""
    items = Item.objects.filter(version__in=version_ids).order_by("position", "pk")
    below = defaultdict(list)
    for item in items:
        below[item.version_id, item.parent_id].append(item)
    trees = {
        version: [(top, below[version, top.pk]) for top in below[version, None] if below[version, top.pk]]
        for version in version_ids
    }
    return trees, practices_of(items)


def practices_of(items):
    """Live practices of items, by item id, in the order in which the model names them. One query."""
    through = Item.practices.through.objects.filter(item__in=[item.pk for item in items], practicepage__live=True)
    found = defaultdict(list)
    for link in through.select_related("practicepage").defer("practicepage__body").order_by("pk"):
        found[link.item_id].append(link.practicepage)
    return found


def _answers(round_ids):
    answers = defaultdict(list)
    rows = Response.objects.filter(assessment__in=round_ids).values_list("assessment_id", "item_id", "user_id", "level")
    for round_id, *answer in rows:
        answers[round_id].append(Answer(*answer))
    return answers


def _targets(wanted):
    """Target levels by team and model, each by item key."""
    targets = defaultdict(dict)
    for target in Target.objects.filter(team__in={assessment.team_id for assessment in wanted}):
        targets[target.team_id, target.model_id][target.item_key] = float(target.level)
    return targets


def _result(assessment, line, tree, practices, answers, targets):
    values = assessment.version.values
    history, before = [], {}
    for one in line:
        score = score_round(tree, answers[one.pk], values, targets=targets, before=before)
        before = {dimension.item.key: dimension.mean for dimension in score.dimensions}
        history.append(Earlier(one, score.mean, before))
    gaps = [_gap(dimension, practices) for dimension in find_gaps(score.dimensions)]
    return Result(assessment, score, gaps, find_strengths(score.dimensions, values), history)


def _gap(dimension, practices):
    """Practices by how much is missing, up to the target, in all the questions that they raise."""
    items = sorted((item for item in dimension.items if item.mean is not None), key=lambda item: item.mean)
    named, missing, raised, first = {}, defaultdict(float), {}, {}
    for item in items:
        for place, practice in enumerate(practices[item.item.pk]):
            named[practice.pk] = practice
            missing[practice.pk] += max(dimension.target - item.mean, 0)
            raised.setdefault(practice.pk, item)
            if place == 0:
                first.setdefault(practice.pk, item)
    ordered = sorted(named.values(), key=lambda practice: -missing[practice.pk])
    return Gap(dimension, items[0], ordered, {**raised, **first})
