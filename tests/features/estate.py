"""Things to press for, all of one agency, and people of every kind who press.

Karriere Agder hosts everything here. Ola is its contact and Hanne his colleague without a role;
Kari set the network up, Nils coordinates it (both NAV), Amina is from another agency, Siri only
looks on, and Nina has not said whom she represents. Ingrid has left. Berit does everything in the
neighbour network of the same tenant, and nobody has ever heard of the guest.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from bot.demo import network as demo_network
from bot.demo.playground import CastPerson, load_cast
from bot.deps import Deps
from bot.domain import deliveries
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.challenges import ChallengeState
from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind, DutyState
from bot.domain.duty_moves import Move
from bot.domain.evaluation_form import FIRST_PART, PART_ONE, stored
from bot.domain.fagdag import Window
from bot.domain.meetings import Activity, MeetingState
from bot.domain.notes import NoteKind
from bot.domain.offers import OfferState
from bot.domain.people import RoleKind
from bot.domain.references import Milestones
from bot.domain.resource_groups import Part
from bot.domain.rounds import Group, RoundState
from bot.domain.solution_group import Invitation
from bot.domain.themes import ThemeSource
from storage import (
    agenda,
    attendance,
    bundles,
    evaluation_rows,
    planning,
    references,
    rounds,
    versions,
)
from storage.tables import (
    AgendaItem,
    Agreement,
    Answer,
    Body,
    Challenge,
    Delivery,
    Duty,
    DutyMove,
    Evaluation,
    Meeting,
    Membership,
    Note,
    Objection,
    Organisation,
    Person,
    ReferencePermission,
    Role,
    Round,
    SolutionMember,
    Task,
    Theme,
    TurnOffer,
)
from storage.tables import Network as NetworkRow
from tests.clock import Clock
from tests.demo_network import calendar
from tests.features.bench import CONNECTOR, Member, Network, parts

NOON = timedelta(hours=3)
NEIGHBOUR = 2  # the id of the second network of the tenant
CLAIM = "the-secret-of-the-sender"


class Who(StrEnum):
    """People, by what they are to Karriere Agder's things."""

    OWNER = "Kari"
    COORDINATOR = "Nils"
    CONTACT = "Ola"
    COLLEAGUE = "Hanne"
    OTHER = "Amina"
    OBSERVER = "Siri"
    NEWCOMER = "Nina"
    LEFT = "Ingrid"
    GUEST = "Gjest"
    NEIGHBOUR = "Berit"
    ABROAD = "Olga"


MEMBERS = frozenset(
    {Who.OWNER, Who.COORDINATOR, Who.CONTACT, Who.COLLEAGUE, Who.OTHER, Who.OBSERVER, Who.NEWCOMER}
)
ADDED = {
    Who.COLLEAGUE: CastPerson("29:hanne", "entra-hanne", "Hanne Lund"),
    Who.NEWCOMER: CastPerson("29:nina", "entra-nina", "Nina Vik"),
    Who.GUEST: CastPerson("29:gjest", "entra-gjest", "Gjest Hansen"),
    Who.NEIGHBOUR: CastPerson("29:berit", "entra-berit", "Berit Strand"),
}


def member(network: Network, who: Who) -> Member:
    """Somebody abroad has Ola's own ids, in another tenant."""
    if who is Who.ABROAD:
        abroad = replace(network, cast=replace(network.cast, tenant_id="entra-abroad"))
        return replace(network.member("Ola"), network=abroad)
    if who in ADDED:
        return Member(network, ADDED[who])
    return network.member(who)


@dataclass(frozen=True, slots=True)
class Estate:
    """Ids of what there is. Every meeting is hosted by the agency `own`."""

    own: int
    other: int  # Lindesnes læringssenter
    lonely: int  # an agency that nothing hangs on
    body: int
    coming: int
    called: int
    told: int  # the call-in, as it was sent to the channel
    failed: int  # something that nobody knows the end of
    held: int
    posted: int
    fagdag: int
    past_fagdag: int
    cancelled: int
    changed: int
    sequence: int
    fresh: int
    series: int
    first_of_series: int
    series_key: str
    offered: int
    to_all: int
    to_other: int
    open_duty: int
    done_duty: int
    asked_duty: int
    asked_move: int
    draft: int
    agreement_draft: int
    proposal: int
    item: int
    withdrawn_item: int
    waiting_item: int
    treated: int
    moved_item: int
    open_task: int
    written_task: int
    done_task: int
    objection: int
    settled: int
    evaluation: int
    challenge: int
    posted_challenge: int
    contact: int
    colleague: int
    leaving_change: int
    round: int
    counted_round: int
    dropped_round: int
    reference: int
    reference_meeting: int
    closed_evaluation: int
    note: int
    theme: int
    other_theme: int
    planned_theme: int
    removed_theme: int


