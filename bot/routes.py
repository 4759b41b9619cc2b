"""The table of contents: what one can type, what one can press, and who may.

Every line leads to one function in bot/features. Read it to know the product.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from bot.deps import Chosen, Deps, Reply, Turn
from bot.domain.errors import mark
from bot.domain.language import Language
from bot.domain.people import Right
from bot.features import calendar, calendar_link, clock, gathered, language, snooze
from bot.features import help as help_feature
from bot.features.agenda import item as agenda_item
from bot.features.agenda import ordering as agenda_order
from bot.features.agenda import posting as agenda_posting
from bot.features.agenda import proposing as agenda_proposing
from bot.features.agenda import reading as agenda_reading
from bot.features.agreement import change as agreement_change
from bot.features.agreement import consenting
from bot.features.agreement import shown as agreement
from bot.features.attendance import call_in, roll
from bot.features.challenges import answering as challenge_answering
from bot.features.challenges import archive as challenge_archive
from bot.features.challenges import deciding as challenge_deciding
from bot.features.challenges import following as challenge_following
from bot.features.challenges import group as challenge_group
from bot.features.challenges import posting as challenge_posting
from bot.features.challenges import raising as challenge_raising
from bot.features.challenges import reading as challenge_reading
from bot.features.challenges import solving as challenge_solving
from bot.features.duties import agencies as duties_of_agency
from bot.features.duties import moves as duty_moves
from bot.features.duties import passing as duty_passing
from bot.features.duties import shown as duties
from bot.features.duties import tasks
from bot.features.evaluation import asking as evaluation_asking
from bot.features.evaluation import editing as evaluation_editing
from bot.features.evaluation import form as evaluation_form
from bot.features.evaluation import wall as evaluation_wall
from bot.features.fagdag import edit as fagdag_edit
from bot.features.fagdag import invitation as fagdag_invitation
from bot.features.fagdag import show as fagdag
from bot.features.fagdag import sign_up as fagdag_sign_up
from bot.features.meetings import cancelling, changes, creation, recurrence
from bot.features.meetings import card as meeting
from bot.features.membership import choice, holders, leaving, newcomer, own_agency, question
from bot.features.notes import takers as note_takers
from bot.features.notes import writing as notes
from bot.features.notices import coming as coming_notices
from bot.features.notices import failed as failed_notices
from bot.features.notices import own as own_notices
from bot.features.notices import unreached
from bot.features.outcomes import minutes, objections, writing
from bot.features.results import export as evaluations
from bot.features.results import shown as results_shown
from bot.features.rounds import (
    blocking,
    confirming,
    counting,
    framing,
    permission,
    references,
    results,
    routine,
)
from bot.features.rounds import shown as rounds
from bot.features.setup import agencies as setup_agencies
from bot.features.setup import basics as setup_basics
from bot.features.setup import county as setup_county
from bot.features.setup import groups as setup_groups
from bot.features.setup import history as setup_history
from bot.features.setup import keeping as setup_keeping
from bot.features.setup import leaving as setup_leaving
from bot.features.setup import merging as setup_merging
from bot.features.setup import overview as setup_overview
from bot.features.setup import places as setup_places
from bot.features.themes import alike as themes_alike
from bot.features.themes import bank as themes
from bot.features.themes import choosing as themes_choosing
from bot.features.turns import exchange, queue
from bot.features.year import confirming as year_confirming
from bot.features.year import dates as year_dates
from bot.features.year import draft as year_draft
from bot.kinds import drawn
from bot.matching import understand
from cards.actions import CardAction
from cards.agency_change import ChangeAgency
from cards.agency_people import SetHolders, ShowAgencyPeople
from cards.agenda import OrderAgenda, PreviewAgenda, PutBack, TurnAgenda
from cards.agenda_item import PutOff, SaveItem, StrikeOut
from cards.agenda_list import OpenItem
from cards.agenda_order import SaveOrder
from cards.agenda_preview import PostAgenda
from cards.agenda_receipt import RestoreItem, WithdrawItem
from cards.agreement import AskWithdraw, BeginChange, ShowAgreement, ShowConsent, ShowEarlier
from cards.agreement_choice import EditTerm
from cards.agreement_draft import ChangeMore, DropDraft, SendProposal
from cards.agreement_term import SaveTerm
from cards.agreement_withdraw import WithdrawProposal
from cards.attendance import TurnAttendance
from cards.attendance_form import SavePresence
from cards.calendar_link import DeleteCalendarLink, MakeCalendarLink, ShowCalendarLink
from cards.call_in import AnswerCallIn
from cards.call_in_preview import PostCallIn
from cards.challenge import AnswerChallenge, BeginAnswer, SupportChallenge
from cards.challenge_files import ShowChallengeFiles
from cards.challenge_followed import (
    AskTakeBack,
    CheckChallenge,
    FollowChallenge,
    ReplyToQuestion,
    TakeBackChallenge,
)
from cards.challenge_form import SubmitChallenge
from cards.challenge_invited import AnswerInvitation
from cards.challenge_list import ShowChallenges
from cards.challenge_preview import ChangeChallenge, JoinChallenge, PostChallenge
from cards.challenge_receipt import WithdrawChallenge
from cards.challenge_solving_fields import TakeSolving
from cards.challenge_solving_words import BeginSolving, ShowSolution
from cards.challenge_step import BeginStep, TakeStep
from cards.challenge_words import ShowChallenge
from cards.challenge_year import ShowChallengeYear
from cards.coming_notices import ShowComing
from cards.consent import AnswerConsent, UndoConsent
from cards.departed import UndoLeaving
from cards.duty_actions import (
    AcceptDuty,
    AskHelp,
    BeginDrop,
    BeginPass,
    DeclineDuty,
    DropDuty,
    MarkDuty,
    PassDuty,
    ReopenDuty,
    ShowAgencyDuties,
    ShowDuties,
    ShowDuty,
    SnoozeDuties,
    StartDuty,
    TakeDuty,
    UnfoldReminder,
)
from cards.evaluation_edit import PreviewEvaluation, ResetForm, SaveFrame, ShowQuestion
from cards.evaluation_form import SubmitEvaluation
from cards.evaluation_list import ShowEvaluations
from cards.evaluation_question import MoveQuestion, RemoveQuestion, SaveQuestion
from cards.evaluation_summary import ShowRaised, ShowSummary
from cards.evaluation_texts import ShowTexts
from cards.evaluation_wall import SaveRoom
from cards.fagdag import CountParticipants, EditFagdag, ShowInvitation
from cards.fagdag_count import SaveParticipants
from cards.fagdag_form import SaveFagdag
from cards.fagdag_invitation import ComposeInvitation, SaveInvitation
from cards.failed import AcceptFailure, SendAgain, ShowFailed
from cards.gathered import ShowAllGathered, ShowGathered
from cards.help import CommandLine, ShowEverything, Subject
from cards.holders_preview import ConfirmHolders
from cards.language import ChooseLanguage
from cards.leaving import PreviewLeaving, ShowLeaving
from cards.leaving_preview import ConfirmLeaving
from cards.meeting import ShowMeeting
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import AskCancel, SaveMeeting
from cards.meeting_form import CreateMeeting
from cards.meeting_ways import RestoreMeeting, ShowSeries, TakeBackMeeting, UndoChange
from cards.minutes import BeginObjection, ShowMinutes
from cards.minutes_objected import ReopenObjection, SettleObjection, ShowObjection
from cards.minutes_objection import SubmitObjection, WithdrawObjection
from cards.minutes_preview import PostMinutes, PreviewMinutes
from cards.networks import ChooseNetwork
from cards.note_takers import AppointNoteTaker, RelieveNoteTaker
from cards.notes import AddNote, RemoveNote, RestoreNote, ShowNotes, ShowNoteTakers
from cards.notices import EditNotices, EndPause, ShowNotices, ShowUnreached
from cards.notices_form import SaveNotices
from cards.notices_handover import ConfirmNotices
from cards.openings import (
    BeginChallenge,
    CallIn,
    ChangeMeeting,
    EditEvaluation,
    OfferTurn,
    OpenEvaluation,
    ProposeItem,
    ShowAgenda,
    ShowAttendance,
    ShowFagdag,
    ShowWall,
    SignUpForFagdag,
    WriteOutcomes,
)
from cards.outcome_counts import EditCounts, ShowCounts
from cards.outcome_counts_form import SaveOutcomeCounts
from cards.outcomes import SaveOutcome, TakeTaskBack
from cards.outcomes_list import TakeItemBack, TurnOutcomes, WriteItem
from cards.own_agency import EditOwnAgency, TakeRole
from cards.people import ShowPeople
from cards.plan import ShowPlan
from cards.propose_item import SubmitItem
from cards.reference import (
    EditReference,
    FinishReference,
    MarkHeld,
    RemoveReference,
)
from cards.reference_form import SaveReference
from cards.references import (
    ConfirmPermission,
    EditPermission,
    NewReference,
    ShowExport,
    ShowReference,
    ShowReferences,
)
from cards.references_permission import RemovePermission, SavePermission
from cards.representation import AskRepresentation, ChooseAgency
from cards.representation_preview import PostRepresentation
from cards.round_blocked import BeginBlocked, SaveBlocked
from cards.round_counts import BeginCounts, SaveCounts
from cards.round_form import EditRound, SaveRound
from cards.round_list import BeginRound, ShowRound, ShowRounds
from cards.round_meeting import ShowResourceMeeting
from cards.round_programme import AskRound, RestoreRound
from cards.round_question import ConfirmRound, DropRound
from cards.series import TakeBackSeries
from cards.setup_agencies import ShowAgency, ShowNewAgencies
from cards.setup_agency import BeginLeave, BeginMerge, RemoveAgency, SaveAgency, StayOn
from cards.setup_agency_new import AddAgencies
from cards.setup_basics import SaveBasics
from cards.setup_bodies import AddBody, ChooseSeat, ShowBody
from cards.setup_body import RemoveBody, RemoveBodySurely, SaveBody
from cards.setup_changes import ShowChanges
from cards.setup_channels import SaveChannels
from cards.setup_county import SaveCounty
from cards.setup_keeping import SaveKeeping
from cards.setup_leave import CheckLeave, Leave
from cards.setup_merge import CheckMerge, Merge
from cards.setup_parts import (
    LeaveOut,
    ShowAgencies,
    ShowBasics,
    ShowBodies,
    ShowChannels,
    ShowCounty,
    ShowKeeping,
)
from cards.setup_seat import SaveSeat
from cards.sign_up import SubmitSignUp
from cards.snooze import ChooseDay, EndSnooze
from cards.tasks import FinishTask, ReopenTask, ShowTasks
from cards.theme_alike import AskAgain, KeepApart, MergeThemes, PartThemes
from cards.theme_choice import PutThemeOn, RemoveTheme
from cards.theme_form import ProposeTheme
from cards.theme_set import ReplaceTheme, RestoreTheme, TakeThemeOff
from cards.themes import (
    BeginTheme,
    ChooseTheme,
    ShowAlike,
    ShowThemes,
    TakeVoteBack,
    VoteForTheme,
)
from cards.turn_offer import SendOffer
from cards.turn_offered import DeclineTurn, OfferToAll, TakeTurn, WithdrawOffer
from cards.turns import ShowTurns
from cards.words import Words
from cards.year import AskConfirm, AskDiscard, ChooseYearDate, ProposeAgain, ShowYear
from cards.year_confirm import ConfirmYear
from cards.year_date import AskTakeOut, SaveYearDate
from cards.year_question import DiscardYear, TakeOut


@dataclass(frozen=True, slots=True)
class Command:
    """What one can type. The first phrase of a language is the one that help shows.

    `phrases` of all languages are understood by everybody. `demo`: only where the clock may move.
    `looks_at_team`: Teams is asked about the Team first, so that the answer shows what is there.
    `everyday`: on the first help card and in the menu of the client, which holds ten.
    """

    name: str
    phrases: Mapping[Language, tuple[str, ...]]
    description: str
    use_case: Callable[[Deps, Turn], Reply]
    right: Right = Right.MEMBER
    demo: bool = False
    looks_at_team: bool = False
    subject: Subject = Subject.ME
    everyday: bool = False

    def line(self, words: Words) -> CommandLine:
        """The command as help shows it, in the reader's language."""
        return CommandLine(
            name=self.name,
            phrase=self.phrases[words.language][0],
            description=words.text(self.description),
            subject=self.subject,
            everyday=self.everyday,
        )


