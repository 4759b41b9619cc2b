"""The agenda: proposed by anybody, ordered by the host, posted as agreed, told when it changes."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.demo import network as demo_network
from bot.domain.agenda import ItemKind, ItemState
from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind, DutyState
from bot.domain.meetings import Activity, MeetingState
from storage import agenda
from storage.tables import AgendaItem, Duty, Meeting
from tests.features.bench import Network, Seen, parts

# The coming network meeting: Friday 29 January 2027, 09.00-11.30, hosted by NAV (Kari and Nils).
# The steering group meets on 19 March, hosted by Mandal videregående skole (Ingrid).


def sent(form: Seen, title: str, /, **typed: str) -> Seen:
    """Press the button that sends a form; what nobody touched goes along as it stood."""
    return form.press(title, **{**form.inputs(), **typed})


def meeting_id(network: Network, activity: Activity = Activity.NETWORK_MEETING) -> int:
    with network.deps.store.transaction() as session:
        row = agenda.coming(session, 1, network.clock(), activity)
        assert row is not None
        return row.id or 0


def shown(network: Network, name: str, number: int | None = None) -> Seen:
    number = number or meeting_id(network)
    return network.member(name).press("agenda/1", {"meeting": number})


def listed(network: Network, number: int | None = None) -> list[str]:
    """The titles of an agenda, in order."""
    number = number or meeting_id(network)
    with network.deps.store.transaction() as session:
        return list(agenda.titles(session, number))


def rows(session: Session, **wanted: object) -> list[AgendaItem]:
    statement = select(AgendaItem).where(AgendaItem.network_id == 1).order_by(col(AgendaItem.id))
    found = session.exec(statement).all()
    return [row for row in found if all(getattr(row, k) == v for k, v in wanted.items())]


def item(network: Network, title: str) -> AgendaItem:
    with network.deps.store.transaction() as session:
        return rows(session, title=title)[0]


def ordered(network: Network, lines: str, name: str = "Kari", number: int | None = None) -> Seen:
    """The host writes the whole agenda as lines."""
    return sent(shown(network, name, number).press("Ordne"), "Lagre", lines=lines)


def proposed(network: Network, title: str, **typed: str) -> Seen:
    """Ola proposes it."""
    return sent(network.member("Ola").says("meld sak"), "Meld saken", title=title, **typed)


def posted(network: Network, name: str = "Kari", number: int | None = None) -> Seen:
    """The host posts it, and it stands in the channel: the card there."""
    shown(network, name, number).press("Legg ut").press("Legg ut")
    return in_channel(network)


def in_channel(network: Network) -> Seen:
    """The agenda in the channel, as it was last drawn."""
    sent = [pair for pair in network.send_due() if pair[0].kind in {agenda.POSTED, "refresh"}]
    cards = [Seen(network.member("Ola"), out.message.card, out.activity_id) for _, out in sent]
    return next(card for card in reversed(cards) if "snakke om" in card.text)


def refreshes(network: Network) -> list[str]:
    return [out.message.summary for sent, out in network.send_due() if sent.kind == "refresh"]


# --- NVK, 3 June 2021 ----------------------------------------------------------------------------

NVK = json.loads(demo_network.HISTORY.read_text(encoding="utf-8"))["networks"][1]
TITLES = NVK["meetings"][0]["agenda"]
MINUTES = (15, 30, 15, 30, 25, 30, 20, 15)  # ours: NVK's programme gives none


def test_nvks_eight_points_are_typed_ordered_and_posted(network: Network) -> None:
    number = meeting_id(network)
    _lasts_three_hours(network, number)
    kari, titles = network.member("Kari"), TITLES

    first = kari.says("saksliste")
    form = first.press("Ordne")
    pasted = "\n".join(f"{place}. {title}" for place, title in enumerate(titles, start=1))
    untimed = sent(form, "Lagre", lines=pasted)
    assert listed(network) == titles
    assert "8 saker har ikke fått tid" not in untimed.text  # nothing is timed: nothing to add up

    timed = "\n".join(f"{m} {title}" for m, title in zip(MINUTES, titles, strict=True))
    whole = sent(untimed.press("Ordne"), "Lagre", lines=timed)
    assert "Til sammen 180 av 180 minutter." in whole.text
    assert "for mye" not in whole.text
    assert [text for text in whole.texts if text.startswith("kl\\. ") or "kl." in text[:3]]

    preview = whole.press("Legg ut")
    assert preview.heading == "Dette legges ut i «General»"
    for title in titles:
        assert title in preview.text.replace("\\", "")
    done = preview.press("Legg ut")
    assert "Sakslista legges ut i «General» nå." in done.text

    ((delivery, outgoing),) = [p for p in network.send_due() if p[0].kind == agenda.POSTED]
    assert delivery.audience == "conversation:1"
    assert outgoing.message.summary == "Saksliste: Nettverksmøte 29. januar, 8 saker"
    card = Seen(network.member("Ola"), outgoing.message.card)
    assert card.buttons == ["Meld sak"]
    starts = ["09.00", "09.15", "09.45", "10.00", "10.30", "10.55", "11.25", "11.45"]
    assert [t for t in card.texts if t.startswith("kl. ")] == [f"kl. {s}" for s in starts]


def _lasts_three_hours(network: Network, number: int) -> None:
    with network.deps.store.transaction() as session:
        row = session.get_one(Meeting, number)
        row.ends_at = row.starts_at + timedelta(hours=3)


def test_the_eight_points_of_2021_are_in_the_demo(network: Network) -> None:
    with network.deps.store.transaction() as session:
        row = session.exec(
            select(Meeting).where(Meeting.network_id == 2).order_by(col(Meeting.starts_at))
        ).first()
        assert row is not None
        found = agenda.items(session, row.id or 0)
    assert [i.title for i in found] == TITLES
    assert found[1].kind is ItemKind.ROUND
    assert {i.state for i in found} == {ItemState.TREATED}


# --- Anyone proposes -----------------------------------------------------------------------------


def test_what_is_typed_after_the_command_is_the_title_with_its_capitals(network: Network) -> None:
    form = network.member("Amina").says("meld sak Nytt fra NAV om praksis")
    assert form.inputs()["title"] == "Nytt fra NAV om praksis"


def test_a_proposed_item_is_last_on_the_next_agenda_with_a_name_and_a_way_back(
    network: Network,
) -> None:
    form = network.member("Amina").says("meld sak")
    done = sent(form, "Meld saken", title="Norskprøver i juni", minutes="20", kind="decision")
    assert done.heading == "Saken er meldt"
    assert "20 min · Avgjøres her · Amina Yusuf" in done.text
    assert listed(network)[-1] == "Norskprøver i juni"
    withdrawn = done.press("Angre")
    assert withdrawn.heading == "Saken er trukket"
    assert "Norskprøver i juni" not in listed(network)
    assert withdrawn.press("Angre").heading == "Saken er meldt"
    assert listed(network)[-1] == "Norskprøver i juni"


def test_the_same_form_sent_twice_is_one_item(network: Network) -> None:
    form = network.member("Amina").says("meld sak Norskprøver i juni")
    assert sent(form, "Meld saken").card == sent(form, "Meld saken").card
    assert listed(network).count("Norskprøver i juni") == 1


def test_an_item_for_later_waits_and_is_offered_when_the_host_orders(network: Network) -> None:
    done = proposed(network, "Læreplasser", when="later")
    assert "Venter på et møte" in done.text
    assert "Læreplasser" not in listed(network)
    form = shown(network, "Kari").press("Ordne")
    offered = {choice["title"]: choice["value"] for choice in _choices(form, "take")}
    assert [title.partition(" (")[0] for title in offered] == [
        "Felles mal for kvalifiseringsplan",  # waits since before
        "Læreplasser",
    ]
    sent(form, "Lagre", take=list(offered.values())[1])
    assert listed(network)[-1] == "Læreplasser"


def _choices(card: Seen, name: str) -> list[dict[str, str]]:
    found = [part for part in parts(card.card) if part.get("id") == name]
    return list(found[0]["choices"])


def test_in_a_network_with_several_bodies_one_says_which(network: Network) -> None:
    form = network.member("Kari").says("meld sak Budsjett 2028")
    bodies = {choice["title"]: choice["value"] for choice in _choices(form, "body")}
    assert list(bodies) == ["Kvalifiseringsnettverket", "Styringsgruppa", "Arbeidsgruppa"]
    done = sent(form, "Meld saken", body=bodies["Styringsgruppa"])
    assert "Møte i styringsgruppa" in done.text
    assert "Budsjett 2028" in listed(network, meeting_id(network, Activity.STEERING_GROUP))


def test_from_a_meeting_it_is_for_that_meeting(network: Network) -> None:
    steering = meeting_id(network, Activity.STEERING_GROUP)
    form = shown(network, "Ola", steering).press("Meld sak")
    assert "body" not in form.inputs()
    sent(form, "Meld saken", title="Ny avtale")
    assert listed(network, steering)[-1] == "Ny avtale"


def test_where_no_meeting_is_planned_the_item_waits(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for row in session.exec(select(Meeting).where(Meeting.network_id == 1)):
            row.state = MeetingState.FINISHED
    done = proposed(network, "Læreplasser")
    assert "Det er ikke planlagt noe møte ennå." in done.text
    assert network.member("Ola").says("saksliste").heading == (
        "Det er ikke planlagt noe møte med saksliste ennå."
    )


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"title": "   "}, "title", "Skriv noe her."),
        ({"title": "x" * 10_000}, "title", "Dette er 10000 tegn. Kort det ned til 120."),
        (
            {"title": "Spør 15076500565"},
            "title",
            "Her ligner noe på et fødselsnummer. Ta det bort.",
        ),
        ({"title": "Sak", "minutes": "mange"}, "minutes", "Skriv et helt tall."),
        ({"title": "Sak", "minutes": "0"}, "minutes", "Skriv et tall fra 1 til 480."),
        ({"title": "Sak", "kind": "fest"}, "kind", "Velg ett av svarene."),
        ({"title": "Sak", "when": "aldri"}, "when", "Velg ett av svarene."),
        ({"title": "Sak", "body": "4711"}, "body", "Velg ett av svarene."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence_at_the_field(
    network: Network, typed: dict[str, str], field: str, problem: str
) -> None:
    before = listed(network)
    again = sent(network.member("Ola").says("meld sak"), "Meld saken", **typed)
    assert again.heading == "Hva vil du ta opp i møtet?"
    fields = [str(part.get("id")) for part in parts(again.card) if "id" in part]
    said = again.texts.index(problem)
    assert again.inputs()["title"] == typed["title"]
    assert (said >= 0, field in fields) == (True, True)
    assert listed(network) == before


@pytest.mark.parametrize(
    "title",
    ["<at>alle</at> og [lenke](https://example.org)", "👩‍🏫 norsk", "مرحبا بكم", "1. **først**"],
)
def test_harmless_oddities_are_kept_and_shown_inertly(network: Network, title: str) -> None:
    proposed(network, title)
    assert listed(network)[-1] == title
    form = shown(network, "Kari").press("Ordne")
    assert form.inputs()["lines"].endswith(f"- {title}")
    assert sent(form, "Lagre").heading == "Dette skal vi snakke om"
    assert listed(network)[-1] == title


def test_only_the_proposer_and_the_host_may_withdraw(network: Network) -> None:
    done = proposed(network, "Læreplasser")
    refused = done.press("Angre", network.member("Amina"))
    assert refused.heading == "Det er den som meldte saken, eller verten, som kan trekke den."
    assert done.press("Angre", network.member("Nils")).heading == "Saken er trukket"


def test_items_and_agendas_of_other_networks_do_not_exist(network: Network) -> None:
    kari = network.member("Kari")
    with network.deps.store.transaction() as session:
        foreign = session.exec(select(AgendaItem).where(AgendaItem.network_id == 2)).first()
        assert foreign is not None
        theirs = foreign.meeting_id or 0
    for verb in ("agenda/1", "agenda.propose/1", "agenda.order/1", "agenda.preview/1"):
        answers = [kari.press(verb, {"meeting": number}) for number in (theirs, 4711)]
        assert answers[0].card == answers[1].card
    for verb in ("agenda.item/1", "agenda.put-off/1", "agenda.strike-out/1", "agenda.withdraw/1"):
        answers = [kari.press(verb, {"item": number}) for number in (foreign.id, 4711)]
        assert answers[0].card == answers[1].card


# --- The host orders -----------------------------------------------------------------------------

STANDING = [
    "Runde rundt bordet",
    "Ressursgruppemodellen",
    "Fagdager og evaluering",
    "Løsningsgrupper",
    "Hverdagsutfordringer",
]


def test_standing_items_come_by_themselves_and_once(network: Network) -> None:
    later = _meeting_after(network)
    assert listed(network, later) == []
    for _ in range(2):
        shown(network, "Ola", later)
    assert listed(network, later) == STANDING


def _meeting_after(network: Network) -> int:
    first = meeting_id(network)
    with network.deps.store.transaction() as session:
        ends_at = session.get_one(Meeting, first).ends_at
        row = agenda.coming(session, 1, ends_at, Activity.NETWORK_MEETING)
        assert row is not None
        return row.id or 0


def test_a_standing_item_that_was_struck_out_stays_out(network: Network) -> None:
    struck = _opened(network, "Løsningsgrupper").press("Stryk")
    assert "«Løsningsgrupper» er strøket." in struck.text
    shown(network, "Ola")
    assert "Løsningsgrupper" not in listed(network)
    struck.press("Angre")
    assert listed(network)[-1] == "Løsningsgrupper"


def _opened(network: Network, title: str, name: str = "Kari") -> Seen:
    return network.member(name).press("agenda.item/1", {"item": item(network, title).id})


def test_lines_reorder_time_add_and_take_out(network: Network) -> None:
    told = ordered(
        network,
        "10 Velkommen\n\n25 min Praksisplasser utenom undervisningsdagene\n- Runde rundt bordet",
    )
    assert listed(network) == [
        "Velkommen",
        "Praksisplasser utenom undervisningsdagene",
        "Runde rundt bordet",
    ]
    assert item(network, "Praksisplasser utenom undervisningsdagene").minutes == 25
    assert item(network, "Runde rundt bordet").minutes is None
    assert item(network, "Velkommen").kind is ItemKind.ORIENTATION
    assert item(network, "Erfaringer med tolk på skjerm").state is ItemState.WAITING
    assert item(network, "Løsningsgrupper").state is ItemState.WITHDRAWN  # comes anew next time
    assert "«Erfaringer med tolk på skjerm»" in told.text


def test_a_corrected_title_is_the_same_item(network: Network) -> None:
    before = item(network, "Erfaringer med tolk på skjerm").id
    ordered(network, "15 Erfaringer med tolking på skjerm\n30 Runde rundt bordet")
    assert item(network, "Erfaringer med tolking på skjerm").id == before


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("  \n ", "Skriv minst én sak, én på hver linje."),
        ("x" * 121, "Linje 1 er på 121 tegn. Kort den ned til 120."),
        ("10 A\n900 B", "Linje 2: skriv fra 1 til 480 minutter foran saken."),
        ("\n".join(f"Sak {n}" for n in range(31)), "Det er 31 saker."),
        ("10 Ring 41 23 45 67", "Her ligner noe på et telefonnummer."),
    ],
)
def test_lines_that_cannot_be_taken_come_back_as_they_were(
    network: Network, lines: str, problem: str
) -> None:
    before = listed(network)
    again = ordered(network, lines)
    assert problem in again.text
    assert again.inputs()["lines"] == lines
    assert listed(network) == before


def test_a_list_that_changed_meanwhile_is_shown_as_it_became_and_nothing_is_lost(
    network: Network,
) -> None:
    form = shown(network, "Kari").press("Ordne")
    proposed(network, "Læreplasser")
    stale = sent(form, "Lagre", lines="10 Velkommen")
    assert "Lista er endret mens du skrev. Slik er den nå:" in stale.text
    assert "Læreplasser" in stale.text
    assert stale.inputs()["lines"] == "10 Velkommen"
    assert listed(network)[-1] == "Læreplasser"
    sent(stale, "Lagre", lines="10 Velkommen\nLæreplasser")
    assert listed(network) == ["Velkommen", "Læreplasser"]


def test_one_item_is_changed_and_moved_with_a_thumb(network: Network) -> None:
    form = _opened(network, "Erfaringer med tolk på skjerm")
    assert form.inputs()["place"] == "7"
    sent(form, "Lagre", title="Tolk på skjerm", minutes="25", place="1", noted="true")
    assert listed(network)[0] == "Tolk på skjerm"
    changed = item(network, "Tolk på skjerm")
    assert (changed.minutes, changed.noted) == (25, True)


def test_an_item_that_changed_meanwhile_is_not_overwritten_at_once(network: Network) -> None:
    form = _opened(network, "Løsningsgrupper")
    sent(_opened(network, "Løsningsgrupper", "Nils"), "Lagre", minutes="5")
    stale = sent(form, "Lagre", minutes="50")
    assert "Noen endret saken mens du skrev. Lagre igjen om dette gjelder." in stale.text
    assert item(network, "Løsningsgrupper").minutes == 5
    sent(stale, "Lagre")
    assert item(network, "Løsningsgrupper").minutes == 50


def test_an_item_that_is_put_off_waits_and_can_come_back(network: Network) -> None:
    off = _opened(network, "Erfaringer med tolk på skjerm").press("Utsett")
    assert "«Erfaringer med tolk på skjerm» er utsatt til et senere møte." in off.text
    assert item(network, "Erfaringer med tolk på skjerm").state is ItemState.WAITING
    for _ in range(2):
        off.press("Angre")
    assert listed(network)[-1] == "Erfaringer med tolk på skjerm"


def test_the_sum_and_the_overrun_are_shown(network: Network) -> None:
    told = ordered(network, "100 Velkommen\n70 Runde rundt bordet\nEventuelt")
    assert "Til sammen 170 av 150 minutter. 1 sak har ikke fått tid." in told.text
    assert "Det er 20 minutter for mye." in told.text
    assert "Det er 20 minutter for mye." in shown(network, "Ola").text


def test_only_the_host_orders_and_posts(network: Network) -> None:
    ola = network.member("Ola")
    assert shown(network, "Ola").buttons == ["Meld sak"]
    number = meeting_id(network)
    lines = {"meeting": number, "seen": "x", "lines": "10 Mitt"}
    for verb, data in (
        ("agenda.order/1", {"meeting": number}),
        ("agenda.save/1", lines),
        ("agenda.preview/1", {"meeting": number}),
        ("agenda.post/1", {"meeting": number, "seen": "x"}),
        ("agenda.item/1", {"item": item(network, "Løsningsgrupper").id}),
    ):
        assert ola.press(verb, data).heading == (
            "Det er verten for møtet som ordner sakslista. Du kan melde en sak."
        )


def test_when_the_meeting_is_over_its_agenda_is_history(network: Network) -> None:
    number, form = meeting_id(network), shown(network, "Kari").press("Ordne")
    network.clock.moment += timedelta(days=30)
    assert sent(form, "Lagre", lines="10 Velkommen").heading == (
        "Møtet er over, så sakslista kan ikke endres lenger."
    )
    over = shown(network, "Kari", number)
    assert (over.heading, over.buttons) == ("Dette sto på sakslista", [])


def test_the_round_goes_on_from_the_agency_that_opened_last(network: Network) -> None:
    first, second = shown(network, "Ola"), shown(network, "Ola", _meeting_after(network))
    opened = _speakers(first)[0]
    assert _speakers(second)[-1] == opened
    assert f"{opened} åpnet runden sist, og kommer derfor til slutt." in second.text
    assert sorted(_speakers(first)) == sorted(_speakers(second))


def _speakers(card: Seen) -> list[str]:
    told = card.texts[card.texts.index(next(t for t in card.texts if "Runde rundt" in t)) + 2]
    return told.replace(" og ", ", ").split(", ")


# --- Posted as agreed, then told when it changes -------------------------------------------------


def test_posting_shows_text_place_and_readers_first_and_marks_the_duty_done(
    network: Network,
) -> None:
    preview = shown(network, "Kari").press("Legg ut")
    assert "6 personer fra 5 etater kan lese kanalen." in preview.text.replace("**", "")
    assert network.send_due() == []
    preview.press("Legg ut")
    number = meeting_id(network)
    with network.deps.store.transaction() as session:
        duty = session.exec(
            select(Duty).where(Duty.meeting_id == number, Duty.kind == DutyKind.AGENDA)
        ).one()
        assert (duty.state, duty.done_by_id) == (DutyState.DONE, 1)


def test_it_is_posted_once_however_often_one_presses(network: Network) -> None:
    preview = shown(network, "Kari").press("Legg ut")
    preview.press("Legg ut")
    again = preview.press("Legg ut", network.member("Nils"))
    assert "Legg ut" not in again.buttons
    kinds = [delivery.kind for delivery, _ in network.send_due()]
    assert kinds.count(agenda.POSTED) == 1


def test_what_was_not_seen_is_not_posted(network: Network) -> None:
    preview = shown(network, "Kari").press("Legg ut")
    proposed(network, "Læreplasser")
    again = preview.press("Legg ut")
    assert "Lista er endret siden du så den. Slik er den nå." in again.text
    assert "Læreplasser" in again.text
    assert network.send_due() == []
    again.press("Legg ut")
    assert len(network.send_due()) == 1


def test_later_changes_are_told_on_the_card_that_stands_there(network: Network) -> None:
    assert "Endret" not in posted(network).text
    proposed(network, "Læreplasser")
    sent(_opened(network, "Hverdagsutfordringer"), "Lagre", minutes="45")
    _opened(network, "Erfaringer med tolk på skjerm").press("Utsett")
    card = in_channel(network)
    told = card.texts[card.texts.index("Endret etter at den ble lagt ut") + 1 :][:3]
    assert told == [
        "«Hverdagsutfordringer» har nå 45 minutter",
        "Ny sak: «Læreplasser»",
        "Tatt ut: «Erfaringer med tolk på skjerm»",
    ]
    assert network.send_due() == []  # one card, redrawn once, and no new message


def test_a_change_that_was_taken_back_is_none(network: Network) -> None:
    posted(network)
    off = _opened(network, "Erfaringer med tolk på skjerm").press("Utsett")
    assert "Tatt ut" in in_channel(network).text
    off.press("Angre")
    assert "Endret" not in in_channel(network).text


def test_a_cancelled_meeting_is_not_posted(network: Network) -> None:
    number = meeting_id(network)
    shown(network, "Kari").press("Legg ut").press("Legg ut")
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, number).state = MeetingState.CANCELLED
    assert [d for d, _ in network.send_due() if d.kind == agenda.POSTED] == []
    states = {d.state for d in network.deliveries() if d.kind == agenda.POSTED}
    assert states == {DeliveryState.CANCELLED}


# --- Numbers of cases ----------------------------------------------------------------------------


def test_cases_of_a_steering_group_get_numbers_when_they_are_posted(network: Network) -> None:
    number = meeting_id(network, Activity.STEERING_GROUP)
    shown(network, "Ingrid", number)
    assert "Sak 1/27" not in shown(network, "Ingrid", number).text
    card = posted(network, "Ingrid", number)
    assert [text for text in card.texts if "/27" in text] == [
        "Orienteringssak 1/27: Orientering fra arbeidsgruppa",
        "Orienteringssak 2/27: Status fra løsningsgruppene",
        "Sak 3/27: Budsjett for fagdagene neste år",
    ]
    sent(shown(network, "Ola", number).press("Meld sak"), "Meld saken", title="Ny avtale")
    assert "Sak 4/27: Ny avtale" in in_channel(network).text


def test_the_preview_shows_the_numbers_that_are_given_by_the_yes(network: Network) -> None:
    number = meeting_id(network, Activity.STEERING_GROUP)
    preview = shown(network, "Ingrid", number).press("Legg ut")
    assert "Sak 3/27: Budsjett for fagdagene neste år" in preview.text
    assert item(network, "Budsjett for fagdagene neste år").number is None


def test_two_that_post_at_once_share_the_numbers_without_gap_or_double(network: Network) -> None:
    first = meeting_id(network, Activity.STEERING_GROUP)
    with network.deps.store.transaction() as session:
        ends_at = session.get_one(Meeting, first).ends_at
        after = agenda.coming(session, 1, ends_at, Activity.STEERING_GROUP)
        assert after is not None
        second = after.id or 0
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: _number_one_more(network, n), [first, second] * 5))
    with network.deps.store.transaction() as session:
        given = [row.number for row in rows(session) if row.number]
    assert sorted(given) == list(range(1, len(given) + 1))
    assert len(given) == 13  # two standing items, one from the demo, and ten


def _number_one_more(network: Network, number: int) -> None:
    with network.deps.store.transaction() as session:
        case = AgendaItem(
            network_id=1,
            title="En sak til",
            kind=ItemKind.DECISION,
            state=ItemState.OPEN,
            proposed_at=network.clock(),
        )
        meeting = session.get_one(Meeting, number)
        agenda.add(session, case, meeting)
        agenda.give_numbers(session, meeting)


def test_numbers_go_on_within_the_year_and_begin_anew_with_the_next(network: Network) -> None:
    with network.deps.store.transaction() as session:
        first = agenda.coming(session, 1, network.clock(), Activity.STEERING_GROUP)
        assert first is not None
        second = agenda.coming(session, 1, first.ends_at, Activity.STEERING_GROUP)
        assert second is not None
        for row in (first, second):
            agenda.lay_standing(session, row, network.clock())
            agenda.give_numbers(session, row)
        assert [i.case for i in agenda.items(session, second.id or 0)] == ["4/27", "5/27"]
        second.starts_at += timedelta(days=365)
        third = AgendaItem(
            network_id=1,
            title="Nytt år",
            kind=ItemKind.DECISION,
            state=ItemState.OPEN,
            proposed_at=network.clock(),
        )
        agenda.add(session, third, second)
        agenda.give_numbers(session, second)
        assert (third.number, third.year) == (1, 2028)


# --- What was not reached ------------------------------------------------------------------------


def _outcome(network: Network, title: str) -> None:
    with network.deps.store.transaction() as session:
        rows(session, title=title)[0].state = ItemState.TREATED


def test_an_item_not_reached_goes_to_the_next_meeting_with_its_history(network: Network) -> None:
    number, later = meeting_id(network), _meeting_after(network)
    shown(network, "Ola")
    _outcome(network, "Praksisplasser utenom undervisningsdagene")
    with network.deps.store.transaction() as session:
        agenda.carry_over(session, session.get_one(Meeting, number), network.clock())
    assert listed(network, later) == [*STANDING, "Erfaringer med tolk på skjerm"]
    assert "Flyttet fra møtet 29. januar" in shown(network, "Ola", later).text
    with network.deps.store.transaction() as session:
        agenda.carry_over(session, session.get_one(Meeting, later), network.clock())
    moved = item(network, "Erfaringer med tolk på skjerm")
    assert moved.times_moved == 2
    assert "andre gang" in shown(network, "Ola", moved.meeting_id).text


def test_a_week_after_the_meeting_it_goes_on_by_itself_and_once(network: Network) -> None:
    later = _meeting_after(network)
    shown(network, "Ola")
    network.clock.moment += timedelta(days=31)
    _tick(network)
    assert "Erfaringer med tolk på skjerm" not in listed(network, later)  # not a week yet
    network.clock.moment += timedelta(days=3)
    for _ in range(2):
        _tick(network)
    assert listed(network, later)[len(STANDING) :] == [
        "Praksisplasser utenom undervisningsdagene",
        "Erfaringer med tolk på skjerm",
    ]
    assert item(network, "Erfaringer med tolk på skjerm").times_moved == 1


def _tick(network: Network) -> None:
    with network.deps.store.transaction() as session:
        agenda.carry_over_due(session, network.clock())


def test_a_meeting_does_not_hand_on_its_own_frame(network: Network) -> None:
    number, later = meeting_id(network), _meeting_after(network)
    ordered(network, "10 Velkommen\n30 Runde rundt bordet\n20 Valg av tema\n10 Avslutning")
    _outcome(network, "Velkommen")
    with network.deps.store.transaction() as session:
        agenda.carry_over(session, session.get_one(Meeting, number), network.clock())
    assert listed(network, later) == [*STANDING, "Valg av tema"]


def test_without_a_next_meeting_it_waits(network: Network) -> None:
    number = meeting_id(network)
    shown(network, "Ola")
    with network.deps.store.transaction() as session:
        for row in session.exec(select(Meeting).where(Meeting.id != number)):
            row.state = MeetingState.FINISHED
        session.flush()
        agenda.carry_over(session, session.get_one(Meeting, number), network.clock())
    waiting = item(network, "Erfaringer med tolk på skjerm")
    assert (waiting.state, waiting.meeting_id) == (ItemState.WAITING, None)


def test_a_cancelled_meeting_gives_its_items_on_and_gets_them_back(network: Network) -> None:
    number, later = meeting_id(network), _meeting_after(network)
    shown(network, "Ola")
    before = listed(network)
    with network.deps.store.transaction() as session:
        agenda.release(session, session.get_one(Meeting, number), network.clock())
    assert listed(network, later)[len(STANDING) :] == before[len(STANDING) :]
    with network.deps.store.transaction() as session:
        agenda.take_back(session, session.get_one(Meeting, number), network.clock())
    assert (listed(network), listed(network, later)) == (before, STANDING)
    assert item(network, "Erfaringer med tolk på skjerm").times_moved == 0


def test_the_next_agenda_that_is_posted_already_tells_of_what_was_moved_there(
    network: Network,
) -> None:
    number, later = meeting_id(network), _meeting_after(network)
    with network.deps.store.transaction() as session:
        host = session.get_one(Meeting, later).host_id
        session.get_one(Meeting, later).host_id = session.get_one(Meeting, number).host_id
    assert host
    posted(network, "Kari", later)
    with network.deps.store.transaction() as session:
        agenda.carry_over(session, session.get_one(Meeting, number), network.clock())
    assert "Ny sak: «Praksisplasser utenom undervisningsdagene»" in in_channel(network).text
