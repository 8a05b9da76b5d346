"""Live examples for ``/styleguide/``: made-up values in the shapes that the components take."""

import datetime as dt
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from themes import charts, markdown, radar_rings, toc

GROUPS: list[tuple[str, list[str]]] = [
    ("Ground", ["colours", "type", "icons", "layout"]),
    ("Picking", ["button", "menu", "tabs", "pagination", "facet", "filter_chips", "search"]),
    (
        "Reading",
        [
            "thumb",
            "section_head",
            "card",
            "row",
            "tag",
            "callout",
            "table",
            "prose",
            "code",
            "video",
            "attachment",
            "toc",
            "illustration",
        ],
    ),
    ("Forms", ["form", "form_errors", "choice", "dialog"]),
    ("Feedback", ["progress", "ring", "empty_state", "skeleton", "toast"]),
    ("Evidence and laps", ["evidence_strip", "evidence_mini", "loop", "loop_mini"]),
    ("Numbers", ["chart_radar", "chart_heat", "chart_trend", "chart_bars", "chart_rings", "scores", "kpi", "facts"]),
    ("People and talk", ["person", "team_chip", "comment", "notification"]),
    ("Learning", ["steps", "outline", "quiz_question", "assessment_question", "certificate"]),
    ("Events", ["ticket", "month", "week"]),
]

SWATCHES = [
    *("paper", "sheet", "sunk", "night", "ink", "ink-2", "ink-3", "rule", "edge", "accent", "accent-strong"),
    *("accent-wash", "mark", "focus", "good", "mixed", "bad", "note", "warn"),
    *("cat-practice", "cat-learn", "cat-event", "cat-retro", "cat-talk", "cat-assess"),
]

TEXT = """\
Count everything that is *started* and **not finished**. Include what waits for someone else[^1].

## How to try it

1. Take a quarter off. Write that number on the board.
2. When the number is reached, nobody starts. See [the practice](/knowledge/) or <https://example.org/>.

> [!warn] Do not set the number for someone else
> In the one project where this practice hurt, a manager set the limit.

- [x] Count the open cards
- [ ] Agree on the number

| Measure | Before | After |
|---|--:|--:|
| Open cards | 22 | 12 |
| Median days to finish | 13 | 9 |

```python
def limit(open_cards: int) -> int:
    # hold for two weeks
    return open_cards - open_cards // 4
```

> We needed to be allowed to say that we had too many.

[^1]: A card that waits for a supplier is open until someone can use it.
"""


