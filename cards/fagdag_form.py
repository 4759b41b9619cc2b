"""The host's form for a fagdag: theme, who presents, programme, case and catering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import programme
from bot.domain.fagdag import MOST_EXTRA
from bot.domain.meetings import Meeting
from cards import fagdag, samples
from cards.actions import CardAction, RowId
from cards.challenge_form import AgencyChoice
from cards.elements import (
    Checked,
    Input,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    heading,
    line_input,
    number_input,
    text_input,
    whole,
    with_problems,
)
from cards.fagdag import Presenter, back, turn_sentence
from cards.meeting import name_and_day
from cards.words import Words

LONGEST_CASE = 1_200
LONGEST_THEME = 200


class SaveFagdag(CardAction):
    """The filled-in form. `programme` is one line for each part; `presenter` an agency's id."""

    verb = "fagdag.save/1"
    meeting: RowId
    theme: str = ""
    presenter: str = ""
    programme: str = ""
    case: str = ""
    extra: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form with what is stored, or with what was typed and the `problems` of it, by field.

    turn: whose turn it is to present; None where nobody can. proposed: the programme is the
    standard one, and not stored. signed_up: how many come so far.
    """

    meeting: Meeting
    typed: SaveFagdag
    agencies: tuple[AgencyChoice, ...] = ()
    turn: Presenter | None = None
    proposed: bool = False
    signed_up: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva skal fagdagen inneholde?")
    body = [eyebrow(name_and_day(view.meeting, words)), heading(title), *_fields(view, words)]
    save = SaveFagdag(meeting=view.meeting.id)
    actions = [
        button(words.text("Lagre"), save, with_inputs=True),
        back(view.meeting.id, words),
    ]
    return card(words, body, actions, fallback=title)


def _fields(view: View, words: Words) -> list[Checked]:
    """Each field, with what is to be known about it right above it."""
    presenter = (_about_turn(view, words), _presenter(view, words))
    parts: tuple[tuple[str, Input], ...] = (
        ("", _theme(view, words)),
        *([presenter] if view.agencies else []),
        (_about_programme(view, words), _programme(view, words)),
        (_about_case(words), _case(view, words)),
        (_about_meals(view, words), _extra(view, words)),
    )
    shown: list[Checked] = []
    for about, asked in parts:
        told = [context(about)] if about else []
        shown += [*told, *with_problems([asked], view.problems)]
    return shown


def _theme(view: View, words: Words) -> Input:
    return line_input(
        "theme",
        words.text("Tema"),
        value=view.typed.theme,
        longest=LONGEST_THEME,
        error=words.text("Skriv temaet på én linje."),
    )


def _about_turn(view: View, words: Words) -> str:
    if view.turn is None:
        return ""
    turn = words.text("Det er tur for {agency} til å vise praksis.", agency=view.turn.agency)
    return f"{turn} {turn_sentence(view.turn, words)}"


def _presenter(view: View, words: Words) -> Input:
    return dropdown_input(
        "presenter",
        words.text("Hvem viser sin praksis? (valgfritt)"),
        [(str(agency.id), agency.name) for agency in view.agencies],
        value=view.typed.presenter,
        error=words.text("Velg en etat fra lista."),
    )


def _about_programme(view: View, words: Words) -> str:
    how = words.text("Én linje for hver del: klokkeslett, hva som skjer, og hvem i parentes.")
    return f"{words.text('Jeg foreslår dette.')} {how}" if view.proposed else how


def _programme(view: View, words: Words) -> Input:
    return text_input(
        "programme",
        words.text("Program (valgfritt)"),
        value=view.typed.programme,
        longest=programme.LONGEST,
        error=words.text("Skriv én linje for hver del, for eksempel «09.15 Velkommen (NAV)»."),
    )


def _about_case(words: Words) -> str:
    return words.text("Casen er oppdiktet. Den handler aldri om et virkelig menneske.")


def _case(view: View, words: Words) -> Input:
    return text_input(
        "case",
        words.text("Case til gruppene (valgfritt)"),
        value=view.typed.case,
        longest=LONGEST_CASE,
        error=words.text("Skriv høyst {limit} tegn.", limit=LONGEST_CASE),
    )


def _about_meals(view: View, words: Words) -> str:
    if not view.signed_up:
        return words.text("Ingen er påmeldt ennå.")
    return words.plural("{count} er påmeldt.", "{count} er påmeldt.", view.signed_up)


def _extra(view: View, words: Words) -> Input:
    typed = view.typed.extra.strip()
    return number_input(
        "extra",
        words.text("Mat til hvor mange utover de påmeldte? (valgfritt)"),
        value=whole(typed),
        most=MOST_EXTRA,
        error=words.text("Skriv et tall fra 0 til {most}.", most=MOST_EXTRA),
    )


_AGENCIES = (
    AgencyChoice(2, "NAV Lindesnes"),
    AgencyChoice(3, "Karriere Agder Lyngdal"),
    AgencyChoice(4, samples.LONG_NAME),
)
_STORED = SaveFagdag(
    meeting=8,
    theme=samples.OPEN_DAY.theme,
    presenter="3",
    programme=programme.written(fagdag.PROGRAMME),
    case=fagdag.CASE,
    extra="3",
)
_TURN = Presenter("Karriere Agder Lyngdal")
SAMPLES: dict[str, View] = {
    "stored": View(samples.OPEN_DAY, _STORED, _AGENCIES, _TURN, signed_up=23),
    "proposed": View(
        samples.OPEN_DAY,
        SaveFagdag(meeting=8, presenter="3", programme=_STORED.programme),
        _AGENCIES,
        _TURN,
        proposed=True,
    ),
    "problem": View(
        samples.OPEN_DAY,
        SaveFagdag(meeting=8, theme=samples.TYPED, programme="09.00 Velkommen\nLunsj", extra="x"),
        _AGENCIES,
        problems={
            "programme": "Linje 2: begynn med klokkeslettet, for eksempel «09.15 Velkommen (NAV)».",
            "case": "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
            "extra": "Skriv et helt tall.",
        },
    ),
    "empty": View(samples.MOVED, SaveFagdag(meeting=10)),
    "longest": View(
        samples.MOVED,
        SaveFagdag(
            meeting=10,
            theme=samples.LONGEST[:200],
            programme="\n".join(f"09.{n:02} {samples.LONGEST[:84]}" for n in range(16)),
            case=samples.LONGEST,
        ),
        _AGENCIES * 8,
        Presenter(samples.LONG_NAME),
    ),
}