@dataclass(frozen=True, slots=True)
class Button:
    """What one can press: the class that wrote the button reads it, too.

    asks_about_names: free text near a candidate, in which a full name is asked about first.
    """

    action: type[CardAction]
    use_case: Callable[[Deps, Turn, Any], Reply]
    right: Right = Right.MEMBER
    looks_at_team: bool = False
    asks_about_names: bool = False


def _said(bokmal: str, nynorsk: str, english: str, *also: str) -> dict[Language, tuple[str, ...]]:
    """The phrases of a command; `also` are other words for it, in any of the languages."""
    return {
        Language.BOKMAL: (bokmal, *also),
        Language.NYNORSK: (nynorsk,),
        Language.ENGLISH: (english,),
    }


def _help(deps: Deps, turn: Turn) -> Reply:
    return help_feature.show(turn, lines(deps, turn.words))


def _help_everything(deps: Deps, turn: Turn, _action: ShowEverything) -> Reply:
    return help_feature.show(turn, lines(deps, turn.words), everything=True)


def _raise_challenge(deps: Deps, turn: Turn) -> Reply:
    return challenge_raising.begin(deps, turn, COMMANDS["raise"].line(turn.words))


def _challenges(deps: Deps, turn: Turn) -> Reply:
    """`utfordringer`, or of one year in figures: `utfordringer 2027`."""
    year = challenge_archive.typed_year(turn.rest)
    if year is None:
        return challenge_reading.listed(deps, turn)
    return challenge_archive.show_year(deps, turn, ShowChallengeYear(year=year))


