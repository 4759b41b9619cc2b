"""The theme bank: proposals, one vote each, what is put together, and what comes on a fagdag.

The open day is Ola's. Kari administers the network, Siri follows it as a researcher.
"""

from datetime import timedelta

from sqlmodel import select

from bot.domain.meetings import MeetingState
from storage import people, themes
from storage.tables import Meeting, Theme, ThemeVote
from tests.features.bench import Network, Seen
from tests.features.evaluated import evaluated, fagdag


def proposed(network: Network, text: str, name: str = "Amina") -> Seen:
    bank = network.member(name).says("temabank")
    return bank.press("Foreslå tema").press("Foreslå", text=text)


def row_of(network: Network, text: str) -> Theme:
    with network.deps.store.transaction() as session:
        return session.exec(select(Theme).where(Theme.text == text)).one()


def votes(network: Network, text: str) -> int:
    number = row_of(network, text).id or 0
    with network.deps.store.transaction() as session:
        return len(themes.bank(session, 1).voters_of(number))


def vote(network: Network, text: str, *names: str) -> None:
    for name in names:
        network.member(name).press("theme.vote/1", {"theme": row_of(network, text).id})


def put_on(network: Network, text: str, name: str = "Ola") -> Seen:
    data = {"theme": str(row_of(network, text).id), "meeting": str(fagdag(network).id)}
    return network.member(name).press("theme.put-on/1", data)


def theme_of_fagdag(network: Network) -> str:
    return fagdag(network).theme


def told(network: Network, days: int = 1) -> list[tuple[str, str]]:
    """Who hears of a theme, and in which words."""
    sent = [pair for pair in network.pass_days(days) if pair[0].kind == themes.PLANNED]
    return [(row.audience, out.message.summary) for row, out in sent]


def person(network: Network, name: str) -> str:
    with network.deps.store.transaction() as session:
        named = people.names(session, 1)
    return next(f"person:{number}" for number, full in named.items() if full.startswith(name))


def test_whoever_proposes_a_theme_votes_for_it(network: Network) -> None:
    bank = proposed(network, "Tolk på skjerm")
    assert "Tolk på skjerm" in bank.texts
    assert "1 stemme, din er med" in bank.texts


