"""The demo network: the real agencies and history of the Lindesnes region, a year around today, and
the Playground's six people in it.

The history is fact (bot/demo/history.json). The year follows the pattern of the real ones, and its
people are invented.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from bot.demo import agendas
from bot.demo.playground import Cast, CastPerson
from bot.deps import Deps
from bot.domain.calendar import WorkCalendar
from bot.domain.duties import DutyState
from bot.domain.language import Language
from bot.domain.meetings import Activity, BodyKind, MeetingState
from bot.domain.networks import Template
from bot.domain.people import RoleKind
from storage import bundles, planning
from storage.places import Purpose
from storage.tables import (
    Body,
    Conversation,
    Duty,
    Meeting,
    Membership,
    Network,
    Organisation,
    Person,
    Role,
    Tenant,
)

HISTORY = Path(__file__).with_name("history.json")
OBSERVERS = {"forskning"}
BODIES = {
    BodyKind.NETWORK: "Kvalifiseringsnettverket",
    BodyKind.STEERING_GROUP: "Styringsgruppa",
    BodyKind.WORKING_GROUP: "Arbeidsgruppa",
}
MEETS = {
    Activity.STEERING_GROUP: BodyKind.STEERING_GROUP,
    Activity.WORKING_GROUP: BodyKind.WORKING_GROUP,
}

# Who of the cast represents which agency, and as what. Siri follows the network as a researcher.
CAST_ROLES = {
    "Kari Nilsen": ("nav", RoleKind.CONTACT),
    "Nils Dahl": ("nav", RoleKind.DEPUTY),
    "Amina Yusuf": ("lindesnes", RoleKind.CONTACT),
    "Ola Berg": ("karriere-agder", RoleKind.CONTACT),
    "Ingrid Moen": ("mandal-vgs", RoleKind.CONTACT),
    "Siri Haugen": ("norce", RoleKind.RESEARCHER),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """A meeting of the demo year: so many days from today, or on the last working day before."""

    days: int
    activity: Activity
    host: str
    starts: time = time(9, 0)
    ends: time = time(11, 30)
    place: str = "Lindesnes læringssenter, Mandal"
    theme: str = ""


YEAR = (
    Sketch(-340, Activity.NETWORK_MEETING, "nav", place="NAV Lindesnes, Mandal"),
    Sketch(-320, Activity.STEERING_GROUP, "lindesnes", time(12), time(14)),
    Sketch(-290, Activity.WORKING_GROUP, "karriere-agder", time(9), time(11)),
    Sketch(-250, Activity.NETWORK_MEETING, "lindesnes"),
    Sketch(-210, Activity.STEERING_GROUP, "nav", time(12), time(14)),
    Sketch(-160, Activity.NETWORK_MEETING, "karriere-agder", place="Karriere Agder, Lyngdal"),
    Sketch(-130, Activity.WORKING_GROUP, "mandal-vgs", time(9), time(11)),
    Sketch(-100, Activity.COOPERATION_DAY, "lindesnes", time(9), time(14), theme="Skolestart"),
    Sketch(-70, Activity.NETWORK_MEETING, "mandal-vgs", place="Mandal videregående skole"),
    Sketch(-40, Activity.STEERING_GROUP, "karriere-agder", time(12), time(14)),
    Sketch(
        11,
        Activity.OPEN_DAY,
        "karriere-agder",
        time(9),
        time(15),
        "Buen kulturhus, Mandal",
        "Voksenrett og veien til læreplass",
    ),
    Sketch(27, Activity.NETWORK_MEETING, "nav", place="NAV Lindesnes, Mandal"),
    Sketch(54, Activity.WORKING_GROUP, "lindesnes", time(9), time(11)),
    Sketch(75, Activity.STEERING_GROUP, "mandal-vgs", time(12), time(14)),
    Sketch(
        110,
        Activity.COOPERATION_DAY,
        "mandal-vgs",
        time(9),
        time(14),
        theme="Fra skole til arbeid",
    ),
    Sketch(125, Activity.NETWORK_MEETING, "lindesnes"),
    Sketch(170, Activity.WORKING_GROUP, "nav", time(9), time(11)),
    Sketch(215, Activity.NETWORK_MEETING, "karriere-agder", place="Karriere Agder, Lyngdal"),
    Sketch(240, Activity.STEERING_GROUP, "lindesnes", time(12), time(14)),
    Sketch(265, Activity.COOPERATION_DAY, "nav", time(9), time(14), theme="Skolestart"),
    Sketch(305, Activity.NETWORK_MEETING, "mandal-vgs", place="Mandal videregående skole"),
)


def load(deps: Deps, cast: Cast, connector_url: str) -> None:
    """Fill an empty database; one that already holds a network is left as it is."""
    history = json.loads(HISTORY.read_text(encoding="utf-8"))
    kmv, nvk = history["networks"]
    with deps.store.transaction() as session:
        if session.exec(select(Network.id)).first() is not None:
            return
        session.add(
            Tenant(
                tenant_id=cast.tenant_id,
                service_url=connector_url,
                bot_id=cast.bot_id,
                bot_name=cast.bot_name,
            )
        )
        _Loader(session, deps, cast).load(kmv)
        _load_neighbour(session, deps.calendar, cast, nvk)


class _Loader:
    """Builds the Lindesnes network within one transaction."""

    def __init__(self, session: Session, deps: Deps, cast: Cast) -> None:
        self.session, self.deps, self.cast = session, deps, cast
        self.calendar = deps.calendar
        self.agencies: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.bodies: dict[BodyKind, int] = {}

    def load(self, facts: Mapping[str, Any]) -> None:
        network = Network(
            tenant_id=self.cast.tenant_id,
            team_id=self.cast.team_id,
            name=facts["name"],
            short=facts["short"],
            template=Template.KMV_PROJECT,
            county="agder",
            slug="lindesnes",
        )
        self.network_id = _stored(self.session, network)
        self._add_agencies(facts["organisations"])
        self._add_bodies()
        self._add_places()
        for person in self.cast.everyone:
            self._add_person(person)
        network.owner_id = self.people[self.cast.current_user.name]
        self._add_history(facts)
        self._add_year()
        agendas.propose(self.session, self.network_id, self.people, self.deps.now())
        planning.replan(self.session, self.network_id, self.deps.now(), self.calendar)

    def _add_agencies(self, facts: list[dict[str, Any]]) -> None:
        for fact in facts:
            row = Organisation(
                network_id=self.network_id,
                key=fact["id"],
                name=fact["name"],
                level=fact["level"],
                valid_from=date.fromisoformat(fact["from"]),
                valid_to=date.fromisoformat(fact["to"]) if fact["to"] else None,
                observer=fact["level"] in OBSERVERS,
            )
            self.agencies[fact["id"]] = _stored(self.session, row)
        for fact in facts:
            if "succeeded_by" in fact:
                row = self.session.get_one(Organisation, self.agencies[fact["id"]])
                row.successor_id = self.agencies[fact["succeeded_by"]]

    def _add_bodies(self) -> None:
        for kind, name in BODIES.items():
            body = Body(network_id=self.network_id, kind=kind, name=name)
            self.bodies[kind] = _stored(self.session, body)

    def _add_places(self) -> None:
        general, solutions = self.cast.channels
        self._add_channel(general.channel_id, general.name, Purpose.REMINDERS)
        self._add_channel(solutions.channel_id, solutions.name, Purpose.SOLUTION_GROUP)

    def _add_channel(self, channel_id: str, name: str, purpose: Purpose) -> None:
        place = Conversation(
            tenant_id=self.cast.tenant_id,
            conversation_id=channel_id,
            kind="channel",
            network_id=self.network_id,
            team_id=self.cast.team_id,
            name=name,
            purpose=purpose,
        )
        self.session.add(place)

    def _add_person(self, person: CastPerson) -> None:
        """Only the current user has a chat in the Playground; the others are mentioned instead."""
        agency, role = CAST_ROLES[person.name]
        current = person == self.cast.current_user
        row = Person(
            tenant_id=self.cast.tenant_id,
            object_id=person.object_id,
            teams_id=person.teams_id,
            name=person.name,
            language=Language.BOKMAL,
            unreachable=not current,
        )
        number = self.people[person.name] = _stored(self.session, row)
        common = {"network_id": self.network_id, "person_id": number}
        agency_id = self.agencies[agency]
        self.session.add(Membership(**common, organisation_id=agency_id))
        self.session.add(Role(**common, kind=role, organisation_id=agency_id))
        if current:
            self._add_chat(number)

    def _add_chat(self, person_id: int) -> None:
        place = Conversation(
            tenant_id=self.cast.tenant_id,
            conversation_id=self.cast.personal_chat_id,
            kind="personal",
            person_id=person_id,
        )
        self.session.add(place)

    def _add_history(self, facts: Mapping[str, Any]) -> None:
        for activity, key in ((Activity.OPEN_DAY, "fagdager"), (Activity.WEBINAR, "webinars")):
            for fact in facts[key]:
                self.session.add(self._historic(activity, fact))

    def _historic(self, activity: Activity, fact: Mapping[str, Any]) -> Meeting:
        first = date.fromisoformat(fact["date"])
        last = date.fromisoformat(fact.get("end_date", fact["date"]))
        return Meeting(
            network_id=self.network_id,
            body_id=self.bodies[BodyKind.NETWORK],
            activity=activity,
            state=MeetingState.FINISHED,
            starts_at=self.calendar.at(first, time(0)),
            ends_at=self.calendar.at(last + timedelta(days=1), time(0)),
            whole_day=True,
            place=fact.get("place", ""),
            theme=fact["theme"],
            participants=fact.get("participants"),
        )

    def _add_year(self) -> None:
        today = self.calendar.day_of(self.deps.now())
        for sketch in YEAR:
            row = self._drawn(sketch, today)
            _stored(self.session, row)
            if sketch.days > 0:
                bundles.follow(self.session, [row], self.calendar)
            if sketch.activity is Activity.OPEN_DAY:
                self._prepare(row)

    def _drawn(self, sketch: Sketch, today: date) -> Meeting:
        day = self.calendar.on_or_before(today + timedelta(days=sketch.days))
        return Meeting(
            network_id=self.network_id,
            body_id=self.bodies[MEETS.get(sketch.activity, BodyKind.NETWORK)],
            activity=sketch.activity,
            state=MeetingState.PLANNED if sketch.days > 0 else MeetingState.FINISHED,
            starts_at=self.calendar.at(day, sketch.starts),
            ends_at=self.calendar.at(day, sketch.ends),
            host_id=self.agencies[sketch.host],
            place=sketch.place,
            theme=sketch.theme,
            open_to_all=sketch.activity is Activity.OPEN_DAY,
        )

    def _prepare(self, row: Meeting) -> None:
        """The coming fagdag is ready: its host has done what there was to do."""
        self.session.flush()
        ready = self.calendar.add_workdays(self.calendar.day_of(self.deps.now()), -2)
        done = self.session.exec(select(Duty).where(Duty.meeting_id == row.id)).all()
        for duty in done:
            duty.state = DutyState.DONE
            duty.done_by_id = self.people["Ola Berg"]
            duty.done_at = self.calendar.at(ready, time(10, 12))


def _load_neighbour(
    session: Session, calendar: WorkCalendar, cast: Cast, facts: Mapping[str, Any]
) -> None:
    """A second network of the same tenant, in a Team that nobody of the cast belongs to."""
    network = Network(
        tenant_id=cast.tenant_id,
        team_id="nvk",
        name=facts["name"],
        short=facts["short"],
        template=Template.NVK,
        county="vestfold",
    )
    network_id = _stored(session, network)
    for fact in facts["meetings"]:
        day = date.fromisoformat(fact["date"])
        timed = "start" in fact
        row = Meeting(
            network_id=network_id,
            activity=Activity.NETWORK_MEETING,
            state=MeetingState.FINISHED,
            starts_at=calendar.at(day, _clock(fact.get("start", "00:00"))),
            ends_at=calendar.at(day, _clock(fact.get("end", "23:59"))),
            whole_day=not timed,
            place=fact.get("place", ""),
        )
        session.add(row)
        session.flush()
        agendas.was_about(session, row, fact.get("agenda", ()))


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _stored(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return int(row.id)
