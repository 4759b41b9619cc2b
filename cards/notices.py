"""`varsler`: what the reader is told and when, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import Field

from bot.domain.errors import mark
from bot.domain.preferences import Notices, Preference
from cards import samples
from cards.actions import CardAction, PerformCommand
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    heading,
    section,
    state,
)
from cards.words import Words

COMING = "coming-notices"  # the commands that this card leads to
CALENDAR_LINK = "calendar-link"


class ShowNotices(CardAction):
    """What `varsler` shows; also the way back from a question."""

    verb = "notices/1"


class EditNotices(CardAction):
    """«Endre»: the form."""

    verb = "notices.edit/1"


class EndPause(CardAction):
    """«Slå på igjen»."""

    verb = "notices.resume/1"


class ShowUnreached(CardAction):
    """Who cannot be reached; for those who administer the network."""

    verb = "notices.unreached/1"
    page: int = Field(default=0, ge=0, le=1000)


@dataclass(frozen=True, slots=True)
class Told:
    """A message that was sent, or is to be: on which day, what it is, and why or when not."""

    day: date
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """agency: that the reader represents; addressee: who gets its duties, None when it is they.

    paused: the pause has not ended. latest: the newest first. upcoming: what they get next.
    saved: it was changed a moment ago. administers: the reader sees who cannot be reached.
    """

    preference: Preference
    today: date
    agency: str = ""
    addressee: str | None = None
    latest: tuple[Told, ...] = ()
    upcoming: Told | None = None
    saved: bool = False
    administers: bool = False

    @property
    def paused(self) -> bool:
        return self.preference.paused(self.today)


_TITLES: Mapping[Notices, str] = MappingProxyType(
    {
        Notices.CARDS: mark("Du får høyst én melding i uka"),
        Notices.CALENDAR: mark("Du får fristene i kalenderen, ingen kort"),
        Notices.SUMMARY: mark("Du får et sammendrag på mandager"),
    }
)


def build(view: View, words: Words) -> dict[str, Any]:
    title = title_of(view.preference, view.today, words)
    top = state(Mark.DONE, title) if view.saved else heading(title)
    body = [
        eyebrow(words.text("Varsler"), view.agency),
        top,
        context(*_about(view, words)),
        *_messages(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def title_of(preference: Preference, today: date, words: Words) -> str:
    """What somebody gets, in a sentence said to them."""
    if preference.paused_until is not None and preference.paused(today):
        day = words.short_day(preference.paused_until, today)
        return words.text("Jeg forstyrrer deg ikke før {day}", day=day)
    return words.text(_TITLES[preference.notices])


def _about(view: View, words: Words) -> list[str]:
    answers = words.text("Svar på det du selv gjør, får du alltid.")
    if not view.agency:
        return [answers]
    if view.addressee is None:
        duties = words.text("Oppgavene til {agency} kommer til deg.", agency=view.agency)
    else:
        duties = words.text(
            "Oppgavene til {agency} går til {name}.", agency=view.agency, name=view.addressee
        )
    return [duties, answers]


def _messages(view: View, words: Words) -> list[Checked]:
    coming = [view.upcoming] if view.upcoming else []
    shown: list[Checked] = []
    for title, listed in ((words.text("Neste"), coming), (words.text("Sist"), view.latest)):
        shown += [section(title)] if listed else []
        shown += [_row(told, view.today, words) for told in listed]
    return shown or [context(words.text("Du har ingen meldinger i vente."))]


def _row(told: Told, today: date, words: Words) -> Checked:
    return dated_row(words.tight_day(told.day, today), told.what, told.detail)


def _actions(view: View, words: Words) -> list[Execute]:
    actions = [button(words.text("Endre"), EditNotices())]
    if view.paused:
        actions.append(button(words.text("Slå på igjen"), EndPause()))
    elif view.preference.notices is Notices.CALENDAR:
        link = PerformCommand(command=CALENDAR_LINK)
        actions.append(button(words.text("Kalenderlenke"), link))
    if view.administers:
        return [*actions, button(words.text("Hvem jeg ikke når"), ShowUnreached(page=0))]
    return [*actions, button(words.text("Det som kommer"), PerformCommand(command=COMING))]


_LATEST = (
    Told(date(2027, 2, 22), "Oppgavene til nettverksmøtet 18. mars"),
    Told(date(2027, 2, 15), "Dere ble spurt om å være vert 22. april"),
)
_TYPICAL = View(
    Preference(),
    samples.TODAY,
    agency="NAV Lindesnes",
    latest=_LATEST,
    upcoming=Told(
        date(2027, 3, 11),
        "Oppgavene til nettverksmøtet 18. mars",
        "fordi NAV Lindesnes er vert, og rom gjenstår",
    ),
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "empty": View(Preference(), samples.TODAY),
    "calendar": replace(
        _TYPICAL, preference=Preference(Notices.CALENDAR), addressee="Nils Dahl", upcoming=None
    ),
    "summary-saved": replace(_TYPICAL, preference=Preference(Notices.SUMMARY), saved=True),
    "paused": replace(
        _TYPICAL,
        preference=Preference(paused_until=date(2027, 4, 1)),
        addressee="Nils Dahl",
        upcoming=None,
        administers=True,
    ),
    "longest": replace(
        _TYPICAL,
        preference=Preference(Notices.CALENDAR, date(2028, 2, 1)),
        agency=samples.LONG_NAME,
        addressee=samples.LONG_NAME,
        latest=(Told(date(2026, 11, 30), samples.LONGEST[:200], samples.LONGEST[:200]),) * 3,
        upcoming=Told(date(2028, 2, 1), samples.LONGEST[:200], samples.LONGEST[:200]),
        administers=True,
    ),
}