def lay_out(deps: Deps) -> Estate:
    """The demo network with everything in it that can be pressed for."""
    cast = load_cast()
    demo_network.load(deps, cast, CONNECTOR)
    network = Network(deps, cast, Clock())
    with deps.store.transaction() as session:
        _add_people(session, cast.tenant_id)
    change = _leave(member(network, Who.LEFT))
    facts = {**_by_hand(network), "leaving_change": change}
    with deps.store.transaction() as session:
        return _Layer(session, deps).lay(facts)


# --- People --------------------------------------------------------------------------------------


def _add_people(session: Session, tenant_id: str) -> None:
    agencies = _agencies(session)
    for who, person in ADDED.items():
        if who is Who.GUEST:
            continue
        row = _stored(
            session,
            Person(
                tenant_id=tenant_id,
                object_id=person.object_id,
                teams_id=person.teams_id,
                name=person.name,
            ),
        )
        if who is Who.NEIGHBOUR:
            _settle_neighbour(session, row)
            continue
        agency_id = agencies["karriere-agder"] if who is Who.COLLEAGUE else None
        session.add(Membership(network_id=1, person_id=row, organisation_id=agency_id))
    coordinator = _person(session, "Nils Dahl")
    session.add(Role(network_id=1, person_id=coordinator, kind=RoleKind.COORDINATOR))


def _settle_neighbour(session: Session, person_id: int) -> None:
    """She has every right there is, in the wrong network."""
    agency = Organisation(
        network_id=NEIGHBOUR,
        key="nabo",
        name="Naboetaten",
        level="county",
        valid_from=datetime(2016, 1, 1, tzinfo=UTC).date(),
    )
    agency_id = _stored(session, agency)
    session.add(Membership(network_id=NEIGHBOUR, person_id=person_id, organisation_id=agency_id))
    common = {"network_id": NEIGHBOUR, "person_id": person_id}
    session.add(Role(**common, kind=RoleKind.CONTACT, organisation_id=agency_id))
    session.add(Role(**common, kind=RoleKind.COORDINATOR))
    session.get_one(NetworkRow, NEIGHBOUR).owner_id = person_id


def _leave(leaver: Member) -> int:
    """Returns the change that can be taken back."""
    own = {"person": _id_of(leaver), "colleague": None, "member": None}
    done = leaver.press("leaving.confirm/1", own)
    undo = next(part for part in parts(done.card) if part.get("verb") == "leaving.undo/1")
    return int(undo["data"]["change"])


def _id_of(leaver: Member) -> int:
    with leaver.network.deps.store.transaction() as session:
        return _person(session, leaver.person.name)


def _person(session: Session, name: str) -> int:
    return session.exec(select(Person.id).where(Person.name == name)).one() or 0


def _agencies(session: Session) -> dict[str, int]:
    rows = session.exec(select(Organisation).where(Organisation.network_id == 1)).all()
    return {row.key: row.id or 0 for row in rows}


