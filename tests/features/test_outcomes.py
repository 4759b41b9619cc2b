"""What a meeting came to: written item by item, posted, approved by silence, followed up.

The meeting is the demo's next network meeting: hosted by NAV (Kari and Nils), 29 January 2027.
Amina is from the læringssenter, Ola from Karriere Agder, Siri observes.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.domain.agenda import ItemKind, ItemState
from bot.domain.deliveries import DeliveryState
from bot.domain.duties import DutyKind, DutyState
from bot.domain.meetings import Activity, MeetingState
from bot.domain.minutes import FOLLOW_UP, LONGEST
from bot.domain.people import RoleKind
from bot.features.outcomes import minutes as minutes_feature
from bot.kinds import KINDS
from storage import agenda, bundles, minutes
from storage.tables import (
    AgendaItem,
    Delivery,
    Duty,
    Meeting,
    Objection,
    Organisation,
    Person,
    Role,
    Task,
)
from tests.features.bench import Network, Seen

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
ROUND = ("Runde rundt bordet", ItemKind.ROUND)
PRACTICE = ("Ukentlig praksis", ItemKind.DECISION)
THEME = ("Tema for fagdagen", ItemKind.DISCUSSION)
AGREED = "Praksisen flyttes til uka før ferien."
NOT_YET = "Møtet har ikke vært ennå. Kom tilbake når det er i gang."


def meetings(session: Session) -> list[Meeting]:
    """The network meetings of 2027, as they are now."""
    rows = session.exec(
        select(Meeting)
        .where(Meeting.network_id == 1, Meeting.activity == Activity.NETWORK_MEETING)
        .where(col(Meeting.starts_at) > NEW_YEAR)
        .order_by(col(Meeting.starts_at))
    )
    return list(rows)


def meeting(network: Network) -> Meeting:
    with network.deps.store.transaction() as session:
        return meetings(session)[0]


def items(network: Network, nth: int = 0) -> dict[str, ItemState]:
    """What is on the agenda of the first, or a later, network meeting."""
    with network.deps.store.transaction() as session:
        row = meetings(session)[nth]
        return {item.title: item.state for item in agenda.items(session, row.id or 0)}


def tasks(network: Network) -> list[Task]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Task).order_by(col(Task.id))))


def agency(network: Network, key: str) -> str:
    with network.deps.store.transaction() as session:
        found = session.exec(select(Organisation.id).where(Organisation.key == key)).one()
    return str(found)


def lay(network: Network, *listed: tuple[str, ItemKind], standing: str | None = None) -> None:
    """This agenda, and nothing else, for the first of the meetings."""
    with network.deps.store.transaction() as session:
        row = meetings(session)[0]
        for item in session.exec(select(AgendaItem).where(AgendaItem.meeting_id == row.id)):
            item.state = ItemState.WITHDRAWN
        for title, kind in listed:
            item = AgendaItem(
                network_id=1,
                title=title,
                kind=kind,
                state=ItemState.OPEN,
                standing=standing,
                proposed_by_id=1,
                proposed_at=network.clock(),
            )
            agenda.place(session, item, row)
        row.agenda_posted_at = network.clock()
        session.add(row)


def begun(network: Network, *listed: tuple[str, ItemKind], by: str = "Kari") -> Seen:
    """The meeting is on, and somebody begins to write."""
    lay(network, *(listed or (ROUND, PRACTICE, THEME)))
    network.clock.moment = meeting(network).starts_at
    return network.member(by).press("outcomes/1", {"meeting": meeting(network).id})


def written(network: Network) -> Seen:
    """All three items, up to the list."""
    form = begun(network).press("Neste sak")
    form = form.press(
        "Neste sak",
        agreed=AGREED,
        task="kaller inn rektorene",
        agency=agency(network, "karriere-agder"),
        due="2027-02-15",
    )
    return form.press("Ferdig", agreed="Læreplass for voksne.")


def posted(network: Network) -> Seen:
    """The short minutes as they stand in the channel, before Amina's eyes."""
    written(network).press("Kort referat").press("Legg ut")
    ((_, card),) = sent(network, minutes.MINUTES)
    return replace(card, reader=network.member("Amina").in_channel())