def lines(deps: Deps, words: Words) -> tuple[CommandLine, ...]:
    """The commands that exist here, as help shows them."""
    return _lines(words, demo=deps.advance is not None)


@lru_cache(maxsize=16)
def _lines(words: Words, *, demo: bool) -> tuple[CommandLine, ...]:
    """Every `hjelp` asks, and only the language differs."""
    return tuple(command.line(words) for command in known(demo=demo).values())


def known(*, demo: bool) -> dict[str, Command]:
    """The commands that exist, in a demo or elsewhere, by name."""
    return {name: command for name, command in COMMANDS.items() if demo or not command.demo}


def typed(deps: Deps, text: str) -> Command | None:
    """The command that was typed for certain."""
    commands = by_phrase(deps)
    meant = understand(text, commands)
    return commands[meant.phrase] if meant is not None and meant.certain else None


def by_phrase(deps: Deps) -> Mapping[str, Command]:
    """What one can type, by every phrase for it."""
    return _by_phrase(demo=deps.advance is not None)


@cache
def _by_phrase(*, demo: bool) -> Mapping[str, Command]:
    return {phrase: each for each in known(demo=demo).values() for phrase in _phrases(each)}


def _phrases(command: Command) -> set[str]:
    return {phrase for phrases in command.phrases.values() for phrase in phrases}


