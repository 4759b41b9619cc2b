"""The table of rights: one valid press of each button on Karriere Agder's things, and who may.

What stands here is meant: where the product answers otherwise, one of the two is wrong. A new verb
needs a line here before the tests pass.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.challenges import Step
from bot.domain.solving import SolvingStep
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
from cards.help import ShowEverything
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
from cards.reference import EditReference, FinishReference, MarkHeld, RemoveReference
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
from cards.year import AskConfirm, AskDiscard, ChooseYearDate, ProposeAgain, ShowYear
from cards.year_confirm import ConfirmYear
from cards.year_date import AskTakeOut, SaveYearDate
from cards.year_question import DiscardYear, TakeOut
from tests.features.estate import CLAIM, MEMBERS, Estate, Who


@dataclass(frozen=True, slots=True)
class Press:
    """One press, and the people who are not refused."""

    action: Callable[[Estate], CardAction]
    may: frozenset[Who]


ADMINS = frozenset({Who.OWNER, Who.COORDINATOR})
OWN = frozenset({Who.CONTACT, Who.COLLEAGUE})
HOSTS = ADMINS | OWN
AGENCY = OWN | {Who.COORDINATOR}
PARTIES = HOSTS | {Who.OTHER}
VOTERS = MEMBERS - {Who.OBSERVER}  # whoever follows the network to study it only reads
SENDER = frozenset({Who.CONTACT})
KEEPERS = ADMINS | {Who.OTHER}  # whose agency hosts the next meeting that treats challenges
SPEAKING = PARTIES | {Who.OBSERVER}  # everybody who has said whom they represent
DAY = "2027-10-06"
HOURS = {"day": DAY, "starts": "09:00", "ends": "11:00"}
HOURS_2029 = {**HOURS, "day": "2029-10-04"}
TOGETHER = {"into": "new", "name": "Sammen", "day": DAY}
TERM = {"activity": "network-meeting", "count": "3", "months": "2,5,9", "weekday": "3"}
TERM |= {"starts": "09:00", "ends": "11:00", "responsible": "turn"}

PRESSES = (
    # Anybody reads
    Press(lambda _: ShowEverything(), frozenset(Who)),
    Press(lambda _: ShowPlan(page=0), MEMBERS),
    Press(lambda e: ShowMeeting(meeting=e.coming), MEMBERS),
    Press(lambda e: ShowGathered(delivery=e.told), MEMBERS),
    Press(lambda e: ShowAllGathered(delivery=e.told), MEMBERS),
    Press(lambda e: ShowSeries(series=e.series), MEMBERS),
    Press(lambda _: ShowTurns(page=0), MEMBERS),
    Press(lambda _: ShowAgreement(), MEMBERS),
    Press(lambda _: ShowEarlier(page=0), MEMBERS),
    Press(lambda e: ShowFagdag(meeting=e.fagdag), MEMBERS),
    Press(lambda e: ShowInvitation(meeting=e.fagdag), MEMBERS),
    Press(lambda e: ShowAgenda(meeting=e.coming), MEMBERS),
    Press(lambda e: TurnAgenda(meeting=e.coming, page=0), MEMBERS),
    Press(lambda e: ShowAttendance(meeting=e.called), MEMBERS),
    Press(lambda e: ShowMinutes(meeting=e.posted), MEMBERS),
    Press(lambda _: ShowTasks(page=0), MEMBERS),
    Press(lambda _: ShowPeople(page=0), MEMBERS),
    Press(lambda e: ShowAgencyPeople(agency=e.own), MEMBERS),
    Press(lambda _: ShowChanges(page=0), MEMBERS),
    # A meeting is the host's, and the administrators'
    Press(
        lambda e: CreateMeeting(
            submission="a-meeting-in-october--", activity="network-meeting", host="", **HOURS
        ),
        PARTIES,
    ),
    Press(lambda e: TakeBackMeeting(meeting=e.fresh, key="fresh"), HOSTS),
    Press(lambda e: TakeBackSeries(series=e.series, key=e.series_key), HOSTS),
    Press(lambda e: ChangeMeeting(meeting=e.coming), HOSTS),
    Press(lambda e: SaveMeeting(meeting=e.coming, sequence=0, **HOURS), HOSTS),
    Press(lambda e: UndoChange(meeting=e.changed, sequence=e.sequence), HOSTS),
    Press(lambda e: AskCancel(meeting=e.coming), HOSTS),
    Press(lambda e: CancelMeeting(meeting=e.coming, reason="Ingen kan komme"), HOSTS),
    Press(lambda e: RestoreMeeting(meeting=e.cancelled), HOSTS),
    Press(lambda e: MarkDuty(duty=e.open_duty), AGENCY),
    Press(lambda e: ReopenDuty(duty=e.done_duty), AGENCY),
    Press(lambda e: StartDuty(duty=e.open_duty), AGENCY),
    Press(lambda e: AskHelp(duty=e.open_duty), AGENCY),
    Press(lambda e: TakeDuty(duty=e.open_duty), OWN),
    Press(lambda e: BeginPass(duty=e.open_duty), AGENCY),
    Press(lambda e: PassDuty(duty=e.open_duty, to=f"agency:{e.other}"), AGENCY),
    Press(lambda e: AcceptDuty(duty=e.asked_duty, move=e.asked_move), AGENCY),
    Press(lambda e: DeclineDuty(duty=e.asked_duty, move=e.asked_move), AGENCY),
    Press(lambda e: BeginDrop(duty=e.open_duty), AGENCY),
    Press(lambda e: DropDuty(duty=e.open_duty, reason="Vi møtes på nett."), AGENCY),
    Press(lambda e: UnfoldReminder(meeting=e.coming), MEMBERS),
    Press(lambda e: ShowDuty(duty=e.open_duty), MEMBERS),
    Press(lambda e: ShowDuties(meeting=e.coming), MEMBERS),
    Press(lambda e: ShowAgencyDuties(agency=e.own), MEMBERS),
    Press(lambda e: SnoozeDuties(meeting=e.coming), OWN),
    Press(lambda e: ChooseDay(meeting=e.coming, day="2027-01-11"), OWN),
    Press(lambda e: EndSnooze(meeting=e.coming), OWN),
    Press(lambda e: OpenEvaluation(meeting=e.past_fagdag), AGENCY),
    # Turns
    Press(lambda e: OfferTurn(meeting=e.coming), AGENCY),
    Press(lambda e: SendOffer(meeting=e.coming, to="all", comment="Vi flytter"), AGENCY),
    Press(lambda e: TakeTurn(offer=e.to_all), frozenset({Who.OWNER, Who.COORDINATOR, Who.OTHER})),
    Press(lambda e: DeclineTurn(offer=e.to_other), frozenset({Who.COORDINATOR, Who.OTHER})),
    Press(lambda e: WithdrawOffer(offer=e.to_all), AGENCY),
    Press(lambda e: OfferToAll(offer=e.to_other), AGENCY),
    # The year: any party draws it up, the contacts confirm it
    Press(lambda _: ShowYear(year=2029), MEMBERS),
    Press(lambda _: ProposeAgain(year=2029, sure=True), PARTIES),
    Press(lambda _: AskDiscard(year=2029), PARTIES),
    Press(lambda _: DiscardYear(year=2029), PARTIES),
    Press(lambda e: ChooseYearDate(year=2029, meeting=str(e.draft)), PARTIES),
    Press(
        lambda e: SaveYearDate(meeting=e.draft, **HOURS_2029),
        PARTIES,
    ),
    Press(lambda e: AskTakeOut(meeting=e.draft), PARTIES),
    Press(lambda e: TakeOut(meeting=e.draft), PARTIES),
    Press(lambda _: AskConfirm(year=2029), PARTIES - {Who.COLLEAGUE}),
    Press(lambda _: ConfirmYear(year=2029), PARTIES - {Who.COLLEAGUE}),
    # The agreement
    Press(lambda _: BeginChange(), PARTIES),
    Press(lambda _: EditTerm(activity="network-meeting"), PARTIES),
    Press(lambda _: SaveTerm(**TERM), PARTIES),
    Press(lambda _: ChangeMore(), PARTIES),
    Press(lambda e: SendProposal(agreement=e.agreement_draft), PARTIES),
    Press(lambda _: DropDraft(), MEMBERS),
    Press(lambda e: ShowConsent(agreement=e.proposal, agency=e.own), frozenset({Who.CONTACT})),
    Press(
        lambda e: AnswerConsent(agreement=e.proposal, agency=e.own, yes=True),
        frozenset({Who.CONTACT}),
    ),
    Press(lambda e: UndoConsent(agreement=e.proposal, agency=e.own), frozenset({Who.CONTACT})),
    Press(lambda e: AskWithdraw(agreement=e.proposal), ADMINS),
    Press(lambda e: WithdrawProposal(agreement=e.proposal), ADMINS),
    # The fagdag
    Press(lambda e: SignUpForFagdag(meeting=e.fagdag), SPEAKING),
    Press(lambda e: SubmitSignUp(meeting=e.fagdag, people="4"), SPEAKING),
    Press(lambda e: ComposeInvitation(meeting=e.fagdag), HOSTS),
    Press(lambda e: SaveInvitation(meeting=e.fagdag, text="Kom!"), HOSTS),
    Press(lambda e: EditFagdag(meeting=e.fagdag), HOSTS),
    Press(lambda e: SaveFagdag(meeting=e.fagdag, theme="Tolk"), HOSTS),
    Press(lambda e: CountParticipants(meeting=e.past_fagdag), HOSTS),
    Press(lambda e: SaveParticipants(meeting=e.past_fagdag, participants="40"), HOSTS),
    # The agenda
    Press(lambda e: ProposeItem(meeting=e.coming), MEMBERS),
    Press(
        lambda e: SubmitItem(meeting=e.coming, title="Ny sak", kind="discussion", when="next"),
        MEMBERS,
    ),
    Press(lambda e: WithdrawItem(item=e.item), HOSTS),
    Press(lambda e: RestoreItem(item=e.withdrawn_item), HOSTS),
    Press(lambda e: OrderAgenda(meeting=e.coming), HOSTS),
    Press(lambda e: SaveOrder(meeting=e.coming, seen="", lines="Tolk | 10"), HOSTS),
    Press(lambda e: OpenItem(item=e.item), HOSTS),
    Press(lambda e: SaveItem(item=e.item, seen="", title="Ny"), HOSTS),
    Press(lambda e: PutOff(item=e.item), HOSTS),
    Press(lambda e: StrikeOut(item=e.item), HOSTS),
    Press(lambda e: PutBack(meeting=e.coming, item=e.waiting_item), HOSTS),
    Press(lambda e: PreviewAgenda(meeting=e.coming), HOSTS),
    Press(lambda e: PostAgenda(meeting=e.coming, seen=""), HOSTS),
    # Who comes
    Press(lambda e: CallIn(meeting=e.coming), HOSTS),
    Press(lambda e: PostCallIn(meeting=e.coming), HOSTS),
    Press(lambda e: AnswerCallIn(meeting=e.called, answer="yes"), MEMBERS),
    Press(lambda e: TurnAttendance(meeting=e.called, page=0), MEMBERS),
    Press(lambda e: SavePresence(meeting=e.held, agencies=str(e.own)), HOSTS),
    # What came of it
    Press(lambda e: WriteOutcomes(meeting=e.held), HOSTS),
    Press(lambda e: WriteItem(meeting=e.held, item=e.treated), HOSTS),
    Press(lambda e: SaveOutcome(meeting=e.held, item=e.treated, note="Enige."), HOSTS),
    Press(lambda e: TakeTaskBack(meeting=e.held, item=e.treated, task_id=e.written_task), HOSTS),
    Press(lambda e: TakeItemBack(meeting=e.held, item=e.moved_item), HOSTS),
    Press(lambda e: TurnOutcomes(meeting=e.held, page=0), HOSTS),
    Press(lambda e: PreviewMinutes(meeting=e.held), HOSTS),
    Press(lambda e: PostMinutes(meeting=e.held), HOSTS),
    Press(lambda e: BeginObjection(meeting=e.posted), MEMBERS),
    Press(lambda e: SubmitObjection(meeting=e.posted, text="Ikke slik."), MEMBERS),
    Press(lambda e: WithdrawObjection(meeting=e.posted), MEMBERS),
    Press(lambda e: ShowObjection(objection=e.objection), HOSTS),
    Press(lambda e: SettleObjection(objection=e.objection, answer="Rettet."), HOSTS),
    Press(lambda e: ReopenObjection(objection=e.settled), HOSTS),
    Press(lambda e: FinishTask(task=e.open_task), AGENCY),
    Press(lambda e: ReopenTask(task=e.done_task), AGENCY),
    # The evaluation, and challenges, which carry the secret of whoever raised them
    Press(lambda e: ShowWall(meeting=e.past_fagdag), HOSTS),
    Press(lambda e: SaveRoom(meeting=e.past_fagdag, room="40"), HOSTS),
    Press(lambda e: EditEvaluation(meeting=e.fagdag), HOSTS),
    Press(lambda e: PreviewEvaluation(meeting=e.fagdag, part=2), HOSTS),
    Press(lambda e: ShowQuestion(meeting=e.fagdag, part=1, key="theme"), HOSTS),
    Press(
        lambda e: SaveQuestion(meeting=e.fagdag, part=1, key="theme", text="Hva?", kind="text"),
        HOSTS,
    ),
    Press(lambda e: MoveQuestion(meeting=e.fagdag, part=1, key="theme", up=True), HOSTS),
    Press(lambda e: RemoveQuestion(meeting=e.fagdag, part=1, key="theme", sure=True), HOSTS),
    Press(lambda e: ResetForm(meeting=e.fagdag, part=1, sure=True), HOSTS),
    Press(lambda e: SaveFrame(meeting=e.fagdag, part=2, weeks="4", minimum="8"), HOSTS),
    Press(lambda e: SubmitEvaluation(evaluation=e.evaluation, benefit="great"), MEMBERS),
    Press(lambda _: SubmitChallenge(submission="another", text="Tolk mangler."), MEMBERS),
    Press(lambda e: ChangeChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(lambda e: PostChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(lambda e: WithdrawChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(
        lambda e: JoinChallenge(challenge=e.challenge, claim=CLAIM, other=e.posted_challenge),
        SENDER,
    ),
    Press(lambda e: FollowChallenge(challenge=e.challenge, code=""), SENDER),
    Press(lambda e: ReplyToQuestion(challenge=e.challenge, code="", text="Ja."), SENDER),
    Press(lambda e: AskTakeBack(challenge=e.challenge, code=""), SENDER),
    Press(lambda e: TakeBackChallenge(challenge=e.challenge, code=""), SENDER),
    Press(lambda _: BeginChallenge(source="", key=""), MEMBERS),
    Press(lambda _: ShowChallenges(), MEMBERS),
    Press(lambda e: SupportChallenge(challenge=e.posted_challenge), PARTIES),
    Press(lambda e: BeginStep(challenge=e.posted_challenge, step=Step.PUT_OFF), KEEPERS),
    Press(
        lambda e: TakeStep(challenge=e.posted_challenge, step=Step.PUT_OFF, text="Vi venter."),
        KEEPERS,
    ),
    Press(lambda e: ShowSolution(challenge=e.posted_challenge), MEMBERS),
    Press(lambda e: BeginSolving(challenge=e.posted_challenge, step=SolvingStep.GATHER), KEEPERS),
    Press(
        lambda e: TakeSolving(
            challenge=e.posted_challenge, step=SolvingStep.GATHER, people=str(e.contact)
        ),
        KEEPERS,
    ),
    Press(lambda e: CheckChallenge(challenge=e.challenge, code="", holds=True), SENDER),
    Press(lambda _: ShowChallengeYear(year=2027), MEMBERS),
    Press(lambda _: ShowChallengeFiles(year=2027), SPEAKING),
    Press(lambda e: AnswerInvitation(challenge=e.posted_challenge, coming=True), SENDER),
    Press(lambda e: BeginAnswer(challenge=e.posted_challenge), MEMBERS),
    Press(
        lambda e: AnswerChallenge(challenge=e.posted_challenge, answer="Vi ser på det."), MEMBERS
    ),
    Press(lambda e: ShowChallenge(challenge=e.posted_challenge), MEMBERS),
    # What came of an evaluation, notes, and themes for the next
    Press(lambda _: ShowEvaluations(), MEMBERS),
    Press(lambda e: ShowSummary(evaluation=e.closed_evaluation), MEMBERS),
    Press(lambda e: ShowTexts(evaluation=e.closed_evaluation, order=1), MEMBERS),
    Press(lambda e: ShowRaised(meeting=e.past_fagdag), MEMBERS),
    Press(lambda e: ShowNotes(meeting=e.past_fagdag), HOSTS),
    Press(lambda e: AddNote(meeting=e.past_fagdag, text="Tolk", kind="challenge"), HOSTS),
    Press(lambda e: RemoveNote(note=e.note), HOSTS),
    Press(lambda e: RestoreNote(note=e.note), HOSTS),
    Press(lambda e: ShowNoteTakers(meeting=e.past_fagdag), HOSTS),
    Press(lambda e: AppointNoteTaker(meeting=e.past_fagdag, person=str(e.contact)), HOSTS),
    Press(lambda e: RelieveNoteTaker(meeting=e.past_fagdag, person=e.contact), HOSTS),
    Press(lambda _: ShowThemes(page=0), MEMBERS),
    Press(lambda e: VoteForTheme(theme=e.theme), VOTERS),
    Press(lambda e: TakeVoteBack(theme=e.theme), VOTERS),
    Press(lambda _: BeginTheme(), VOTERS),
    Press(lambda _: ProposeTheme(text="Læreplass"), VOTERS),
    Press(lambda _: ShowAlike(), VOTERS),
    Press(lambda e: MergeThemes(first=e.theme, second=e.other_theme), VOTERS),
    Press(lambda e: PartThemes(first=e.theme, second=e.other_theme), VOTERS),
    Press(lambda e: KeepApart(first=e.theme, second=e.other_theme), VOTERS),
    Press(lambda e: AskAgain(first=e.theme, second=e.other_theme), VOTERS),
    Press(lambda _: ChooseTheme(), HOSTS),
    Press(lambda e: PutThemeOn(theme=str(e.theme), meeting=str(e.fagdag)), HOSTS),
    Press(lambda e: ReplaceTheme(theme=e.theme, meeting=e.fagdag), HOSTS),
    Press(lambda e: TakeThemeOff(theme=e.planned_theme), HOSTS),
    Press(lambda e: RemoveTheme(theme=str(e.theme)), ADMINS),
    Press(lambda e: RestoreTheme(theme=e.removed_theme), ADMINS),
    # People say themselves whom they represent; an agency, who speaks for it
    Press(lambda _: AskRepresentation(), ADMINS),
    Press(lambda _: PostRepresentation(), ADMINS),
    Press(lambda e: ChooseAgency(agency=str(e.other)), MEMBERS),
    Press(lambda e: ChangeAgency(agency=e.other), MEMBERS),
    Press(lambda _: EditOwnAgency(), MEMBERS),
    Press(lambda e: TakeRole(agency=e.own, role="deputy"), OWN),
    Press(
        lambda e: SetHolders(agency=e.own, contact=str(e.contact), deputy=str(e.colleague)), HOSTS
    ),
    Press(
        lambda e: ConfirmHolders(
            agency=e.own,
            contact=e.colleague,
            deputy=None,
            instead_of_contact=e.contact,
            instead_of_deputy=None,
        ),
        HOSTS,
    ),
    Press(lambda e: ShowLeaving(person=e.colleague), HOSTS),
    Press(lambda e: PreviewLeaving(person=e.colleague), HOSTS),
    Press(lambda e: ConfirmLeaving(person=e.colleague, colleague=None, member=None), HOSTS),
    Press(lambda e: UndoLeaving(change=e.leaving_change), frozenset({Who.LEFT})),
    Press(lambda _: ChooseNetwork(network=1), MEMBERS),
    Press(lambda _: ChooseLanguage(language="nn"), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: ShowCalendarLink(), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: MakeCalendarLink(), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: DeleteCalendarLink(sure=True), MEMBERS | {Who.NEIGHBOUR}),
    # What one is told: everybody decides for themselves
    Press(lambda _: ShowNotices(), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: EditNotices(), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: SaveNotices(notices="summary", until=""), MEMBERS | {Who.NEIGHBOUR}),
    Press(
        lambda _: ConfirmNotices(notices="calendar", until="2027-02-01"),
        MEMBERS | {Who.NEIGHBOUR},
    ),
    Press(lambda _: EndPause(), MEMBERS | {Who.NEIGHBOUR}),
    Press(lambda _: ShowUnreached(page=0), ADMINS),
    Press(lambda _: ShowComing(page=0), MEMBERS),
    Press(lambda _: ShowFailed(page=0), ADMINS),
    Press(lambda e: SendAgain(delivery=e.failed), ADMINS),
    Press(lambda e: AcceptFailure(delivery=e.failed), ADMINS),
    # The set-up
    Press(lambda _: LeaveOut(step="county"), ADMINS),
    Press(lambda _: ShowBasics(), ADMINS),
    Press(lambda _: SaveBasics(name="Nettet", template="kmv"), ADMINS),
    Press(lambda _: ShowAgencies(page=0), ADMINS),
    Press(lambda _: ShowNewAgencies(), ADMINS),
    Press(lambda _: AddAgencies(names="Frivillige"), ADMINS),
    Press(lambda e: ShowAgency(agency=e.own), ADMINS),
    Press(lambda e: SaveAgency(agency=e.own, name="Karriere Sør"), ADMINS),
    Press(lambda e: RemoveAgency(agency=e.lonely), ADMINS),
    Press(lambda e: StayOn(agency=e.own), ADMINS),
    Press(lambda e: BeginMerge(agency=e.own), ADMINS),
    Press(
        lambda e: CheckMerge(agency=e.own, others=str(e.other), into="new", name="Sammen", day=DAY),
        ADMINS,
    ),
    Press(
        lambda e: Merge(agency=e.own, others=str(e.other), into="new", name="Sammen", day=DAY),
        ADMINS,
    ),
    Press(lambda e: BeginLeave(agency=e.own), ADMINS),
    Press(lambda e: CheckLeave(agency=e.own, day=DAY), ADMINS),
    Press(lambda e: Leave(agency=e.own, day=DAY), ADMINS),
    Press(lambda _: ShowChannels(), ADMINS),
    Press(lambda _: SaveChannels(reminders="1", solutions="2"), ADMINS),
    Press(lambda _: ShowBodies(), ADMINS),
    Press(lambda _: AddBody(kind="steering-group"), ADMINS),
    Press(lambda e: ShowBody(body=e.body), ADMINS),
    Press(lambda e: SaveBody(body=e.body, name="Nettverket"), ADMINS),
    Press(lambda e: RemoveBody(body=e.body), ADMINS),
    Press(lambda e: RemoveBodySurely(body=e.body), ADMINS),
    Press(lambda _: ChooseSeat(kind="coordinator"), ADMINS),
    Press(lambda e: SaveSeat(kind="coordinator", people=str(e.contact)), ADMINS),
    Press(lambda _: ShowCounty(), ADMINS),
    Press(lambda _: SaveCounty(county="agder", slug="lindesnes"), ADMINS),
    Press(lambda _: ShowKeeping(), ADMINS),
    Press(lambda _: SaveKeeping(years="7"), ADMINS),
    # Rounds: any agency plans them, the responsible one counts and confirms
    Press(lambda _: ShowRounds(), MEMBERS),
    Press(lambda e: ShowRound(round=e.counted_round), MEMBERS),
    Press(lambda _: ShowResourceMeeting(number=1), MEMBERS),
    Press(lambda _: BeginRound(), PARTIES),
    Press(lambda e: EditRound(round=e.round), PARTIES),
    Press(lambda e: SaveRound(round=e.round, first="2027-04-12"), PARTIES),
    Press(lambda e: BeginCounts(round=e.round), HOSTS),
    Press(lambda e: SaveCounts(round=e.round, people_1="3"), HOSTS),
    Press(lambda e: BeginBlocked(round=e.round), OWN),
    Press(lambda e: SaveBlocked(round=e.round, days="2027-04-14"), OWN),
    Press(lambda e: AskRound(round=e.counted_round), HOSTS),
    Press(lambda e: ConfirmRound(round=e.counted_round, days="2027-04-12"), HOSTS),
    Press(lambda e: DropRound(round=e.round), PARTIES),
    Press(lambda e: RestoreRound(round=e.dropped_round), PARTIES),
    Press(lambda _: ShowCounts(year=2026), MEMBERS),
    Press(lambda _: EditCounts(year=2026), PARTIES),
    Press(lambda _: SaveOutcomeCounts(year=2026, settled="15"), PARTIES),
    # References: only for the agencies that take part
    Press(lambda _: ShowReferences(), PARTIES),
    Press(lambda _: EditPermission(), ADMINS),
    Press(lambda _: SavePermission(months_kept="12"), ADMINS),
    Press(lambda _: RemovePermission(sure=True), ADMINS),
    Press(lambda _: ConfirmPermission(), PARTIES - {Who.COLLEAGUE}),
    Press(lambda e: ShowReference(reference=e.reference), PARTIES),
    Press(lambda _: NewReference(), PARTIES),
    Press(lambda e: EditReference(reference=e.reference), PARTIES),
    Press(lambda e: SaveReference(reference=e.reference, began="2027-01-04"), PARTIES),
    Press(lambda e: MarkHeld(reference=e.reference, meeting=e.reference_meeting), PARTIES),
    Press(lambda e: FinishReference(reference=e.reference), PARTIES),
    Press(lambda e: RemoveReference(reference=e.reference, sure=True), PARTIES),
    Press(lambda _: ShowExport(), PARTIES),
)
