"""A fagdag: theme, who presents, who comes, the programme and the case."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from bot.domain.fagdag import SignedUp
from bot.domain.language import Language
from bot.domain.meetings import Meeting, MeetingState
from bot.domain.programme import Part, titled
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    Checked,
    Execute,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    fact,
    heading,
    problem,
    quote,
    section,
)
from cards.meeting import (
    from_now,
    headline,
    host_sentence,
    moved_sentence,
    name_and_day,
    reason,
    when_and_where,
)
from cards.notes import ShowNotes
from cards.openings import EditEvaluation, ShowFagdag, ShowWall, SignUpForFagdag
from cards.themes import ShowThemes
from cards.words import Words, capital

MOST_ACTIONS = 6  # in a row; the last are those that one can do elsewhere, or another day
MOST_AGENCIES = 12  # named one by one; more would fill the card


class EditFagdag(CardAction):
    """The form with theme, programme and case."""

    verb = "fagdag.edit/1"
    meeting: RowId


class ShowInvitation(CardAction):
    """The text to forward, and the way to the sign-up page."""

    verb = "fagdag.invitation/1"
    meeting: RowId


class CountParticipants(CardAction):
    """The form for the number who came."""

    verb = "fagdag.count/1"
    meeting: RowId


@dataclass(frozen=True, slots=True)
class Presenter:
    """The agency that shows its practice. `proposed`: by turn, and nobody has said yes yet.

    last: the day on which it did so before.
    """

    agency: str
    last: date | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A fagdag as its reader may see and change it.

    misfit: why the programme no longer fits the day, in the reader's language. meals: to order;
    None where the reader does not host. own: how many the reader's agency has signed up.
    """

    meeting: Meeting
    today: date
    programme: tuple[Part, ...] = ()
    misfit: str = ""
    presenter: Presenter | None = None
    case: str = ""
    signed_up: tuple[SignedUp, ...] = ()
    meals: int | None = None
    participants: int | None = None
    own: int = 0
    may_sign_up: bool = False
    may_edit: bool = False
    may_count: bool = False
    may_show_code: bool = False
    may_note: bool = False
    on_the_day: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    body = [
        _eyebrow(view, words),
        heading(headline(meeting, words)),
        when_and_where(meeting, view.today, words),
    ]
    fallback = name_and_day(meeting, words, view.today)
    if meeting.state is MeetingState.CANCELLED:
        nothing_to_do = context(words.text("Du trenger ikke å gjøre noe."))
        return card(words, [*body, *reason(meeting, words), nothing_to_do], fallback=fallback)
    told = [*_about(view, words), *_signed_up(view, words)]
    rest = [*_programme(view, words), *_case(view, words)]
    return card(words, [*body, *told, *rest], _actions(view, words), fallback=fallback)


def how_many(signed_up: tuple[SignedUp, ...], words: Words) -> str:
    """ "23 fra 6 etater"."""
    agencies = words.plural("{count} etat", "{count} etater", len(signed_up))
    people = sum(line.people for line in signed_up)
    return words.text("{people} fra {agencies}", people=people, agencies=agencies)


def wall(at: time, words: Words) -> str:
    """ "09.15"; "09:15" in English."""
    return f"{at:%H:%M}" if words.language is Language.ENGLISH else f"{at:%H.%M}"


def turn_sentence(presenter: Presenter, words: Words) -> str:
    """Why it is the agency's turn."""
    if presenter.last is None:
        return words.text("De har ikke gjort det før.")
    return words.text("De har ikke gjort det siden {month}.", month=words.month(presenter.last))


def _eyebrow(view: View, words: Words) -> Checked:
    near = from_now(view.meeting, view.today, words)
    if view.meeting.theme or view.meeting.state is MeetingState.CANCELLED:
        return eyebrow(words.activity(view.meeting.activity), near)
    return eyebrow(capital(near))


def _about(view: View, words: Words) -> list[Checked]:
    host = host_sentence(view.meeting, words) if view.meeting.theme else ""
    moved = moved_sentence(view.meeting, view.today, words)
    sentences = [text for text in (host, moved, _presents(view.presenter, words)) if text]
    return [context(*sentences)] if sentences else []


def _presents(presenter: Presenter | None, words: Words) -> str:
    if presenter is None:
        return ""
    if not presenter.proposed:
        return words.text("{agency} viser sin praksis.", agency=presenter.agency)
    proposed = words.text("Forslag: {agency} viser sin praksis.", agency=presenter.agency)
    return f"{proposed} {turn_sentence(presenter, words)}"


def _signed_up(view: View, words: Words) -> list[Checked]:
    if view.participants is not None:
        came = words.plural("{count} person", "{count} personer", view.participants)
        return [fact(words.text("{people} kom.", people=came), core=came)]
    if not view.signed_up:
        nobody = words.text("Ingen er påmeldt ennå.") if view.may_sign_up else ""
        return [context(nobody)] if nobody else []
    core = how_many(view.signed_up, words)
    told = fact(words.text("{people} er påmeldt.", people=core), core=core)
    return [told, context(f"{_each(view.signed_up, words)}.", _meals(view, words))]


