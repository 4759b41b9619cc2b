"""The work of a løsningsgruppe: who, when, alternatives, tasks, the outcome, and the parties."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.challenges import ChallengeState
from bot.domain.meetings import Activity, Meeting
from bot.domain.minutes import Task
from bot.domain.solution_group import Invitation, Solver
from bot.domain.solving import Agreed, PartyWord, Said, SolvingStep
from cards import challenge_parties, samples
from cards.challenge_files import ShowChallengeFiles
from cards.challenge_invited import AnswerInvitation
from cards.challenge_solving_words import TITLES, BeginSolving
from cards.challenge_words import ShowChallenge, Stage, stage_name
from cards.elements import (
    Checked,
    Execute,
    Mark,
    button,
    card,
    context,
    dated_row,
    eyebrow,
    fact,
    heading,
    in_rows,
    quote,
    row,
    section,
    shortened,
)
from cards.meeting import ShowMeeting
from cards.words import Words, capital

SHOWN_TASKS = 3
SHOWN_MEETINGS = 2  # the latest
SHOWN_ALTERNATIVE = 90  # characters
SHOWN = 200  # characters of the challenge itself


@dataclass(frozen=True, slots=True)
class View:
    """parties: the agencies that the solution binds, by id. words: what they have said of what is
    in force now. steps: what the reader may do. invited: the reader is asked to be in the group,
    and has not answered.
    """

    challenge_id: int
    stage: Stage
    text: str
    today: date
    group: tuple[Solver, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    alternatives: tuple[str, ...] = ()
    chosen: str = ""
    tasks: tuple[Task, ...] = ()
    outcome: Agreed | None = None
    parties: tuple[tuple[int, str], ...] = ()
    words: tuple[PartyWord, ...] = ()
    status: str = ""
    steps: tuple[SolvingStep, ...] = ()
    invited: bool = False
    files: bool = False  # the reader may fetch it for an archive


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    stage = stage_name(view.stage, words)
    body: list[Checked] = [
        eyebrow(words.text("Løsningsgruppe")),
        heading(title),
        fact(words.text("Nå: {stage}", stage=stage), core=stage),
        quote(words, shortened(view.text, SHOWN)),
        *_group(view, words),
        *_meetings(view, words),
        *_alternatives(view, words),
        *_outcome(view, words),
        *_parties(view, words),
        *_tasks(view, words),
        *_status(view, words),
        *_steps(view, words),
    ]
    return card(words, body, fallback=title)


def _title(view: View, words: Words) -> str:
    if view.invited:
        return words.text("Kan du være med i en løsningsgruppe?")
    if view.stage.state is ChallengeState.IN_USE:
        return words.text("Løsningen er tatt i bruk")
    if view.stage.state is ChallengeState.AGREED:
        return words.text("Vi er enige om en løsning")
    if view.outcome is not None:
        return words.text("Nå bekrefter etatene")
    return words.text("Vi leter etter en løsning")


def _group(view: View, words: Words) -> list[Checked]:
    """Who is in it, and who has not answered yet; nobody is shown for having said no."""
    if view.stage.state is not ChallengeState.SOLVING:
        return []
    yes = [s.name for s in view.group if s.invitation is Invitation.YES]
    asked = [s.name for s in view.group if s.invitation is Invitation.ASKED]
    told = [
        words.text("Med: {names}.", names=words.listing(yes)) if yes else "",
        words.text("Spurt: {names}.", names=words.listing(asked)) if asked else "",
    ]
    return [context(*told)] if yes or asked else []


def _meetings(view: View, words: Words) -> list[Checked]:
    return [
        dated_row(
            words.tight_day(words.day_of(meeting.starts_at), view.today),
            words.text("Møte {number}", number=number),
            words.hours(meeting.starts_at, meeting.ends_at),
            opens=button(words.text("Vis"), ShowMeeting(meeting=meeting.id)),
        )
        for number, meeting in list(enumerate(view.meetings, start=1))[-SHOWN_MEETINGS:]
    ]


def _alternatives(view: View, words: Words) -> list[Checked]:
    if not view.alternatives or view.outcome is not None:
        return []
    rows = [
        row(
            Mark.DONE if text == view.chosen else Mark.OPEN,
            shortened(text, SHOWN_ALTERNATIVE),
            words.text("dette er vi enige om") if text == view.chosen else "",
        )
        for text in view.alternatives
    ]
    return [section(words.text("Alternativer")), *rows]


def _outcome(view: View, words: Words) -> list[Checked]:
    if view.outcome is None:
        return []
    return [
        section(words.text("Resultatet")),
        quote(words, view.outcome.what, *told(view.outcome, words)),
    ]


def told(outcome: Agreed, words: Words) -> tuple[str, ...]:
    """Who and from when; and who wrote it, in which version where there are several."""
    day = words.short_day(outcome.starts_on)
    wrote = words.text("Skrevet av {name}", name=outcome.written_by)
    later = words.text("versjon {number}", number=outcome.version)
    return (
        words.text("Hvem: {who}", who=outcome.who),
        words.text("Fra {day}", day=day),
        " · ".join([wrote, *([later] if outcome.version > 1 else [])]),
    )


def _asked(view: View) -> SolvingStep | None:
    """What the parties are answering now."""
    if view.stage.state is ChallengeState.IN_USE:
        return SolvingStep.HOLDS
    if view.stage.state is ChallengeState.AGREED:
        return SolvingStep.USE
    if view.outcome is not None:
        return SolvingStep.CONFIRM
    return SolvingStep.TRY if view.chosen else None


def _parties(view: View, words: Words) -> list[Checked]:
    asked = _asked(view)
    if asked is None or not view.parties:
        return []
    return challenge_parties.rows(asked, view.parties, view.words, words)


def _tasks(view: View, words: Words) -> list[Checked]:
    rows = []
    for task in view.tasks[:SHOWN_TASKS]:
        due = words.text("frist {day}", day=words.short_day(task.due_on)) if task.due_on else ""
        detail = ", ".join(part for part in (task.agency, due) if part)
        rows.append(row(Mark.DONE if task.done_at else Mark.OPEN, task.text, detail))
    more = len(view.tasks) - SHOWN_TASKS
    rest = [context(words.plural("{count} til", "{count} til", more))] if more > 0 else []
    return [section(words.text("Oppgaver")), *rows, *rest] if rows else []


def _status(view: View, words: Words) -> list[Checked]:
    return [quote(words, view.status, words.text("Status til de andre"))] if view.status else []


def _steps(view: View, words: Words) -> list[Checked]:
    """What the reader may do, in rows that a phone is wide enough for."""
    listed = [
        *_invitation(view, words),
        *(
            button(
                capital(words.text(TITLES[step])),
                BeginSolving(challenge=view.challenge_id, step=step),
            )
            for step in view.steps
        ),
        *(
            [button(words.text("Til arkivet"), ShowChallengeFiles(challenge=view.challenge_id))]
            if view.files
            else []
        ),
        button(words.text("Utfordringen"), ShowChallenge(challenge=view.challenge_id)),
    ]
    return [*in_rows(listed)]


def _invitation(view: View, words: Words) -> list[Execute]:
    """Whoever cannot be reached 1:1 answers here."""
    if not view.invited:
        return []
    yes = AnswerInvitation(challenge=view.challenge_id, coming=True)
    no = AnswerInvitation(challenge=view.challenge_id, coming=False)
    return [button(words.text("Ja, jeg blir med"), yes), button(words.text("Kan ikke"), no)]


_TEXT = "Deltakere må velge mellom praksisplassen og undervisningen den dagen."
_KARI = Solver(1, "Kari Nilsen", 1, "NAV Lindesnes", Invitation.YES)
_OLA = Solver(2, "Ola Berg", 2, "Karriere Agder", Invitation.ASKED)
_MEETING = Meeting(
    31,
    Activity.SOLUTION_GROUP,
    datetime(2027, 3, 11, 11, 0, tzinfo=UTC),
    datetime(2027, 3, 11, 13, 0, tzinfo=UTC),
)
_ASKED = View(
    12,
    Stage(ChallengeState.SOLVING, number=1),
    _TEXT,
    samples.TODAY,
    (_KARI, _OLA),
    steps=(SolvingStep.GATHER, SolvingStep.MEET),
)
_OUTCOME = Agreed(
    1,
    "Praksis legges til ferier og uka før ferie.",
    "NAV og læringssenteret",
    date(2027, 4, 1),
    "Kari Nilsen",
)
_PARTIES = ((1, "NAV Lindesnes"), (2, "Karriere Agder"))
_YES = PartyWord(1, "NAV Lindesnes", SolvingStep.CONFIRM, Said.YES)
_BUT = replace(
    _YES, agency_id=2, said=Said.RESERVED, comment="Vi trenger en avtale med skolen først."
)
_WEIGHED = replace(
    _ASKED,
    meetings=(_MEETING,),
    alternatives=("Praksis i ferier", "To modultider"),
    chosen="Praksis i ferier",
    parties=_PARTIES,
    words=(replace(_YES, step=SolvingStep.TRY, said=Said.NO, comment="Ikke i juli."),),
    tasks=(Task(3, "Spør rektor om ledige uker", 2, "Karriere Agder", date(2027, 3, 20)),),
    steps=(SolvingStep.MEET, SolvingStep.WEIGH, SolvingStep.TASK, SolvingStep.TRY),
)
_AGREED = replace(
    _WEIGHED,
    stage=Stage(ChallengeState.AGREED),
    outcome=_OUTCOME,
    words=(_YES, _BUT),
    status="Gruppa er enig. Vi begynner i april.",
    files=True,
    steps=(SolvingStep.USE, SolvingStep.STATUS),
)
SAMPLES: dict[str, View] = {
    "asked": _ASKED,
    "invited": replace(_ASKED, steps=(SolvingStep.MEET, SolvingStep.WEIGH), invited=True),
    "weighed": _WEIGHED,
    "confirming": replace(
        _WEIGHED,
        stage=Stage(ChallengeState.SOLVING, number=3),
        outcome=replace(_OUTCOME, version=2),
        words=(_YES, _BUT),
        steps=(SolvingStep.OUTCOME, SolvingStep.CONFIRM, SolvingStep.STATUS),
    ),
    "agreed": _AGREED,
    "in-use": replace(_AGREED, stage=Stage(ChallengeState.IN_USE), steps=(SolvingStep.HOLDS,)),
    "longest": replace(
        _WEIGHED,
        text=samples.LONGEST,
        alternatives=tuple(f"{n} {samples.LONGEST[:190]}" for n in range(6)),
        tasks=_WEIGHED.tasks * 8,
        parties=tuple((n, samples.LONG_NAME) for n in range(8)),
        meetings=(_MEETING,) * 4,
        steps=(
            SolvingStep.GATHER,
            SolvingStep.MEET,
            SolvingStep.WEIGH,
            SolvingStep.TASK,
            SolvingStep.TRY,
            SolvingStep.OUTCOME,
            SolvingStep.STATUS,
        ),
    ),
}