def sent(network: Network, *kinds: str) -> list[tuple[str, Seen]]:
    """What goes out now of these kinds: to whom, and what Kari would press on it."""
    return [
        (delivery.audience, Seen(network.member("Kari"), out.message.card, delivery.activity_id))
        for delivery, out in network.send_due()
        if delivery.kind in kinds
    ]


def standing(network: Network) -> str:
    """Whether the minutes are approved, as anybody reads it."""
    return network.member("Amina").says("referat").texts[2]


def reachable(network: Network, *names: str) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)):
            person.unreachable = person.name.split()[0] not in names
            session.add(person)


# --- Writing -------------------------------------------------------------------------------------


def test_the_host_works_through_the_agenda_one_item_at_a_time(network: Network) -> None:
    form = begun(network)
    assert (form.heading, form.texts[0][:11]) == (ROUND[0], "Sak 1 av 3 ")
    form = form.press("Neste sak")
    assert form.heading == PRACTICE[0]
    form = form.press("Neste sak", agreed=AGREED)
    assert form.heading == THEME[0]
    listed = form.press("Ferdig", note="Vi tar det igjen.")
    assert listed.heading == "Alle sakene er behandlet"
    assert AGREED in listed.text


def test_leaving_half_way_keeps_everything(network: Network) -> None:
    begun(network).press("Neste sak").press("Alle sakene", agreed=AGREED)
    again = network.member("Nils").press("outcomes/1", {"meeting": meeting(network).id})
    assert again.heading == THEME[0]
    back = again.press("Alle sakene")
    assert back.heading == "2 av 3 saker er behandlet"
    assert back.press("Endre").heading == ROUND[0]


def test_a_decision_says_what_or_why_not(network: Network) -> None:
    form = begun(network, PRACTICE)
    refused = form.press("Ferdig")
    assert "Skriv hva som ble avgjort. Ble det ikke det, skriv hvorfor i notatet." in refused.texts
    assert refused.press("Ferdig", note="Rektorene var ikke der.").heading == (
        "Alle sakene er behandlet"
    )


