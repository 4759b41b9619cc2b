"""A network is set up from nothing, and changed afterwards, by the same word."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot import dispatch
from bot.demo.playground import load_cast
from bot.deps import Arrived, ChannelGone, ChannelTold, Deps, Incoming, Reply, Sender, TeamRenamed
from bot.domain.agreements import AgreementState, ConsentAnswer
from bot.domain.duties import DutyState
from bot.domain.errors import DeliveryFailed
from bot.domain.meetings import BodyKind
from bot.domain.networks import TeamChannel
from bot.domain.offers import OfferState
from bot.domain.people import RoleKind
from storage import channels, networks, places
from storage.keys import Keyring
from storage.places import Purpose
from storage.store import Store
from storage.tables import (
    Agreement,
    Body,
    Change,
    Consent,
    Conversation,
    Duty,
    Meeting,
    Membership,
    Organisation,
    Person,
    Role,
    Task,
    TurnOffer,
)
from storage.tables import Network as NetworkRow
from tests.clock import Clock
from tests.demo_network import calendar
from tests.features.bench import Network, Seen

CAST = load_cast()
NOW = Clock()()
GENERAL, SOLUTIONS = (channel.channel_id for channel in CAST.channels)


@dataclass
class FakeDirectory:
    """What Teams would tell; None where it does not answer."""

    told: tuple[TeamChannel, ...] | None
    asked: list[str] = field(default_factory=list)

    async def channels(self, service_url: str, team_id: str) -> tuple[TeamChannel, ...]:
        self.asked.append(team_id)
        if self.told is None:
            raise DeliveryFailed("unreachable")
        return self.told


TEAM = (
    TeamChannel(GENERAL, readers=5),
    TeamChannel(SOLUTIONS, "Løsningsgrupper", readers=5),
    TeamChannel("19:ledelsen@thread.tacv2", "Ledelsen", "private", 2),
    TeamChannel("19:skolene@thread.tacv2", "Med skolene", "shared", 9),
)


class Team(Network):
    """Teams itself can be asked, too."""

    def hears(self, incoming: Incoming) -> Reply | None:
        return asyncio.run(dispatch.receive(self.deps, incoming))


@pytest.fixture
def directory() -> FakeDirectory:
    return FakeDirectory(TEAM)


@pytest.fixture
def team(store: Store, clock: Clock, tmp_path: Path, directory: FakeDirectory) -> Team:
    """A Team that nobody has set anything up for."""
    keys = Keyring.create(tmp_path / "secret.key")
    deps = Deps(store, keys, clock, calendar(), directory=directory)
    return Team(deps, CAST, clock)


def network_row(network: Network) -> NetworkRow:
    with network.deps.store.transaction() as session:
        return session.exec(select(NetworkRow).order_by(col(NetworkRow.id))).all()[0]


def agencies(network: Network) -> dict[str, Organisation]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Organisation).where(Organisation.network_id == 1)).all()
    return {row.name: row for row in rows}


def changes(network: Network) -> list[str]:
    """The log, the newest first, as it is read."""
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Change).order_by(col(Change.id).desc())).all()
    return [row.what.format(**row.values) for row in rows]


# --- From nothing --------------------------------------------------------------------------------


def test_the_greeting_of_a_new_team_leads_to_the_set_up(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    for _ in range(2):
        kari.lets_the_bot_in()
    ((_, greeting),) = team.send_due()
    seen = Seen(kari, greeting.message.card)
    assert seen.buttons == ["Sett opp"]
    assert seen.press("Sett opp").heading == "Skal vi sette opp nettverket?"
    assert network_row(team).owner_id == 1


def test_the_general_channel_has_a_name_when_teams_does_not_answer(
    team: Team, directory: FakeDirectory
) -> None:
    """Teams never names it: the first thing that is posted must still say where it goes."""
    directory.told = None
    kari = team.member("Kari").in_channel()
    kari.lets_the_bot_in()
    basics = kari.says("oppsett").press("Begynn")
    form = basics.press("Lagre", name="Nettverket i Lindesnes", template="kmv")
    channels = form.press("Legg til", ticked="0,1")
    channels.press("Lagre", **channels.inputs())
    preview = kari.press("representation.ask/1", {})
    assert preview.heading == "Dette legges ut i «Generelt»"


def test_a_team_of_five_is_set_up_by_following_the_cards(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.lets_the_bot_in()
    overview = kari.says("oppsett")
    assert overview.buttons == ["Begynn", "Endringer"]

    basics = overview.press("Begynn")
    agencies_form = basics.press("Lagre", name="Nettverket i Lindesnes", template="kmv")
    assert agencies_form.texts[0] == "Navn, modell og klokkeslett er lagret · steg 2 av 8"

    channels = agencies_form.press("Legg til", ticked="0,1", names="Mandal vgs\nNORCE")
    assert channels.texts[0] == "4 etater er lagt til · steg 3 av 8"
    assert (channels.inputs()["reminders"], channels.inputs()["solutions"]) == ("1", "2")

    county = channels.press("Lagre", **channels.inputs())
    assert county.heading == "Hvilket fylke følger dere?"

    done = county.press("Lagre", county="agder", slug="lindesnes")
    assert done.heading == "Neste steg: hvem representerer hvem"
    assert [name for name in done.texts if name == "✔\ufe0e"] == ["✔\ufe0e"] * 5
    with team.deps.store.transaction() as session:
        assert [agency.name for agency in networks.agencies(session, 1)] == [
            "Mandal vgs",
            "NAV",
            "NORCE",
            "Voksenopplæringen",
        ]
        reminders = places.channel(session, 1, Purpose.REMINDERS)
        solutions = places.channel(session, 1, Purpose.SOLUTION_GROUP)
        assert [body.name for body in session.exec(select(Body))] == ["Kvalifiseringsnettverket"]
    assert reminders is not None
    assert solutions is not None
    assert (reminders.name, solutions.name) == ("Generelt", "Løsningsgrupper")
    assert network_row(team).slug == "lindesnes"


def test_the_set_up_can_be_left_and_taken_up_again(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett").press("Begynn").press("Lagre", name="Vårt", template="nvk")
    later = team.member("Kari").says("oppsett")
    assert later.heading == "Neste steg: etater"
    assert later.press("Fortsett").heading == "Hvilke etater er med?"


def test_a_step_that_is_left_out_is_asked_for_no_more(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett").press("Begynn").press("Lagre", name="Vårt", template="kmv")
    skipped = kari.says("oppsett").press("Hopp over")
    assert skipped.heading == "Hvor skal jeg skrive?"
    overview = kari.says("oppsett")
    assert "Hoppet over" in overview.text
    assert overview.press("Velg").heading == "Hvilke etater er med?"


def test_where_nobody_is_known_to_have_added_the_bot_the_first_to_ask_sets_it_up(
    team: Team,
) -> None:
    team.member("Ola").in_channel().says("hjelp")
    assert network_row(team).owner_id is None
    team.member("Amina").in_channel().says("oppsett")
    assert team.member("Ola").in_channel().says("oppsett").buttons == ["Endringer"]
    assert team.member("Amina").says("oppsett").buttons == ["Begynn", "Endringer"]


def test_whoever_does_not_set_it_up_is_told_who_does(network: Network) -> None:
    overview = network.member("Ola").says("oppsett")
    assert "Kari Nilsen kan endre oppsettet." in overview.text
    assert overview.buttons == ["Endringer"]
    refused = network.member("Ola").press("setup.basics.save/1", {"name": "Mitt"})
    assert refused.heading == "Det er Kari Nilsen som kan endre oppsettet."
    assert network_row(network).name == "Kvalifiseringsnettverket Lindesnes"


def test_the_team_gives_the_network_its_first_name(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    place = replace(kari._place(), team_name="Kvalifisering i Agder")
    envelope = {**kari._envelope(), "place": place}
    dispatch.answer(team.deps, Arrived(**envelope))
    assert network_row(team).name == "Kvalifisering i Agder"


# --- Channels ------------------------------------------------------------------------------------


def test_the_channels_are_those_of_the_team_and_say_who_can_read_them(
    team: Team, directory: FakeDirectory
) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    channels = kari.press("setup.channels/1", {})
    assert directory.asked == [CAST.team_id, CAST.team_id]
    assert channels.texts[3:] == [
        "Generelt",
        "Alle 5 i teamet kan lese.",
        "Ledelsen",
        "Privat kanal: der får jeg ikke skrive.",
        "Løsningsgrupper",
        "Alle 5 i teamet kan lese.",
        "Med skolene",
        "Delt kanal: 9 kan lese, også utenfor teamet.",
    ]


def test_without_an_answer_from_teams_it_goes_on_with_what_is_known(
    team: Team, directory: FakeDirectory
) -> None:
    directory.told = None
    kari = team.member("Kari").in_channel("Løsningsgrupper")
    kari.says("oppsett")
    channels = kari.press("setup.channels/1", {})
    assert "Alle i teamet kan lese." in channels.text


def test_a_channel_that_is_gone_from_the_team_cannot_be_chosen(
    team: Team, directory: FakeDirectory
) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    directory.told = TEAM[:1]
    assert "Løsningsgrupper" not in kari.press("setup.channels/1", {}).text


@pytest.mark.parametrize("chosen", ["3", "99", "", "x"])
def test_a_channel_where_the_bot_may_not_write_is_refused_at_its_field(
    team: Team, chosen: str
) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    answer = kari.press("setup.channels.save/1", {"reminders": chosen, "solutions": "2"})
    assert "Velg en kanal jeg kan skrive i." in answer.texts
    assert answer.inputs()["solutions"] == "2"


def test_one_channel_can_serve_both_purposes(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    kari.press("setup.channels.save/1", {"reminders": "1", "solutions": "1"})
    with team.deps.store.transaction() as session:
        chosen = [places.channel(session, 1, purpose) for purpose in Purpose]
    assert [place.id if place else None for place in chosen] == [1, 1, 1]


def test_a_new_channel_for_reminders_takes_over_what_is_planned(network: Network) -> None:
    kari = network.member("Kari")
    network.send_due()
    before = {d.audience for d in network.deliveries() if d.audience.startswith("conversation")}
    kari.press("setup.channels.save/1", {"reminders": "2", "solutions": "none"})
    planned = [d for d in network.deliveries() if d.state == "pending"]
    after = {d.audience for d in planned if d.audience.startswith("conversation")}
    assert (before, after) == ({"conversation:1"}, {"conversation:2"})


def test_a_channel_that_is_renamed_or_deleted_in_teams_is_so_here(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    place = replace(kari._place(), channel_id=SOLUTIONS, channel_name="Løsninger")
    team.hears(ChannelTold(**{**kari._envelope(), "place": place}))
    assert "Løsninger" in [row.name for row in known_channels(team)]
    team.hears(ChannelGone(**{**kari._envelope(), "place": place}))
    assert "Løsninger" not in [row.name for row in known_channels(team)]


def renamed(team: Team, name: str) -> str:
    """What the network is called after its Team was called that."""
    kari = team.member("Kari").in_channel()
    place = replace(kari._place(), team_name=name)
    team.hears(TeamRenamed(**{**kari._envelope(), "place": place}))
    with team.deps.store.transaction() as session:
        return session.exec(select(NetworkRow)).one().name


def test_the_network_follows_the_name_of_its_team_until_somebody_names_it(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    kari.says("oppsett")
    assert renamed(team, "Kvalifisering sør") == "Kvalifisering sør"
    assert renamed(team, " ") == "Kvalifisering sør"
    form = {"template": "kmv", "hours_from": "08:00", "hours_to": "15:30"}
    kari.press("setup.basics.save/1", {"name": "Kvalifisering sør", **form})
    assert renamed(team, "Kvalifisering") == "Kvalifisering"
    kari.press("setup.basics.save/1", {"name": "Nettverket vårt", **form})
    assert renamed(team, "Kvalifisering nord") == "Nettverket vårt"


def known_channels(network: Network) -> list[Conversation]:
    with network.deps.store.transaction() as session:
        return list(channels.of(session, 1))


def test_an_event_that_names_nobody_makes_nobody_a_member(team: Team) -> None:
    kari = team.member("Kari").in_channel()
    ghost = Sender(CAST.tenant_id, "29:nobody", "29:nobody", "")
    team.hears(Arrived(**{**kari._envelope(), "sender": ghost}))
    assert network_row(team).owner_id is None
    with team.deps.store.transaction() as session:
        assert session.exec(select(Membership)).all() == []


# --- Agencies ------------------------------------------------------------------------------------


def test_an_agency_is_renamed_and_keeps_its_history(network: Network) -> None:
    kari = network.member("Kari")
    nav = agencies(network)["NAV Lindesnes"]
    page = kari.press("setup.agency/1", {"agency": nav.id})
    saved = page.press("Lagre", name="NAV Agder vest", observer="false")
    assert saved.heading == "NAV Agder vest"
    assert agencies(network)["NAV Agder vest"].id == nav.id
    assert changes(network)[0] == "NAV Lindesnes heter nå NAV Agder vest"


def test_an_agency_that_hosts_cannot_only_look_on(network: Network) -> None:
    nav = agencies(network)["NAV Lindesnes"]
    page = network.member("Kari").press("setup.agency/1", {"agency": nav.id})
    refused = page.press("Lagre", name="NAV Lindesnes", observer="true")
    told = "NAV Lindesnes er vert for 3 møter som kommer. Bytt vertskap først."
    assert told in refused.texts
    assert refused.inputs()["observer"] == "true"


def merge(network: Network, day: str, into: str = "new", name: str = "Nye NAV") -> Seen:
    """NAV and the careers centre become one; the card that asks whether it is meant."""
    there = agencies(network)
    nav, career = there["NAV Lindesnes"], there["Agder fylkeskommune v/Karriere Agder Lyngdal"]
    kari = network.member("Kari")
    form = kari.press("setup.merge/1", {"agency": nav.id})
    return form.press("Se hva som skjer", others=str(career.id), into=into, name=name, day=day)


def test_a_merger_says_what_follows_before_anything_happens(network: Network) -> None:
    asked = merge(network, "2027-02-01")
    assert asked.heading == "Skal de slås sammen?"
    assert "Dette følger med: 5 møter, 17 oppgaver og 3 personer." in asked.texts
    assert "Nye NAV" not in agencies(network)


def test_a_merger_passes_everything_on_its_day_and_not_before(network: Network) -> None:
    merge(network, "2027-01-20").press("Slå sammen")
    there = agencies(network)
    new, nav = there["Nye NAV"], there["NAV Lindesnes"]
    assert (new.valid_from, nav.valid_to) == (date(2027, 1, 20), date(2027, 1, 19))
    network.pass_days(15)
    network.send_due()
    assert hosts(network) >= {nav.id}

    network.pass_days(2)
    network.send_due()
    assert nav.id not in hosts(network)
    with network.deps.store.transaction() as session:
        people = session.exec(
            select(Person.name, Role.kind)
            .join(Role, col(Role.person_id) == col(Person.id))
            .where(Role.organisation_id == new.id)
            .order_by(col(Role.id))
        ).all()
        duties = session.exec(
            select(Duty.id).where(Duty.organisation_id == nav.id, Duty.state == DutyState.OPEN)
        ).all()
        members = session.exec(
            select(Membership.id).where(Membership.organisation_id == new.id)
        ).all()
    assert sorted(people) == [("Kari Nilsen", RoleKind.DEPUTY), ("Ola Berg", RoleKind.CONTACT)]
    assert (duties, len(members)) == ([], 3)


def hosts(network: Network) -> set[int | None]:
    """Who hosts what is still to come."""
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Meeting).where(col(Meeting.starts_at) > network.clock())).all()
    return {row.host_id for row in rows}


def test_after_a_merger_the_reminder_goes_to_the_new_contact(network: Network) -> None:
    merge(network, "2027-01-05").press("Slå sammen")
    sent = [out for d, out in network.pass_days(5) if d.kind == "duty-reminder"]
    assert [out.message.mention.name for out in sent if out.message.mention] == ["Ola Berg"]


def test_a_merger_to_come_can_be_taken_back(network: Network) -> None:
    before = agencies(network)
    merge(network, "2027-02-01").press("Slå sammen")
    nav = agencies(network)["NAV Lindesnes"]
    ending = network.member("Kari").press("setup.agency/1", {"agency": nav.id})
    assert "Blir en del av Nye NAV etter 31. januar." in ending.text
    ending.press("Angre")
    assert agencies(network) == before
    assert changes(network)[0].endswith("er med videre")


def test_agencies_can_go_into_one_that_exists(network: Network) -> None:
    career = agencies(network)["Agder fylkeskommune v/Karriere Agder Lyngdal"]
    merge(network, "2027-01-04", into=str(career.id)).press("Slå sammen")
    nav = agencies(network)["NAV Lindesnes"]
    assert (nav.successor_id, nav.valid_to) == (career.id, date(2027, 1, 3))
    assert nav.id not in hosts(network)
    with network.deps.store.transaction() as session:
        contact = session.exec(
            select(Role.person_id).where(
                Role.organisation_id == career.id, Role.kind == RoleKind.CONTACT
            )
        ).all()
        ola = session.exec(select(Person.id).where(Person.name == "Ola Berg")).one()
    assert contact == [ola]


def test_tasks_offers_consents_and_presentations_pass_to_the_successor(network: Network) -> None:
    there = agencies(network)
    nav, career = there["NAV Lindesnes"], there["Agder fylkeskommune v/Karriere Agder Lyngdal"]
    with network.deps.store.transaction() as session:
        coming = session.exec(
            select(Meeting).where(Meeting.host_id == nav.id, col(Meeting.starts_at) > NOW)
        ).all()
        coming[0].presenter_id = nav.id
        common: dict[str, Any] = {"network_id": 1, "organisation_id": nav.id or 0}
        task = Task(**common, meeting_id=coming[0].id or 0, text="Ringe rundt")
        done = Task(**common, meeting_id=coming[0].id or 0, text="Ringt", done_at=NOW)
        offered: dict[str, Any] = {"offered_by_id": 1, "offered_at": NOW, "state": OfferState.OPEN}
        to_school = TurnOffer(**common, **offered, meeting_id=coming[0].id or 0)
        to_career = TurnOffer(**common, **offered, meeting_id=coming[1].id or 0, to_id=career.id)
        agreement = Agreement(
            network_id=1, version=99, state=AgreementState.PROPOSED, proposed_at=NOW
        )
        session.add_all((*coming, task, done, to_school, to_career, agreement))
        session.flush()
        for agency in (nav, career):
            session.add(
                Consent(
                    agreement_id=agreement.id or 0,
                    organisation_id=agency.id or 0,
                    answer=ConsentAnswer.WAITING,
                )
            )
    merge(network, "2027-01-04").press("Slå sammen")
    new = agencies(network)["Nye NAV"].id
    with network.deps.store.transaction() as session:
        passed = session.get_one(Meeting, coming[0].id)
        tasks = session.exec(select(Task).order_by(col(Task.id))).all()
        offers = session.exec(select(TurnOffer).order_by(col(TurnOffer.id))).all()
        asked = session.exec(
            select(Consent.organisation_id).where(Consent.agreement_id == agreement.id)
        ).all()
    assert (passed.host_id, passed.presenter_id) == (new, new)
    assert [task.organisation_id for task in tasks] == [new, nav.id]
    assert [(o.organisation_id, o.to_id, str(o.state)) for o in offers] == [
        (new, None, "open"),
        (new, new, "lapsed"),
    ]
    assert asked == [new]


def leave(network: Network, day: str) -> Seen:
    nav = agencies(network)["NAV Lindesnes"]
    form = network.member("Kari").press("setup.leave/1", {"agency": nav.id})
    return form.press("Se hva som skjer", day=day)


def test_an_agency_that_leaves_gives_its_turns_on_at_once(network: Network) -> None:
    nav = agencies(network)["NAV Lindesnes"]
    asked = leave(network, "2027-01-31")
    foretold = asked.texts[4:-2]
    assert nav.id in hosts(network)  # nothing has happened yet

    asked.press("Ja, de slutter")
    with network.deps.store.transaction() as session:
        rows = session.exec(
            select(Meeting)
            .where(Meeting.network_id == 1, col(Meeting.starts_at) > network.clock())
            .order_by(col(Meeting.starts_at))
        ).all()
    later = [row for row in rows if row.starts_at.date() > date(2027, 1, 31)]
    assert nav.id not in {row.host_id for row in later}
    assert nav.id in {row.host_id for row in rows}
    assert foretold


def test_a_draft_of_the_year_can_still_be_thrown_away_when_its_host_has_left(
    network: Network,
) -> None:
    draft = network.member("Kari").says("årsplan 2028")
    leave(network, "2027-01-10").press("Ja, de slutter")
    assert draft.press("Forkast").press("Forkast").heading == "Utkastet er forkastet"


def test_the_people_of_an_agency_that_left_represent_nobody(network: Network) -> None:
    leave(network, "2027-01-10").press("Ja, de slutter")
    assert represents(network, "Kari Nilsen") is not None
    network.pass_days(7)
    network.send_due()
    assert represents(network, "Kari Nilsen") is None
    with network.deps.store.transaction() as session:
        nav = session.exec(
            select(Organisation.id).where(Organisation.name == "NAV Lindesnes")
        ).one()
        roles = session.exec(select(Role).where(Role.organisation_id == nav)).all()
    assert roles == []


def represents(network: Network, name: str) -> int | None:
    with network.deps.store.transaction() as session:
        return session.exec(
            select(Membership.organisation_id)
            .join(Person, col(Person.id) == col(Membership.person_id))
            .where(Person.name == name, Membership.network_id == 1)
        ).one()


def test_leaving_can_be_taken_back_until_the_last_day_is_over(network: Network) -> None:
    nav = agencies(network)["NAV Lindesnes"]
    leave(network, "2027-01-10").press("Ja, de slutter")
    kari = network.member("Kari")
    kari.press("setup.agency/1", {"agency": nav.id}).press("Angre")
    assert agencies(network)["NAV Lindesnes"].valid_to is None
    leave(network, "2027-01-10").press("Ja, de slutter")
    network.clock.moment += timedelta(days=10)
    gone = kari.press("setup.agency.stay/1", {"agency": nav.id})
    assert gone.heading == "NAV Lindesnes er alt ute av nettverket."


def test_only_what_nothing_hangs_on_can_be_removed(network: Network) -> None:
    kari = network.member("Kari")
    kari.press("setup.agencies.add/1", {"names": "Skrivefeil"})
    slip, nav = agencies(network)["Skrivefeil"], agencies(network)["NAV Lindesnes"]
    page = kari.press("setup.agency/1", {"agency": slip.id, "more": True})
    assert page.buttons == ["Slå sammen", "Fjern", "Alle etater"]
    page.press("Fjern")
    assert "Skrivefeil" not in agencies(network)
    refused = kari.press("setup.agency.remove/1", {"agency": nav.id})
    assert refused.heading == "NAV Lindesnes har historie her. La den slutte i stedet."


def test_adding_twice_is_adding_once(network: Network) -> None:
    kari = network.member("Kari")
    for _ in range(2):
        answer = kari.press("setup.agencies.add/1", {"names": "Politiet"})
    assert "Politiet finnes fra før." in answer.texts
    assert answer.inputs()["names"] == "Politiet"


LONG = "x" * 10_000
NASTY = "**NAV** <at>alle</at> [x](https://example.org)"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Kryss av eller skriv minst én etat."),
        ("  \n \n", "Kryss av eller skriv minst én etat."),
        ("Politiet\npolitiet", "politiet står to ganger."),
        ("NAV Lindesnes", "NAV Lindesnes finnes fra før."),
        (LONG, "Dette er 10000 tegn. Kort det ned til 5000."),
        ("y" * 101, "Dette er 101 tegn. Kort det ned til 100."),
        ("\n".join(f"Etat {n}" for n in range(41)), "Legg til høyst 40 om gangen."),
    ],
)
def test_new_agencies_that_cannot_be_taken_come_back_as_they_were_typed(
    network: Network, typed: str, sentence: str
) -> None:
    before = agencies(network)
    answer = network.member("Kari").press("setup.agencies.add/1", {"names": typed})
    assert sentence in answer.texts
    assert answer.inputs()["names"] == typed
    assert agencies(network) == before


@pytest.mark.parametrize("typed", [NASTY, "NAV 🎓", "\u202eNAV\u202c", "18. mars-senteret"])
def test_odd_names_are_kept_and_shown_as_plain_text(network: Network, typed: str) -> None:
    answer = network.member("Kari").press("setup.agencies.add/1", {"names": typed})
    assert answer.heading == "6 etater er med"
    assert "<at>" not in str(answer.card).replace("\\\\<at>", "")
    assert "\u202e" not in str(answer.card)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"day": "2028-02-31"}, "day", "Den datoen finnes ikke. Velg en dag i kalenderen."),
        ({"day": ""}, "day", "Den datoen finnes ikke. Velg en dag i kalenderen."),
        ({"day": "2040-01-01"}, "day", "Velg en dag fra 02.01.2020 til 08.01.2032."),
        ({"day": "2019-01-01"}, "day", "Velg en dag fra 02.01.2020 til 08.01.2032."),
        ({"name": ""}, "name", "Skriv noe her."),
        (
            {"name": "Mandal videregående skole"},
            "name",
            "Mandal videregående skole finnes fra før.",
        ),
        ({"name": LONG}, "name", "Dette er 10000 tegn. Kort det ned til 100."),
        ({"others": ""}, "others", "Velg minst én etat til."),
        ({"others": "4711"}, "others", "Velg etater fra lista."),
        ({"into": "4711"}, "into", "Velg en av dem som går sammen, eller en ny etat."),
    ],
)
def test_a_merger_that_makes_no_sense_comes_back_with_a_sentence_at_the_field(
    network: Network, typed: dict[str, str], field: str, sentence: str
) -> None:
    there = agencies(network)
    career = there["Agder fylkeskommune v/Karriere Agder Lyngdal"]
    whole = {
        "agency": there["NAV Lindesnes"].id,
        "others": str(career.id),
        "into": "new",
        "name": "Nye NAV",
        "day": "2028-01-01",
        **typed,
    }
    kari = network.member("Kari")
    for verb in ("setup.merge.check/1", "setup.merge.do/1"):
        answer = kari.press(verb, whole)
        assert sentence in answer.texts
        assert answer.inputs()[field] == (whole[field] if field != "into" else whole["into"])
    assert agencies(network) == there


def test_what_belongs_to_other_networks_does_not_exist(network: Network) -> None:
    kari = network.member("Kari")
    with network.deps.store.transaction() as session:
        foreign = Organisation(
            network_id=2, key="x", name="Fremmed", level="", valid_from=date(2020, 1, 1)
        )
        body = Body(network_id=2, kind=BodyKind.NETWORK, name="Fremmed")
        session.add_all((foreign, body))
        session.flush()
        agency_id, body_id = foreign.id, body.id
    for verb in ("setup.agency/1", "setup.agency.remove/1", "setup.merge/1", "setup.leave/1"):
        answers = [kari.press(verb, {"agency": number}).card for number in (agency_id, 4711)]
        assert answers[0] == answers[1]
    for verb in ("setup.body/1", "setup.body.remove/1", "setup.body.save/1"):
        answers = [kari.press(verb, {"body": number}).card for number in (body_id, 4711)]
        assert answers[0] == answers[1]


# --- Bodies, roles, county, log ------------------------------------------------------------------


def test_a_chair_and_members_are_chosen_among_the_members(network: Network) -> None:
    kari = network.member("Kari")
    steering = next(b for b in bodies(network) if b.name == "Styringsgruppa")
    body = kari.press("setup.body/1", {"body": steering.id})
    chosen = body.press("Velg").press("Lagre", people="1")
    assert chosen.texts[:2] == ["Lagret", "Styringsgruppa"]
    assert "Kari Nilsen" in chosen.texts
    members = kari.press(
        "setup.seat.save/1", {"kind": "member", "body": steering.id, "people": "1,3,4,5"}
    )
    assert "4" in members.texts
    assert changes(network)[1] == "Leder i Styringsgruppa: Kari Nilsen"


def bodies(network: Network) -> list[Body]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Body).where(Body.network_id == 1)))


def test_a_coordinator_may_set_up_too_and_can_be_let_go_again(network: Network) -> None:
    kari, ola = network.member("Kari"), network.member("Ola")
    with network.deps.store.transaction() as session:
        number = session.exec(select(Person.id).where(Person.name == "Ola Berg")).one()
    kari.press("setup.seat.save/1", {"kind": "coordinator", "people": str(number)})
    assert "Endre" in ola.says("oppsett").buttons
    kari.press("setup.seat.save/1", {"kind": "coordinator", "people": "none"})
    assert ola.says("oppsett").buttons == ["Endringer"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "coordinator", "people": "4711"}, "Velg noen fra lista."),
        ({"kind": "coordinator", "people": "1,2"}, "Velg bare én."),
    ],
)
def test_a_role_goes_to_members_only(network: Network, data: dict[str, str], sentence: str) -> None:
    assert sentence in network.member("Kari").press("setup.seat.save/1", data).texts


@pytest.mark.parametrize(
    "data", [{"kind": "contact"}, {"kind": "chair"}, {"kind": "coordinator", "body": 1}]
)
def test_a_role_of_an_agency_is_not_given_here(network: Network, data: dict[str, object]) -> None:
    assert network.member("Kari").press("setup.seat/1", data).heading == "Den rollen finnes ikke."


def test_a_body_with_meetings_is_removed_only_after_a_question(network: Network) -> None:
    kari = network.member("Kari")
    steering = next(b for b in bodies(network) if b.name == "Styringsgruppa")
    asked = kari.press("setup.body.remove/1", {"body": steering.id})
    assert asked.heading == "Skal Styringsgruppa fjernes?"
    assert len(bodies(network)) == 3
    asked.press("Fjern gruppa")
    assert "Styringsgruppa" not in [body.name for body in bodies(network)]
    kari.press("setup.body.add/1", {"kind": "steering-group"})
    assert "Styringsgruppa" in [body.name for body in bodies(network)]


def test_another_template_adds_what_it_has_more_and_removes_nothing(network: Network) -> None:
    kari = network.member("Kari")
    names = [body.name for body in bodies(network)]
    kari.press("setup.basics.save/1", {"name": "Nytt navn", "template": "kmv"})
    assert [body.name for body in bodies(network)] == names
    assert changes(network)[:2] == ["Modellen er nå «kmv»", "Nettverket heter nå Nytt navn"]


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("Møte!", "Bruk bare små bokstaver fra a til z, tall og bindestrek, høyst 40."),
        ("a" * 41, "Bruk bare små bokstaver fra a til z, tall og bindestrek, høyst 40."),
        ("nabo", "Den adressen bruker et annet nettverk. Velg en annen."),
    ],
)
def test_an_address_that_cannot_be_used_is_told_at_the_field(
    network: Network, slug: str, sentence: str
) -> None:
    with network.deps.store.transaction() as session:
        neighbour = session.get_one(NetworkRow, 2)
        neighbour.slug = "nabo"
        session.add(neighbour)
    answer = network.member("Kari").press("setup.county.save/1", {"county": "agder", "slug": slug})
    assert sentence in answer.texts
    assert answer.inputs() == {"county": "agder", "slug": slug}
    assert network_row(network).slug == "lindesnes"


def test_the_log_is_read_by_every_member_a_page_at_a_time(network: Network) -> None:
    kari, ola = network.member("Kari"), network.member("Ola")
    assert ola.says("endringer").heading == "Ingenting er endret ennå"
    for number in range(9):
        kari.press("setup.agencies.add/1", {"names": f"Etat {number}"})
    log = ola.says("endringer")
    assert log.texts[2:4] == ["Nye etater: Etat 8", "Kari Nilsen, i dag kl. 09.00"]
    older = log.press("Eldre")
    assert older.texts[2] == "Nye etater: Etat 0"
    assert older.buttons == ["Nyere"]


def test_two_networks_of_one_tenant_keep_their_own_set_up(network: Network) -> None:
    kari = network.member("Kari")
    with network.deps.store.transaction() as session:
        session.add(Conversation(tenant_id="t", conversation_id="x", kind="channel", network_id=2))
    kari.press("setup.channels.save/1", {"reminders": "1", "solutions": "none"})
    refused = kari.press("setup.channels.save/1", {"reminders": "4", "solutions": "none"})
    assert "Velg en kanal jeg kan skrive i." in refused.texts
