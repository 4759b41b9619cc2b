"""The one question that everybody in the Team is asked: which agency do you represent?

It stands in a channel and says how many have answered for each agency, never who.
"""

from dataclasses import dataclass
from typing import Any

from cards import samples
from cards.actions import CardAction
from cards.elements import TextBlock, button, card, context, dropdown_input, eyebrow, fact, heading
from cards.words import Words

MOST_NAMED = 8  # agencies named with their numbers; the rest is counted


class AskRepresentation(CardAction):
    """Whoever sets the network up wants the question posted; a preview comes first."""

    verb = "representation.ask/1"


class ChooseAgency(CardAction):
    """Somebody says whom they represent, on the shared card or on their own."""

    verb = "representation.choose/1"
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency one can choose, and how many have."""

    id: int
    name: str
    people: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """`readers` is how many can read the channel, None where Teams has not said."""

    network: str
    agencies: tuple[Agency, ...]
    readers: int | None = None

    @property
    def answered(self) -> int:
        return sum(agency.people for agency in self.agencies)


def build(view: View, words: Words) -> dict[str, Any]:
    body = [
        eyebrow(view.network),
        heading(question(words)),
        *_progress(view, words),
        context(about(words), _numbers(view, words)),
        agency_input(view.agencies, words),
    ]
    actions = [button(words.text("Dette er min etat"), ChooseAgency(), with_inputs=True)]
    return card(words, body, actions, fallback=summary(view, words))


def summary(_view: View, words: Words) -> str:
    return question(words)


def question(words: Words) -> str:
    return words.text("Hvilken etat representerer du?")


def about(words: Words) -> str:
    """What is asked and what becomes of the answer."""
    return words.text("Velg etaten din. Her vises bare hvor mange som har svart.")


def agency_input(agencies: tuple[Agency, ...], words: Words, *, chosen: int | None = None) -> Any:
    return dropdown_input(
        "agency",
        words.text("Etaten din"),
        [(str(agency.id), agency.name) for agency in agencies],
        value=str(chosen or ""),
        error=words.text("Velg etaten din i lista."),
        required=True,
    )


def answered_of(answered: int, readers: int | None, words: Words) -> str:
    """ "14 av 31"; only what is known, where Teams has not said how many there are."""
    if readers is None or readers < answered:
        return str(answered)
    return words.text("{answered} av {readers}", answered=answered, readers=readers)


def _progress(view: View, words: Words) -> list[TextBlock]:
    if not view.answered:
        return []
    core = answered_of(view.answered, view.readers, words)
    return [fact(words.text("{answered} har svart.", answered=core), core=core)]


def _numbers(view: View, words: Words) -> str:
    """ "4 fra NAV Lindesnes, 2 fra Karriere Agder"."""
    chosen = sorted((a for a in view.agencies if a.people), key=lambda a: -a.people)
    if not chosen:
        return ""
    named = [
        words.text("{count} fra {agency}", count=agency.people, agency=agency.name)
        for agency in chosen[:MOST_NAMED]
    ]
    rest = sum(agency.people for agency in chosen[MOST_NAMED:])
    others = [words.text("{count} fra andre", count=rest)] if rest else []
    return words.text("Så langt {agencies}.", agencies=words.listing([*named, *others]))


_NETWORK = "Kvalifiseringsnettverket i Lindesnes"
AGENCIES = (
    Agency(1, "NAV Lindesnes", 4),
    Agency(2, "Lindesnes kommune, voksenopplæringen", 6),
    Agency(3, "Karriere Agder Lyngdal", 3),
    Agency(4, "Mandal videregående skole", 1),
    Agency(5, "NORCE"),
)
SAMPLES: dict[str, View] = {
    "some": View(_NETWORK, AGENCIES, readers=31),
    "new": View(_NETWORK, tuple(Agency(a.id, a.name) for a in AGENCIES)),
    "longest": View(
        samples.LONG_NAME,
        tuple(Agency(n, f"{samples.LONG_NAME} {n}", n) for n in range(1, 21)),
        readers=240,
    ),
}
