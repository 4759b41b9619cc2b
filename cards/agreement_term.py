"""The form for what is agreed about one activity. Nothing is sent from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.agreements import Responsible, Term
from bot.domain.meetings import Activity
from cards import agreement_samples, samples
from cards.actions import CardAction
from cards.agreement import BeginChange
from cards.agreement_words import ALL_MONTHS, WEEKDAYS, item_line, month
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    dropdown_input,
    eyebrow,
    heading,
    number_input,
    text_input,
    time_input,
    whole,
    with_problems,
)
from cards.words import Words, capital

MOST = 60  # meetings of one kind in a year
ANY_DAY = "any"
LONGEST = 4_000  # characters of all standing items


class SaveTerm(CardAction):
    """The filled-in form, as it was typed. months: a comma list. standing: an item on each line."""

    verb = "agreement.save/1"
    activity: str
    count: str = ""
    months: str = ""
    weekday: str = ""
    starts: str = ""
    ends: str = ""
    responsible: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`typed` is what stands in the fields. agencies: those that can be made the host, by id."""

    activity: Activity
    typed: SaveTerm
    agencies: Mapping[int, str]
    problems: Mapping[str, str] = field(default_factory=dict)


def filled_in(term: Term, words: Words) -> SaveTerm:
    """The form as a term has it now."""
    return SaveTerm(
        activity=str(term.activity),
        count=str(term.count),
        months=",".join(str(number) for number in term.months),
        weekday=ANY_DAY if term.weekday is None else str(term.weekday),
        starts=f"{term.starts:%H:%M}",
        ends=f"{term.ends:%H:%M}",
        responsible=str(term.responsible),
        standing="\n".join(item_line(item, words) for item in term.standing),
    )


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.activity(view.activity)
    body = [
        eyebrow(words.text("Avtalen"), words.text("ingenting er sendt")),
        heading(title),
        context(words.text("Skriv 0 for å ta aktiviteten ut av avtalen.")),
        *with_problems(_inputs(view, words), view.problems),
    ]
    actions = [
        button(words.text("Se forslaget"), SaveTerm(activity=str(view.activity)), with_inputs=True),
        button(words.text("Avbryt"), BeginChange()),
    ]
    return card(words, body, actions, fallback=title)


def _inputs(view: View, words: Words) -> list[Input]:
    typed = view.typed
    return [
        number_input(
            "count",
            words.text("Hvor mange i året"),
            value=whole(typed.count),
            most=MOST,
            error=words.text("Skriv et tall fra 0 til {most}.", most=MOST),
            required=True,
        ),
        _weekday(typed, words),
        time_input(words, "starts", words.text("Begynner"), value=typed.starts),
        time_input(
            words,
            "ends",
            words.text("Slutter"),
            value=typed.ends,
            error=words.text("Skriv et klokkeslett, for eksempel 11.30."),
        ),
        _responsible(view, words),
        text_input(
            "standing",
            words.text("Faste saker, én på hver linje (valgfritt)"),
            value=typed.standing,
            longest=LONGEST,
            error=words.text("Skriv én sak på hver linje, gjerne med «20 min» bak."),
        ),
        choice_input(
            "months",
            words.text("I hvilke måneder (ingen betyr hele året)"),
            [(str(number), capital(month(number, words))) for number in ALL_MONTHS],
            value=typed.months,
            several=True,
            error=words.text("Velg måneder i lista."),
        ),
    ]


def _weekday(typed: SaveTerm, words: Words) -> Input:
    days = [(str(number), capital(words.text(day))) for number, day in enumerate(WEEKDAYS)]
    return dropdown_input(
        "weekday",
        words.text("Ukedag"),
        [(ANY_DAY, words.text("Det er det samme")), *days],
        value=typed.weekday or ANY_DAY,
        error=words.text("Velg en ukedag i lista."),
    )


def _responsible(view: View, words: Words) -> Input:
    rules = [
        (str(Responsible.TURN), words.text("Etatene etter tur")),
        (str(Responsible.NETWORK), words.text("Nettverket sammen, uten vert")),
    ]
    agencies = [(str(number), name) for number, name in view.agencies.items()]
    return dropdown_input(
        "responsible",
        words.text("Vert"),
        [*rules, *agencies],
        value=view.typed.responsible or str(Responsible.TURN),
        error=words.text("Velg en vert i lista."),
    )


_TYPED = SaveTerm(
    activity="network-meeting",
    count="4",
    months="2,5,9,11",
    weekday="3",
    starts="09:00",
    ends="11:30",
    responsible="turn",
    standing="Runde rundt bordet 30 min\nHverdagsutfordringer",
)
_TYPICAL = View(Activity.NETWORK_MEETING, _TYPED, agreement_samples.AGENCIES)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View(Activity.WEBINAR, SaveTerm(activity="webinar"), {}),
    "problem": replace(
        _TYPICAL,
        typed=_TYPED.model_copy(update={"ends": "08:00", "standing": samples.TYPED}),
        problems={"ends": "Slutten må komme etter starten."},
    ),
    "longest": replace(
        _TYPICAL,
        typed=_TYPED.model_copy(update={"standing": samples.LONGEST}),
        agencies=dict.fromkeys(range(1, 21), samples.LONG_NAME),
    ),
}
