"""Before the short minutes are posted: the exact text, the exact place, the exact readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.domain.meetings import Meeting
from bot.domain.minutes import Outcome
from cards import samples
from cards.actions import CardAction, RowId
from cards.call_in_preview import readers
from cards.elements import (
    Checked,
    Input,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line_input,
    state,
    with_problems,
)
from cards.meeting import name_and_day
from cards.minutes import LONGEST_OUTCOME, OUTCOMES, ShowMinutes, content, ending
from cards.openings import ShowAttendance, WriteOutcomes
from cards.words import Words


class PreviewMinutes(CardAction):
    """What would be posted. Once it is: a way to give the link to the full minutes."""

    verb = "minutes.preview/1"
    meeting: RowId


class PostMinutes(CardAction):
    """The yes, with the link to the full minutes, if any."""

    verb = "minutes.post/1"
    meeting: RowId
    link: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What will be posted: the first of `pages` cards, and what stands below the last.

    days: after so many the minutes are approved by silence. posted: they stand in the channel.
    done: the answer to the press that posted them, or that saved the link.
    """

    meeting: Meeting
    today: date
    outcomes: tuple[Outcome, ...]
    channel: str
    people: int
    agencies: int
    days: int
    not_reached: tuple[str, ...] = ()
    present: int | None = None
    pages: int = 1
    link: str = ""
    posted: bool = False
    done: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)


def build(view: View, words: Words) -> dict[str, Any]:
    if view.done:
        return _done(view, words)
    if view.posted:
        return _only_link(view, words)
    title = words.text("Dette legges ut i «{channel}»", channel=view.channel)
    body: list[Checked] = [
        eyebrow(words.text("Kort referat"), words.text("ingenting er lagt ut ennå")),
        heading(title),
        *content(view.outcomes, view.today, words),
        *([context(words.text("Resten står bak knappen «Resten»."))] if view.pages > 1 else []),
        *ending(view.not_reached, view.present, words),
        readers(view.people, view.agencies, words),
        context(_silence(view, words)),
        *with_problems([_link(view, words)], view.problems),
    ]
    actions = [
        button(words.text("Legg ut"), PostMinutes(meeting=view.meeting.id), with_inputs=True),
        button(words.text("Tilbake"), WriteOutcomes(meeting=view.meeting.id)),
    ]
    return card(words, body, actions, fallback=title)


def _silence(view: View, words: Words) -> str:
    return words.plural(
        "Referatet er godkjent etter {count} dag hvis ingen innvender noe.",
        "Referatet er godkjent etter {count} dager hvis ingen innvender noe.",
        view.days,
    )


def _link(view: View, words: Words) -> Input:
    return line_input(
        "link",
        words.text("Lenke til fullt referat i arkivet deres (valgfritt)"),
        value=view.link,
        longest=2_000,
        error=words.text("Lim inn hele lenka, den begynner med https://."),
    )


def _only_link(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hvor ligger det fulle referatet?")
    body = [
        eyebrow(words.text("Kort referat"), name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(words.text("Lenka blir en knapp på referatet i «{c}».", c=view.channel)),
        *with_problems([_link(view, words)], view.problems),
    ]
    save = button(words.text("Lagre"), PostMinutes(meeting=view.meeting.id), with_inputs=True)
    return card(words, body, [save], fallback=title)


def _done(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Referatet er lagt ut")
    told = words.text("Det står i «{channel}». Dere kan fortsatt rette det.", channel=view.channel)
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        state(Mark.DONE, title, told),
    ]
    number = view.meeting.id
    actions = [
        button(words.text("Se referatet"), ShowMinutes(meeting=number)),
        button(words.text("Hvem var på møtet?"), ShowAttendance(meeting=number)),
        button(words.text("Rett noe"), WriteOutcomes(meeting=number)),
    ]
    return card(words, body, actions, fallback=title)


_TYPICAL = View(
    samples.NETWORK_MEETING,
    date(2027, 3, 18),
    OUTCOMES,
    channel="Generelt",
    people=31,
    agencies=6,
    days=14,
    not_reached=("Ressursgruppene våren 2027",),
    present=5,
)
SAMPLES: dict[str, View] = {
    "typical": _TYPICAL,
    "problem": replace(
        _TYPICAL,
        outcomes=OUTCOMES[1:],
        not_reached=(),
        link="arkiv",
        problems={"link": "Lim inn hele lenka, den begynner med https://."},
    ),
    "longest": replace(
        _TYPICAL,
        meeting=samples.MOVED,
        outcomes=(LONGEST_OUTCOME,),
        channel=samples.LONG_NAME,
        pages=3,
    ),
    "only-the-link": replace(_TYPICAL, posted=True, link="https://arkiv.example/referat/7"),
    "posted": replace(_TYPICAL, done=True),
}