def _each(signed_up: tuple[SignedUp, ...], words: Words) -> str:
    named = [f"{line.agency} {line.people}" for line in signed_up[:MOST_AGENCIES]]
    others = sum(line.people for line in signed_up[MOST_AGENCIES:])
    return words.listing([*named, words.text("andre {count}", count=others)] if others else named)


def _meals(view: View, words: Words) -> str:
    return words.text("Bestill mat til {count}.", count=view.meals) if view.meals else ""


def _programme(view: View, words: Words) -> list[Checked]:
    if not view.programme:
        return [context(_no_programme(view, words))]
    wrong = [problem(view.misfit)] if view.misfit else []
    rows = [dated_row(wall(part.at, words), titled(part)) for part in view.programme]
    return [section(words.text("Program")), *wrong, *rows]


def _no_programme(view: View, words: Words) -> str:
    if view.may_edit:
        return words.text("Programmet er ikke laget ennå. Trykk «Rediger», så foreslår jeg ett.")
    return words.text("Programmet er ikke klart ennå.")


def _case(view: View, words: Words) -> list[Checked]:
    if not view.case:
        return []
    invented = words.text("Oppdiktet, aldri om et virkelig menneske")
    return [section(words.text("Case")), quote(words, view.case, invented)]


def _actions(view: View, words: Words) -> list[Execute]:
    number = view.meeting.id
    sign_up = words.text("Påmelding") if view.own else words.text("Meld på")
    ways = (
        (view.may_sign_up, sign_up, SignUpForFagdag(meeting=number)),
        (view.may_show_code, words.text("Storskjerm"), ShowWall(meeting=number)),
        (view.may_note, words.text("Noter"), ShowNotes(meeting=number)),
        (view.may_count, words.text("Hvor mange kom?"), CountParticipants(meeting=number)),
        (view.may_edit, words.text("Rediger"), EditFagdag(meeting=number)),
        (view.may_edit, words.text("Evaluering"), EditEvaluation(meeting=number)),
        (view.may_sign_up, words.text("Inviter"), ShowInvitation(meeting=number)),
        (view.on_the_day, words.text("Temabank"), ShowThemes(page=0)),
    )
    return [button(title, action) for may, title, action in ways if may][:MOST_ACTIONS]


def back(meeting_id: int, words: Words) -> Execute:
    """From a form to the fagdag, with nothing changed."""
    return button(words.text("Tilbake"), ShowFagdag(meeting=meeting_id))


PROGRAMME = (
    Part(time(9, 0), "Velkommen", "Karriere Agder Lyngdal"),
    Part(time(9, 15), "Nytt om lover og regler", "NAV"),
    Part(time(10, 15), "Mandal videregående skole viser sin praksis"),
    Part(time(11, 15), "Lunsj"),
    Part(time(12, 0), "Case i grupper på tvers av etatene"),
    Part(time(13, 15), "Plenum: hva fant gruppene?"),
    Part(time(14, 15), "Hva tar vi videre?"),
    Part(time(14, 45), "Evaluering"),
)
CASE = (
    "En mann på 34 år med tolv års skole fra hjemlandet vil bli helsefagarbeider. Han er ferdig "
    "med introduksjonsprogrammet om et år. Hvem gjør hva, og i hvilken rekkefølge?"
)
SIGNED_UP = (
    SignedUp("Karriere Agder Lyngdal", 5),
    SignedUp("Mandal videregående skole", 6),
    SignedUp("NAV Lindesnes", 9),
    SignedUp("Politiet", 3),
)
_TYPICAL = View(
    samples.OPEN_DAY,
    samples.TODAY,
    programme=PROGRAMME,
    presenter=Presenter("Mandal videregående skole"),
    case=CASE,
    signed_up=SIGNED_UP,
    own=9,
    may_sign_up=True,
)
SAMPLES: dict[str, View] = {
    "member": _TYPICAL,
    "host": replace(_TYPICAL, meals=26, may_edit=True),
    "empty": View(
        samples.OPEN_DAY,
        samples.TODAY,
        presenter=Presenter("NAV Lindesnes", date(2026, 3, 12), proposed=True),
        may_sign_up=True,
        may_edit=True,
    ),
    "misfit": replace(
        _TYPICAL,
        misfit="Linje 8 er kl. 14.45, men dagen slutter kl. 14.00.",
        may_edit=True,
    ),
    "today": replace(
        _TYPICAL,
        today=date(2027, 4, 22),
        may_sign_up=False,
        may_count=True,
        may_show_code=True,
        may_note=True,
        on_the_day=True,
    ),
    "held": replace(
        _TYPICAL,
        today=date(2027, 4, 29),
        participants=31,
        may_sign_up=False,
        may_count=True,
        may_edit=True,
        may_note=True,
    ),
    "cancelled": View(
        replace(samples.OPEN_DAY, state=MeetingState.CANCELLED, reason=samples.TYPED),
        samples.TODAY,
    ),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        programme=tuple(Part(time(9, n), samples.LONGEST[:85], "NAV") for n in range(16)),
        presenter=Presenter(samples.LONG_NAME, None, proposed=True),
        case=samples.LONGEST,
        signed_up=tuple(SignedUp(f"{samples.LONG_NAME} {n}", 500) for n in range(25)),
        meals=12_700,
        may_edit=True,
    ),
}