class ExampleForm(forms.Form):
    """One field of each kind, so that a missing style is seen here first."""

    title = forms.CharField(label=_("Title"), help_text=_("For example what surprised you."))
    held_on = forms.DateField(
        label=_("Held on"), help_text=_("Day, month, year"), widget=forms.DateInput(attrs={"type": "date"})
    )
    audience = forms.ChoiceField(label=_("Who can read it"), choices=[("all", _("Everyone")), ("team", _("My team"))])
    outcome = forms.ChoiceField(
        label=_("What it did"),
        widget=forms.RadioSelect,
        choices=[("helped", _("It helped")), ("mixed", _("Mixed")), ("hurt", _("It hurt"))],
    )
    people = forms.MultipleChoiceField(
        label=_("Who took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("a", "Amara Osei"), ("t", "Tomasz Wójcik")],
    )
    story = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    photo = forms.FileField(label=_("Photo of the board"), required=False)
    publish = forms.BooleanField(label=_("Publish at once"), required=False)

    def clean_held_on(self) -> dt.date:
        held_on = self.cleaned_data["held_on"]
        if held_on.year > 2026:
            raise ValidationError(_("14 March 2027 is in the future. Choose the day you met."))
        return held_on


def _strip(outcomes: str, **more: Any) -> Thing:
    """A strip from letters: h helped, m mixed, x hurt."""
    words = {"h": "helped", "m": "mixed", "x": "hurt"}
    names = ["Billing portal", "Meter app", "Outage map", "Field rota", "Onboarding", "Tariff engine", "Planning"]
    marks = [
        Thing(
            outcome=words[letter],
            label=names[at % len(names)],
            when=dt.date(2024 + at * 3 // max(len(outcomes), 1), 1 + at % 12, 3),
            url="/knowledge/",
        )
        for at, letter in enumerate(outcomes)
    ]
    years: dict[int, int] = {}
    for mark in marks:
        years[mark.when.year] = years.get(mark.when.year, 0) + 1
    values = {
        "total": len(outcomes),
        "helped": outcomes.count("h"),
        "mixed": outcomes.count("m"),
        "hurt": outcomes.count("x"),
        "marks": marks,
        "years": list(years.items()),
        "earlier_total": 0,
        "earlier_helped": 0,
        "sure_words": "fairly",
        "sure_pips": 3,
        "too_few": len(outcomes) < 3,
    }
    return Thing(**{**values, **more})


def _loop(stage: int | str) -> Thing:
    stations = [
        ("assess", _("Assess"), _("Score where the team is now")),
        ("gap", _("See the gaps"), _("Two or three, not twenty")),
        ("choose", _("Choose a practice"), _("Read what helped other teams")),
        ("learn", _("Learn it"), _("A path, a workshop or a coach")),
        ("try", _("Try it"), _("Four weeks, in real work")),
        ("look_back", _("Look back"), _("A retrospective adds evidence")),
    ]

    def state(number: int) -> str:
        if stage == "all":
            return ""
        return "done" if number < stage else ("now" if number == stage else "todo")

    return Thing(
        stage=stage,
        stations=[
            Thing(key=key, title=title, hint=hint, url="/assess/", state=state(number), date=None)
            for number, (key, title, hint) in enumerate(stations, 1)
        ],
    )


def _days() -> list[Thing]:
    monday = dt.date(2026, 11, 23)
    entries = {
        0: [Thing(title="Lesson 5: Make the limit visible", url="/learn/", cat="learn", line="12 min", time=None)],
        3: [
            Thing(title="Kestrel looks back", url="/knowledge/", cat="retro", line="10:00", time=dt.time(10)),
            Thing(title="Assess for lap 4", url="/assess/", cat="assess", line="5 of 7 answered", time=None),
        ],
    }
    return [
        Thing(date=monday + dt.timedelta(n), is_today=n == 0, is_out=False, entries=entries.get(n, []))
        for n in range(5)
    ]


def context(query: QueryDict) -> dict[str, Any]:
    """Everything the examples need. ``?mode=dark`` shows the whole page in that mode."""
    wrong = ExampleForm({"title": "", "held_on": "2027-03-14", "audience": "all"}, auto_id="wrong_%s")
    areas = ["Flow of work", "Feedback", "Quality", "Team health", "Ownership", "Forecasting", "Improvement", "Support"]
    body = toc.outline(markdown.render(TEXT))
    days = _days()
    values = {
        "page_title": _("Style guide"),
        "groups": [(title, [f"styleguide/examples/{name}.html" for name in names]) for title, names in GROUPS],
        "swatches": SWATCHES,
        "strip": _strip("hhmhhxmhh"),
        "strip_new": _strip("hx", earlier_total=31, earlier_helped=22),
        "strip_empty": _strip("", sure_words=""),
        "loop": _loop(5),
        "loop_all": _loop("all"),
        "form": ExampleForm(auto_id="example_%s"),
        "wrong_form": wrong,
        "body": body,
        "page_of_results": Paginator(range(230), 10).page(4),
        "radar": charts.radar(
            areas, [2.1, 3.4, 3.0, 3.9, 3.1, 1.9, 3.0, 2.6], [1.9, 2.6, 2.8, 3.7, 2.9, 1.8, 2.3, 2.6]
        ),
        "trend": charts.trend(
            ["Q3 25", "Q4 25", "Q1 26", "Q2 26", "Q3 26", "Q4 26"],
            [
                ("All areas", [2.3, 2.4, 2.4, 2.6, 2.7, 2.8]),
                ("Feedback", [2.1, 2.3, 2.6, 2.8, 3.0, 3.2]),
                ("Forecasting", [1.9, 1.9, 2.0, None, 1.8, 1.9]),
            ],
            low=1.5,
            high=3.5,
            every=0.5,
        ),
        "heat": charts.heat(
            areas[:6],
            [
                ("Customer", "14 teams", [2.9, 3.6, 3.1, 3.8, 3.4, 2.0]),
                ("Network", "11 teams", [2.4, 3.0, 3.3, 3.5, 2.6, 1.8]),
                ("Metering", "4 teams", [None] * 6),
            ],
            low=1.5,
            high=4,
        ),
        "bars": charts.bars(
            [
                ("Assess", 4, "assess", "6 days"),
                ("See the gaps", 3, "assess", "4 days"),
                ("Choose a practice", 6, "practice", "9 days"),
                ("Learn it", 5, "learn", "8 days"),
                ("Try it", 12, "event", "27 days"),
                ("Look back", 7, "retro", "16 days"),
            ]
        ),
        "rings": radar_rings.rings(
            ["Adopt", "Trial", "Assess", "Hold"],
            ["Plan and track", "Build and deliver", "Run and measure", "Work together"],
            [
                radar_rings.Entry(n + 1, f"Tool {n + 1}", "/knowledge/", n % 4, n * 7 % 4, "new" * (n == 5))
                for n in range(14)
            ],
        ),
        "weighed": Thing(
            mean=3.6,
            weight=5,
            scores=[
                Thing(criterion=Thing(name="Works outdoors", question="In the rain.", weight=2), score=3, note="Small"),
                Thing(criterion=Thing(name="We can leave it", question="", weight=3), score=4, note=""),
            ],
        ),
        "facts": [("Practices with evidence", 64), ("Project retrospectives", 218), ("Teams on a lap now", 37)],
        "crumbs": [("Knowledge", "/knowledge/"), ("Practices", "/knowledge/")],
        "row_meta": ["Flow", "9 October 2026"],
        "card_meta": [Thing(icon="graduation-cap", text="Make the limit visible, 12 min")],
        "options": [
            Thing(value="practice", label="Practices", count=9, checked=True),
            Thing(value="retro", label="Retrospectives", count=14, checked=False),
        ],
        "chips": [Thing(label="Practices", url="?a"), Thing(label="Retrospectives", url="?b")],
        "tabs": [
            Thing(title="Most useful", url="?a", current=True, count=7),
            Thing(title="Newest", url="?b", current=False, count=None),
        ],
        "steps": [
            Thing(title="Waiting is work too", url="/learn/", state="done", note="11 min", tag=""),
            Thing(title="Make the limit visible", url="/learn/", state="now", note="12 min", tag=""),
            Thing(title="A board that tells", url="/learn/", state="todo", note="2 h", tag="Workshop", tag_cat="event"),
            Thing(title="Check what you know", url="/learn/", state="lock", note="20 min", tag=""),
        ],
        "outline_items": [
            Thing(title="Draw your board as it is", url="/learn/", done=True, current=False),
            Thing(title="Make the limit visible", url="/learn/", done=False, current=True),
        ],
        "choices": [
            Thing(value="a", text="Put it in review anyway", checked=False, answer=""),
            Thing(value="b", text="Leave it and help review one of the three", checked=True, answer="right"),
        ],
        "levels": [
            Thing(value=1, title="1. Not yet", text="We start when somebody asks.", checked=False),
            Thing(value=2, title="2. Trying", text="A limit exists, and we pass it in most weeks.", checked=True),
        ],
        "hits": [Thing(kind="Practice", cat="practice", title="Limit work in progress", url="/knowledge/")],
        "start": dt.datetime(2026, 12, 3, 9, 30, tzinfo=dt.UTC),
        "days": days,
        "weeks": [days, [Thing(**{**vars(d), "date": d.date + dt.timedelta(7), "is_today": False}) for d in days]],
        "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri"],
        "numeric": [1, 2],
        "head": ["Measure", "Before", "After"],
        "rows": [["Cards on the board", 22, 11], ["Median days to finish", 13, 16]],
    }
    if query.get("mode") in ("light", "dark"):
        values["theme_mode"] = query["mode"]
    return values
