"""The text that members forward to those outside the Team, made from the facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.programme import Part, titled
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    ColumnSet,
    Execute,
    button,
    card,
    context,
    eyebrow,
    heading,
    link,
    link_row,
    problem,
    text_input,
    with_problems,
)
from cards.fagdag import back, wall
from cards.meeting import name_and_day
from cards.words import Words, capital

LONGEST = 4_000


class SaveInvitation(CardAction):
    verb = "fagdag.invitation-save/1"
    meeting: RowId
    text: str = ""


class ComposeInvitation(CardAction):
    """The text from the facts of now, into the field; nothing is stored by it."""

    verb = "fagdag.invitation-compose/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class View:
    """The text in a field, because that is where it can be copied from on a phone.

    own_words: somebody changed it. stale: it does not say when the day is now. saved: just now.
    page, code: addresses of the sign-up page and of its code for a projector; "" where there is no
    page to sign up on.
    """

    meeting: Meeting
    text: str
    own_words: bool = False
    stale: bool = False
    saved: bool = False
    may_edit: bool = False
    page: str = ""
    code: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


def composed(meeting: Meeting, programme: tuple[Part, ...], page: str, words: Words) -> str:
    """The invitation as plain text."""
    paragraphs = (
        _title(meeting, words),
        _facts(meeting, words),
        _programme(programme, words),
        words.text("Meld på her, med etat og antall: {page}", page=page) if page else "",
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def when(meeting: Meeting, words: Words) -> str:
    """The day and the hours; a text that does not hold this is out of date."""
    span = words.span(meeting.starts_at, meeting.ends_at, whole_day=meeting.whole_day)
    return capital(span)


def build(view: View, words: Words) -> dict[str, Any]:
    title = _heading(view, words)
    asked = text_input(
        "text",
        words.text("Invitasjonen"),
        value=view.text,
        longest=LONGEST,
        error=words.text("Skriv høyst {limit} tegn.", limit=LONGEST),
    )
    body = [
        eyebrow(name_and_day(view.meeting, words), words.text("ingenting sendes herfra")),
        heading(title),
        *([problem(_stale(words))] if view.stale else []),
        context(*_about(view, words)),
        *with_problems([asked], view.problems),
        *_links(view, words),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(meeting: Meeting, words: Words) -> str:
    activity = words.activity(meeting.activity)
    if meeting.theme:
        return words.text("{activity}: {theme}", activity=activity, theme=meeting.theme)
    return words.text("Velkommen til {activity}", activity=activity.lower())


def _facts(meeting: Meeting, words: Words) -> str:
    host = words.text("Vert: {host}", host=meeting.host) if meeting.host else ""
    return "\n".join(fact for fact in (when(meeting, words), meeting.place, host) if fact)


def _programme(programme: tuple[Part, ...], words: Words) -> str:
    lines = [f"{wall(part.at, words)} {titled(part)}" for part in programme]
    return "\n".join([words.text("Program"), *lines]) if lines else ""


def _heading(view: View, words: Words) -> str:
    if view.saved:
        return words.text("Invitasjonen er lagret")
    return words.text("Her er invitasjonen, klar til å kopiere")


def _stale(words: Words) -> str:
    return words.text("Tida står ikke i teksten lenger. Trykk «Lag på nytt», eller rett den.")


def _about(view: View, words: Words) -> tuple[str, ...]:
    forward = words.text("Lim teksten inn i en e-post til dem som ikke er i teamet.")
    if not view.page:
        return (forward,)
    return forward, words.text("Alle som får lenka, kan melde på.")


def _links(view: View, words: Words) -> list[ColumnSet]:
    """The two pages to show to others; a closed day has none."""
    if not view.page:
        return []
    page = link(words.text("Åpne siden"), view.page)
    code = link(words.text("Vis koden"), view.code)
    return [
        link_row(words.text("Påmelding"), words.text("Etat og antall, ingen navn"), page),
        link_row(words.text("QR-kode"), words.text("Til storskjermen"), code),
    ]


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.meeting.id
    save = button(words.text("Lagre"), SaveInvitation(meeting=number), with_inputs=True)
    compose = button(words.text("Lag på nytt"), ComposeInvitation(meeting=number))
    own = [save, *([compose] if view.own_words else [])] if view.may_edit else []
    return [*own, back(number, words)]


_PAGE = "https://rundebord.example/p/Jm1tP8yXQ0uYw7l2kq3A5g"
_TEXT = (
    "Fagdag for alle: Voksenrett og veien til læreplass\n\nTorsdag 22. april "
    "kl. 09.00–15.00\nMandal videregående skole, auditoriet\nVert: Karriere Agder Lyngdal\n\n"
    f"Program\n09.00 Velkommen\n\nMeld på her, med etat og antall: {_PAGE}"
)
_TYPICAL = View(samples.OPEN_DAY, _TEXT, page=_PAGE, code=f"{_PAGE}/qr")
SAMPLES: dict[str, View] = {
    "member": _TYPICAL,
    "host": replace(_TYPICAL, may_edit=True),
    "saved": replace(_TYPICAL, may_edit=True, own_words=True, saved=True),
    "stale": replace(_TYPICAL, may_edit=True, own_words=True, stale=True),
    "closed-day": View(samples.MOVED, "Samarbeidsdag\n\nOnsdag 22. september", may_edit=True),
    "problem": replace(
        _TYPICAL,
        may_edit=True,
        text=samples.LONGEST,
        problems={"text": "Her ligner noe på et fødselsnummer. Ta det bort."},
    ),
}
