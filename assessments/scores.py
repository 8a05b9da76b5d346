"""How answers become scores. Pure functions: no database, no request.

The rules, which the result page states:

- "I cannot tell" is no answer. It is not zero and pulls nothing down.
- A question's score is the mean of its answers. Fewer than `MINIMUM_ANSWERS` answers give no score: they would show
  what single people said. Such a question counts nowhere, so that nothing can be worked out from the rest.
- A dimension's score is the mean of its questions' scores, or none where no question has one.
- A person's level in a dimension is the mean of their own answers there, rounded to the nearest level, half up.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import NamedTuple

MINIMUM_ANSWERS = 3
DEFAULT_TARGET = 4.0
# One decimal is shown. A distance that it does not show is none.
SMALLEST_GAP = 0.05
# A team's own target counts as what it wants next where it is this far away.
FAR_FROM_OWN_TARGET = 0.5
MOST_STRENGTHS = 3


class Answer(NamedTuple):
    """One answer: of which item, whose (`None`: of an account that is gone), which level (`None`: cannot tell)."""

    item_id: int
    person: int | None
    level: int | None


@dataclass(frozen=True)
class ItemScore:
    """A question. `mean`, `median` and `counts` (people for each level) are `None` below the minimum of answers."""

    item: object
    answered: int
    unsure: int
    mean: float | None = None
    median: float | None = None
    counts: dict | None = None

    @property
    def most_chosen(self):
        """The level that most people chose and how many; of several the lowest. `None` without a score."""
        if not self.counts:
            return None
        level = min(self.counts, key=lambda value: (-self.counts[value], value))
        return level, self.counts[level]


@dataclass(frozen=True)
class DimensionScore:
    """A dimension with its questions. `people` counts people for each level, or is `None` for too few of them."""

    item: object
    items: list
    mean: float | None = None
    people: dict | None = None
    target: float = DEFAULT_TARGET
    has_own_target: bool = False
    before: float | None = None

    @property
    def change(self):
        """Since the round before, in levels, or `None`."""
        return None if self.mean is None or self.before is None else self.mean - self.before

    @property
    def distance(self):
        """How far below the target, in levels; `None` without a score, 0 where it is reached as far as one sees."""
        if self.mean is None:
            return None
        distance = self.target - self.mean
        return distance if distance >= SMALLEST_GAP else 0.0

    @property
    def spread(self):
        """The lowest and highest level that somebody has here, or `None`."""
        held = [level for level, count in (self.people or {}).items() if count]
        return (min(held), max(held)) if held else None


@dataclass(frozen=True)
class RoundScore:
    """Everything that one round's answers say. `answered` counts people."""

    dimensions: list = field(default_factory=list)
    mean: float | None = None
    answered: int = 0


def score_round(tree, answers, values, *, targets=None, before=None, minimum=MINIMUM_ANSWERS):
    """Score a round.

    `tree` lists pairs of a dimension and its questions (anything with `pk` and `key`); `values` are the scale's, lowest
    first; `targets` maps keys of dimensions to a level, `before` to the score of an earlier round.
    """
    targets, before = targets or {}, before or {}
    by_item = defaultdict(list)
    for answer in answers:
        by_item[answer.item_id].append(answer)
    dimensions = []
    for dimension, questions in tree:
        items = [score_item(item, by_item[item.pk], values, minimum=minimum) for item in questions]
        target = targets.get(dimension.key, DEFAULT_TARGET)
        dimensions.append(
            DimensionScore(
                item=dimension,
                items=items,
                mean=mean_of(item.mean for item in items),
                people=_people(items, by_item, values, minimum),
                target=min(float(target), float(values[-1])),
                has_own_target=dimension.key in targets,
                before=before.get(dimension.key),
            )
        )
    people = {answer.person for answer in answers if answer.person is not None}
    return RoundScore(dimensions, mean_of(dimension.mean for dimension in dimensions), len(people))


def score_item(item, answers, values, *, minimum=MINIMUM_ANSWERS):
    """Score one question."""
    levels = [answer.level for answer in answers if answer.level is not None]
    unsure = len({answer.person for answer in answers if answer.level is None and answer.person is not None})
    if not levels or len(levels) < minimum:
        return ItemScore(item, len(levels), unsure)
    found = Counter(levels)
    counts = {value: found[value] for value in values}
    return ItemScore(item, len(levels), unsure, fmean(levels), float(median(levels)), counts)


def mean_of(scores):
    """The mean of the scores that there are, or `None` where there are none."""
    there = [score for score in scores if score is not None]
    return fmean(there) if there else None


def _people(items, by_item, values, minimum):
    """People for each level of a dimension, from the questions that have a score."""
    own = defaultdict(list)
    for item in items:
        if item.mean is None:
            continue
        for answer in by_item[item.item.pk]:
            if answer.person is not None and answer.level is not None:
                own[answer.person].append(answer.level)
    if len(own) < minimum or not own:
        return None
    found = Counter(_nearest(fmean(levels), values) for levels in own.values())
    return {value: found[value] for value in values}


def _nearest(mean, values):
    return min(values, key=lambda value: (abs(value - mean), -value))


def find_gaps(dimensions):
    """Dimensions below their target, the one to look at first in front.

    First those with a target of the team's own that is half a level away or more: the team has said what it wants.
    Then by distance to the target; equal ones stand as in the model.
    """
    below = [dimension for dimension in dimensions if dimension.distance]
    return sorted(below, key=lambda one: (not _is_wanted(one), -one.distance))


def _is_wanted(dimension):
    return dimension.has_own_target and dimension.distance >= FAR_FROM_OWN_TARGET


def find_strengths(dimensions, values):
    """The best scored questions in the upper half of the scale, at most three, the best first."""
    middle = (values[0] + values[-1]) / 2
    items = [item for dimension in dimensions for item in dimension.items if item.mean is not None]
    return sorted((item for item in items if item.mean > middle), key=lambda item: -item.mean)[:MOST_STRENGTHS]
