"""What a fagdag's evaluation says, for the network to talk about: it stands in the channel."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.evaluation import MINIMUM
from bot.domain.evaluation_form import STEPS, QuestionKind, Scale, Text
from bot.domain.meetings import Meeting
from bot.domain.results import Chart, Comparison, Figure, Report, Said, Step, charts
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    OpenUrl,
    bar_chart,
    button,
    card,
    context,
    eyebrow,
    fact,
    heading,
    link,
    plain_row,
    section,
)
from cards.evaluation_fields import said
from cards.evaluation_texts import ShowTexts
from cards.results_words import bar_name, chart_title, compared, figures, upper, which
from cards.themes import ShowThemes
from cards.words import Words

MOST_CHARTS = 5  # as many as a form has questions


class ShowSummary(CardAction):
    """The result of a closed evaluation."""

    verb = "evaluation.summary/1"
    evaluation: RowId


class ShowRaised(CardAction):
    """Challenges and opportunities of a fagdag, each with the way to take it up."""

    verb = "evaluation.raised/1"
    meeting: RowId
    page: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """report: None where too few answered. address: of its page, "" where nobody can open it.

    raised: how many challenges and opportunities wait to be taken up.
    """

    evaluation_id: int
    meeting: Meeting
    part: int
    answered: int
    report: Report | None = None
    minimum: int = MINIMUM
    comparisons: tuple[Comparison, ...] = ()
    raised: int = 0
    address: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(*which(view.meeting, view.part, words)),
        heading(title),
        *(_result(view, view.report, words) if view.report else _too_few(view, words)),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def summary(view: View, words: Words) -> str:
    return f"{_title(view, words)} {name_and_part(view, words)}"


def name_and_part(view: View, words: Words) -> str:
    return ", ".join(which(view.meeting, view.part, words))


def _title(view: View, words: Words) -> str:
    if not view.answered:
        return words.text("Ingen svarte på evalueringen")
    if view.report is None:
        return words.plural(
            "Én har svart",
            "{number} har svart",
            view.answered,
            number=words.number(view.answered).capitalize(),
        )
    if view.part == 1:
        return words.text("Dette syntes de {count} som svarte", count=view.answered)
    return words.text("Dette sier de {count} som svarte, noen uker etter", count=view.answered)


def _too_few(view: View, words: Words) -> list[Checked]:
    if not view.answered:
        return [context(words.text("Snakk om dagen på neste møte i stedet."))]
    least = words.number(view.minimum)
    return [
        context(
            words.text(
                "Svar vises først når {least} har svart, så ingen kan kjennes igjen.", least=least
            )
        )
    ]


def _result(view: View, report: Report, words: Words) -> list[Checked]:
    compare = {comparison.label.text: comparison for comparison in reversed(view.comparisons)}
    shown: list[Checked] = []
    for number, chart in enumerate(charts(report.figures)[:MOST_CHARTS]):
        bars = [(bar_name(bar, words), bar.count) for bar in chart.bars]
        image = f"{view.address}/{number}.png" if view.address else ""
        shown += [section(chart_title(chart, words)), *_upper(chart, words)]
        shown += [bar_chart(bars, figures(chart, words), image)]
        if chart.title.text in compare:
            shown += [context(compared(compare[chart.title.text], words))]
    return [*shown, *_written(report, words)]


def _upper(chart: Chart, words: Words) -> list[Checked]:
    """The one figure that was always told of a scale, for who reads no chart."""
    if chart.upper is None:
        return []
    told, core = upper(chart, words)
    return [fact(told, core)]


def _written(report: Report, words: Words) -> list[Checked]:
    """How much was written about what; the texts themselves are opened by whoever wants them."""
    if not report.said:
        return []
    rows = (_row(written, words) for written in report.said)
    return [section(words.text("Med egne ord")), *rows]


def _row(written: Said, words: Words) -> Checked:
    return plain_row(said(written.label, words), _texts(len(written.texts), words))


def _texts(count: int, words: Words) -> str:
    return words.plural("Ett svar", "{count} svar", count)


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    actions: list[Execute | OpenUrl] = []
    if view.report and view.address:
        actions.append(link(words.text("Hele resultatet"), view.address))
    elif view.report and view.report.said:
        actions.append(button(words.text("Les svarene"), ShowTexts(evaluation=view.evaluation_id)))
    if view.raised:
        actions.append(button(words.text("Ta opp noe"), ShowRaised(meeting=view.meeting.id)))
    return [*actions, button(words.text("Temabank"), ShowThemes(page=0))]


def scale(
    name: str,
    counts: tuple[int, int, int, int],
    label: Text,
    heading_: Text | None = None,
    kind: QuestionKind = QuestionKind.SCALE,
) -> Figure:
    """A figure for samples."""
    steps = tuple(
        Step(str(step), Text(STEPS[step]), count) for step, count in zip(Scale, counts, strict=True)
    )
    return Figure(name, kind, label, sum(counts), steps, heading_)


_BENEFIT = Text("Har du fått faglig utbytte av dagen?")
_USEFUL = Text("Hvor nyttig var dette for arbeidet ditt?")
_RATING = QuestionKind.RATING
_REPORT = Report(
    31,
    (
        scale("benefit", (18, 11, 2, 0), _BENEFIT),
        scale(
            "useful-1", (20, 8, 2, 1), Text("Voksenrett etter ny lov", ours=False), _USEFUL, _RATING
        ),
        scale(
            "useful-2", (12, 9, 6, 2), Text("Slik jobber vi i NAV", ours=False), _USEFUL, _RATING
        ),
        scale("useful-3", (25, 5, 0, 0), Text("Case i grupper", ours=False), _USEFUL, _RATING),
    ),
    (
        Said("needs", Text("Hva trenger du å vite mer om?"), ("Mer tid til hvert tema",) * 12),
        Said("theme", Text("Hva bør neste fagdag handle om?"), ("Tolk på skjerm",) * 9),
    ),
)
_FIVE = Report(5, (scale("benefit", (3, 2, 0, 0), _BENEFIT),), ())
_TYPICAL = View(
    5,
    samples.OPEN_DAY,
    1,
    31,
    _REPORT,
    comparisons=(Comparison(_BENEFIT, 94, 81, 1, date(2026, 10, 15)),),
    raised=6,
    address="https://rundebord.example.no/r/Zx7-kQ2_pZx7-kQ2_pabcd",
)
_LONG = Text(samples.LONGEST[:150], ours=False)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "part-two": replace(
        _TYPICAL,
        part=2,
        answered=12,
        report=replace(_FIVE, answered=12),
        comparisons=(Comparison(_BENEFIT, 100, 94, 1, date(2027, 4, 22)),),
        address="",
        raised=0,
    ),
    "five": replace(_TYPICAL, answered=5, report=_FIVE, comparisons=(), raised=0),
    "too-few": View(5, samples.OPEN_DAY, 1, 4),
    "nobody": View(5, samples.OPEN_DAY, 2, 0),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        answered=80,
        report=Report(
            80,
            (
                scale("benefit", (40, 20, 15, 5), _LONG),
                *(scale(f"useful-{n}", (40, 20, 15, 5), _LONG, _LONG, _RATING) for n in range(8)),
                *(
                    scale(f"own-{n}", (40, 20, 15, 5), Text(f"{n} {_LONG.text}", ours=False))
                    for n in range(3)
                ),
            ),
            (Said("needs", _LONG, (samples.LONGEST,) * 60),) * 5,
        ),
    ),
}