def _choose_network(deps: Deps, turn: Turn, action: ChooseNetwork) -> Reply:
    """The choice, and what was asked for before it was needed."""
    goes_on, chosen = choice.choose(deps, turn, action)
    command = known(demo=deps.advance is not None).get(action.command)
    return command.use_case(deps, goes_on) if command else chosen


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command(
            "plan",
            _said("møteplan", "møteplan", "meeting plan", "moteplan", "kalender", "plan"),
            mark("årets møter, og hvem som er vert"),
            calendar.plan,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "next",
            _said("neste møte", "neste møte", "next meeting", "neste mote", "neste"),
            mark("det neste møtet, og hva som er gjort"),
            meeting.next_meeting,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "new-meeting",
            _said("nytt møte", "nytt møte", "new meeting", "nytt mote", "lag møte", "lag mote"),
            mark("legg et møte i planen, eller flere som gjentas"),
            creation.begin,
            subject=Subject.MEETINGS,
        ),
        Command(
            "agenda",
            _said("saksliste", "saksliste", "agenda", "sakliste", "dagsorden", "sakslista"),
            mark("det vi skal snakke om i neste møte"),
            agenda_reading.next_agenda,
            subject=Subject.MEETINGS,
        ),
        Command(
            "propose",
            _said("meld sak", "meld sak", "propose an item", "ny sak", "meld inn sak"),
            mark("få noe på sakslista til neste møte, eller et senere"),
            agenda_proposing.begin,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "raise",
            _said("meld utfordring", "meld utfordring", "raise a challenge", "ta opp noe", "meld"),
            mark("ta opp noe som ikke fungerer, eller en mulighet"),
            _raise_challenge,
            subject=Subject.TOGETHER,
            everyday=True,
        ),
        Command(
            "challenges",
            _said("utfordringer", "utfordringar", "challenges", "utfordringene"),
            mark("det som er meldt, og hvor det står"),
            _challenges,
            subject=Subject.TOGETHER,
        ),
        Command(
            "follow",
            _said("følg", "følg", "track", "folg"),
            mark("se hva som ble av det du meldte, med koden fra kvitteringen"),
            challenge_following.follow,
            subject=Subject.TOGETHER,
        ),
        Command(
            "attend",
            _said("påmelding", "påmelding", "coming", "kommer", "pamelding", "jeg kommer"),
            mark("svar på om du kommer på neste møte"),
            call_in.next_called,
            subject=Subject.MEETINGS,
        ),
        Command(
            "minutes",
            _said("referat", "referat", "minutes", "referatet", "referater"),
            mark("hva vi ble enige om på det siste møtet"),
            minutes.latest,
            subject=Subject.MEETINGS,
        ),
        Command(
            "follow-up",
            _said("oppfølging", "oppfølging", "follow-up", "oppfolging"),
            mark("det vi har lovet hverandre, og som ikke er gjort"),
            tasks.follow_up,
            subject=Subject.TOGETHER,
            everyday=True,
        ),
        Command(
            "my-duties",
            _said("mine oppgaver", "oppgåvene mine", "my tasks", "mine oppgåver"),
            mark("det etaten din har å gjøre, det eldste først"),
            duties_of_agency.mine,
            subject=Subject.TOGETHER,
        ),
        Command(
            "duties",
            _said("oppgaver", "oppgåver", "tasks"),
            mark("det en etat har å gjøre: skriv navnet etter"),
            duties_of_agency.of_agency,
            subject=Subject.TOGETHER,
        ),
        Command(
            "turns",
            _said("ansvar", "ansvar", "turns", "tur", "hvem har ansvar"),
            mark("hvem sin tur det er, og hvorfor"),
            queue.show,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "swap",
            _said("bytt vertskap", "byt vertskap", "swap hosting", "bytt tur", "byt tur", "bytt"),
            mark("spør om noen andre kan være vert"),
            exchange.choose,
            subject=Subject.MEETINGS,
        ),
        Command(
            "fagdag",
            _said("fagdag", "fagdag", "open day", "fagdagen"),
            mark("neste fagdag: program, påmelding og invitasjon"),
            fagdag.next_fagdag,
            subject=Subject.FAGDAG,
            everyday=True,
        ),
        Command(
            "round",
            _said("runde", "runde", "round", "runder", "rundar", "rounds"),
            mark("ressursgruppemøter samlet på én eller to dager"),
            rounds.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "resource-group",
            _said("ressursgruppe", "ressursgruppe", "resource group", "ressursgrupper"),
            mark("de fire møtene: hvem er med, og hva vi snakker om"),
            routine.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "outcomes",
            _said("styringstall", "styringstal", "figures", "tallene"),
            mark("hva det ble av, i tall for hvert år"),
            results.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "references",
            _said("referanser", "referansar", "references"),
            mark("koder med datoer, når etatene har avtalt det"),
            permission.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "evaluation",
            _said("evaluering", "evaluering", "evaluation", "evaluer"),
            mark("si hva du syntes om fagdagen"),
            evaluation_form.show,
            subject=Subject.FAGDAG,
            everyday=True,
        ),
        Command(
            "evaluations",
            _said("evalueringer", "evalueringar", "evaluations", "resultater", "resultat"),
            mark("hva dere har sagt om fagdagene"),
            evaluations.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "notes",
            _said("noter", "notat", "notes", "notater"),
            mark("skriv ned det som kommer opp på fagdagen"),
            notes.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "themes",
            _said("temabank", "temabank", "theme bank", "temaer", "tema"),
            mark("foreslå og stem på temaer til neste fagdag"),
            themes.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "year-plan",
            _said("årsplan", "årsplan", "year plan", "arsplan", "årsplanen"),
            mark("et forslag til møtene i et helt år"),
            year_draft.open_year,
            subject=Subject.MEETINGS,
        ),
        Command(
            "agreement",
            _said("avtalen", "avtalen", "agreement", "avtale", "avtala"),
            mark("hva nettverket har avtalt for et år, og endringer i det"),
            agreement.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "calendar-link",
            _said("kalenderlenke", "kalenderlenkje", "calendar link", "min kalender"),
            mark("møtene i din egen kalender, med en hemmelig lenke"),
            calendar_link.show,
            subject=Subject.ME,
            everyday=True,
        ),
        Command(
            "notices",
            _said("varsler", "varsel", "notices", "varslar", "mine varsler"),
            mark("hva jeg sender deg, og hvordan du vil ha det"),
            own_notices.show,
            subject=Subject.ME,
        ),
        Command(
            "pause",
            _said("ikke forstyrr", "ikkje forstyrr", "do not disturb", "pause"),
            mark("få fred en stund, for eksempel til 1. februar"),
            own_notices.pause,
            subject=Subject.ME,
        ),
        Command(
            "coming-notices",
            _said(
                "kommende varsler",
                "komande varsel",
                "coming notices",
                "hva sendes",
                "kva blir sendt",
                "what is sent",
            ),
            mark("det jeg sender de neste 30 dagene, til hvem og hvorfor"),
            coming_notices.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "failed",
            _said("hva feilet", "kva feila", "what failed", "feil", "hva gikk galt"),
            mark("det som ikke kom fram, og hva du kan gjøre"),
            failed_notices.show,
            Right.ADMIN,
            subject=Subject.NETWORK,
        ),
        Command(
            "contacts",
            _said("kontakter", "kontaktar", "contacts", "hvem er hvem", "kven er kven"),
            mark("hvem som er kontaktperson og vara i hver etat"),
            holders.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "newcomer",
            _said("ny hos oss", "ny hos oss", "new here", "jeg er ny", "eg er ny"),
            mark("hvem vi er, hva dere har lovet, og hvem du kan spørre"),
            newcomer.show,
            subject=Subject.ME,
        ),
        Command(
            "who-am-i",
            _said("hvem er jeg", "kven er eg", "who am i", "min etat", "etaten min"),
            mark("hvilken etat du representerer, og rollen din"),
            own_agency.show,
            subject=Subject.ME,
        ),
        Command(
            "leave",
            _said("slutter", "sluttar", "leaving", "jeg slutter", "eg sluttar", "slutte"),
            mark("gi videre det du har ansvar for når du slutter"),
            leaving.begin,
            subject=Subject.ME,
        ),
        Command(
            "network",
            _said("nettverk", "nettverk", "network", "bytt nettverk", "byt nettverk"),
            mark("velg hvilket nettverk vi snakker om, når du er med i flere"),
            choice.show,
            subject=Subject.ME,
        ),
        Command(
            "setup",
            _said("oppsett", "oppsett", "setup", "sett opp", "set up", "innstillinger"),
            mark("navn, etater, kanaler og roller"),
            setup_overview.show,
            looks_at_team=True,
            subject=Subject.NETWORK,
        ),
        Command(
            "changes",
            _said("endringer", "endringar", "changes", "logg"),
            mark("hvem som har endret hva i oppsettet"),
            setup_history.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "language",
            _said("språk", "språk", "language", "sprak", "målform"),
            mark("bokmål, nynorsk eller engelsk"),
            language.show,
            subject=Subject.ME,
        ),
        Command(
            "help",
            _said("hjelp", "hjelp", "help", "hei", "hallo", "hi", "hello"),
            mark("denne oversikten"),
            _help,
            Right.ANYONE,
            subject=Subject.ME,
            everyday=True,
        ),
        Command(
            "wind",
            _said("spol fram", "spol fram", "wind forward", "spol"),
            mark("flytt klokka i demoen, for eksempel 14 dager"),
            clock.wind,
            Right.ANYONE,
            demo=True,
        ),
    )
}

