"""Before the parties are asked: exactly what would change, and exactly who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.agreements import Difference
from cards import agreement_samples, samples
from cards.actions import CardAction, RowId
from cards.agreement import ShowAgreement
from cards.agreement_words import difference_rows
from cards.elements import Execute, button, card, context, eyebrow, heading, section
from cards.words import Words


class ChangeMore(CardAction):
    """Choose another activity for the same proposal."""

    verb = "agreement.more/1"


class SendProposal(CardAction):
    """«Spør etatene»."""

    verb = "agreement.send/1"
    agreement: RowId


class DropDraft(CardAction):
    """«Forkast»."""

    verb = "agreement.drop/1"


@dataclass(frozen=True, slots=True)
class View:
    """asked: who answers for each party that would be asked, as (agency, person)."""

    agreement: int
    differences: tuple[Difference, ...]
    agencies: Mapping[int, str]
    asked: tuple[tuple[str, str], ...] = ()


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    body = [
        eyebrow(words.text("Forslag til avtalen"), words.text("ingenting er sendt")),
        heading(title),
        *difference_rows(view.differences, view.agencies, words),
        *(
            [section(words.text("Disse blir spurt")), context(*_asked(view, words))]
            if view.differences
            else []
        ),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.differences:
        return words.text("Du har ikke endret noe ennå")
    return words.text("Dette vil du endre")


def _asked(view: View, words: Words) -> tuple[str, str]:
    people = [
        words.text("{person} ({agency})", person=person, agency=agency)
        for agency, person in view.asked
    ]
    rule = words.text("Endringen gjelder når alle har sagt ja. Du kan trekke den når som helst.")
    if not people:
        return words.text("Ingen andre: forslaget gjelder med en gang."), ""
    return f"{words.listing(people)}.", rule


def _actions(view: View, words: Words) -> list[Execute]:
    more = button(words.text("Endre mer"), ChangeMore())
    if not view.differences:
        return [more, button(words.text("Tilbake"), ShowAgreement())]
    send = button(words.text("Spør etatene"), SendProposal(agreement=view.agreement))
    return [send, more, button(words.text("Forkast"), DropDraft())]


_TYPICAL = View(
    agreement=12,
    differences=agreement_samples.SMALL_CHANGE,
    agencies=agreement_samples.AGENCIES,
    asked=(("Karriere Agder Lyngdal", "Ola Berg"), ("Mandal videregående skole", "Ingrid Moen")),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "nothing": replace(_TYPICAL, differences=()),
    "alone": replace(_TYPICAL, asked=()),
    "longest": replace(
        _TYPICAL,
        differences=agreement_samples.CHANGES,
        asked=((samples.LONG_NAME, samples.LONG_NAME),) * 20,
    ),
}
