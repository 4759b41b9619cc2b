"""The reminder: what a named person is asked to do for a meeting, one press each.

With one thing to do it is one sentence, with several a row each. «Mer» is the same card unfolded.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.duties import Duty, DutyKind, DutyState
from bot.domain.meetings import Meeting, MeetingState
from cards import samples
from cards.duty_actions import ShowDuties, SnoozeDuties, UnfoldReminder
from cards.duty_words import (
    deadline,
    done_button,
    duty_row,
    interpreters,
    more_button,
    progress,
    question,
    settled_sentence,
    standing,
    the_meeting,
    undo_button,
)
from cards.elements import (
    Checked,
    Execute,
    Mark,
    OpenUrl,
    button,
    card,
    context,
    eyebrow,
    heading,
    in_rows,
    link,
    state,
)
from cards.meeting import (
    from_now,
    host_sentence,
    moved_sentence,
    name_and_day,
    when_and_where,
)
from cards.words import Words, capital


@dataclass(frozen=True, slots=True)
class View:
    """The reminder to one named person; in a channel, for everybody to read and `person` to see.

    duties: what the person's agency does for the meeting now, whatever has become of it.
    agencies, people: who shall be called in, for «14 personer fra 5 etater».
    for_deputy_of: the contact whose deputy `person` is. unfolded: with «Mer» and «Angre» in the
    rows. has_it: the agency that has what is left by now, so that `person` has nothing more to do;
    "" where none has.
    calendar_url: the deadlines as a calendar file. over: their time is past.
    """

    meeting: Meeting
    today: date
    duties: tuple[Duty, ...]
    person: str
    agencies: int = 0
    people: int = 0
    for_deputy_of: str | None = None
    in_channel: bool = False
    unfolded: bool = False
    has_it: str | None = None
    calendar_url: str = ""
    over: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    if view.meeting.state is MeetingState.CANCELLED:
        return _nothing_to_do(words.text("Møtet er avlyst"), view, words)
    if view.over:
        return _nothing_to_do(words.text("Møtet er holdt"), view, words)
    if view.has_it is not None and not view.duties:
        return _nothing_to_do(_has_it(view, words), view, words)
    if not view.duties:
        return _nothing_to_do(words.text("Alt er klart"), view, words)
    if _all_done(view) and not view.unfolded:
        return _finished(view, words)
    return _asking(view, words)


def summary(view: View, words: Words) -> str:
    """The line on the phone's lock screen: the question, and until when."""
    asked = _open(view)
    if not asked:
        return f"{_ready(view, words)}: {name_and_day(view.meeting, words, view.today)}"
    first = min(asked, key=lambda duty: duty.due_on)
    return f"{_question(view, words)} {deadline(first, view.today, words)}."


def _open(view: View) -> list[Duty]:
    return [duty for duty in view.duties if not duty.done]


def _all_done(view: View) -> bool:
    return not _open(view)


def _asking(view: View, words: Words) -> dict[str, Any]:
    meeting = view.meeting
    body: list[Checked] = [
        eyebrow(words.activity(meeting.activity), from_now(meeting, view.today, words)),
        heading(_ready(view, words) if _all_done(view) else _question(view, words)),
        when_and_where(meeting, view.today, words),
        context(*_why(view, words)),
    ]
    if not _is_single(view):
        body += _rows(view, words)
    if view.unfolded:
        body += in_rows(_ways_on(view, words))
        return card(words, body, fallback=summary(view, words))
    return card(words, body, _actions(view, words), fallback=summary(view, words))


def _is_single(view: View) -> bool:
    return len(view.duties) == 1 and not view.unfolded and not _all_done(view)


def _rows(view: View, words: Words) -> list[Checked]:
    return [
        duty_row(duty, view.today, words, pressed=_pressed(duty, view, words))
        for duty in view.duties
    ]


def _pressed(duty: Duty, view: View, words: Words) -> Execute | None:
    if duty.done:
        return undo_button(duty, words) if view.unfolded else None
    return more_button(duty, words) if view.unfolded else done_button(duty, words)


def _actions(view: View, words: Words) -> list[Execute]:
    more = button(words.text("Mer"), UnfoldReminder(meeting=view.meeting.id))
    return [done_button(view.duties[0], words), more] if _is_single(view) else [more]


def _ways_on(view: View, words: Words) -> list[Execute | OpenUrl]:
    """What one can do about all of them; each has its own ways behind its «Mer»."""
    later = button(words.text("Minn meg igjen"), SnoozeDuties(meeting=view.meeting.id))
    every = button(words.text("Vis alle oppgavene"), ShowDuties(meeting=view.meeting.id))
    dated = [link(words.text("Legg i kalenderen"), view.calendar_url)] if view.calendar_url else []
    return [*([] if _all_done(view) else [later, *dated]), every]


def _question(view: View, words: Words) -> str:
    asked = _open(view)
    meeting = the_meeting(view.meeting, view.today, words)
    if view.for_deputy_of and not view.in_channel:
        return words.text("Kan du steppe inn for {name}?", name=view.for_deputy_of)
    if len(asked) == 1:
        return question(asked[0], view.meeting, view.today, words)
    if view.in_channel and view.meeting.host:
        return words.text(
            "Kan noen hos {host} gjøre klart til {meeting}?",
            host=view.meeting.host,
            meeting=meeting,
        )
    return words.text("Kan du gjøre klart til {meeting}?", meeting=meeting)


def _ready(view: View, words: Words) -> str:
    if any(duty.after for duty in view.duties):
        return words.text("Alt som skulle gjøres etter møtet, er gjort")
    return words.text("Alt er klart til møtet")


