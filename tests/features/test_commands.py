"""What one types, and what comes back."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot import dispatch
from bot.deps import PlaceKind, Said
from bot.routes import COMMANDS
from storage.tables import Meeting
from tests.features.bench import Network

HEADINGS = {
    "plan": "Dette kommer",
    "next": "Voksenrett og veien til læreplass",
    "turns": "Dette har dere ansvar for",
}


@pytest.mark.parametrize("name", [n for n, command in COMMANDS.items() if not command.demo])
@pytest.mark.parametrize("locale", ["nb-NO", "nn-NO", "en-US", "fr-FR"])
def test_every_phrase_of_every_command_is_understood(
    network: Network, name: str, locale: str
) -> None:
    command = COMMANDS[name]
    answers = {
        network.member("Kari").says(phrase.upper() + "  !", locale=locale).heading
        for phrases in command.phrases.values()
        for phrase in phrases
    }
    assert len(answers) == 1


def test_the_longest_phrase_at_the_beginning_wins(network: Network) -> None:
    kari = network.member("Kari")
    assert kari.says("meld utfordring om rom").heading == kari.says("meld utfordring").heading


@pytest.mark.parametrize("typed", ["møtplan", "mteplan", "møteplann"])
def test_a_misspelling_is_asked_about_and_not_echoed(network: Network, typed: str) -> None:
    asked = network.member("Kari").says(typed)
    assert asked.heading == "Mente du «møteplan»?"
    assert typed not in str(asked.card)
    assert asked.press(asked.buttons[0]).heading == network.member("Kari").says("møteplan").heading


@pytest.mark.parametrize("typed", ["Per Hansen 010190 12345", "<at>alle</at> **hei**", "x" * 5000])
def test_anything_else_gets_help_that_never_echoes(network: Network, typed: str) -> None:
    answer = network.member("Kari").says(typed)
    assert "møteplan" in answer.text
    assert typed not in str(answer.card)


def test_a_mention_without_words_gets_help(network: Network) -> None:
    answer = network.member("Kari").in_channel().says("")
    assert answer.heading == network.member("Kari").in_channel().says("hjelp").heading


def test_the_demo_clock_does_not_exist_in_serve(network: Network) -> None:
    assert network.deps.advance is None
    kari = network.member("Kari")
    assert "spol" not in kari.says("hjelp").text
    assert kari.says("spol fram 14 dager").heading != "Nå er det"
    pressed = kari.press("command/1", {"command": "wind"})
    assert pressed.heading == "Denne knappen er for gammel"


def test_a_stranger_is_told_how_to_become_known(network: Network) -> None:
    stranger = network.member("Per")
    assert stranger.says("møteplan").heading == "Jeg kjenner deg ikke ennå"
    assert stranger.says("hjelp").heading == network.member("Kari").says("hjelp").heading
    stranger.in_channel().says("hjelp")
    assert stranger.says("møteplan").heading == network.member("Kari").says("møteplan").heading


def test_the_chosen_language_wins_over_the_client(network: Network) -> None:
    kari = network.member("Kari")
    assert kari.says("møteplan", locale="en-US").card["lang"] == "nb"
    chosen = kari.says("språk").press("Nynorsk")
    assert chosen.card["lang"] == "nn"
    assert kari.says("møteplan", locale="en-US").card["lang"] == "nn"


def test_somebody_who_has_not_chosen_is_met_in_the_clients_language(network: Network) -> None:
    newcomer = network.member("Per").in_channel()
    languages = {tag: newcomer.says("hjelp", locale=tag).card["lang"] for tag in TAGS}
    assert languages == TAGS


TAGS = {"nb-NO": "nb", "nn-NO": "nn", "no": "nb", "en-US": "en", "fr": "nb"}


def test_a_page_has_an_end_and_a_way_back(network: Network) -> None:
    page, seen = network.member("Kari").says("møteplan"), []
    while "Tidligere" in page.buttons:
        page = page.press("Tidligere")
        seen.append(page.text)
    assert "Bli kjent" in seen[-1]  # 1 June 2017, the first fagdag
    while "Senere" in page.buttons:
        page = page.press("Senere")
    assert "Tidligere" in page.buttons


@pytest.mark.parametrize("page", [-1000, 1000])
def test_a_page_beyond_the_end_says_so(network: Network, page: int) -> None:
    beyond = network.member("Kari").press("plan/1", {"page": page})
    assert ("Senere" in beyond.buttons, "Tidligere" in beyond.buttons) == (page < 0, page > 0)


def test_meetings_of_other_networks_do_not_exist(network: Network) -> None:
    kari = network.member("Kari")
    foreign = _meeting_of_the_neighbour(network)
    answers = [kari.press("meeting/1", {"meeting": number}) for number in (foreign, 4711)]
    assert answers[0].card == answers[1].card


def _meeting_of_the_neighbour(network: Network) -> int:
    with network.deps.store.transaction() as session:
        return session.exec(select(Meeting.id).where(Meeting.network_id == 2)).first() or 0


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("duty.done/0", {"duty": 1}),
        ("no.such/1", {}),
        ("", {}),
        ("duty.done/1", {}),
        ("duty.done/1", {"duty": "one"}),
        ("duty.done/1", {"duty": 1, "extra": 1}),
        ("duty.done/1", {"duty": 2**31}),
        ("plan/1", {"page": 2**62}),
        ("command/1", {"command": "no-such"}),
        ("challenge.submit/1", {"submission": "s", "text": "x" * 30_000}),
    ],
)
def test_an_old_or_strange_button_gets_a_friendly_card_with_a_way_on(
    network: Network, verb: str, data: dict[str, object]
) -> None:
    before = network.deliveries()
    answer = network.member("Kari").press(verb, data)
    assert answer.heading == "Denne knappen er for gammel"
    assert (
        answer.press(answer.buttons[0]).heading == network.member("Kari").says("neste møte").heading
    )
    assert network.deliveries() == before


@pytest.mark.parametrize("typed", ["hjelp", "meld sak"])
def test_the_same_message_again_is_not_answered_again(network: Network, typed: str) -> None:
    kari = network.member("Kari")
    kari.says(typed, activity_id="one")
    assert kari.repeats(typed, "one") is None
    assert kari.repeats(typed, "two") is not None


def test_the_bot_greets_a_chat_once_however_often_it_is_let_in(network: Network) -> None:
    for _ in range(3):
        network.member("Kari").lets_the_bot_in()
    (greeting,) = network.send_due()
    assert "Rundebord" in str(greeting[1].message.card)
    network.member("Kari").lets_the_bot_in()
    assert network.send_due() == []


def test_a_team_that_knows_the_bot_is_not_greeted_in_another_channel(network: Network) -> None:
    network.member("Kari").in_channel("Løsningsgrupper").lets_the_bot_in()
    assert network.send_due() == []


def test_what_stands_in_a_channel_says_the_same_to_everybody(network: Network) -> None:
    for typed in ("ansvar", "neste møte", "møteplan", "hjelp"):
        cards = [network.member(name).in_channel().says(typed).card for name in ("Kari", "Ola")]
        assert cards[0] == cards[1]


def test_a_group_chat_is_told_where_to_ask(network: Network) -> None:
    kari = network.member("Kari")
    place = replace(kari._place(), kind=PlaceKind.GROUP, conversation_id="19:gruppe@thread.v2")
    said = Said(**{**kari._envelope(), "place": place}, text="ansvar", activity_id="1")
    reply = dispatch.answer(network.deps, said)
    assert reply is not None
    assert "Spør meg i chatten vår" in str(reply.card)


def test_the_greeting_names_the_persons_own_network(network: Network) -> None:
    network.member("Kari").lets_the_bot_in()
    ((_, greeting),) = network.send_due()
    assert "Kvalifiseringsnettverket Lindesnes" in str(greeting.message.card)


def test_a_refused_press_has_a_way_on(network: Network) -> None:
    refused = network.member("Kari").press("duty.done/1", {"duty": 4711})
    assert refused.buttons == ["Neste møte"]
