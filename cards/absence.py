"""To the contact of one agency, and to nobody else: do the meetings suit you badly?"""

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.attendance import MISSED_IN_A_ROW
from bot.domain.meetings import Activity
from cards import samples
from cards.actions import PerformCommand
from cards.elements import Checked, button, card, context, eyebrow, heading, line
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """`host` has the next such meeting; `ask` is whom to talk with there, where one is known."""

    agency: str
    activity: Activity
    host: str | None = None
    ask: str | None = None


def build(view: View, words: Words) -> dict[str, Any]:
    title = summary(view, words)
    body: list[Checked] = [
        eyebrow(words.text("Bare til deg"), words.activity(view.activity)),
        heading(title),
        line(_missed(view, words)),
        line(words.text("Er det tidspunktet, stedet eller noe annet, finner vi gjerne på noe.")),
        context(_whom(view, words), words.text("Ingen andre har fått denne meldingen.")),
    ]
    plan = button(words.text("Møteplan"), PerformCommand(command="plan"))
    return card(words, body, [plan], fallback=title)


def summary(view: View, words: Words) -> str:
    """Also on the phone's lock screen, where others may look: it names no agency."""
    return words.text("Passer møtene dårlig for dere?")


def _missed(view: View, words: Words) -> str:
    return words.text(
        "Vi har savnet {agency} de {count} siste gangene.",
        agency=view.agency,
        count=words.number(MISSED_IN_A_ROW),
    )


def _whom(view: View, words: Words) -> str:
    if view.host is None or view.ask is None:
        return ""
    return words.text(
        "Snakk gjerne med {name} hos {host}, som er vert neste gang.",
        name=view.ask,
        host=view.host,
    )


_TYPICAL = View("Karriere Agder Lyngdal", Activity.NETWORK_MEETING, "NAV Lindesnes", "Nils Hansen")
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "nobody-to-ask": replace(_TYPICAL, host=None, ask=None),
    "longest": replace(
        _TYPICAL, agency=samples.LONG_NAME, host=samples.LONG_NAME, ask=samples.LONG_NAME
    ),
}
