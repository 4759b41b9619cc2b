"""Step 1 of the set-up: what the network is called, its model, and when it is told things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import Step, Template
from cards import samples
from cards.actions import CardAction
from cards.elements import (
    Input,
    button,
    card,
    choice_input,
    context,
    heading,
    line_input,
    time_input,
    with_problems,
)
from cards.setup_parts import TEMPLATES, overview_button, step_eyebrow
from cards.words import Words

LONGEST_NAME = 100


class SaveBasics(CardAction):
    """The filled-in form; `template` is a Template's value, the hours are wall times."""

    verb = "setup.basics.save/1"
    name: str = ""
    template: str = ""
    hours_from: str = ""
    hours_to: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form as it is or as it was typed; `template` is empty before one is chosen."""

    name: str
    template: str = ""
    hours_from: str = "08:00"
    hours_to: str = "15:30"
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva heter nettverket?")
    body = [
        step_eyebrow(Step.BASICS, words),
        heading(title),
        context(
            words.text("Modellen legger grupper og årshjul klart. Alt kan endres siden."),
            words.text(
                "Det jeg sender uoppfordret, kommer på arbeidsdager innenfor klokkeslettene."
            ),
        ),
        *with_problems(_fields(view, words), view.problems),
    ]
    save = button(words.text("Lagre"), SaveBasics(), with_inputs=True)
    return card(words, body, [save, overview_button(words)], fallback=title)


def _fields(view: View, words: Words) -> list[Input]:
    return [
        line_input(
            "name",
            words.text("Navn"),
            value=view.name,
            longest=LONGEST_NAME,
            error=words.text("Skriv navnet på nettverket."),
            required=True,
        ),
        choice_input(
            "template",
            words.text("Hva ligner det mest på?"),
            [(str(template), words.text(text)) for template, text in TEMPLATES.items()],
            value=view.template,
            error=words.text("Velg en av modellene."),
            required=True,
        ),
        time_input(
            words,
            "hours_from",
            words.text("Jeg sender tidligst klokka"),
            value=view.hours_from,
            required=True,
        ),
        time_input(
            words,
            "hours_to",
            words.text("Jeg sender senest klokka"),
            value=view.hours_to,
            required=True,
        ),
    ]


SAMPLES: dict[str, View] = {
    "new": View("Kvalifiseringsnettverket Lindesnes"),
    "chosen": View("Kvalifiseringsnettverket Lindesnes", Template.KMV),
    "longest": View(samples.LONG_NAME, Template.KMV_PROJECT),
    "problem": View(
        "",
        "",
        "16:00",
        "09:00",
        {
            "name": "Skriv noe her.",
            "template": "Velg en av modellene.",
            "hours_to": "Velg et klokkeslett som er minst en time senere.",
        },
    ),
}
