"""A fagdag: theme, who presents, programme, case, invitation, sign-ups and how many came.

The open day is Ola's (Karriere Agder), in eleven days. Kari (NAV) set the network up; Amina and
Ingrid are members like any other.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.domain.meetings import Activity, MeetingState
from storage.tables import Meeting, Organisation, SignUp
from tests.features.bench import Network, Seen

PUBLIC = "https://rundebord.example"
PROGRAMME = "09.00 Velkommen (Karriere Agder)\n12.00 Lunsj\n14.45 Evaluering"


@pytest.fixture
def network(network: Network) -> Network:
    """The open day is for everybody, and our pages can be reached."""
    network.deps = replace(network.deps, public_url=PUBLIC)
    _change(network, open_to_all=True)
    return network


def _fagdag(network: Network) -> Meeting:
    with network.deps.store.transaction() as session:
        return session.exec(
            select(Meeting).where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.OPEN_DAY,
                Meeting.starts_at > network.clock(),
            )
        ).one()


def _change(network: Network, **values: object) -> None:
    row = _fagdag(network)
    with network.deps.store.transaction() as session:
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def _edited(network: Network, **typed: str) -> Seen:
    form = network.member("Ola").says("fagdag").press("Rediger")
    return form.press("Lagre", **{**form.inputs(), **typed})


def _opened(seen: Seen) -> dict[str, str]:
    """The pages that a card leads to, by the title of the button."""
    found: dict[str, str] = {}

    def look(node: object) -> None:
        if isinstance(node, dict):
            if node.get("type") == "Action.OpenUrl":
                found[node["title"]] = node["url"]
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for value in node:
                look(value)

    look(seen.card)
    return found


# --- The card ------------------------------------------------------------------------------------


def test_the_next_fagdag_is_shown_with_what_is_known_of_it(network: Network) -> None:
    seen = network.member("Amina").says("fagdag")
    assert seen.heading == "Voksenrett og veien til læreplass"
    assert "Karriere Agder Lyngdal er vert denne gangen." in seen.text
    assert "Programmet er ikke klart ennå." in seen.text
    assert seen.buttons == ["Meld på", "Inviter"]


def test_only_the_host_and_whoever_administers_can_edit(network: Network) -> None:
    for name in ("Ola", "Kari"):
        buttons = network.member(name).says("fagdag").buttons
        assert buttons == ["Meld på", "Rediger", "Evaluering", "Inviter"], name
    assert network.member("Amina").says("fagdag").buttons == ["Meld på", "Inviter"]
    for verb in ("fagdag.edit/1", "fagdag.count/1", "fagdag.invitation-compose/1"):
        refused = network.member("Amina").press(verb, {"meeting": _fagdag(network).id})
        assert refused.heading == "Det er verten som lager innholdet i fagdagen."


def test_in_a_channel_everybody_reads_the_same_and_nobody_edits(network: Network) -> None:
    network.member("Kari").says("fagdag").press("Meld på").press("Meld på", people="4")
    cards = [network.member(n).in_channel().says("fagdag") for n in ("Kari", "Ola", "Siri")]
    assert cards[0].card == cards[1].card == cards[2].card
    assert cards[0].buttons == ["Meld på", "Inviter"]


def test_a_fagdag_of_another_network_and_a_meeting_that_is_none_do_not_exist(
    network: Network,
) -> None:
    with network.deps.store.transaction() as session:
        neighbours = session.exec(select(Meeting.id).where(Meeting.network_id == 2)).first()
        plain = session.exec(
            select(Meeting.id).where(
                Meeting.network_id == 1, Meeting.activity == Activity.NETWORK_MEETING
            )
        ).first()
    kari = network.member("Kari")
    answers = [kari.press("fagdag/1", {"meeting": m}) for m in (neighbours, plain, 4711)]
    assert {answer.heading for answer in answers} == {"Den fagdagen finnes ikke lenger."}


# --- What it holds -------------------------------------------------------------------------------


def test_the_host_gets_a_standard_programme_to_start_from(network: Network) -> None:
    form = network.member("Ola").says("fagdag").press("Rediger")
    lines = form.inputs()["programme"].splitlines()
    assert lines[0] == "09.00 Velkommen"
    assert lines[-1] == "14.45 Evaluering"
    assert "Jeg foreslår dette." in form.text
    saved = form.press("Lagre", **form.inputs())
    assert "Nytt om lover og regler" in saved.text
    assert "Jeg foreslår dette." not in saved.press("Rediger").text


def test_what_the_host_writes_is_what_everybody_reads(network: Network) -> None:
    _edited(network, theme="Hvem gjør hva", programme=PROGRAMME, case="En kvinne på 40 år.")
    seen = network.member("Kari").says("fagdag")
    assert seen.heading == "Hvem gjør hva"
    rows = [text.replace("\\", "") for text in seen.texts[seen.texts.index("Program") + 1 :]]
    assert rows[:6] == [
        *("09.00", "Velkommen (Karriere Agder)"),
        *("12.00", "Lunsj"),
        *("14.45", "Evaluering"),
    ]
    assert "«En kvinne på 40 år.»" in seen.text
    assert "Oppdiktet, aldri om et virkelig menneske" in seen.text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("programme", "Velkommen", "Linje 1: begynn med klokkeslettet"),
        ("programme", "09.00 A\n08.30 B", "Linje 2 er kl"),
        ("programme", "15.00 A", "Linje 1 er kl"),
        ("programme", "09.00 A (ring 912 34 567)", "telefonnummer"),
        ("case", "Skriv til kari@nav.no", "e-postadresse"),
        ("case", "Han er født 410190 00114 i Syria", ""),
        ("case", "x" * 10_000, "10000 tegn"),
        ("theme", "x" * 201, "201 tegn"),
        ("theme", "Ring 912 34 567", "telefonnummer"),
        ("presenter", "4711", "Velg en etat fra lista."),
        ("presenter", "x", "Velg en etat fra lista."),
        ("extra", "-1", "Skriv et tall fra 0 til 200."),
        ("extra", "mange", "Skriv et helt tall."),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field_and_everything_typed_is_kept(
    network: Network, field: str, typed: str, told: str
) -> None:
    if not told:  # a number that only looks like a birth number
        assert _edited(network, **{field: typed}).heading == "Voksenrett og veien til læreplass"
        return
    form = network.member("Ola").says("fagdag").press("Rediger")
    given = {**form.inputs(), "case": "Casen", field: typed}
    again = form.press("Lagre", **given)
    assert again.heading == "Hva skal fagdagen inneholde?"
    assert told in again.text.replace("\\", "")
    kept = again.inputs()
    assert all(str(kept[name]) == given[name] for name in ("theme", "programme", "case"))
    assert (_fagdag(network).case, _fagdag(network).programme) == ("", [])


@pytest.mark.parametrize(
    "nasty", ["<at>alle</at>", "[x](https://x.no)", "👩🏽‍🏫 مرحبا", "\u202eabc"]
)
def test_odd_texts_are_shown_and_do_nothing(network: Network, nasty: str) -> None:
    seen = _edited(network, theme=nasty, case=nasty, programme=f"09.00 {nasty}")
    assert not re.search(r"(?<!\\)[<\[]", seen.text)  # whatever could act is escaped
    assert "\u202e" not in str(seen.card)
    assert _fagdag(network).theme == nasty.replace("\u202e", "")


def test_a_fagdag_that_was_shortened_says_which_line_no_longer_fits(network: Network) -> None:
    _edited(network, programme=PROGRAMME)
    _change(network, ends_at=_fagdag(network).ends_at - timedelta(hours=1))
    seen = network.member("Kari").says("fagdag")
    assert "Linje 3 er kl. 14.45, men dagen slutter kl. 14.00." in seen.text


def test_a_cancelled_fagdag_only_says_so(network: Network) -> None:
    fagdag = _fagdag(network).id
    _change(network, state=MeetingState.CANCELLED, reason="Influensa")
    seen = network.member("Ola").press("fagdag/1", {"meeting": fagdag})
    assert (seen.heading, seen.buttons) == ("Møtet er avlyst", [])
    assert "«Influensa»" in seen.text


# --- Who presents --------------------------------------------------------------------------------


def test_who_presents_goes_by_turn_and_the_choice_is_explained(network: Network) -> None:
    before = network.member("Ola").says("fagdag")
    assert "viser sin praksis. De har ikke gjort det før." in before.text
    form = before.press("Rediger")
    proposed = form.inputs()["presenter"]
    saved = form.press("Lagre", **form.inputs())
    assert str(_fagdag(network).presenter_id) == proposed
    assert "Forslag" not in saved.text


def test_whoever_presented_last_is_not_the_next(network: Network) -> None:
    form = network.member("Ola").says("fagdag").press("Rediger")
    first = form.press("Lagre", **form.inputs())
    assert first is not None
    taken = _fagdag(network).presenter_id
    with network.deps.store.transaction() as session:
        following = session.exec(
            select(Meeting).where(
                Meeting.network_id == 1,
                Meeting.activity == Activity.COOPERATION_DAY,
                Meeting.theme == "Fra skole til arbeid",
            )
        ).one()
    seen = network.member("Kari").press("fagdag/1", {"meeting": following.id})
    with network.deps.store.transaction() as session:
        name = session.get_one(Organisation, taken).name
    assert f"Forslag: {name}" not in seen.text
    assert "Forslag: " in seen.text


# --- Sign-up -------------------------------------------------------------------------------------


def test_a_member_signs_up_for_their_agency_changes_it_and_withdraws(network: Network) -> None:
    kari = network.member("Kari")
    asked = kari.says("fagdag").press("Meld på")
    assert asked.heading == "Hvor mange kommer fra NAV Lindesnes?"
    told = asked.press("Meld på", people="4")
    assert told.heading == "4 fra NAV Lindesnes er påmeldt"
    changed = told.press("Endre").press("Lagre", people="6")
    assert changed.heading == "6 fra NAV Lindesnes er påmeldt"
    withdrawn = changed.press("Endre").press("Lagre", people="0")
    assert withdrawn.heading == "Ingen fra NAV Lindesnes er påmeldt"
    assert "Ingen er påmeldt ennå." in withdrawn.press("Tilbake").text


def test_the_agency_has_one_number_whoever_of_them_tells_it(network: Network) -> None:
    network.member("Kari").says("fagdag").press("Meld på").press("Meld på", people="4")
    asked = network.member("Nils").says("fagdag").press("Påmelding")
    assert asked.inputs() == {"people": 4}
    asked.press("Lagre", people="5")
    network.member("Amina").says("fagdag").press("Meld på").press("Meld på", people="7")
    seen = network.member("Ola").says("fagdag")
    assert "**12 fra 2 etater** er påmeldt." in seen.text
    assert "Bestill mat til 12." in seen.text
    assert "Bestill mat" not in network.member("Ingrid").says("fagdag").text


def test_two_of_an_agency_at_the_same_time_make_one_number(network: Network) -> None:
    fagdag = _fagdag(network).id

    def sign_up(people: int) -> str:
        member = network.member("Kari" if people % 2 else "Nils")
        pressed = {"meeting": fagdag, "people": str(people)}
        return member.press("fagdag.sign-up-save/1", pressed).heading

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(sign_up, range(1, 9)))
    assert len(set(told)) == 8
    with network.deps.store.transaction() as session:
        assert len(session.exec(select(SignUp)).all()) == 1


def test_who_pressed_is_stored_nowhere(network: Network) -> None:
    network.member("Kari").says("fagdag").press("Meld på").press("Meld på", people="4")
    assert not {"person_id", "at", "signed_up_at"} & set(SignUp.model_fields)
    seen = network.member("Ola").says("fagdag")
    assert "Kari" not in str(seen.card)


@pytest.mark.parametrize("people", ["", "mange", "-1", "501", "2.5"])
def test_a_number_that_cannot_be_is_asked_for_again(network: Network, people: str) -> None:
    asked = network.member("Kari").says("fagdag").press("Meld på")
    again = asked.press("Meld på", people=people)
    assert again.heading == asked.heading
    assert "Skriv et" in again.text
    assert asked.press("Tilbake").text == network.member("Kari").says("fagdag").text
    assert "Ingen er påmeldt ennå." in asked.press("Tilbake").text


def test_catering_is_for_those_who_signed_up_and_a_margin(network: Network) -> None:
    network.member("Kari").says("fagdag").press("Meld på").press("Meld på", people="4")
    assert "Bestill mat til 7." in _edited(network, extra="3").text


def test_sign_up_ends_when_the_day_begins_or_is_cancelled(network: Network) -> None:
    asked = network.member("Kari").says("fagdag").press("Meld på")
    network.clock.moment = _fagdag(network).starts_at
    assert asked.press("Meld på", people="4").heading == "Påmeldingen er stengt."
    assert "Meld på" not in network.member("Kari").says("fagdag").buttons


def test_sign_ups_survive_a_move(network: Network) -> None:
    network.member("Kari").says("fagdag").press("Meld på").press("Meld på", people="4")
    later = timedelta(days=7)
    row = _fagdag(network)
    _change(network, starts_at=row.starts_at + later, ends_at=row.ends_at + later)
    _change(network, moved_on=date(2027, 3, 1))
    seen = network.member("Kari").says("fagdag")
    assert "**4 fra 1 etat** er påmeldt." in seen.text
    assert "Tidspunktet ble endret" in seen.text


def test_somebody_without_an_agency_is_told_what_to_do_first(network: Network) -> None:
    newcomer = network.member("Per").in_channel()
    refused = newcomer.says("fagdag").press("Meld på")
    assert "hvem er jeg" in refused.text


# --- The invitation ------------------------------------------------------------------------------


def test_the_invitation_is_made_from_the_facts_and_follows_them(network: Network) -> None:
    _edited(network, programme=PROGRAMME)
    text = network.member("Kari").says("fagdag").press("Inviter").inputs()["text"]
    assert text.startswith("Fagdag for alle: Voksenrett og veien til læreplass\n\n")
    assert "Buen kulturhus, Mandal\nVert: Agder fylkeskommune v/Karriere Agder Lyngdal\n" in text
    assert "Program\n09.00 Velkommen (Karriere Agder)\n" in text
    assert text.endswith(f"{PUBLIC}/p/{_fagdag(network).key}")
    _edited(network, theme="Noe annet")
    assert "Noe annet" in network.member("Kari").says("fagdag").press("Inviter").inputs()["text"]


def test_the_page_and_its_code_are_one_press_away(network: Network) -> None:
    page = f"{PUBLIC}/p/{_fagdag(network).key}"
    seen = network.member("Kari").says("fagdag").press("Inviter")
    assert _opened(seen) == {"Åpne siden": page, "Vis koden": f"{page}/qr"}


@pytest.mark.parametrize("why", ["closed", "no address", "begun"])
def test_without_a_page_nothing_leads_to_it(network: Network, why: str) -> None:
    if why == "closed":
        _change(network, open_to_all=False)
    if why == "no address":
        network.deps = replace(network.deps, public_url="")
    fagdag = _fagdag(network)
    if why == "begun":
        network.clock.moment = fagdag.starts_at
    seen = network.member("Kari").press("fagdag.invitation/1", {"meeting": fagdag.id})
    assert _opened(seen) == {}
    assert "/p/" not in seen.inputs()["text"]


def test_the_hosts_own_words_are_kept_until_the_facts_are_asked_for_again(
    network: Network,
) -> None:
    shown = network.member("Ola").says("fagdag").press("Inviter")
    made = shown.inputs()["text"]
    saved = shown.press("Lagre", text=f"Hei alle!\n\n{made}\n\nSpørsmål? Ring 38 00 00 00.")
    assert saved.heading == "Invitasjonen er lagret"
    read = network.member("Amina").says("fagdag").press("Inviter")
    assert read.inputs()["text"].startswith("Hei alle!")
    assert read.buttons == ["Tilbake"]
    again = network.member("Ola").says("fagdag").press("Inviter").press("Lag på nytt")
    assert again.inputs()["text"] == made
    assert _fagdag(network).invitation.startswith("Hei alle!")  # nothing is lost before «Lagre»
    again.press("Lagre", text=made)
    assert _fagdag(network).invitation == ""


def test_an_old_text_is_pointed_out_to_the_host_and_shown_to_nobody_else(
    network: Network,
) -> None:
    shown = network.member("Ola").says("fagdag").press("Inviter")
    shown.press("Lagre", text=f"Hei!\n\n{shown.inputs()['text']}")
    row = _fagdag(network)
    _change(network, starts_at=row.starts_at + timedelta(hours=1))
    assert "Tida står ikke i teksten" in network.member("Ola").says("fagdag").press("Inviter").text
    read = network.member("Amina").says("fagdag").press("Inviter")
    assert "kl. 10.00–15.00" in read.inputs()["text"]
    assert "Hei!" not in read.inputs()["text"]


def test_a_text_in_another_language_is_not_old(network: Network) -> None:
    shown = network.member("Ola").says("fagdag").press("Inviter")
    shown.press("Lagre", text=f"Hei!\n\n{shown.inputs()['text']}")
    network.member("Ola").says("språk").press("English")
    opened = network.member("Ola").press("fagdag.invitation/1", {"meeting": _fagdag(network).id})
    assert opened.inputs()["text"].startswith("Hei!")
    assert opened.card["lang"] == "en"
    assert "attention" not in str(opened.card)


# --- How many came -------------------------------------------------------------------------------


def test_the_host_says_how_many_came_on_the_day_or_after(network: Network) -> None:
    fagdag = _fagdag(network)
    ola = network.member("Ola")
    early = ola.press("fagdag.count/1", {"meeting": fagdag.id})
    assert early.heading == "Tell dem som kommer, når fagdagen har begynt."
    network.clock.moment = fagdag.ends_at + timedelta(days=2)
    asked = ola.says("fagdag").press("Hvor mange kom?")
    assert asked.press("Lagre", participants="mange").heading == "Hvor mange kom?"
    told = asked.press("Lagre", participants="31")
    assert "**31 personer** kom." in told.text
    undone = told.press("Hvor mange kom?").press("Lagre", participants="")
    assert "kom." not in undone.text


def test_who_has_counted_is_shown_the_next_fagdag_again(network: Network) -> None:
    fagdag = _fagdag(network)
    network.clock.moment = fagdag.ends_at + timedelta(days=2)
    ola, kari = network.member("Ola"), network.member("Kari")
    assert ola.says("fagdag").heading != kari.says("fagdag").heading
    ola.says("fagdag").press("Hvor mange kom?").press("Lagre", participants="31")
    assert ola.says("fagdag").heading == kari.says("fagdag").heading


def test_a_network_whose_fagdager_are_over_is_shown_the_last(network: Network) -> None:
    network.clock.moment += timedelta(days=400)
    assert network.member("Kari").says("fagdag").heading == "Skolestart"
