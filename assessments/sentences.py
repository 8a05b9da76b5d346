"""Results in words: the title, what most people chose, how far they agree."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SMALLEST_MOVE = 0.2
WIDE_SPREAD = 3


def mid_sentence(title):
    """A title as it stands within a sentence: "Flow of work" as "flow of work", "QA" as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def headline(result):
    """The result in a line: "Lap 3: feedback is up, flow of work is the gap"."""
    return _("%(round)s: %(sentence)s") % {"round": result.assessment.label, "sentence": sentence(result)}


def sentence(result):
    """What moved and where the gap is, for the middle of a sentence."""
    if result.mean is None:
        return _("too few answers for a picture")
    gap = result.gaps[0].dimension if result.gaps else None
    risen, fallen = risen_most(result.dimensions), fallen_most(result.dimensions)
    if gap is not None and risen is gap:
        return _("%(part)s is up and still the gap") % {"part": _name(gap)}
    parts = [_moved(result, gap, risen, fallen)]
    parts.append(_("%(part)s is the gap") % {"part": _name(gap)} if gap else _("every part is at its target"))
    return ", ".join(filter(None, parts))


def _name(dimension):
    return mid_sentence(dimension.item.title)


def risen_most(dimensions):
    """The part that rose most since the round before, or `None` where none rose visibly."""
    moved = [one for one in dimensions if one.change is not None and one.change >= SMALLEST_MOVE]
    return max(moved, key=lambda one: one.change, default=None)


def fallen_most(dimensions):
    """The part that fell most since the round before, or `None`."""
    moved = [one for one in dimensions if one.change is not None and one.change <= -SMALLEST_MOVE]
    return min(moved, key=lambda one: one.change, default=None)


def _moved(result, gap, risen, fallen):
    """What stands before the gap: what rose, else what fell, else that nothing moved; of a first round, the best."""
    if risen:
        return _("%(part)s is up") % {"part": _name(risen)}
    if fallen and fallen is not gap:
        return _("%(part)s is down") % {"part": _name(fallen)}
    if any(one.change is not None for one in result.dimensions):
        return _("little has moved")
    best = max((one for one in result.dimensions if one.mean is not None), key=lambda one: one.mean)
    return "" if best is gap else _("%(part)s is strongest") % {"part": _name(best)}


def chosen(item, version):
    """What most people chose in a question, with what that level says."""
    if not item.most_chosen:
        return ""
    level, count = item.most_chosen
    values = {"count": count, "all": item.answered, "level": version.level_name(level)}
    if count * 2 > item.answered:
        said = _("Most of you chose “%(level)s”.") % values
    else:
        said = (
            ngettext("%(count)s of %(all)s chose “%(level)s”.", "%(count)s of %(all)s chose “%(level)s”.", count)
            % values
        )
    return " ".join(filter(None, [said, item.item.level_text(level)]))


def agreement(dimensions):
    """How far people agree, in a sentence about the parts that are spread widest; empty without counts."""
    spread = [(one.spread[1] - one.spread[0], one) for one in dimensions if one.spread]
    if not spread:
        return ""
    width, widest = max(spread, key=lambda pair: pair[0])
    if width < WIDE_SPREAD:
        return _("You see most parts alike: nobody is three levels or more from somebody else.")
    low, high = widest.spread
    return _("%(part)s is spread from %(low)s to %(high)s. Talk about it before you act on it.") % {
        "part": widest.item.title,
        "low": low,
        "high": high,
    }


def change_words(dimension):
    """How a part moved since the round before, for a table."""
    change = dimension.change
    if change is None:
        return ""
    if abs(change) < SMALLEST_MOVE:
        return _("about the same")
    return (_("up %(by).1f") if change > 0 else _("down %(by).1f")) % {"by": abs(change)}


def people_words(answered, invited):
    """How many of those asked have answered: "5 of 7 people have answered"."""
    said = ngettext(
        "%(answered)s of %(all)s person has answered", "%(answered)s of %(all)s people have answered", invited
    )
    return said % {"answered": answered, "all": invited}


def gap_words(gaps):
    """Gaps with their scores, for a lap's step: "Flow of work 2.1, Forecasting 1.9"."""
    return ", ".join(f"{gap.title} {gap.score:.1f}" for gap in gaps)