def test_a_task_has_an_agency_and_may_have_a_day(network: Network) -> None:
    form = begun(network, THEME)
    nav = agency(network, "nav")
    form = form.press("Én oppgave til", task="kaller inn", agency=nav, due="2027-02-15")
    assert "kaller inn" in form.texts
    assert form.inputs()["task"] == ""
    form.press("Ferdig", task="booker rom", agency=nav)
    assert [(t.text, t.due_on) for t in tasks(network)] == [
        ("kaller inn", date(2027, 2, 15)),
        ("booker rom", None),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "problem"),
    [
        ({"task": "ringer"}, "task", "Velg hvem som gjør det."),
        ({"due": "2027-02-15"}, "due", "Skriv hva som skal gjøres."),
        ({"task": "ringer", "agency": "4711"}, "agency", "Velg en etat fra lista."),
        ({"due": "2027-02-31"}, "due", "Den datoen finnes ikke. Velg en dag i kalenderen."),
        ({"due": "2027-01-28"}, "due", "Velg en dag etter møtet."),
        ({"note": "x" * 501}, "note", f"Dette er 501 tegn. Kort det ned til {LONGEST}."),
        (
            {"agreed": "Ring 912 34 567"},
            "agreed",
            "Her ligner noe på et telefonnummer. Ta det bort, og skriv etaten.",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field_and_kept(
    network: Network, typed: dict[str, str], field: str, problem: str
) -> None:
    refused = begun(network, THEME).press("Ferdig", **typed)
    assert problem in refused.texts
    assert refused.inputs()[field] == typed[field]
    assert tasks(network) == []
    assert items(network)[THEME[0]] is ItemState.OPEN


def test_markup_and_mentions_are_kept_and_shown_as_they_are(network: Network) -> None:
    listed = begun(network, THEME).press("Ferdig", agreed="<at>alle</at> [x](https://a.no) 👍 שלום")
    assert "\\<at>alle\\</at> \\[x\\](https\\:\\/\\/a.no) 👍 שלום" in listed.texts


def test_the_same_form_sent_twice_writes_one_task(network: Network) -> None:
    form = begun(network, THEME)
    for _ in range(2):
        form.press("Ferdig", agreed="Ja", task="ringer", agency=agency(network, "nav"))
    assert len(tasks(network)) == 1


def test_two_who_write_at_once_do_not_write_over_each_other_unseen(network: Network) -> None:
    kari = begun(network, THEME)
    kari.press("Ferdig", network.member("Nils"), agreed="Nils skrev dette.")
    told = kari.press("Ferdig", agreed="Kari skrev dette.")
    assert any("«Nils skrev dette.»" in text for text in told.texts)
    assert told.inputs()["agreed"] == "Kari skrev dette."
    assert "Kari skrev dette." in told.press("Ferdig", agreed="Kari skrev dette.").text


def test_a_task_can_be_taken_back_into_the_fields(network: Network) -> None:
    nav = agency(network, "nav")
    form = begun(network, THEME).press("Én oppgave til", task="ringer", agency=nav)
    back = form.press("Endre", note="Viktig")
    assert tasks(network) == []
    assert (back.inputs()["task"], back.inputs()["agency"]) == ("ringer", nav)
    assert back.inputs()["note"] == "Viktig"
    again = form.press("Endre", task="noe annet")
    assert again.inputs()["task"] == "noe annet"
    assert "Lagre denne først: trykk «Én oppgave til»." in again.texts


def test_what_was_not_reached_stands_on_the_next_agenda_and_can_come_back(
    network: Network,
) -> None:
    listed = begun(network, THEME).press("Ikke nådd")
    assert THEME[0] not in items(network)
    assert items(network, nth=1)[THEME[0]] is ItemState.OPEN
    assert "Ikke nådd. Tas opp igjen på neste møte." in listed.texts
    listed.press("Angre")
    assert items(network) == {THEME[0]: ItemState.OPEN}
    assert THEME[0] not in items(network, nth=1)


def test_the_round_comes_anew_by_itself_and_is_only_passed_over(network: Network) -> None:
    assert begun(network).press("Ikke nådd").heading == PRACTICE[0]
    assert ROUND[0] in items(network)
    assert ROUND[0] not in items(network, nth=1)


def test_without_an_agenda_there_is_a_way_to_get_one(network: Network) -> None:
    lay(network)
    network.clock.moment = meeting(network).starts_at
    empty = network.member("Kari").press("outcomes/1", {"meeting": meeting(network).id})
    assert (empty.heading, empty.buttons) == ("Møtet har ingen saker", ["Meld sak"])


def test_before_the_day_and_after_the_approval_nothing_is_written(network: Network) -> None:
    lay(network, THEME)
    early = network.member("Kari").press("outcomes/1", {"meeting": meeting(network).id})
    assert early.heading == NOT_YET


def test_others_do_not_write_but_the_chair_of_the_body_does(network: Network) -> None:
    refused = begun(network, THEME, by="Ola")
    assert refused.heading == "Det er verten eller lederen som skriver hva dere ble enige om."
    with network.deps.store.transaction() as session:
        row = meetings(session)[0]
        ola = session.exec(select(Person).where(Person.name == "Ola Berg")).one()
        session.add(
            Role(network_id=1, person_id=ola.id or 0, kind=RoleKind.CHAIR, body_id=row.body_id)
        )
    form = network.member("Ola").press("outcomes/1", {"meeting": meeting(network).id})
    assert form.heading == THEME[0]


# --- The short minutes ---------------------------------------------------------------------------


def test_the_exact_text_place_and_readers_come_before_the_posting(network: Network) -> None:
    preview = written(network).press("Kort referat")
    assert preview.heading == "Dette legges ut i «General»"
    assert f"«{AGREED}»" in preview.texts
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    assert sent(network, minutes.MINUTES) == []


def test_the_list_is_the_minutes(network: Network) -> None:
    card = posted(network)
    assert card.heading == "Dette ble vi enige om"
    assert f"«{AGREED}»" in card.texts
    assert any("kaller inn rektorene, innen 15. februar" in text for text in card.texts)
    assert "Fullt referat ligger i hver etats eget arkiv, ikke her." in card.texts
    assert ROUND[0] not in card.texts  # it led to nothing that was written down


def test_they_are_posted_once_however_often_one_presses(network: Network) -> None:
    preview = written(network).press("Kort referat")
    for _ in range(2):
        assert preview.press("Legg ut").heading == "Referatet er lagt ut"
    assert len(sent(network, minutes.MINUTES)) == 1


def test_empty_minutes_are_not_posted(network: Network) -> None:
    begun(network, THEME)
    data = {"meeting": meeting(network).id}
    refused = network.member("Kari").press("minutes.preview/1", data)
    assert refused.heading == "Skriv hva dere ble enige om på minst én sak først."
    forged = network.member("Kari").press("minutes.post/1", data)
    assert forged.heading == refused.heading
    assert sent(network, minutes.MINUTES) == []


def test_a_link_to_the_full_minutes_is_checked_and_becomes_a_button(network: Network) -> None:
    preview = written(network).press("Kort referat")
    refused = preview.press("Legg ut", link="arkivet")
    assert "Lim inn hele lenka, den begynner med https://." in refused.text.replace("\\", "")
    assert refused.inputs()["link"] == "arkivet"
    refused.press("Legg ut", link="https://arkiv.example/7")
    ((_, card),) = sent(network, minutes.MINUTES)
    assert "https://arkiv.example/7" in str(card.card)


def test_what_was_not_reached_goes_on_when_the_minutes_are_posted(network: Network) -> None:
    form = begun(network, PRACTICE, THEME)
    preview = form.press("Neste sak", agreed=AGREED).press("Alle sakene").press("Kort referat")
    told = f"Tas opp igjen på neste møte: {THEME[0]}."
    assert told in preview.texts
    preview.press("Legg ut")
    ((_, card),) = sent(network, minutes.MINUTES)
    assert told in card.texts
    assert items(network, nth=1)[THEME[0]] is ItemState.OPEN


def test_minutes_of_a_cancelled_meeting_are_not_sent(network: Network) -> None:
    written(network).press("Kort referat").press("Legg ut")
    with network.deps.store.transaction() as session:
        row = meetings(session)[0]
        row.state = MeetingState.CANCELLED
        session.add(row)
    assert sent(network, minutes.MINUTES) == []


def test_the_duty_of_short_minutes_is_done_by_posting_them(network: Network) -> None:
    row = meeting(network)
    number = row.id

    def duty() -> Duty:
        with network.deps.store.transaction() as session:
            return session.exec(
                select(Duty).where(Duty.meeting_id == number, Duty.kind == DutyKind.MINUTES)
            ).one()

    with network.deps.store.transaction() as session:
        bundles.follow(session, [session.get_one(Meeting, number)], network.deps.calendar)
    assert duty().state is DutyState.OPEN
    posted(network)
    assert (duty().state, duty().done_by_id) == (DutyState.DONE, 1)


def test_referat_shows_the_latest_and_leads_to_older_ones(network: Network) -> None:
    assert network.member("Ola").says("referat").heading == "Det er ikke lagt ut noe referat ennå."
    posted(network)
    with network.deps.store.transaction() as session:
        older = session.exec(
            select(Meeting)
            .where(Meeting.network_id == 1, col(Meeting.starts_at) < NEW_YEAR)
            .order_by(col(Meeting.starts_at).desc())
        ).first()
        assert older is not None
        older.minutes_posted_at, older.minutes_approved_on = older.ends_at, date(2026, 12, 1)
        session.add(older)
    latest = network.member("Ola").says("referat")
    assert f"«{AGREED}»" in latest.texts
    back = latest.press("Eldre referat").press("Nyere referat")
    assert back.card == latest.card


def test_minutes_that_were_not_posted_cannot_be_read(network: Network) -> None:
    written(network)
    answer = network.member("Ola").press("minutes/1", {"meeting": meeting(network).id})
    assert answer.heading == "Det er ikke lagt ut noe referat fra dette møtet."


# --- Approval ------------------------------------------------------------------------------------


def test_silence_approves_and_the_posted_card_says_so_without_a_message(network: Network) -> None:
    posted(network)  # on 29 January, so that fourteen days later is Friday 12 February
    assert standing(network) == "**Godkjennes 12. februar hvis ingen innvender noe**"
    network.pass_days(13)
    minutes_feature.approve_due(network.deps)
    assert meeting(network).minutes_approved_on is None
    network.pass_days(1)
    minutes_feature.approve_due(network.deps)
    ((audience, shown),) = sent(network, *KINDS)
    assert audience == "conversation:1"
    assert "**Godkjent 12. februar**" in shown.texts
    assert "Innvend" not in shown.buttons
    assert meeting(network).state is MeetingState.FINISHED
    late = network.member("Kari").press("outcomes/1", {"meeting": meeting(network).id})
    assert late.heading == "Referatet er godkjent. Meld heller en sak til neste møte."


def test_a_correction_is_shown_at_once_and_the_days_run_again(network: Network) -> None:
    posted(network)
    network.clock.advance(days=5)
    listed = network.member("Kari").press("outcomes/1", {"meeting": meeting(network).id})
    listed.press("Endre").press("Neste sak", agreed="Alle var der.")
    ((_, shown),) = sent(network, *KINDS)
    assert "«Alle var der.»" in shown.texts
    assert standing(network) == "**Godkjennes 17. februar hvis ingen innvender noe**"


def test_an_objection_holds_them_and_only_the_host_reads_it(network: Network) -> None:
    card = posted(network)
    form = card.press("Innvend")
    receipt = form.press("Send", text="Vi ble bare enige om å prøve.")
    assert receipt.heading == "Takk, verten får se det"
    told = dict(sent(network, "refresh", minutes.OBJECTION))
    assert told.keys() == {"conversation:1", "person:1"}
    shown = told["conversation:1"]
    assert "**Noen har innvendt noe. Verten ser på det.**" in shown.texts
    assert "Amina" not in shown.text
    assert "prøve" not in shown.text
    assert told["person:1"].heading == "Amina Yusuf innvender noe"
    network.pass_days(40)
    minutes_feature.approve_due(network.deps)
    assert meeting(network).minutes_approved_on is None


def objected(network: Network) -> Seen:
    """Kari's card about Amina's objection."""
    posted(network).press("Innvend").press("Send", text="Vi ble bare enige om å prøve.")
    ((_, card),) = sent(network, minutes.OBJECTION)
    return card


def test_the_host_settles_it_the_days_run_again_and_the_objector_hears_once(
    network: Network,
) -> None:
    reachable(network, "Kari", "Amina")
    card = objected(network)
    network.clock.advance(days=4)
    settled = card.press("Avklart", answer="Det har du rett i.")
    assert settled.heading == "Innvendingen er avklart"
    assert standing(network) == "**Godkjennes 16. februar hvis ingen innvender noe**"
    told = [(d.audience, o) for d, o in network.pass_days(1) if d.kind == minutes.SETTLED]
    assert [audience for audience, _ in told] == ["person:3"]
    read = Seen(network.member("Amina"), told[0][1].message.card)
    assert "«Det har du rett i.»" in read.texts
    card.press("Avklart")
    assert [d.kind for d, _ in network.pass_days(1) if d.kind == minutes.SETTLED] == []


def test_settling_can_be_undone_before_anybody_has_read_it(network: Network) -> None:
    reachable(network, "Kari", "Amina")
    card = objected(network)
    again = card.press("Avklart", answer="Nei").press("Angre")
    assert again.heading == "Amina Yusuf innvender noe"
    assert [d.kind for d, _ in network.pass_days(1) if d.kind == minutes.SETTLED] == []
    again.press("Avklart", answer="Ja")
    told = [o for d, o in network.pass_days(1) if d.kind == minutes.SETTLED]
    assert len(told) == 1
    assert "Ja" in str(told[0].message.card)


def test_who_objects_again_after_it_was_settled_is_heard_again(network: Network) -> None:
    reachable(network, "Kari", "Amina")
    objected(network).press("Avklart")
    ((_, told),) = [pair for pair in network.pass_days(1) if pair[0].kind == minutes.SETTLED]
    again = Seen(network.member("Amina"), told.message.card).press("Innvend igjen")
    again.press("Send", text="Det står fortsatt feil.")
    assert sent(network, minutes.OBJECTION) == []  # Kari was told something this week
    ((row, out),) = [pair for pair in network.pass_days(7) if pair[0].kind == minutes.OBJECTION]
    card = Seen(network.member("Kari"), out.message.card, row.activity_id)
    assert "«Det står fortsatt feil.»" in card.texts
    card.press("Avklart")
    assert [d.kind for d, _ in network.pass_days(1) if d.kind == minutes.SETTLED] == [
        minutes.SETTLED
    ]


def test_other_words_for_the_same_objection_tell_the_host_nothing_new(network: Network) -> None:
    card = posted(network)
    card.press("Innvend").press("Send", text="Vi ble bare enige om å prøve.")
    form = card.press("Innvend")
    assert form.inputs()["text"] == "Vi ble bare enige om å prøve."
    form.press("Send", text="Vi ble enige om å prøve det i ett år.")
    ((_, told),) = sent(network, minutes.OBJECTION)
    assert "ett år" in told.text


def test_a_withdrawn_objection_is_gone_and_counts_as_never_made(network: Network) -> None:
    receipt = posted(network).press("Innvend").press("Send", text="Vi ble ikke enige.")
    assert receipt.press("Trekk tilbake").heading == "Innvendingen er trukket tilbake"
    assert sent(network, minutes.OBJECTION) == []
    assert standing(network) == "**Godkjennes 12. februar hvis ingen innvender noe**"
    with network.deps.store.transaction() as session:
        assert [row.text for row in session.exec(select(Objection))] == [""]


def test_an_objection_is_for_the_hosts_eyes(network: Network) -> None:
    card = objected(network)
    assert card.press("Avklart", network.member("Ola")).heading == (
        "Den innvendingen finnes ikke lenger."
    )
    guessed = network.member("Kari").press("objection/1", {"objection": 4711})
    assert guessed.heading == "Den innvendingen finnes ikke lenger."
    forged = network.member("Ola").press("objection/1", {"objection": 1})
    assert forged.card == guessed.card


def test_an_empty_objection_is_asked_for_again(network: Network) -> None:
    assert "Skriv noe her." in posted(network).press("Innvend").press("Send", text=" ").texts


def test_a_host_who_refuses_a_chat_passes_it_on_and_never_to_a_channel(network: Network) -> None:
    reachable(network, "Kari", "Nils")
    card = posted(network)
    card.press("Innvend").press("Send", text="Vi ble bare enige om å prøve.")
    waiting = next(d for d in network.deliveries() if d.kind == minutes.OBJECTION)
    refused = KINDS[minutes.OBJECTION].refused
    assert refused is not None
    with network.deps.store.transaction() as session:
        row = session.get_one(Delivery, waiting.id)
        row.state = DeliveryState.FAILED
        session.add(row)
        session.flush()
        refused(network.deps, session, row, "blocked")
    assert [audience for audience, _ in sent(network, minutes.OBJECTION)] == ["person:2"]


# --- Tasks ---------------------------------------------------------------------------------------


def test_ones_own_tasks_come_first_and_only_they_can_be_pressed(network: Network) -> None:
    form = begun(network, THEME)
    nav, karriere = agency(network, "nav"), agency(network, "karriere-agder")
    form = form.press("Én oppgave til", task="ringer", agency=nav)
    form.press("Ferdig", task="skriver", agency=karriere)
    seen = network.member("Ola").says("oppfølging")
    assert seen.heading == "To ting gjenstår av det vi har lovet"
    assert [text for text in seen.texts if text in ("ringer", "skriver")] == ["skriver", "ringer"]
    assert seen.buttons == ["Gjort"]


def test_done_stays_in_its_place_and_can_be_undone(network: Network) -> None:
    begun(network, THEME).press("Ferdig", task="ringer", agency=agency(network, "karriere-agder"))
    done = network.member("Ola").says("oppfølging").press("Gjort")
    assert done.heading == "Alt vi har lovet, er gjort"
    assert "Gjort av Ola Berg, i dag kl. 09.00" in done.text.replace("\\", "")
    undone = done.press("Angre")
    assert undone.heading == "Én ting gjenstår av det vi har lovet"
    assert tasks(network)[0].done_at is None


def test_another_agency_is_told_whose_task_it_is(network: Network) -> None:
    begun(network, THEME).press("Ferdig", task="ringer", agency=agency(network, "karriere-agder"))
    refused = network.member("Amina").press("task.done/1", {"task": tasks(network)[0].id})
    assert refused.heading == (
        "Oppgaven hører til en annen etat. Det er de som melder den som gjort."
    )


def test_where_others_read_the_list_is_the_same_for_everybody(network: Network) -> None:
    begun(network, THEME).press("Ferdig", task="ringer", agency=agency(network, "nav"))
    cards = [network.member(n).in_channel().says("oppfølging").card for n in ("Kari", "Ola")]
    assert cards[0] == cards[1]


def test_a_long_list_has_pages_and_an_end(network: Network) -> None:
    begun(network, THEME)
    number, nav = meeting(network).id or 0, int(agency(network, "nav"))
    with network.deps.store.transaction() as session:
        for n in range(20):
            session.add(Task(network_id=1, meeting_id=number, organisation_id=nav, text=f"nr {n}"))
    page = network.member("Kari").says("oppfølging")
    seen = [page.text]
    while "Neste side" in page.buttons:
        page = page.press("Neste side")
        seen.append(page.text)
    assert len(seen) == 3
    assert "nr 19" in seen[-1]
    assert "Forrige side" in page.buttons


def test_a_merged_agencys_task_can_be_done_by_its_successor(network: Network) -> None:
    begun(network, THEME).press("Ferdig", task="ringer", agency=agency(network, "karriere-agder"))
    with network.deps.store.transaction() as session:
        old = session.get_one(Organisation, int(agency_in(session, "karriere-agder")))
        old.valid_to = date(2027, 1, 28)
        old.successor_id = int(agency_in(session, "nav"))
        session.add(old)
    assert network.member("Kari").says("oppfølging").press("Gjort").heading == (
        "Alt vi har lovet, er gjort"
    )


def agency_in(session: Session, key: str) -> int:
    return session.exec(select(Organisation.id).where(Organisation.key == key)).one() or 0


def test_open_tasks_follow_to_the_next_agenda_once(network: Network) -> None:
    posted(network)
    assert list(items(network, nth=1)).count(FOLLOW_UP) == 1
    network.clock.moment += timedelta(days=1)
    with network.deps.store.transaction() as session:
        following = meetings(session)[1]
        item = session.exec(
            select(AgendaItem).where(
                AgendaItem.meeting_id == following.id, AgendaItem.standing == FOLLOW_UP
            )
        ).one()
        network.clock.moment = following.starts_at
        number, item_id = following.id, item.id
    form = network.member("Kari").press("outcomes.item/1", {"meeting": number, "item": item_id})
    assert form.heading == FOLLOW_UP
    assert any("kaller inn rektorene" in text for text in form.texts)


def test_when_everything_is_done_there_is_nothing_to_follow_up(network: Network) -> None:
    form = begun(network, THEME)
    form.press("Ferdig", agreed="Ja").press("Kort referat").press("Legg ut")
    assert FOLLOW_UP not in items(network, nth=1)


def test_a_meeting_planned_later_still_gets_what_is_open(network: Network) -> None:
    with network.deps.store.transaction() as session:
        for row in meetings(session)[1:]:
            row.state = MeetingState.DRAFT
            session.add(row)
    posted(network)
    network.clock.moment += timedelta(days=1)
    with network.deps.store.transaction() as session:
        row = meetings(session)[2]
        row.state = MeetingState.PLANNED
        session.add(row)
    for _ in range(2):
        minutes_feature.approve_due(network.deps)
    assert list(items(network, nth=2)).count(FOLLOW_UP) == 1


def test_a_host_who_took_it_out_is_not_given_it_again(network: Network) -> None:
    posted(network)
    with network.deps.store.transaction() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.standing == FOLLOW_UP)).one()
        agenda.wait(session, item)
    network.clock.moment += timedelta(days=1)
    minutes_feature.approve_due(network.deps)
    assert FOLLOW_UP not in items(network, nth=1)


def test_what_the_steering_group_owes_is_not_followed_up_by_the_network(network: Network) -> None:
    begun(network, THEME).press("Ferdig", agreed="Ja").press("Kort referat")
    with network.deps.store.transaction() as session:
        steering = session.exec(
            select(Meeting).where(
                Meeting.network_id == 1, Meeting.activity == Activity.STEERING_GROUP
            )
        ).first()
        assert steering is not None
        nav = agency_in(session, "nav")
        session.add(
            Task(network_id=1, meeting_id=steering.id or 0, organisation_id=nav, text="ringer")
        )
    network.member("Kari").press("minutes.post/1", {"meeting": meeting(network).id})
    assert FOLLOW_UP not in items(network, nth=1)
