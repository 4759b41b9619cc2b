"""The call-in as it stands in the channel: what, when, where, and three answers.

It shows numbers and never who. The one who has answered sees the same card with the own answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from bot.domain.attendance import Coming, Counts
from bot.domain.errors import mark
from bot.domain.meetings import LIVE, Meeting, MeetingState
from cards import samples
from cards.actions import CardAction, RowId
from cards.elements import (
    ActionSet,
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    eyebrow,
    heading,
    line,
    link,
    quote,
    row,
    section,
)
from cards.meeting import (
    from_now,
    headline,
    host_sentence,
    moved_sentence,
    name_and_day,
    when_and_where,
)
from cards.words import Words

FIRST_ITEMS = 4  # of the agenda; the rest is what the agenda is for

ANSWERS: Mapping[Coming, str] = MappingProxyType(
    {
        Coming.YES: mark("Kommer"),
        Coming.NO: mark("Kommer ikke"),
        Coming.DEPUTY: mark("Vara kommer"),
    }
)
OWN: Mapping[Coming, str] = MappingProxyType(
    {
        Coming.YES: mark("Du kommer"),
        Coming.NO: mark("Du kommer ikke"),
        Coming.DEPUTY: mark("Vara kommer for deg"),
    }
)


class AnswerCallIn(CardAction):
    """One of the three answers. The last one counts."""

    verb = "call-in.answer/1"
    meeting: RowId
    answer: Coming


@dataclass(frozen=True, slots=True)
class View:
    """A call-in. `own`: the reader's answer, on a card that nobody else sees.

    calendar_url: the meeting as a calendar file. over: it has ended, and nobody is asked any more.
    """

    meeting: Meeting
    today: date
    counts: Counts
    agenda: tuple[str, ...] = ()
    own: Coming | None = None
    calendar_url: str = ""
    over: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    body: list[Checked] = [
        eyebrow(_what(view, words), from_now(view.meeting, view.today, words)),
        heading(headline(view.meeting, words)),
        when_and_where(view.meeting, view.today, words),
    ]
    if view.meeting.state is MeetingState.CANCELLED:
        return card(words, [*body, *_reason(view, words)], fallback=summary(view, words))
    if view.over or view.meeting.state not in LIVE:
        told = context(words.text("Møtet er holdt."), counted(view.counts, words))
        return card(words, [*body, told], fallback=summary(view, words))
    about = about_meeting(view.meeting, view.today, view.agenda, words)
    body = [*body, *_links(view, words), *about, *_answered(view, words)]
    return card(words, body, _answers(view, words), fallback=summary(view, words))


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen."""
    if view.meeting.state is MeetingState.CANCELLED:
        return words.text(
            "Avlyst: {meeting}", meeting=name_and_day(view.meeting, words, view.today)
        )
    return words.text(
        "Kommer dere? {meeting}", meeting=name_and_day(view.meeting, words, view.today)
    )


def about_meeting(
    meeting: Meeting, today: date, agenda: tuple[str, ...], words: Words
) -> list[Checked]:
    """What the invitation says besides when and where: the same in the preview and the channel."""
    host = host_sentence(meeting, words) if meeting.theme else ""
    moved = moved_sentence(meeting, today, words)
    digital = words.text("Det går an å være med på nett.") if meeting.link else ""
    told = [sentence for sentence in (host, digital, moved) if sentence]
    return [*([context(*told)] if told else []), *_agenda(agenda, words)]


def counted(counts: Counts, words: Words) -> str:
    """ "9 kommer, fra 5 etater. Én av dem er vara. 2 kommer ikke." """
    return " ".join([f"{coming(counts, words)}.", *details(counts, words)])


def coming(counts: Counts, words: Words) -> str:
    """ "9 kommer, fra 5 etater", as far as anybody has answered."""
    if not counts.answered:
        return words.text("Ingen har svart ennå")
    agencies = words.plural("{count} etat", "{count} etater", counts.agencies)
    count = counts.coming + counts.deputies
    if not count:
        return words.text("Ingen kommer så langt")
    return words.text("{count} kommer, fra {agencies}", count=count, agencies=agencies)


def details(counts: Counts, words: Words) -> list[str]:
    """Who of them are deputies, and how many stay away; nothing where there are none."""
    deputies = words.plural("Én av dem er vara.", "{count} av dem er vara.", counts.deputies)
    away = words.text("{count} kommer ikke.", count=counts.staying_away)
    told = [(counts.deputies, deputies), (counts.staying_away, away)]
    return [sentence for count, sentence in told if count]


def _what(view: View, words: Words) -> str:
    if view.meeting.state is MeetingState.CANCELLED or view.meeting.theme:
        return words.activity(view.meeting.activity)
    return words.text("Innkalling")


def _reason(view: View, words: Words) -> list[Checked]:
    sorry = context(words.text("Du trenger ikke å gjøre noe."))
    return [quote(words, view.meeting.reason), sorry] if view.meeting.reason else [sorry]


def _agenda(agenda: tuple[str, ...], words: Words) -> list[Checked]:
    if not agenda:
        return []
    shown = [line(f"{number}. {title}") for number, title in enumerate(agenda[:FIRST_ITEMS], 1)]
    rest = len(agenda) - FIRST_ITEMS
    more = words.plural("og én sak til", "og {count} saker til", rest) if rest > 0 else ""
    return [section(words.text("Saker")), *shown, *([context(more)] if more else [])]


def _answered(view: View, words: Words) -> list[Checked]:
    numbers = counted(view.counts, words)
    if view.own is None:
        return [line(numbers, spacing="medium")]
    own = words.text(OWN[view.own])
    return [row(Mark.DONE, own, numbers, strong=True)]


def _links(view: View, words: Words) -> list[Checked]:
    """Beside the facts, so that the answers stand alone where one presses."""
    known = [
        (words.text("Bli med på nett"), view.meeting.link),
        (words.text("Legg i kalenderen"), view.calendar_url),
    ]
    links = [link(title, url) for title, url in known if url]
    return [ActionSet(actions=links)] if links else []


def _answers(view: View, words: Words) -> list[Execute]:
    return [
        button(words.text(title), AnswerCallIn(meeting=view.meeting.id, answer=answer))
        for answer, title in ANSWERS.items()
    ]


_CALLED = View(
    replace(samples.NETWORK_MEETING, state=MeetingState.CALLED),
    samples.TODAY,
    Counts(coming=8, deputies=1, agencies=5, staying_away=2),
    agenda=(
        "Velkommen og runde rundt bordet",
        "Evaluering av siste fagdag",
        "Ukentlig praksis og modulene",
        "Ressursgruppene våren 2027",
        "Eventuelt",
    ),
    calendar_url="https://rundebord.example/m/k.ics",
)
SAMPLES: dict[str, View] = {
    "called": _CALLED,
    "first": replace(_CALLED, counts=Counts(), agenda=(), calendar_url=""),
    "own-answer": replace(_CALLED, own=Coming.YES),
    "own-deputy": replace(_CALLED, own=Coming.DEPUTY, agenda=()),
    "longest": replace(
        _CALLED,
        meeting=replace(
            samples.MOVED,
            state=MeetingState.CALLED,
            theme=samples.TYPED,
            link="https://teams.example/l/meetup-join/1",
        ),
        agenda=(samples.TYPED, samples.LONG_NAME) * 4,
        own=Coming.NO,
    ),
    "cancelled": replace(_CALLED, meeting=replace(samples.CANCELLED, reason="For få kan komme.")),
    "over": replace(_CALLED, over=True),
}
