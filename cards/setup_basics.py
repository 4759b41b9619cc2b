"""Step 1 of the set-up: what the network is called, and the model it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain.networks import Step, Template
from cards import samples
from cards.actions import CardAction
from cards.elements import button, card, choice_input, context, heading, line_input, with_problems
from cards.setup_parts import TEMPLATES, overview_button, step_eyebrow
from cards.words import Words

LONGEST_NAME = 100


class SaveBasics(CardAction):
    """The filled-in form; `template` is a Template's value."""

    verb = "setup.basics.save/1"
    name: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The form as it is or as it was typed; `template` is empty before one is chosen."""

    name: str
    template: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva heter nettverket?")
    fields = [
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
    ]
    body = [
        step_eyebrow(Step.BASICS, words),
        heading(title),
        context(words.text("Modellen legger grupper og årshjul klart. Alt kan endres siden.")),
        *with_problems(fields, view.problems),
    ]
    save = button(words.text("Lagre"), SaveBasics(), with_inputs=True)
    return card(words, body, [save, overview_button(words)], fallback=title)


SAMPLES: dict[str, View] = {
    "new": View("Kvalifiseringsnettverket Lindesnes"),
    "chosen": View("Kvalifiseringsnettverket Lindesnes", Template.KMV),
    "longest": View(samples.LONG_NAME, Template.KMV_PROJECT),
    "problem": View("", "", {"name": "Skriv noe her.", "template": "Velg en av modellene."}),
}