def _stored(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return int(row.id)


# --- What is made by pressing --------------------------------------------------------------------


def _by_hand(network: Network) -> dict[str, Any]:
    """Through the cards, as members do it: a series, a draft year, two agreements, a challenge."""
    ola, kari = member(network, Who.CONTACT), member(network, Who.OWNER)
    with network.deps.store.transaction() as session:
        own = _agencies(session)["karriere-agder"]
    weekly = {
        "submission": "a-series-of-three-days",
        "activity": "working-group",
        "day": "2027-09-02",
        "starts": "09:00",
        "ends": "11:00",
        "host": str(own),
        "repeats": "weeks",
        "count": "3",
    }
    ola.press("meeting.create/1", weekly)
    kari.says("årsplan 2029")
    term = {"activity": "network-meeting", "count": "3", "months": "2,5,9", "weekday": "3"}
    hours = {"starts": "09:00", "ends": "11:00", "responsible": "turn", "standing": "Runde | 10"}
    for who in (ola, kari):
        who.says("avtalen")
        who.press("agreement.save/1", {**term, **hours})
    with network.deps.store.transaction() as session:
        drafts = {row.proposed_by_id: row.id for row in session.exec(select(Agreement)).all()}
        owner, contact = _person(session, "Kari Nilsen"), _person(session, "Ola Berg")
    kari.press("agreement.send/1", {"agreement": drafts[owner]})
    text = "Praksis og undervisning faller på samme dag."
    ola.press("challenge.submit/1", {"submission": CLAIM, "text": text})
    return {"agreement_draft": drafts[contact], "proposal": drafts[owner]}


# --- What is laid into the tables ----------------------------------------------------------------


class _Layer:
    def __init__(self, session: Session, deps: Deps) -> None:
        self.session, self.deps = session, deps
        self.now = deps.now()
        self.agencies = _agencies(session)
        self.own = self.agencies["karriere-agder"]
        self.ola = _person(session, "Ola Berg")
        self.amina = _person(session, "Amina Yusuf")
        self.body = session.exec(select(Body.id).where(Body.kind == "network")).one() or 0

    def told(
        self, called: Meeting, state: DeliveryState = DeliveryState.SENT, occurrence: int = 0
    ) -> int:
        row = Delivery(
            network_id=1,
            kind=attendance.CALL_IN,
            subject=deliveries.subject("meeting", called.id or 0),
            audience=deliveries.conversation(1),
            occurrence=occurrence,
            due_at=self.now,
            expires_at=called.starts_at,
            state=state,
        )
        return _stored(self.session, row)

    def lay(self, facts: dict[str, Any]) -> Estate:
        coming, offered, taken = (self.meeting(days) for days in (20, 30, 40))
        called = self.meeting(5, state=MeetingState.CALLED)
        held = self.meeting(-3, state=MeetingState.HELD)
        posted = self.meeting(
            -6, state=MeetingState.HELD, minutes_posted_at=self.now - timedelta(days=2)
        )
        cancelled = self.meeting(50, state=MeetingState.CANCELLED, reason="Ingen kan komme")
        fagdag = self.meeting(60, Activity.OPEN_DAY, open_to_all=True, theme="Læreplass")
        today = self.meeting(0, Activity.OPEN_DAY, theme="Tolk")
        changed, fresh = self.meeting(70), self.meeting(80, key="fresh")
        moved = replace(versions.of(changed), place="Rådhuset")
        versions.change(self.session, changed, moved, self.now, calendar())
        items = self.items(coming, held, posted)
        rest = self.around(coming, called, held, posted, offered, taken, today)
        planning.replan(self.session, 1, self.now, calendar())
        series = self.first(Meeting, col(Meeting.series_id).is_not(None))
        return Estate(
            own=self.own,
            other=self.agencies["lindesnes"],
            lonely=_stored(self.session, self.agency()),
            body=self.body,
            coming=coming.id or 0,
            called=called.id or 0,
            told=self.told(called),
            failed=self.told(called, DeliveryState.UNKNOWN, 1),
            held=held.id or 0,
            posted=posted.id or 0,
            fagdag=fagdag.id or 0,
            cancelled=cancelled.id or 0,
            changed=changed.id or 0,
            sequence=changed.sequence,
            fresh=fresh.id or 0,
            series=series.series_id,
            first_of_series=series.id,
            series_key=series.key,
            offered=offered.id or 0,
            draft=self.first(Meeting, Meeting.state == MeetingState.DRAFT).id,
            challenge=self.first(Challenge).id,
            contact=self.ola,
            colleague=_person(self.session, "Hanne Lund"),
            **items,
            **rest,
            **self.rounds(),
            **self.references(),
            **self.themes(fagdag, today),
            **facts,
        )

    def meeting(
        self,
        days: int,
        activity: Activity = Activity.NETWORK_MEETING,
        *,
        state: MeetingState = MeetingState.PLANNED,
        **facts: Any,
    ) -> Meeting:
        starts = self.now + timedelta(days=days, hours=-1)
        row = Meeting(
            network_id=1,
            body_id=self.body,
            activity=activity,
            state=state,
            starts_at=starts,
            ends_at=starts + NOON,
            host_id=self.own,
            place="Karriere Agder, Lyngdal",
            **facts,
        )
        _stored(self.session, row)
        bundles.follow(self.session, [row], calendar())
        return row

    def items(self, coming: Meeting, held: Meeting, posted: Meeting) -> dict[str, int]:
        ours = [self.item(coming, title) for title in ("Tolk på skjerm", "Trukket", "Senere")]
        agenda.withdraw(self.session, ours[1])
        agenda.wait(self.session, ours[2])
        treated, reached = self.item(held, "Praksisplasser"), self.item(held, "Ikke nådd")
        treated.state, treated.note = ItemState.TREATED, "Vi er enige."
        agenda.move_on(self.session, reached, held, self.now)
        written = self.item(posted, "Felles mal")
        written.state, written.note = ItemState.TREATED, "Malen tas i bruk."
        self.session.flush()
        return {
            "item": ours[0].id or 0,
            "withdrawn_item": ours[1].id or 0,
            "waiting_item": ours[2].id or 0,
            "treated": treated.id or 0,
            "written_task": _stored(self.session, self.task(held, item_id=treated.id)),
            "moved_item": reached.id or 0,
        }

    def item(self, meeting: Meeting, title: str) -> AgendaItem:
        row = AgendaItem(
            network_id=1,
            body_id=self.body,
            title=title,
            kind=ItemKind.DISCUSSION,
            state=ItemState.OPEN,
            proposed_by_id=self.ola,
            proposed_at=self.now,
        )
        return agenda.add(self.session, row, meeting)

    def around(self, *of: Meeting) -> dict[str, int]:
        coming, called, held, posted, offered, taken, today = of
        duties = self.session.exec(select(Duty).where(Duty.meeting_id == called.id)).all()
        done = next(duty for duty in duties if duty.kind is not DutyKind.CALL_IN)
        done.state, done.done_by_id, done.done_at = DutyState.DONE, self.ola, self.now
        opened = self.first(Duty, Duty.meeting_id == coming.id)
        asked, move = self.offered_duty(offered)
        return {
            "asked_duty": asked,
            "asked_move": move,
            "to_all": _stored(self.session, self.offer(offered, None)),
            "to_other": _stored(self.session, self.offer(taken, self.agencies["lindesnes"])),
            "open_duty": opened.id,
            "done_duty": done.id or 0,
            "open_task": _stored(self.session, self.task(held)),
            "posted_challenge": self.posted_challenge(),
            "done_task": _stored(self.session, self.task(held, self.now)),
            "objection": _stored(self.session, self.objection(posted, self.amina)),
            "settled": _stored(self.session, self.objection(held, self.amina, self.now)),
            "past_fagdag": today.id or 0,
            "evaluation": _stored(self.session, self.evaluation(today)),
        }

    def offered_duty(self, meeting: Meeting) -> tuple[int, int]:
        """Another agency's, which it asks Karriere Agder to take."""
        duty = self.session.exec(
            select(Duty).where(Duty.meeting_id == meeting.id, Duty.kind == DutyKind.CALL_IN)
        ).one()
        duty.organisation_id, duty.taken_over = self.agencies["lindesnes"], True
        before = {
            "state": DutyState.OPEN,
            "organisation_id": duty.organisation_id,
            "person_id": None,
            "offered_to_id": None,
            "taken_over": True,
            "reason": "",
        }
        duty.offered_to_id = self.own
        asked = DutyMove(
            duty_id=duty.id or 0,
            move=Move.OFFER,
            person_id=self.amina,
            agency_id=duty.organisation_id,
            at=self.now,
            to="Karriere Agder",
            before=before,
        )
        return duty.id or 0, _stored(self.session, asked)

    def offer(self, meeting: Meeting, to_id: int | None) -> TurnOffer:
        return TurnOffer(
            network_id=1,
            meeting_id=meeting.id or 0,
            organisation_id=self.own,
            to_id=to_id,
            state=OfferState.OPEN,
            offered_by_id=self.ola,
            offered_at=self.now,
        )

    def task(
        self, meeting: Meeting, done_at: datetime | None = None, item_id: int | None = None
    ) -> Task:
        return Task(
            network_id=1,
            meeting_id=meeting.id or 0,
            item_id=item_id,
            organisation_id=self.own,
            text="Spørre fylket",
            done_at=done_at,
        )

    def posted_challenge(self) -> int:
        """One whose løsningsgruppe the contact was asked to be in."""
        number = _stored(self.session, self.challenge())
        asked = SolutionMember(
            challenge_id=number,
            person_id=self.ola,
            organisation_id=self.own,
            invitation=Invitation.ASKED,
        )
        self.session.add(asked)
        return number

    def challenge(self) -> Challenge:
        return Challenge(
            network_id=1,
            state=ChallengeState.FLAGGED,
            text="Ingen vet hvem som bestiller tolk.",
            submission="of another form",
            raised_on=calendar().day_of(self.now),
        )

    def objection(
        self, meeting: Meeting, person_id: int, settled_at: datetime | None = None
    ) -> Objection:
        return Objection(
            meeting_id=meeting.id or 0,
            person_id=person_id,
            text="Det ble ikke sagt slik.",
            raised_at=self.now,
            settled_at=settled_at,
        )

    def evaluation(self, meeting: Meeting) -> Evaluation:
        window = Window(self.now, self.now + timedelta(days=7))
        made = evaluation_rows.prepared(self.session, self.deps.keys, meeting, FIRST_PART, window)
        evaluation_rows.open_now(made, self.now)
        return made

    def agency(self) -> Organisation:
        return Organisation(
            network_id=1,
            key="lonely",
            name="Frivilligsentralen",
            level="voluntary",
            observer=True,
            valid_from=calendar().day_of(self.now),
        )

    def rounds(self) -> dict[str, int]:
        rows = {
            "round": self.round(1, RoundState.ASKED),
            "counted_round": self.round(2, RoundState.COUNTED),
            "dropped_round": self.round(3, RoundState.WITHDRAWN),
        }
        rounds.set_groups(self.session, rows["counted_round"], [Group(1, "", 3)])
        return {name: row.id or 0 for name, row in rows.items()}

    def round(self, number: int, state: RoundState) -> Round:
        row = Round(
            network_id=1,
            number=number,
            state=state,
            first_day=date(2027, 4, 12),
            last_day=date(2027, 4, 23),
            begins="09:00",
            ends="15:00",
            length=45,
            pause=15,
            asked_by_id=self.ola,
            asked_at=self.now,
        )
        rounds.add(self.session, row, dict.fromkeys(Part, self.own))
        return row

    def themes(self, fagdag: Meeting, today: Meeting) -> dict[str, int]:
        """A closed evaluation, a note of today, and themes: two open, one put on a fagdag to come,
        one taken out of the bank.
        """
        note = Note(
            network_id=1, meeting_id=today.id or 0, kind=NoteKind.THEME, text="Hverdagen hos NAV"
        )
        return {
            "closed_evaluation": self.closed(),
            "note": _stored(self.session, note),
            "theme": _stored(self.session, self.theme("Tolk på skjerm")),
            "other_theme": _stored(self.session, self.theme("På skjerm: tolk")),
            "planned_theme": _stored(self.session, self.theme("Norsk", meeting_id=fagdag.id)),
            "removed_theme": _stored(self.session, self.theme("Borte", removed_at=self.now)),
        }

    def theme(self, text: str, **facts: Any) -> Theme:
        day = calendar().day_of(self.now)
        return Theme(network_id=1, text=text, source=ThemeSource.TYPED, proposed_on=day, **facts)

    def closed(self) -> int:
        """Six have answered part 1 of a day a month ago."""
        day = self.meeting(-30, Activity.COOPERATION_DAY, state=MeetingState.HELD)
        row = Evaluation(
            network_id=1,
            meeting_id=day.id or 0,
            opens_at=day.ends_at,
            closes_at=day.ends_at,
            questions=stored(PART_ONE),
            form_locked=True,
            closed=True,
            answered=6,
        )
        number = _stored(self.session, row)
        self.session.add_all(
            Answer(key=f"answer-{n}", evaluation_id=number, payload={"needs": "Mer tid"})
            for n in range(6)
        )
        return number

    def references(self) -> dict[str, int]:
        """Permitted, and confirmed by every party."""
        today = calendar().day_of(self.now)
        self.session.add(
            ReferencePermission(
                network_id=1,
                agreed_on=today,
                assessed_on=today,
                retention_months=12,
                recorded_by_id=self.ola,
                recorded_at=self.now,
            )
        )
        for agency_id in references.parties(self.session, 1, today):
            references.confirm(self.session, 1, agency_id, self.ola, self.now)
        row = references.add(
            self.session,
            self.session.get_one(NetworkRow, 1),
            Milestones(began_on=today),
            "",
            calendar(),
        )
        (meeting, *_) = references.meetings(self.session, row)
        return {"reference": row.id or 0, "reference_meeting": meeting.id or 0}

    def first(self, table: type[Any], *which: Any) -> Any:
        return self.session.exec(select(table).where(*which).order_by(table.id)).first()


# --- What has changed ----------------------------------------------------------------------------


def contents(session: Session, network_id: int | None = None) -> dict[str, list[str]]:
    """Every row of every table; or of one network, in the tables that say whose their rows are."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        rows = table.select()
        if network_id is not None and "network_id" not in table.c:
            continue
        if network_id is not None:
            rows = rows.where(table.c.network_id == network_id)
        found[table.name] = sorted(repr(tuple(row)) for row in session.execute(rows))
    return found


__all__ = ["CLAIM", "MEMBERS", "Estate", "Who", "contents", "lay_out", "member"]
