"""All duties of a meeting at a glance: what, who, until when, and how it stands."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty, DutyState
from bot.domain.meetings import Meeting, MeetingState
from cards import samples
from cards.duty_actions import Shown
from cards.duty_words import done_button, duty_row, more_button, progress, the_meeting
from cards.elements import (
    Checked,
    Execute,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    heading,
    link,
    section,
)
from cards.meeting import ShowMeeting, from_now, when_and_where
from cards.words import Words


@dataclass(frozen=True, slots=True)
class View:
    """own: the duties that the reader may do something about, at this moment.

    calendar_url: the deadlines as a calendar file.
    """

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...]
    own: frozenset[int] = frozenset()
    calendar_url: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text(
        "Oppgavene til {meeting}", meeting=the_meeting(view.meeting, view.today, words)
    )
    before = [duty for duty in view.duties if not duty.after]
    after = [duty for duty in view.duties if duty.after]
    body: list[Checked] = [
        eyebrow(words.activity(view.meeting.activity), from_now(view.meeting, view.today, words)),
        heading(title),
        when_and_where(view.meeting, view.today, words),
        context(_told(view, words)),
        *(_row(duty, view, words) for duty in before),
        *([section(words.text("Etter møtet"))] if after else []),
        *(_row(duty, view, words) for duty in after),
    ]
    return card(words, body, _ways(view, words), fallback=title)


def _told(view: View, words: Words) -> str:
    if view.meeting.state is MeetingState.CANCELLED:
        return words.text("Møtet er avlyst. Dere trenger ikke å gjøre noe.")
    if view.duties:
        return progress(view.duties, words) or words.text("Ingenting er gjort ennå.")
    if view.meeting.host is None:
        return words.text("Oppgavene kommer når møtet har en vert.")
    return words.text("Dette møtet har ingen oppgaver.")


def _row(duty: Duty, view: View, words: Words) -> Checked:
    return duty_row(duty, view.today, words, pressed=_pressed(duty, view, words), agency=True)


def _pressed(duty: Duty, view: View, words: Words) -> Execute | None:
    """«Gjort» where it is most likely, «Mer» where something else has been said."""
    if duty.id not in view.own:
        return None
    plain = duty.state is DutyState.OPEN and not duty.done and not duty.offered_to
    return (done_button if plain else more_button)(duty, words, Shown.ALL)


def _ways(view: View, words: Words) -> list[Execute | OpenUrl]:
    dated = [link(words.text("Legg i kalenderen"), view.calendar_url)] if view.calendar_url else []
    return [button(words.text("Til møtet"), ShowMeeting(meeting=view.meeting.id)), *dated]


_NAV = [replace(duty, agency_id=2, agency="NAV Lindesnes") for duty in samples.SOME_DUTIES]
_TYPICAL = View(
    samples.NETWORK_MEETING,
    samples.TODAY,
    (*_NAV, replace(samples.MINUTES_DUTY, agency="NAV Lindesnes")),
    own=frozenset({31, 32, 33}),
    calendar_url="https://rundebord.example/d/k.ics",
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "in-all-states": replace(
        _TYPICAL,
        duties=(
            replace(_NAV[0], done_at=None, state=DutyState.STARTED, person="Siri Lie"),
            replace(_NAV[1], state=DutyState.HELP),
            replace(_NAV[2], offered_to="Karriere Agder Lyngdal"),
            replace(
                samples.MINUTES_DUTY,
                state=DutyState.NOT_NEEDED,
                reason="Alle skriver selv denne gangen.",
            ),
        ),
    ),
    "others": replace(_TYPICAL, own=frozenset(), calendar_url=""),
    "empty": replace(_TYPICAL, duties=()),
    "cancelled": replace(_TYPICAL, meeting=samples.CANCELLED, duties=()),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        duties=tuple(
            replace(duty, agency=samples.LONG_NAME, offered_to=samples.LONG_NAME)
            for duty in _TYPICAL.duties
        ),
    ),
}
