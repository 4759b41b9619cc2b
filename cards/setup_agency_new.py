"""New agencies: tick the usual ones, type the others, one in each line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import Step
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    heading,
    text_input,
    with_problems,
)
from cards.setup_parts import overview_button, step_eyebrow
from cards.words import Words

LONGEST = 5_000


class AddAgencies(CardAction):
    """`ticked` is a comma list of places in the template's proposals, `names` one in each line."""

    verb = "setup.agencies.add/1"
    ticked: str = ""
    names: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`proposals` are (place in the template, name), without those that are there already."""

    proposals: tuple[tuple[int, str], ...] = ()
    ticked: tuple[int, ...] = ()
    names: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvilke etater er med?")
    fields = [*([_proposals(view, words)] if view.proposals else []), _names(view, words)]
    body = [
        step_eyebrow(Step.AGENCIES, words, view.told),
        heading(title),
        context(words.text("Vertskapet går på rundgang mellom dem.")),
        *with_problems(fields, view.problems),
    ]
    add = button(words.text("Legg til"), AddAgencies(), with_inputs=True)
    return card(words, body, [add, overview_button(words)], fallback=title)


def _proposals(view: View, words: Words) -> Input:
    return choice_input(
        "ticked",
        words.text("Vanlige etater (valgfritt)"),
        [(str(place), name) for place, name in view.proposals],
        value=",".join(str(place) for place in view.ticked),
        several=True,
        error=words.text("Kryss av eller skriv minst én etat."),
    )


def _names(view: View, words: Words) -> Input:
    return text_input(
        "names",
        words.text("Andre, én på hver linje (valgfritt)"),
        value=view.names,
        longest=LONGEST,
        error=words.text("Kryss av eller skriv minst én etat."),
    )


SAMPLES: dict[str, View] = {
    "proposed": View(
        tuple(enumerate(("NAV", "Voksenopplæringen", "Karrieresenteret"))),
        told="Navn og modell er lagret",
    ),
    "none-proposed": View(),
    "problem": View(
        ((0, "NAV"), (1, "Voksenopplæringen")),
        (0,),
        f"{samples.LONG_NAME}\nNAV\n{samples.TYPED}",
        {"names": "NAV står to ganger."},
    ),
}
