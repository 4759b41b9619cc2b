"""Before somebody who gets an agency's duties turns their cards off: who gets them then."""

from dataclasses import dataclass, replace
from typing import Any

from cards import samples
from cards.actions import CardAction
from cards.agency_people import Named, choices
from cards.elements import (
    Input,
    button,
    card,
    context,
    dropdown_input,
    eyebrow,
    fact,
    heading,
    with_problems,
)
from cards.notices import ShowNotices
from cards.words import Words


class ConfirmNotices(CardAction):
    """«Ja, gjør det». `stand_in` is the id of who becomes the agency's deputy; "" for nobody."""

    verb = "notices.confirm/1"
    notices: str
    until: str
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """`addressee` gets the duties of `agency`; they represent `outside`, where that is another.

    colleagues: who may be chosen as deputy instead; none where the agency has one who takes cards.
    problem: what is wrong with the choice that was sent.
    """

    agency: str
    addressee: Named
    confirm: ConfirmNotices
    outside: str = ""
    colleagues: tuple[Named, ...] = ()
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    name = view.addressee.name
    title = words.text("Skal {name} få oppgavene?", name=name)
    body = [
        eyebrow(words.text("Varsler"), words.text("ingenting er endret ennå")),
        heading(title),
        fact(
            words.text("Da går oppgavene til {agency} til {name}.", agency=view.agency, name=name),
            core=name,
        ),
        context(_why(view, words), words.text("Du kan skru på igjen når du vil.")),
        *with_problems(_inputs(view, words), {"stand_in": view.problem}),
    ]
    actions = [
        button(words.text("Ja, gjør det"), view.confirm, with_inputs=True),
        button(words.text("Behold som i dag"), ShowNotices()),
    ]
    return card(words, body, actions, fallback=title)


def _why(view: View, words: Words) -> str:
    if not view.outside:
        return words.text(
            "Noen må få dem, og det er {name} som er neste.", name=view.addressee.name
        )
    return words.text(
        "Ingen andre hos dere får kort, så {name} fra {agency} er neste.",
        name=view.addressee.name,
        agency=view.outside,
    )


def _inputs(view: View, words: Words) -> list[Input]:
    if not view.colleagues:
        return []
    proposed = next((str(p.id) for p in view.colleagues if p.id == view.addressee.id), "")
    return [
        dropdown_input(
            "stand_in",
            words.text("Vara for dere fra nå (valgfritt)"),
            choices(view.colleagues),
            value=view.confirm.stand_in or proposed,
            error=words.text("Velg en person i lista."),
        )
    ]


_COLLEAGUES = (Named(4, "Nils Dahl"), Named(9, "Berit Aas"))
_TYPICAL = View("NAV Lindesnes", _COLLEAGUES[0], ConfirmNotices(notices="calendar", until=""))
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "choose": replace(_TYPICAL, colleagues=_COLLEAGUES),
    "outside": replace(_TYPICAL, addressee=Named(2, "Amina Yusuf"), outside="Lindesnes kommune"),
    "problem": replace(_TYPICAL, colleagues=_COLLEAGUES, problem="Velg en person i lista."),
    "longest": replace(
        _TYPICAL,
        agency=samples.LONG_NAME,
        addressee=Named(7, samples.LONG_NAME),
        outside=samples.LONG_NAME,
        colleagues=tuple(Named(number, samples.LONG_NAME) for number in range(1, 40)),
    ),
}