BUTTONS: dict[str, Button] = {
    button.action.verb: button
    for button in (
        Button(ShowEverything, _help_everything, Right.ANYONE),
        # Meetings, and series of them
        Button(ShowPlan, calendar.turn_page),
        Button(ShowMeeting, meeting.show),
        Button(CreateMeeting, creation.create),
        Button(TakeBackMeeting, creation.take_back, Right.HOST),
        Button(TakeBackSeries, creation.take_back_series, Right.HOST),
        Button(ChangeMeeting, changes.begin, Right.HOST),
        Button(SaveMeeting, changes.save, Right.HOST),
        Button(UndoChange, changes.undo, Right.HOST),
        Button(AskCancel, cancelling.ask, Right.HOST),
        Button(CancelMeeting, cancelling.cancel, Right.HOST),
        Button(RestoreMeeting, cancelling.restore, Right.HOST),
        Button(ShowSeries, recurrence.show),
        # Turns
        Button(ShowTurns, queue.turn_page),
        Button(OfferTurn, exchange.begin, Right.HOST),
        Button(SendOffer, exchange.send, Right.HOST),
        Button(TakeTurn, exchange.take),
        Button(DeclineTurn, exchange.decline, Right.AGENCY),
        Button(WithdrawOffer, exchange.withdraw, Right.AGENCY),
        Button(OfferToAll, exchange.ask_all, Right.AGENCY),
        # Duties
        Button(MarkDuty, duty_moves.mark_done, Right.AGENCY),
        Button(ReopenDuty, duty_moves.reopen, Right.AGENCY),
        Button(StartDuty, duty_moves.start, Right.AGENCY),
        Button(AskHelp, duty_moves.ask_help, Right.AGENCY),
        Button(TakeDuty, duty_moves.take, Right.AGENCY),
        Button(BeginPass, duty_passing.begin_pass, Right.AGENCY),
        Button(PassDuty, duty_passing.pass_on, Right.AGENCY),
        Button(AcceptDuty, duty_moves.accept, Right.AGENCY),
        Button(DeclineDuty, duty_moves.decline, Right.AGENCY),
        Button(BeginDrop, duty_passing.begin_drop, Right.AGENCY),
        Button(DropDuty, duty_passing.drop, Right.AGENCY, asks_about_names=True),
        Button(UnfoldReminder, duties.unfold),
        Button(ShowDuty, duties.show),
        Button(ShowDuties, duties.show_all),
        Button(ShowAgencyDuties, duties_of_agency.turn_page),
        Button(SnoozeDuties, snooze.begin),
        Button(ChooseDay, snooze.choose),
        Button(EndSnooze, snooze.end),
        Button(OpenEvaluation, evaluation_asking.open_now, Right.HOST),
        # The year, and what the network has agreed
        Button(ShowYear, year_draft.turn_page),
        Button(ProposeAgain, year_draft.again),
        Button(AskDiscard, year_draft.ask_discard),
        Button(DiscardYear, year_draft.discard),
        Button(ChooseYearDate, year_dates.choose),
        Button(SaveYearDate, year_dates.save),
        Button(AskTakeOut, year_dates.ask_take_out),
        Button(TakeOut, year_dates.take_out),
        Button(AskConfirm, year_confirming.ask),
        Button(ConfirmYear, year_confirming.confirm),
        Button(ShowAgreement, agreement.again),
        Button(ShowEarlier, agreement.earlier),
        Button(BeginChange, agreement_change.begin),
        Button(EditTerm, agreement_change.edit),
        Button(SaveTerm, agreement_change.save),
        Button(ChangeMore, agreement_change.more),
        Button(SendProposal, agreement_change.send),
        Button(DropDraft, agreement_change.drop),
        Button(ShowConsent, consenting.show),
        Button(AnswerConsent, consenting.answer, Right.AGENCY),
        Button(UndoConsent, consenting.undo, Right.AGENCY),
        Button(AskWithdraw, consenting.ask_withdraw),
        Button(WithdrawProposal, consenting.withdraw),
        # Fagdager
        Button(ShowFagdag, fagdag.show),
        Button(SignUpForFagdag, fagdag_sign_up.begin),
        Button(SubmitSignUp, fagdag_sign_up.submit),
        Button(ShowInvitation, fagdag_invitation.begin),
        Button(ComposeInvitation, fagdag_invitation.compose, Right.HOST),
        Button(SaveInvitation, fagdag_invitation.save, Right.HOST),
        Button(EditFagdag, fagdag_edit.begin, Right.HOST),
        Button(SaveFagdag, fagdag_edit.save, Right.HOST, asks_about_names=True),
        Button(CountParticipants, fagdag_edit.begin_count, Right.HOST),
        Button(SaveParticipants, fagdag_edit.save_count, Right.HOST),
        # Agendas
        Button(ShowAgenda, agenda_reading.show),
        Button(TurnAgenda, agenda_reading.turn_page),
        Button(ProposeItem, agenda_proposing.begin_for),
        Button(SubmitItem, agenda_proposing.submit, asks_about_names=True),
        Button(WithdrawItem, agenda_proposing.withdraw),
        Button(RestoreItem, agenda_proposing.restore),
        Button(OrderAgenda, agenda_order.begin, Right.HOST),
        Button(SaveOrder, agenda_order.save, Right.HOST),
        Button(OpenItem, agenda_item.open_item, Right.HOST),
        Button(SaveItem, agenda_item.save_item, Right.HOST, asks_about_names=True),
        Button(PutOff, agenda_item.put_off, Right.HOST),
        Button(StrikeOut, agenda_item.strike_out, Right.HOST),
        Button(PutBack, agenda_item.put_back, Right.HOST),
        Button(PreviewAgenda, agenda_posting.preview, Right.HOST),
        Button(PostAgenda, agenda_posting.post, Right.HOST),
        # Who comes
        Button(CallIn, call_in.preview, Right.HOST),
        Button(PostCallIn, call_in.post, Right.HOST),
        Button(AnswerCallIn, call_in.answer),
        Button(ShowAttendance, roll.show),
        Button(TurnAttendance, roll.turn_page),
        Button(SavePresence, roll.save, Right.HOST),
        # What came of it
        Button(WriteOutcomes, writing.begin, Right.HOST),
        Button(WriteItem, writing.write_item, Right.HOST),
        Button(SaveOutcome, writing.save, Right.HOST, asks_about_names=True),
        Button(TakeTaskBack, writing.take_task_back, Right.HOST),
        Button(TakeItemBack, writing.take_item_back, Right.HOST),
        Button(TurnOutcomes, writing.turn_page, Right.HOST),
        Button(PreviewMinutes, minutes.preview, Right.HOST),
        Button(PostMinutes, minutes.post, Right.HOST),
        Button(ShowMinutes, minutes.show),
        Button(BeginObjection, objections.begin),
        Button(SubmitObjection, objections.submit, asks_about_names=True),
        Button(WithdrawObjection, objections.withdraw),
        Button(ShowObjection, objections.show, Right.HOST),
        Button(SettleObjection, objections.settle, Right.HOST),
        Button(ReopenObjection, objections.reopen, Right.HOST),
        Button(ShowTasks, tasks.turn_page),
        Button(FinishTask, tasks.finish, Right.AGENCY),
        Button(ReopenTask, tasks.reopen, Right.AGENCY),
        # Evaluations
        Button(ShowWall, evaluation_wall.show, Right.HOST),
        Button(SaveRoom, evaluation_wall.save_room, Right.HOST),
        Button(SubmitEvaluation, evaluation_form.submit),
        Button(EditEvaluation, evaluation_editing.show, Right.HOST),
        Button(PreviewEvaluation, evaluation_editing.preview, Right.HOST),
        Button(ShowQuestion, evaluation_editing.ask_about, Right.HOST),
        Button(SaveQuestion, evaluation_editing.save_question, Right.HOST),
        Button(MoveQuestion, evaluation_editing.move, Right.HOST),
        Button(RemoveQuestion, evaluation_editing.remove, Right.HOST),
        Button(ResetForm, evaluation_editing.reset, Right.HOST),
        Button(SaveFrame, evaluation_editing.save_frame, Right.HOST),
        # What came of them: results, notes and themes
        Button(ShowEvaluations, evaluations.turn_page),
        Button(ShowSummary, results_shown.summary),
        Button(ShowTexts, results_shown.texts),
        Button(ShowRaised, results_shown.raised),
        Button(ShowNotes, notes.show),
        Button(AddNote, notes.add, asks_about_names=True),
        Button(RemoveNote, notes.remove),
        Button(RestoreNote, notes.restore),
        Button(ShowNoteTakers, note_takers.show, Right.HOST),
        Button(AppointNoteTaker, note_takers.appoint, Right.HOST),
        Button(RelieveNoteTaker, note_takers.relieve, Right.HOST),
        Button(ShowThemes, themes.turn_page),
        Button(VoteForTheme, themes.vote),
        Button(TakeVoteBack, themes.take_vote_back),
        Button(BeginTheme, themes.begin),
        Button(ProposeTheme, themes.propose, asks_about_names=True),
        Button(ShowAlike, themes_alike.show),
        Button(MergeThemes, themes_alike.merge),
        Button(PartThemes, themes_alike.part),
        Button(KeepApart, themes_alike.keep_apart),
        Button(AskAgain, themes_alike.ask_again),
        Button(ChooseTheme, themes_choosing.begin, Right.HOST),
        Button(PutThemeOn, themes_choosing.put_on, Right.HOST),
        Button(ReplaceTheme, themes_choosing.replace, Right.HOST),
        Button(TakeThemeOff, themes_choosing.take_off, Right.HOST),
        Button(RemoveTheme, themes_choosing.remove, Right.ADMIN),
        Button(RestoreTheme, themes_choosing.restore, Right.ADMIN),
        # Challenges
        Button(BeginChallenge, challenge_raising.begin_from),
        Button(SubmitChallenge, challenge_raising.submit, asks_about_names=True),
        Button(ChangeChallenge, challenge_raising.change, Right.SENDER),
        Button(PostChallenge, challenge_posting.confirm, Right.SENDER),
        Button(JoinChallenge, challenge_posting.join, Right.SENDER),
        Button(WithdrawChallenge, challenge_posting.withdraw, Right.SENDER),
        Button(FollowChallenge, challenge_following.show, Right.SENDER),
        Button(ReplyToQuestion, challenge_following.reply, Right.SENDER, asks_about_names=True),
        Button(AskTakeBack, challenge_following.ask_take_back, Right.SENDER),
        Button(TakeBackChallenge, challenge_following.take_back, Right.SENDER),
        Button(ShowChallenges, challenge_reading.turn_page),
        Button(ShowChallenge, challenge_reading.show),
        Button(BeginAnswer, challenge_answering.begin_answer),
        Button(AnswerChallenge, challenge_answering.answer, asks_about_names=True),
        Button(SupportChallenge, challenge_answering.support, Right.AGENCY),
        Button(BeginStep, challenge_deciding.begin_step),
        Button(TakeStep, challenge_deciding.take_step, asks_about_names=True),
        Button(ShowSolution, challenge_solving.show),
        Button(BeginSolving, challenge_solving.begin),
        Button(TakeSolving, challenge_solving.take, asks_about_names=True),
        Button(AnswerInvitation, challenge_group.answer),
        Button(CheckChallenge, challenge_following.check, asks_about_names=True),
        Button(ShowChallengeYear, challenge_archive.show_year),
        Button(ShowChallengeFiles, challenge_archive.show_files),
        # Who represents whom
        Button(AskRepresentation, question.ask, Right.ADMIN),
        Button(PostRepresentation, question.post, Right.ADMIN),
        Button(ChooseAgency, own_agency.choose),
        Button(ChangeAgency, own_agency.change),
        Button(EditOwnAgency, own_agency.edit),
        Button(TakeRole, own_agency.take),
        Button(ShowPeople, holders.turn_page),
        Button(ShowAgencyPeople, holders.show_agency),
        Button(SetHolders, holders.set_holders, Right.AGENCY),
        Button(ConfirmHolders, holders.confirm, Right.AGENCY),
        Button(ShowLeaving, leaving.show),
        Button(PreviewLeaving, leaving.preview),
        Button(ConfirmLeaving, leaving.confirm),
        Button(UndoLeaving, leaving.undo, Right.ANYONE),
        # Oneself
        Button(ChooseNetwork, _choose_network),
        Button(ChooseLanguage, language.choose),
        # What one is told
        Button(ShowNotices, own_notices.go_back),
        Button(EditNotices, own_notices.edit),
        Button(SaveNotices, own_notices.save),
        Button(ConfirmNotices, own_notices.confirm),
        Button(EndPause, own_notices.resume),
        Button(ShowUnreached, unreached.show, Right.ADMIN),
        Button(ShowComing, coming_notices.turn_page),
        Button(ShowFailed, failed_notices.turn_page, Right.ADMIN),
        Button(SendAgain, failed_notices.send_again, Right.ADMIN),
        Button(AcceptFailure, failed_notices.accept, Right.ADMIN),
        # The set-up
        Button(LeaveOut, setup_overview.leave_out, Right.ADMIN, looks_at_team=True),
        Button(ShowBasics, setup_basics.show_basics, Right.ADMIN),
        Button(SaveBasics, setup_basics.save_basics, Right.ADMIN),
        Button(ShowAgencies, setup_agencies.show, Right.ADMIN),
        Button(ShowNewAgencies, setup_agencies.show_new, Right.ADMIN),
        Button(AddAgencies, setup_agencies.add, Right.ADMIN, looks_at_team=True),
        Button(ShowAgency, setup_agencies.show_one, Right.ADMIN),
        Button(SaveAgency, setup_agencies.save, Right.ADMIN),
        Button(RemoveAgency, setup_agencies.remove, Right.ADMIN),
        Button(StayOn, setup_agencies.stay_on, Right.ADMIN),
        Button(BeginMerge, setup_merging.begin_merge, Right.ADMIN),
        Button(CheckMerge, setup_merging.check_merge, Right.ADMIN),
        Button(Merge, setup_merging.merge, Right.ADMIN),
        Button(BeginLeave, setup_leaving.begin_leave, Right.ADMIN),
        Button(CheckLeave, setup_leaving.check_leave, Right.ADMIN),
        Button(Leave, setup_leaving.leave, Right.ADMIN),
        Button(ShowChannels, setup_places.show_channels, Right.ADMIN, looks_at_team=True),
        Button(SaveChannels, setup_places.save_channels, Right.ADMIN),
        Button(ShowBodies, setup_groups.show, Right.ADMIN),
        Button(AddBody, setup_groups.add, Right.ADMIN),
        Button(ShowBody, setup_groups.show_one, Right.ADMIN),
        Button(SaveBody, setup_groups.save, Right.ADMIN),
        Button(RemoveBody, setup_groups.remove, Right.ADMIN),
        Button(RemoveBodySurely, setup_groups.remove, Right.ADMIN),
        Button(ChooseSeat, setup_groups.choose_seat, Right.ADMIN),
        Button(SaveSeat, setup_groups.save_seat, Right.ADMIN),
        Button(ShowCounty, setup_county.show_county, Right.ADMIN),
        Button(SaveCounty, setup_county.save_county, Right.ADMIN),
        Button(ShowKeeping, setup_keeping.show, Right.ADMIN),
        Button(SaveKeeping, setup_keeping.save, Right.ADMIN),
        Button(ShowChanges, setup_history.turn_page),
        # Rounds of resource groups, and what became of it
        Button(ShowRounds, rounds.listed),
        Button(ShowRound, rounds.show),
        Button(BeginRound, framing.begin),
        Button(EditRound, framing.edit),
        Button(SaveRound, framing.save),
        Button(BeginCounts, counting.begin, Right.AGENCY),
        Button(SaveCounts, counting.save, Right.AGENCY),
        Button(BeginBlocked, blocking.begin, Right.AGENCY),
        Button(SaveBlocked, blocking.save, Right.AGENCY),
        Button(AskRound, confirming.ask),
        Button(ConfirmRound, confirming.confirm, Right.AGENCY),
        Button(DropRound, confirming.drop),
        Button(RestoreRound, confirming.restore),
        Button(ShowResourceMeeting, routine.show),
        Button(ShowCounts, results.show),
        Button(EditCounts, results.edit),
        Button(SaveOutcomeCounts, results.save),
        Button(ShowReferences, permission.show),
        Button(EditPermission, permission.edit, Right.ADMIN),
        Button(SavePermission, permission.save, Right.ADMIN),
        Button(RemovePermission, permission.remove, Right.ADMIN),
        Button(ConfirmPermission, permission.confirm, Right.AGENCY),
        Button(ShowReference, references.show),
        Button(NewReference, references.new),
        Button(EditReference, references.edit),
        Button(SaveReference, references.save),
        Button(MarkHeld, references.mark_held),
        Button(FinishReference, references.finish),
        Button(RemoveReference, references.remove),
        Button(ShowExport, references.export),
        # Several things in one message
        Button(ShowGathered, partial(gathered.show, drawn=drawn)),
        Button(ShowAllGathered, partial(gathered.show_all, drawn=drawn)),
        # One's own calendar
        Button(ShowCalendarLink, calendar_link.go_back),
        Button(MakeCalendarLink, calendar_link.make),
        Button(DeleteCalendarLink, calendar_link.delete),
    )
}

ANY_NETWORK = frozenset({"language", "network"})  # need no choice among several networks

# «Ta opp i nettverket», in the menu of every message in the Team
ON_MESSAGE: Callable[[Deps, Turn, Chosen], Reply] = challenge_raising.begin_from_message
