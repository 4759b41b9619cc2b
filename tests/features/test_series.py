"""A series is made, changed and cancelled: this meeting, this and the following, or all to come."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.domain.meetings import MeetingState
from storage import announcements
from storage.tables import Meeting, Membership, Person, Series
from tests.features.bench import Member, Network, Seen

# It is Monday 4 January 2027. In 2027 Easter is on 28 March, and Constitution Day on a Monday.

OSLO = ZoneInfo("Europe/Oslo")
MONTHLY = {
    "activity": "working-group",
    "day": "2027-02-04",
    "starts": "09:00",
    "ends": "11:00",
    "place": "Rådhuset",
    "repeats": "months",
    "count": "7",
}
WEEKLY = {**MONTHLY, "day": "2027-03-15", "repeats": "weeks", "count": "4"}


def send(form: Seen, title: str, **typed: str) -> Seen:
    """What Teams sends: every field, as it was or as it was typed."""
    return form.press(title, **{**form.inputs(), **typed})


def made(member: Member, **typed: str) -> Seen:
    """The form comes back with the fields of a series, and is sent again."""
    asked = send(member.says("nytt møte"), "Legg i planen", **{**typed, "count": "", "until": ""})
    return send(asked, "Legg i planen", **typed)


def series(network: Network) -> Sequence[Series]:
    with network.deps.store.transaction() as session:
        return session.exec(select(Series).order_by(col(Series.id))).all()


def rows(network: Network) -> list[Meeting]:
    """Every meeting that belongs to a series, in order of time."""
    with network.deps.store.transaction() as session:
        found = session.exec(select(Meeting).where(col(Meeting.series_id).is_not(None))).all()
    return sorted(found, key=lambda row: row.starts_at)


def days(network: Network) -> list[str]:
    return [f"{row.starts_at.astimezone(OSLO):%Y-%m-%d}" for row in rows(network)]


def form_of(member: Member, row: Meeting) -> Seen:
    card = member.press("meeting/1", {"meeting": row.id, "more": True})
    return card.press("Endre")


def notices(network: Network) -> list[str]:
    network.clock.advance(minutes=6)
    found = [out for sent, out in network.send_due() if sent.kind == announcements.CHANGED]
    return [out.message.summary for out in found]


# --- Made ----------------------------------------------------------------------------------------


def test_how_often_is_asked_only_when_it_repeats(network: Network) -> None:
    form = network.member("Kari").says("nytt møte")
    assert "count" not in form.inputs()
    asked = send(form, "Legg i planen", **{**MONTHLY, "count": ""})
    assert "Skriv hvor mange ganger, eller velg siste dag." in asked.text
    assert {"every", "count", "until"} <= set(asked.inputs())
    assert asked.inputs()["place"] == "Rådhuset"
    assert rows(network) == []


def test_a_monthly_meeting_keeps_its_weekday_and_its_wall_time(network: Network) -> None:
    card = made(network.member("Kari"), **MONTHLY)
    assert "5 møter står i planen" in card.text
    assert "Første torsdag hver måned" in card.text
    assert days(network) == [
        "2027-02-04",
        "2027-03-04",
        "2027-04-01",
        "2027-06-03",
        "2027-08-05",
    ]  # not on Ascension Day, nor in the summer


def test_both_sundays_of_the_clock_are_passed_at_the_same_wall_time(network: Network) -> None:
    made(network.member("Kari"), **{**WEEKLY, "day": "2027-03-01", "count": "40"})
    clocks = {f"{row.starts_at.astimezone(OSLO):%H:%M}" for row in rows(network)}
    assert clocks == {"09:00"}
    assert {row.starts_at.hour for row in rows(network)} == {7, 8}


def test_holidays_and_school_holidays_are_left_out_and_listed(network: Network) -> None:
    card = made(network.member("Kari"), **WEEKLY)
    assert days(network) == ["2027-03-15", "2027-04-05"]  # Easter week and Easter Monday
    assert "hoppet over: 22. mars og 29. mars" in card.text
    assert series(network)[0].excluded == ["2027-03-22", "2027-03-29"]


def test_a_series_ends_on_its_last_day(network: Network) -> None:
    made(network.member("Kari"), **{**MONTHLY, "count": "", "until": "2027-04-01"})
    assert days(network) == ["2027-02-04", "2027-03-04", "2027-04-01"]


def test_in_chosen_months(network: Network) -> None:
    typed = {**MONTHLY, "repeats": "chosen", "months": "5,9", "count": "4"}
    card = made(network.member("Kari"), **typed)
    assert "Første torsdag i februar, mai og september" in card.text
    assert days(network) == ["2027-02-04", "2027-09-02", "2028-02-03"]


def test_every_meeting_has_its_own_host_in_turn_and_its_own_duties(network: Network) -> None:
    made(network.member("Kari"), **MONTHLY)
    hosts = [row.host_id for row in rows(network)]
    assert None not in hosts
    assert all(one != other for one, other in pairwise(hosts))


def test_a_series_made_by_mistake_is_taken_back(network: Network) -> None:
    before = network.deliveries()
    card = made(network.member("Kari"), **MONTHLY)
    for _ in range(2):
        assert card.press("Angre").heading == "Det er tatt ut av planen"
    assert rows(network) == []
    assert list(series(network)) == []
    assert network.deliveries() == before


def test_a_series_that_somebody_heard_of_is_not_just_taken_back(network: Network) -> None:
    card = made(network.member("Kari"), **MONTHLY)
    network.pass_days(20)  # the first reminder has gone out
    assert "avlys det der" in card.press("Angre").text
    assert len(rows(network)) == 5


def test_the_whole_series_is_shown_from_each_of_its_meetings(network: Network) -> None:
    made(network.member("Kari"), **{**WEEKLY, "day": "2027-08-19", "count": "14"})
    ola = network.member("Ola")
    card = ola.press("meeting/1", {"meeting": rows(network)[0].id, "more": True})
    assert "Hver uke, på torsdag." in card.text
    page = card.press("Hele rekka")
    assert page.heading == "Hver uke, på torsdag"
    assert page.press("Senere").press("Tidligere").card == page.card


# --- Changed -------------------------------------------------------------------------------------


def test_only_this_one_moves_and_the_series_is_as_it_was(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    third = rows(network)[2]
    send(form_of(kari, third), "Lagre", day="2027-04-07", scope="this")
    assert days(network)[2:4] == ["2027-04-07", "2027-06-03"]
    assert len(series(network)) == 1
    assert rows(network)[2].series_day == date(2027, 4, 1)


def test_this_and_the_following_move_after_one_has_seen_their_days(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    second = rows(network)[1]
    asked = send(
        form_of(kari, second), "Lagre", day="2027-03-03", starts="10:00", scope="following"
    )
    assert asked.heading == "Skal 4 møter endres?"
    assert "Da er de 3. mars, 7. april, 2. juni og 4. august." in asked.text
    assert days(network)[1] == "2027-03-04"
    done = send(asked, "Endre 4 møter")
    assert "4 møter er endret" in done.text
    moved = ["2027-03-03", "2027-04-07", "2027-06-02", "2027-08-04"]
    assert days(network) == ["2027-02-04", *moved]
    clocks = [f"{row.starts_at.astimezone(OSLO):%H:%M}" for row in rows(network)]
    assert clocks == ["09:00", "10:00", "10:00", "10:00", "10:00"]


def test_the_following_are_a_series_of_their_own(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    asked = send(form_of(kari, rows(network)[2]), "Lagre", place="Buen", scope="following")
    send(asked, "Endre 3 møter")
    old, new = series(network)
    assert (old.rule, new.rule) == (
        "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH;UNTIL=20270304",
        "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH;UNTIL=20270805",
    )
    assert [row.series_id for row in rows(network)] == [old.id] * 2 + [new.id] * 3
    assert [row.place for row in rows(network)] == ["Rådhuset"] * 2 + ["Buen"] * 3


def test_all_to_come_change_and_what_was_held_does_not(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    network.clock.moment = datetime(2027, 2, 10, 8, tzinfo=UTC)
    network.send_due()
    asked = send(form_of(kari, rows(network)[3]), "Lagre", theme="Praksis", scope="all")
    send(asked, "Endre 4 møter")
    assert [row.theme for row in rows(network)] == ["", *["Praksis"] * 4]
    assert notices(network) == ["4 møter er endret"]


def test_what_was_changed_for_one_alone_stays(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    send(form_of(kari, rows(network)[3]), "Lagre", day="2027-06-09", place="Buen", starts="10:00")
    asked = send(
        form_of(kari, rows(network)[1]),
        "Lagre",
        day="2027-03-03",
        place="Kulturhuset",
        starts="08:30",
        scope="following",
    )
    send(asked, "Endre 3 møter")
    alone = rows(network)[3]
    assert (alone.place, alone.starts_at.astimezone(OSLO).isoformat()) == (
        "Buen",
        "2027-06-09T10:00:00+02:00",
    )


def test_a_holiday_is_not_moved_to_and_one_is_told(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **{**MONTHLY, "day": "2027-04-13", "count": "5"})
    asked = send(form_of(kari, rows(network)[0]), "Lagre", day="2027-04-19", scope="following")
    assert "Til 17. mai og 21. juni flytter jeg ingen: da er det fri." in asked.text
    send(asked, "Endre 2 møter")
    assert days(network) == ["2027-04-19", "2027-05-11", "2027-06-08", "2027-08-16"]


def test_nothing_moves_into_the_past(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **{**WEEKLY, "day": "2027-01-07"})
    third = rows(network)[2]
    refused = send(form_of(kari, third), "Lagre", day="2027-01-18", scope="all")
    assert "Da ville noen av møtene ligge i fortida." in refused.text
    assert refused.inputs()["day"] == "2027-01-18"
    assert days(network)[0] == "2027-01-07"


def test_another_agencys_meetings_are_not_changed_along(network: Network) -> None:
    made(network.member("Kari"), **MONTHLY)
    own = next(row for row in rows(network) if row.host_id == agency(network, "Amina"))
    refused = send(form_of(network.member("Amina"), own), "Lagre", place="Buen", scope="all")
    assert "Noen av møtene har en annen vert." in refused.text
    assert {row.place for row in rows(network)} == {"Rådhuset"}


def agency(network: Network, name: str) -> int | None:
    with network.deps.store.transaction() as session:
        return (
            session.exec(
                select(Membership)
                .join(Person)
                .where(Person.name == network.member(name).person.name)
            )
            .one()
            .organisation_id
        )


# --- Cancelled -----------------------------------------------------------------------------------


def test_this_and_the_following_are_cancelled_and_told_of_once(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    asked = form_of(kari, rows(network)[2]).press("Avlys")
    assert "Dette og de følgende (3)" in str(asked.card)
    send(asked, "Avlys", reason="Vi slutter med dette.", scope="following")
    assert [row.state for row in rows(network)] == [MeetingState.PLANNED] * 2 + [
        MeetingState.CANCELLED
    ] * 3
    assert notices(network) == ["3 møter er endret"]


def test_one_of_the_cancelled_takes_place_after_all(network: Network) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    asked = form_of(kari, rows(network)[2]).press("Avlys")
    send(asked, "Avlys", reason="Vi slutter.", scope="all").press("La møtet bli av likevel")
    states = [row.state for row in rows(network)]
    assert states.count(MeetingState.PLANNED) == 1
    assert rows(network)[2].state is MeetingState.PLANNED


# --- Whatever one does ---------------------------------------------------------------------------

steps = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["this", "following", "all"]),
        st.integers(-2, 10),
        st.sampled_from(["09:00", "10:00"]),
    ),
    max_size=3,
)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_however_a_series_is_changed_no_meeting_is_lost_or_doubled(
    network: Network, changes: list[tuple[int, str, int, str]]
) -> None:
    kari = network.member("Kari")
    made(kari, **MONTHLY)
    ids = {row.id for row in rows(network)}
    for number, scope, by, starts in changes:
        row = rows(network)[number]
        day = row.starts_at.astimezone(OSLO).date() + timedelta(days=by)
        typed = {"day": day.isoformat(), "starts": starts, "scope": scope}
        asked = send(form_of(kari, row), "Lagre", **typed)
        again = [title for title in asked.buttons if title.startswith("Endre ")]
        for title in again:
            send(asked, title)
        _holds_together(network, ids)
    for row in rows(network):
        taken = {"meeting": row.id, "key": row.key}
        assert kari.press("meeting.take-back/1", taken).heading == "Det er tatt ut av planen"


def _holds_together(network: Network, ids: set[int | None]) -> None:
    found = rows(network)
    assert {row.id for row in found} == ids
    known = {row.id for row in series(network)}
    assert {row.series_id for row in found} <= known
    for row in found:
        begins, ends = (moment.astimezone(OSLO) for moment in (row.starts_at, row.ends_at))
        assert begins.date() == ends.date()
        assert f"{begins:%H:%M}" in {"09:00", "10:00"}
        assert begins < ends
