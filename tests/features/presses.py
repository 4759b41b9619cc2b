"""The table of rights: one valid press of each button on Karriere Agder's things, and who may.

What stands here is meant: where the product answers otherwise, one of the two is wrong. A new verb
needs a line here before the tests pass.
"""

from collections.abc import Callable
from dataclasses import dataclass

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
from cards.challenge import AnswerChallenge, BeginAnswer, ShowChallenge
from cards.challenge_form import SubmitChallenge
from cards.challenge_preview import ChangeChallenge, PostChallenge
from cards.challenge_receipt import WithdrawChallenge
from cards.consent import AnswerConsent, UndoConsent
from cards.departed import UndoLeaving
from cards.evaluation_form import SubmitEvaluation
from cards.fagdag import CountParticipants, EditFagdag, ShowInvitation
from cards.fagdag_count import SaveParticipants
from cards.fagdag_form import SaveFagdag
from cards.fagdag_invitation import ComposeInvitation, SaveInvitation
from cards.help import ShowEverything
from cards.holders_preview import ConfirmHolders
from cards.language import ChooseLanguage
from cards.leaving import PreviewLeaving, ShowLeaving
from cards.leaving_preview import ConfirmLeaving
from cards.meeting import MarkDuty, ReopenDuty, ShowMeeting
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import AskCancel, SaveMeeting
from cards.meeting_form import CreateMeeting
from cards.meeting_ways import RestoreMeeting, ShowSeries, TakeBackMeeting, UndoChange
from cards.minutes import BeginObjection, ShowMinutes
from cards.minutes_objected import ReopenObjection, SettleObjection, ShowObjection
from cards.minutes_objection import SubmitObjection, WithdrawObjection
from cards.minutes_preview import PostMinutes, PreviewMinutes
from cards.networks import ChooseNetwork
from cards.openings import (
    CallIn,
    ChangeMeeting,
    OfferTurn,
    OpenEvaluation,
    ProposeItem,
    ShowAgenda,
    ShowAttendance,
    ShowFagdag,
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
from cards.setup_leave import CheckLeave, Leave
from cards.setup_merge import CheckMerge, Merge
from cards.setup_parts import (
    LeaveOut,
    ShowAgencies,
    ShowBasics,
    ShowBodies,
    ShowChannels,
    ShowCounty,
)
from cards.setup_seat import SaveSeat
from cards.sign_up import SubmitSignUp
from cards.tasks import FinishTask, ReopenTask, ShowTasks
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
SENDER = frozenset({Who.CONTACT})
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
    Press(lambda e: SubmitEvaluation(evaluation=e.evaluation, benefit="great"), MEMBERS),
    Press(lambda _: SubmitChallenge(submission="another", text="Tolk mangler."), MEMBERS),
    Press(lambda e: ChangeChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(lambda e: PostChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(lambda e: WithdrawChallenge(challenge=e.challenge, claim=CLAIM), SENDER),
    Press(lambda e: BeginAnswer(challenge=e.posted_challenge), MEMBERS),
    Press(
        lambda e: AnswerChallenge(challenge=e.posted_challenge, answer="Vi ser på det."), MEMBERS
    ),
    Press(lambda e: ShowChallenge(challenge=e.posted_challenge), MEMBERS),
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
