"""Calendar files as another library reads them (vobject), and as HTTP serves them."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, delete, select

from bot.domain.agenda import ItemKind, ItemState
from bot.domain.language import Language
from bot.domain.meetings import Activity, MeetingState
from storage.tables import AgendaItem, Meeting, Membership, Network, Person
from tests.web.bench import NASTY, SLUG, Page, Site, shown


def component(event: Any, name: str) -> Any:
    return event.contents[name][0].value


# --- What stands in it ---------------------------------------------------------------------------


async def test_a_meeting_stands_there_with_time_place_link_host_and_posted_agenda(
    site: Site,
) -> None:
    site.empty_calendar()
    key = site.add_meeting(
        starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC),
        ends_at=datetime(2027, 3, 18, 10, 30, tzinfo=UTC),
        theme="Norskprøver",
        place="Rådhuset, Mandal",
        link="https://meet.example.no/a?b=1&c=2",
        host_id=site.agency("NAV Lindesnes"),
        sequence=3,
        changed_at=datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC),
        agenda_posted_at=site.clock(),
    )
    add_item(site, key, "Velkommen; runde")
    event = (await site.feed_of("Amina")).events["Nettverksmøte: Norskprøver"]
    values = {name: component(event, name) for name in event.contents if name != "valarm"}
    assert {name: str(value) for name, value in values.items()} == {
        "uid": f"{key}@rundebord",
        "sequence": "3",
        "dtstamp": "2027-01-02 03:04:05+00:00",
        "last-modified": "2027-01-02 03:04:05+00:00",
        "dtstart": "2027-03-18 09:00:00+01:00",
        "dtend": "2027-03-18 11:30:00+01:00",
        "status": "CONFIRMED",
        "transp": "OPAQUE",
        "summary": "Nettverksmøte: Norskprøver",
        "location": "Rådhuset, Mandal / På nett",
        "url": "https://meet.example.no/a?b=1&c=2",
        "description": "Kvalifiseringsnettverket Lindesnes\nVert: NAV Lindesnes\n"
        "Bli med på nett: https://meet.example.no/a?b=1&c=2\n\nSaksliste\n1. Velkommen; runde",
    }
    assert "DTSTART;TZID=Europe/Oslo:20270318T090000" in (await site.feed_of("Amina")).text


def add_item(site: Site, key: str, title: str) -> None:
    with site.deps.store.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.key == key)).one()
        item = AgendaItem(
            network_id=row.network_id,
            meeting_id=row.id,
            title=title,
            kind=ItemKind.DISCUSSION,
            state=ItemState.OPEN,
            proposed_at=site.clock(),
        )
        session.add(item)


async def test_an_agenda_that_is_not_posted_stays_at_home(site: Site) -> None:
    site.empty_calendar()
    add_item(site, site.add_meeting(), "Ikke ennå")
    assert "Ikke" not in (await site.feed_of("Amina")).text


async def test_the_feed_says_what_it_is_called_and_how_often_to_look(site: Site) -> None:
    site.empty_calendar()
    calendar = (await site.feed_of("Kari")).calendar
    assert calendar.contents["x-wr-calname"][0].value == "Kvalifiseringsnettverket Lindesnes"
    assert calendar.contents["refresh-interval"][0].value == "PT1H"
    assert calendar.contents["x-published-ttl"][0].value == "PT1H"
    assert "method" not in calendar.contents


@pytest.mark.parametrize(
    ("starts", "wall"),
    [
        (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "2027-03-28 01:59:00+01:00"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "2027-03-28 03:00:00+02:00"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "2027-03-28 03:30:00+02:00"),
        (datetime(2027, 6, 1, 7, 0, tzinfo=UTC), "2027-06-01 09:00:00+02:00"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "2027-10-31 03:00:00+01:00"),
        (datetime(2028, 3, 26, 7, 0, tzinfo=UTC), "2028-03-26 09:00:00+02:00"),
    ],
)
async def test_the_zone_is_right_on_both_sides_of_both_changes(
    site: Site, starts: datetime, wall: str
) -> None:
    """vobject reckons with the zone that is written in the file, not with one of its own."""
    site.empty_calendar()
    site.add_meeting(starts_at=starts)
    (event,) = (await site.feed_of("Kari")).events.values()
    assert str(component(event, "dtstart")) == wall


async def test_the_zone_is_written_by_the_rules_of_the_standard(site: Site) -> None:
    """RFC 5545, 3.6.5: each change begins at the wall time that was shown until then."""
    site.empty_calendar()
    site.add_meeting(starts_at=datetime(2027, 3, 18, 8, 0, tzinfo=UTC))
    zone = (await site.feed_of("Kari")).text.partition("BEGIN:VTIMEZONE")[2]
    assert zone.partition("END:VTIMEZONE")[0].split() == [
        "TZID:Europe/Oslo",
        *("BEGIN:DAYLIGHT", "DTSTART:20260329T020000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
        *("TZNAME:CEST", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:DAYLIGHT"),
        *("BEGIN:STANDARD", "DTSTART:20261025T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
        *("TZNAME:CET", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "END:STANDARD"),
    ]


async def test_whole_days_are_days_and_end_on_the_day_after(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(
        starts_at=site.deps.calendar.at(date(2027, 3, 27), datetime.min.time()),
        ends_at=site.deps.calendar.at(date(2027, 3, 29), datetime.min.time()),
        whole_day=True,
    )
    page = await site.feed_of("Kari")
    (event,) = page.events.values()
    days = component(event, "dtstart"), component(event, "dtend")
    assert days == (date(2027, 3, 27), date(2027, 3, 29))
    assert "valarm" not in event.contents
    assert "DTSTART;VALUE=DATE:20270327" in page.text


async def test_what_is_cancelled_stays_and_says_so(site: Site) -> None:
    site.empty_calendar()
    key = site.add_meeting(theme="Norskprøver", sequence=1)
    await site.feed_of("Kari")
    site.change_meeting(key, state=MeetingState.CANCELLED, sequence=2, reason="For få påmeldte")
    event = (await site.feed_of("Kari")).events["Avlyst: Nettverksmøte: Norskprøver"]
    told = {name: str(component(event, name)) for name in ("uid", "status", "sequence", "transp")}
    assert told == {
        "uid": f"{key}@rundebord",
        "status": "CANCELLED",
        "sequence": "2",
        "transp": "TRANSPARENT",
    }
    assert component(event, "description").startswith("Avlyst: For få påmeldte\n")
    assert "valarm" not in event.contents


@pytest.mark.parametrize(
    ("host", "trigger"),
    [("NAV Lindesnes", timedelta(days=-7)), ("Mandal videregående skole", timedelta(days=-1))],
)
async def test_the_host_hears_of_it_a_week_before_and_the_others_the_day_before(
    site: Site, host: str, trigger: timedelta
) -> None:
    site.empty_calendar()
    site.add_meeting(host_id=site.agency(host))
    (event,) = (await site.feed_of("Kari")).events.values()
    (alarm,) = event.contents["valarm"]
    assert component(alarm, "action") == "DISPLAY"
    assert component(alarm, "trigger") == trigger


async def test_the_reader_is_spoken_to_in_their_own_language(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting()
    kari = site.person("Kari")
    with site.deps.store.transaction() as session:
        session.get_one(Person, kari).language = Language.ENGLISH
    (english,) = (await site.feed_of("Kari", accept_language="nn")).events
    assert english == "Network meeting"


# --- Whose meetings ------------------------------------------------------------------------------


async def test_drafts_and_what_is_far_away_in_time_are_left_out(site: Site) -> None:
    site.empty_calendar()
    site.add_meeting(theme="utkast", state=MeetingState.DRAFT)
    for days in (-93, -91, 548, 550):
        site.add_meeting(theme=f"{days}", days=days)
    names = {"Nettverksmøte: -91", "Nettverksmøte: 548"}
    assert (await site.feed_of("Kari")).events.keys() == names


async def test_the_meetings_of_other_networks_are_left_out_until_one_joins(site: Site) -> None:
    with site.deps.store.transaction() as session:
        for row in session.exec(select(Meeting)).all():
            row.state, row.starts_at = MeetingState.PLANNED, site.clock()
            row.theme = f"nettverk {row.network_id}"
            session.add(row)
        networks = set(session.exec(select(Meeting.network_id)).all())
        own = set(session.exec(select(Membership.network_id)).all())
    assert len(networks - own) == 1
    assert _networks(await site.feed_of("Kari")) == {f"nettverk {number}" for number in own}

    joined = Membership(network_id=(networks - own).pop(), person_id=site.person("Kari"))
    with site.deps.store.transaction() as session:
        session.add(joined)
    page = await site.feed_of("Kari")
    assert _networks(page) == {f"nettverk {number}" for number in networks}
    called = "Kvalifiseringsnettverket Lindesnes, Nettverk for verdiskaping og kompetanse"
    assert page.calendar.contents["x-wr-calname"][0].value == called


def _networks(page: Page) -> set[str]:
    """By the themes of the meetings; a deadline belongs to one of them."""
    return {name.rpartition(": ")[2] for name in page.events if not name.startswith("Frist: ")}


async def test_who_has_left_the_network_reads_nothing_more_of_it(site: Site) -> None:
    address = f"/kalender/{site.token_of('Kari')}.ics"
    assert len((await site.get(address)).events) > 1
    gone = col(Membership.person_id) == site.person("Kari")
    with site.deps.store.transaction() as session:
        session.exec(delete(Membership).where(gone))
    left = await site.get(address)
    assert (left.status, left.events) == (200, {})


# --- The secret address --------------------------------------------------------------------------


async def test_only_the_hash_of_the_address_is_stored(site: Site) -> None:
    token = site.token_of("Kari")
    with site.deps.store.transaction() as session:
        stored = session.connection().exec_driver_sql("SELECT * FROM calendar_feed").all()
    assert len(stored) == 1
    assert token not in str(stored)


async def test_an_unknown_address_an_old_one_and_a_deleted_one_are_answered_alike(
    site: Site,
) -> None:
    old = site.token_of("Kari")
    new = site.token_of("Kari")
    assert (await site.get(f"/kalender/{new}.ics")).status == 200
    answers = [await site.get(f"/kalender/{token}.ics") for token in (old, "x" * 43)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body
    assert "Denne siden finnes ikke" in answers[0].text


@pytest.mark.parametrize("token", ["", "x", "x" * 44, "%00" * 43, "æ" * 43, "..%2F..%2Fetc", "%ff"])
async def test_an_address_that_cannot_be_one_is_answered_alike(site: Site, token: str) -> None:
    assert (await site.get(f"/kalender/{token}.ics")).status == 404


async def test_what_the_calendar_has_already_is_not_sent_again(site: Site) -> None:
    address = f"/kalender/{site.token_of('Kari')}.ics"
    first = await site.get(address)
    tag = first.headers["ETag"]
    again = await site.get(address, if_none_match=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert (await site.get(address, if_none_match=f'"other", W/{tag}')).status == 304
    site.clock.advance(hours=1)
    assert (await site.get(address, if_none_match=tag)).status == 304

    site.add_meeting(theme="Nytt")
    changed = await site.get(address, if_none_match=tag)
    assert (changed.status, changed.headers["ETag"] == tag) == (200, False)


async def test_one_may_ask_for_the_head_alone(site: Site) -> None:
    address = f"/kalender/{site.token_of('Kari')}.ics"
    head, whole = await site.ask("HEAD", address), await site.get(address)
    assert (head.status, head.body, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
    assert head.headers["Content-Length"] == str(len(whole.body))


async def test_a_feed_is_kept_by_its_reader_alone(site: Site) -> None:
    page = await site.feed_of("Kari")
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8"


# --- One meeting, and the open ones --------------------------------------------------------------


async def test_a_single_meeting_is_a_file_of_its_own_with_the_same_uid(site: Site) -> None:
    site.empty_calendar()
    key = site.add_meeting(link="https://meet.example.no/1", reason="")
    page = await site.get(f"/m/{key}.ics")
    (single,), (in_feed,) = page.events.values(), (await site.feed_of("Kari")).events.values()
    assert single.uid.value == in_feed.uid.value
    assert page.calendar.contents["method"][0].value == "PUBLISH"
    assert page.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert page.headers["Content-Disposition"] == 'attachment; filename="rundebord.ics"'
    assert single.url.value == "https://meet.example.no/1"


@pytest.mark.parametrize("state", [MeetingState.DRAFT, None])
async def test_a_draft_has_no_file_and_neither_has_an_unknown_key(
    site: Site, state: MeetingState | None
) -> None:
    key = site.add_meeting(state=state) if state else "x" * 22
    assert (await site.get(f"/m/{key}.ics")).status == 404


async def test_anybody_reads_of_an_open_meeting_only_what_is_for_all(site: Site) -> None:
    site.empty_calendar()
    key = site.add_meeting(
        activity=Activity.OPEN_DAY,
        open_to_all=True,
        link="https://meet.example.no/secret",
        papers=[{"title": "hemmelig papir", "url": "https://example.no/secret"}],
        agenda_posted_at=site.clock(),
    )
    add_item(site, key, "hemmelig sak")
    site.add_meeting(theme="lukket møte")
    files = [await site.get(path) for path in (f"/m/{key}.ics", f"/moteplan/{SLUG}.ics")]
    for file in files:
        (event,) = file.events.values()
        assert event.url.value == f"{site.deps.public_url}/p/{key}"
        assert event.location.value == "På nett"
        assert not {"secret", "hemmelig", "lukket"} & set(re.findall(r"\w+", file.text))
    site.change_meeting(key, state=MeetingState.CANCELLED, reason="hemmelig grunn")
    cancelled = await site.get(f"/moteplan/{SLUG}.ics")
    assert list(cancelled.events) == ["Avlyst: Fagdag for alle"]
    assert "hemmelig" not in cancelled.text


async def test_the_file_of_a_page_that_is_not_there(site: Site) -> None:
    assert (await site.get("/moteplan/finnes-ikke.ics")).status == 404


# --- What people typed ---------------------------------------------------------------------------


@pytest.mark.parametrize("text", NASTY)
async def test_what_people_typed_is_text_and_nothing_else(site: Site, text: str) -> None:
    site.empty_calendar()
    rename_network(site, text)
    key = site.add_meeting(theme=text, place=text, reason="", agenda_posted_at=site.clock())
    add_item(site, key, text)
    page = await site.feed_of("Kari")
    (event,) = page.events.values()
    assert event.summary.value == f"Nettverksmøte: {shown(text)}"
    assert event.location.value == shown(text)
    assert page.calendar.contents["name"][0].value == shown(text)
    assert page.calendar.contents["x-wr-calname"][0].value == shown(text)
    assert event.description.value == f"{shown(text)}\n\nSaksliste\n1. {shown(text)}"
    assert len(page.calendar.contents["vevent"]) == 1
    lines = page.body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert page.body.endswith(b"END:VCALENDAR\r\n")


def rename_network(site: Site, name: str) -> None:
    with site.deps.store.transaction() as session:
        session.exec(select(Network).where(Network.slug == SLUG)).one().name = name
