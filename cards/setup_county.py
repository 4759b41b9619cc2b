"""Step 5 of the set-up: whose school holidays the year avoids, and the page for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import COUNTIES, LONGEST_SLUG, Step
from cards.actions import CardAction
from cards.elements import (
    Execute,
    OpenUrl,
    button,
    card,
    context,
    dropdown_input,
    heading,
    line_input,
    link,
    with_problems,
)
from cards.setup_parts import leave_out_button, overview_button, step_eyebrow
from cards.words import Words

NO_COUNTY = "none"  # a dropdown cannot be emptied again in every client


class SaveCounty(CardAction):
    """The filled-in form; `county` is a key of COUNTIES or NO_COUNTY."""

    verb = "setup.county.save/1"
    county: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`slug` is what is kept or was typed, `proposed` one that suits the name.

    page: the address of the public page, "" where there is none or nobody knows its host.
    """

    county: str = ""
    slug: str = ""
    proposed: str = ""
    page: str = ""
    may_leave_out: bool = True
    problems: Mapping[str, str] = field(default_factory=dict)
    told: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvilket fylke følger dere?")
    choices = [(NO_COUNTY, words.text("Ikke noe bestemt")), *COUNTIES.items()]
    fields = [
        dropdown_input(
            "county",
            words.text("Fylke"),
            choices,
            value=view.county,
            error=words.text("Velg et fylke fra lista."),
        ),
        line_input(
            "slug",
            words.text("Adresse til en offentlig side (valgfritt)"),
            value=view.slug,
            placeholder=view.proposed,
            longest=LONGEST_SLUG,
            error=words.text("Bruk små bokstaver, tall og bindestrek."),
        ),
    ]
    body = [
        step_eyebrow(Step.COUNTY, words, view.told),
        heading(title),
        context(words.text("Da legger jeg ikke møter i skoleferiene.")),
        *with_problems(fields, view.problems),
        context(
            words.text("Siden viser bare møter som er åpne for alle, og ingenting om personer."),
            words.text("Uten adresse finnes den ikke."),
        ),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _actions(view: View, words: Words) -> list[Execute | OpenUrl]:
    save = button(words.text("Lagre"), SaveCounty(), with_inputs=True)
    skip = [leave_out_button(Step.COUNTY, words)] if view.may_leave_out else []
    page = [link(words.text("Se siden"), view.page)] if view.page else []
    return [save, *skip, *page, overview_button(words)]


SAMPLES: dict[str, View] = {
    "new": View(proposed="lindesnes", told="Kanalene er lagret"),
    "chosen": View(
        "agder",
        "lindesnes",
        page="https://rundebord.example.org/moteplan/lindesnes",
        may_leave_out=False,
    ),
    "problem": View(
        "agder",
        "Møter i Lindesnes!",
        problems={"slug": "Bruk bare små bokstaver fra a til z, tall og bindestrek, høyst 40."},
    ),
}