def test_the_same_words_are_one_theme(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    proposed(network, "tolk på SKJERM", "Kari")
    assert votes(network, "Tolk på skjerm") == 2


def test_personal_data_come_back_with_what_was_typed(network: Network) -> None:
    again = proposed(network, "Ring meg på 90 12 34 56")
    assert again.inputs() == {"text": "Ring meg på 90 12 34 56"}
    assert any("telefonnummer" in text for text in again.texts)


def test_a_vote_counts_once_and_can_be_taken_back(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    bank = network.member("Kari").says("temabank").press("Stem")
    vote(network, "Tolk på skjerm", "Kari")
    assert votes(network, "Tolk på skjerm") == 2
    bank.press("Angre")
    assert votes(network, "Tolk på skjerm") == 1


def test_who_voted_is_not_on_a_card_that_others_read(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    aloud = network.member("Amina").in_channel().says("temabank")
    assert "1 stemme" in aloud.texts
    assert aloud.buttons == ["Stem", "Foreslå tema"]


def test_most_votes_come_first_then_the_oldest(network: Network) -> None:
    for text in ("Eldst", "Nyere", "Mest ønsket"):
        proposed(network, text)
        network.clock.advance(days=1)
    vote(network, "Mest ønsket", "Kari")
    bank = network.member("Ingrid").says("temabank")
    assert [text for text in bank.texts if text in ("Eldst", "Nyere", "Mest ønsket")] == [
        "Mest ønsket",
        "Eldst",
        "Nyere",
    ]


def test_a_long_bank_has_pages(network: Network) -> None:
    for number in range(10):
        proposed(network, f"{'abcdefghij'[number] * 9}")
    first = network.member("Kari").says("temabank")
    assert "Neste side" in first.buttons
    second = first.press("Neste side")
    assert len([t for t in second.texts if "stemme" in t and "Stem på" not in t]) == 2


def test_proposals_of_the_evaluation_live_on(network: Network) -> None:
    evaluated(network)
    bank = network.member("Kari").says("temabank")
    assert {"Tolk på skjerm", "På skjerm: tolk", "Læreplass"} <= set(bank.texts)
    with network.deps.store.transaction() as session:
        assert session.exec(select(ThemeVote)).all() == []  # nobody knows who wrote it


def test_what_looks_the_same_is_put_together_by_a_person_with_all_votes(network: Network) -> None:
    proposed(network, "Tolk på skjerm", "Amina")
    proposed(network, "På skjerm: tolk", "Kari")
    vote(network, "Tolk på skjerm", "Kari")
    asked = network.member("Ola").says("temabank").press("Like forslag")
    assert asked.heading == "Er disse to det samme temaet?"
    done = asked.press("Slå sammen")
    assert done.heading == "De er slått sammen"
    bank = network.member("Ola").says("temabank")
    assert "2 stemmer" in bank.texts  # Kari's two are one
    assert "Like forslag" not in bank.buttons
    done.press("Angre")
    assert "Like forslag" in network.member("Ola").says("temabank").buttons


def test_kept_apart_they_are_not_asked_about_again_unless_it_is_undone(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    proposed(network, "På skjerm: tolk")
    asked = network.member("Ola").says("temabank").press("Like forslag")
    done = asked.press("Hold fra hverandre")
    assert done.press("Neste par").heading == "Ingen forslag ligner på hverandre"
    done.press("Angre")
    assert "Like forslag" in network.member("Ola").says("temabank").buttons


def test_put_together_both_ways_at_once_it_is_one_theme(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    proposed(network, "På skjerm: tolk")
    one, other = row_of(network, "Tolk på skjerm").id, row_of(network, "På skjerm: tolk").id
    ola = network.member("Ola")
    ola.press("themes.merge/1", {"first": one, "second": other})
    ola.press("themes.merge/1", {"first": other, "second": one})
    with network.deps.store.transaction() as session:
        listed = themes.listed(session, 1, 0, network.clock(), network.deps.calendar)
    assert [theme.votes for theme in listed] == [1]


def test_undone_it_parts_what_it_put_together_and_nothing_else(network: Network) -> None:
    for text in ("Tolk på skjerm", "På skjerm: tolk", "Skjerm: tolk på"):
        proposed(network, text)
    one, other, third = (
        row_of(network, text).id
        for text in ("Tolk på skjerm", "På skjerm: tolk", "Skjerm: tolk på")
    )
    ola = network.member("Ola")
    ola.press("themes.merge/1", {"first": third, "second": other})
    asked = ola.press("themes.merge/1", {"first": one, "second": other}).press("Angre")
    assert asked.texts.count("1 stemme") == 2
    with network.deps.store.transaction() as session:
        bank = themes.bank(session, 1)
    assert [bank.root(n or 0) for n in (one, other, third)] == [one, third, third]


def test_a_theme_fills_a_fagdag_without_one_and_those_who_voted_hear_it_once(
    network: Network,
) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm", "Amina")
    vote(network, "Tolk på skjerm", "Kari", "Ola")
    done = put_on(network, "Tolk på skjerm")
    assert done.heading == "Temaet er satt opp"
    put_on(network, "Tolk på skjerm")
    assert theme_of_fagdag(network) == "Tolk på skjerm"
    sentence = "Temaet du stemte på, er satt opp 15. januar"
    heard = sorted(told(network, 2))
    assert heard == sorted((person(network, name), sentence) for name in ("Amina", "Kari"))
    assert told(network, 7) == []


def test_undone_in_time_nobody_hears_of_it(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    put_on(network, "Tolk på skjerm").press("Angre")
    assert theme_of_fagdag(network) == ""
    assert told(network, 2) == []


def test_put_on_again_after_it_was_undone_those_who_voted_hear_it_once(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    put_on(network, "Tolk på skjerm").press("Angre")
    assert told(network, 2) == []
    put_on(network, "Tolk på skjerm")
    assert [who for who, _ in told(network, 2)] == [person(network, "Amina")]
    put_on(network, "Tolk på skjerm")
    assert told(network, 2) == []


def test_a_fagdag_that_has_a_theme_is_asked_about(network: Network) -> None:
    before = theme_of_fagdag(network)
    proposed(network, "Tolk på skjerm")
    asked = put_on(network, "Tolk på skjerm")
    assert asked.heading == "Fagdagen har et tema fra før. Bytte?"
    assert theme_of_fagdag(network) == before
    set_ = asked.press("Bytt")
    assert theme_of_fagdag(network) == "Tolk på skjerm"
    set_.press("Angre")
    assert theme_of_fagdag(network) == before


def test_a_theme_goes_with_what_it_was_put_together_with(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm", "Amina")
    proposed(network, "På skjerm: tolk", "Kari")
    network.member("Ola").says("temabank").press("Like forslag").press("Slå sammen")
    put_on(network, "På skjerm: tolk")
    assert {audience for audience, _ in told(network, 2)} == {
        person(network, "Amina"),
        person(network, "Kari"),
    }


def test_only_who_hosts_or_administers_gives_a_fagdag_its_theme(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    refused = put_on(network, "Tolk på skjerm", "Ingrid")
    assert any("Velg en fagdag" in text for text in refused.texts) or "vert" in refused.heading
    assert theme_of_fagdag(network) == ""
    put_on(network, "Tolk på skjerm", "Kari")
    assert theme_of_fagdag(network) == "Tolk på skjerm"


def test_who_administers_takes_a_proposal_out_and_back(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    chosen = str(row_of(network, "Tolk på skjerm").id)
    form = network.member("Kari").says("temabank").press("Sett opp")
    gone = form.press("Ta bort temaet", theme=chosen)
    assert gone.heading == "Temaet er tatt bort"
    assert "Tolk på skjerm" not in network.member("Amina").says("temabank").texts
    assert "Tolk på skjerm" in gone.press("Angre").texts
    refused = network.member("Amina").press("theme.remove/1", {"theme": chosen})
    assert refused.heading == "Det er den som styrer nettverket, som tar bort temaer."


def test_a_researcher_reads_and_changes_nothing(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    assert "Tolk på skjerm" in network.member("Siri").says("temabank").texts
    refused = network.member("Siri").says("temabank").press("Stem")
    assert refused.heading == "Du følger nettverket som forsker, og kan lese temabanken."
    assert votes(network, "Tolk på skjerm") == 1


def test_themes_of_another_network_do_not_exist(network: Network) -> None:
    proposed(network, "Tolk på skjerm")
    number = row_of(network, "Tolk på skjerm").id
    with network.deps.store.transaction() as session:
        session.get_one(Theme, number).network_id = 2
    foreign = network.member("Kari").press("theme.vote/1", {"theme": number})
    unknown = network.member("Kari").press("theme.vote/1", {"theme": 99_999})
    assert foreign.card == unknown.card
    assert network.member("Kari").says("temabank").heading == "Ingen temaer er foreslått ennå"


def test_a_theme_that_was_heard_leaves_the_bank(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    put_on(network, "Tolk på skjerm")
    planned = network.member("Kari").says("temabank")
    assert "Satt opp 15. januar" in [text.replace("\\", "") for text in planned.texts]
    network.clock.moment = fagdag(network).ends_at + timedelta(days=1)
    assert "Tolk på skjerm" not in network.member("Kari").says("temabank").texts


def test_of_a_fagdag_that_is_cancelled_nobody_hears(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    put_on(network, "Tolk på skjerm")
    number = fagdag(network).id
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, number).state = MeetingState.CANCELLED
    assert told(network, 2) == []


def test_of_a_fagdag_that_is_cancelled_the_theme_is_in_the_bank_again(network: Network) -> None:
    _without_theme(network)
    proposed(network, "Tolk på skjerm")
    put_on(network, "Tolk på skjerm")
    ola = network.member("Ola")
    ola.press("meeting.cancel/1", {"meeting": fagdag(network).id, "reason": "Snøstorm"})
    bank = network.member("Kari").says("temabank").press("Stem")
    assert {"Tolk på skjerm", "2 stemmer, din er med"} <= set(bank.texts)
    proposed(network, "Tolk på skjerm", "Ingrid")
    assert votes(network, "Tolk på skjerm") == 3


def _without_theme(network: Network) -> None:
    number = fagdag(network).id
    with network.deps.store.transaction() as session:
        session.get_one(Meeting, number).theme = ""