def _why(view: View, words: Words) -> tuple[str, ...]:
    return (
        _for_whom(view, words),
        *_about_one(view, words),
        host_sentence(view.meeting, words),
        _readers(view, words),
        moved_sentence(view.meeting, view.today, words),
        progress(view.duties, words) if len(view.duties) > 1 else "",
    )


def _for_whom(view: View, words: Words) -> str:
    """In a channel it is said for whom it is, and never who has not answered."""
    if view.in_channel:
        return words.text("Til {name}.", name=view.person) if view.person else ""
    if view.for_deputy_of is None:
        return ""
    return words.text("Du er vara, og {name} har kanskje ikke rukket det.", name=view.for_deputy_of)


def _about_one(view: View, words: Words) -> tuple[str, ...]:
    """Its deadline and how it stands, where it has no row of its own."""
    if not _is_single(view):
        return ()
    (duty,) = view.duties
    how = standing(duty, words)
    told = [words.text("{sentence}.", sentence=how)] if how else []
    until = words.text("{sentence}.", sentence=deadline(duty, view.today, words))
    return (*told, until, interpreters(duty, words))


def _readers(view: View, words: Words) -> str:
    """How many are to be called in, as long as they are not."""
    if not view.people or DutyKind.CALL_IN not in {duty.kind for duty in _open(view)}:
        return ""
    people = words.plural("{count} person", "{count} personer", view.people)
    agencies = words.plural("{count} etat", "{count} etater", view.agencies)
    return words.text(
        "{people} fra {agencies} skal ha innkalling.", people=people, agencies=agencies
    )


def _finished(view: View, words: Words) -> dict[str, Any]:
    last = max(view.duties, key=lambda duty: str(duty.done_at))
    title = _ready(view, words)
    if len(view.duties) == 1:
        title = words.text("{duty}: {how}", duty=words.duty(last.kind), how=_how(last, words))
    body = [
        eyebrow(capital(the_meeting(view.meeting, view.today, words))),
        state(Mark.DONE, title, settled_sentence(last, view.today, words)),
    ]
    if view.has_it is not None:
        body.append(context(words.text("{sentence}.", sentence=_has_it(view, words))))
    more = button(words.text("Mer"), UnfoldReminder(meeting=view.meeting.id))
    actions = [undo_button(last, words), more] if len(view.duties) == 1 else [more]
    return card(words, body, actions, fallback=title)


def _how(duty: Duty, words: Words) -> str:
    needed = duty.state is not DutyState.NOT_NEEDED
    return words.text("gjort") if needed else words.text("ikke aktuelt")


def _has_it(view: View, words: Words) -> str:
    if view.meeting.host is None:
        return words.text("Møtet venter på en vert")
    if view.has_it == view.meeting.host:
        return words.text("{agency} er vert", agency=view.has_it)
    return words.text("{agency} har tatt over", agency=view.has_it)


def _nothing_to_do(title: str, view: View, words: Words) -> dict[str, Any]:
    body = [
        eyebrow(name_and_day(view.meeting, words, view.today)),
        heading(title),
        context(words.text("Du trenger ikke å gjøre noe.")),
    ]
    return card(words, body, fallback=title)


def _sample(**changes: Any) -> View:
    usual = View(
        samples.NETWORK_MEETING,
        samples.TODAY,
        samples.OPEN_DUTIES,
        person="Nils Hansen",
        agencies=5,
        people=14,
        calendar_url="https://rundebord.example/d/k.ics",
    )
    return replace(usual, **changes)


_ONE = samples.OPEN_DUTIES[:1]
_ENDED = replace(samples.HELD, starts_at=samples.NETWORK_MEETING.starts_at)
SAMPLES: dict[str, View] = {
    "one": _sample(duties=_ONE),
    "one-started": _sample(duties=(replace(_ONE[0], state=DutyState.STARTED, person="Siri Lie"),)),
    "one-done": _sample(duties=samples.DONE_DUTIES[:1]),
    "first": _sample(),
    "some-done": _sample(duties=samples.SOME_DUTIES),
    "unfolded": _sample(duties=samples.SOME_DUTIES, unfolded=True),
    "all-done": _sample(duties=samples.DONE_DUTIES),
    "all-done-unfolded": _sample(duties=samples.DONE_DUTIES, unfolded=True),
    "deputy": _sample(person="Siri Lie", for_deputy_of="Nils Hansen"),
    "channel": _sample(in_channel=True, person="Siri Lie"),
    "interpreter": _sample(
        duties=(
            Duty(
                35,
                DutyKind.INTERPRETER,
                date(2027, 2, 26),
                languages=("tigrinja", "arabisk"),
            ),
        ),
        people=0,
    ),
    "status": _sample(
        meeting=replace(samples.NETWORK_MEETING, state=MeetingState.HELD),
        today=date(2027, 3, 25),
        duties=(Duty(36, DutyKind.STATUS, date(2027, 4, 1)),),
    ),
    "cancelled": _sample(meeting=samples.CANCELLED),
    "held": _sample(meeting=_ENDED, over=True),
    "done-and-passed-on": _sample(duties=samples.DONE_DUTIES[:1], has_it="NAV Lindesnes"),
    "passed-on": _sample(duties=(), has_it="NAV Lindesnes"),
    "taken-over": _sample(duties=(), has_it="Mandal videregående skole"),
    "moved-longest": _sample(meeting=samples.MOVED, person=samples.LONG_NAME),
    "nobody-to-call": _sample(agencies=0, people=0),
}
