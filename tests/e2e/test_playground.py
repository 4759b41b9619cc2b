"""The network talks with the bot in the real client: the whole way, by HTTP and no browser.

The tests share one demo and read from the top down as its story; each can also be run alone.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from bot.demo.playground import load_cast
from tests.e2e.demo import Demo
from tests.e2e.playground import PATIENCE, PlaygroundClient, Shown, find_action

pytestmark = [pytest.mark.node, pytest.mark.asyncio(loop_scope="module")]

CAST = load_cast()
GENERAL = CAST.channel("General").channel_id
SOLUTIONS = CAST.channel("Løsningsgrupper").channel_id
KARI, NILS = CAST.person("Kari Nilsen"), CAST.person("Nils Dahl")
AMINA, OLA = CAST.person("Amina Yusuf"), CAST.person("Ola Berg")
INGRID, SIRI = CAST.person("Ingrid Moen"), CAST.person("Siri Haugen")

HELP = "Hva kan jeg hjelpe med?"
ASKED = "Kan du gjøre klart til nettverksmøtet 1. mars?"
NOT_YOURS = "Oppgaven hører til en annen etat. Det er de som melder den som gjort."
THANKS = "Takk for svaret"
AGAIN = "Du har alt svart"
CHALLENGE = "Vi mister deltakere i begge ender av praksisperioden."
ANSWER = "Vi flytter praksisen til uka før ferien."


@pytest.fixture
def client(demo: Demo) -> PlaygroundClient:
    return demo.client


@dataclass(frozen=True, slots=True)
class Fortnight:
    """What the first fourteen days bring: to Kari, whose agency hosts the next network meeting, to
    the channel because she did not answer, and to everybody before the fagdag ends.
    """

    clock: Shown
    reminder: Shown
    mention: Shown
    form: Shown


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fortnight(demo: Demo) -> Fortnight:
    """In General the deputy is mentioned, whom the client has no chat with; then the form stands
    there.
    """
    client = demo.client
    await client.say("spol fram 14 dager")
    clock, reminder = [await client.next_card(client.personal) for _ in range(2)]
    mention, form = [await client.next_card(GENERAL) for _ in range(2)]
    return Fortnight(clock, reminder, mention, form)


# --- What one can say ----------------------------------------------------------------------------


async def test_the_chat_is_greeted_once_however_often_it_is_opened(
    client: PlaygroundClient,
) -> None:
    for _ in range(3):
        await client.open_personal_chat()
    greeting = await client.next_card(client.personal)
    assert greeting.heading == "Hei, jeg heter Rundebord og husker for dere"
    assert (await client.ask("hjelp")).heading == HELP


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ("hjelp", HELP),
        ("møteplan", "Dette er planlagt"),
        ("Meeting plan!", "Dette er planlagt"),
        ("møtplan", "Mente du «møteplan»?"),
        ("spol fram", "Skriv for eksempel «spol fram 14 dager»."),
    ],
)
async def test_what_is_said_in_the_chat_is_answered_next(
    client: PlaygroundClient, said: str, heading: str
) -> None:
    assert (await client.ask(said)).heading == heading


async def test_yes_to_the_suggestion_performs_it(client: PlaygroundClient) -> None:
    suggestion = await client.ask("møtplan")
    assert (await client.press(suggestion, "Ja")).heading == "Dette er planlagt"


async def test_strange_words_give_help_and_are_not_repeated(client: PlaygroundClient) -> None:
    answer = await client.ask("hva koster melken i Søgne")
    assert answer.heading == "Det forsto jeg ikke helt"
    assert [
        word for word in ("koster", "melken", "Søgne") if word in json.dumps(answer.cards)
    ] == []


async def test_the_same_words_said_again_are_answered_again(client: PlaygroundClient) -> None:
    await client.say("hjelp")
    await client.say("hjelp")
    answers = [await client.next_card(client.personal) for _ in range(2)]
    assert [answer.heading for answer in answers] == [HELP, HELP]


@pytest.mark.parametrize("channel", ["General", "Løsningsgrupper"])
async def test_a_mention_in_a_channel_is_answered_in_its_thread(
    client: PlaygroundClient, channel: str
) -> None:
    thread = await client.post(channel, "møteplan")
    answer = await client.next_card(thread)
    assert (answer.conversation, answer.heading) == (thread, "Dette er planlagt")
    await client.reply(thread, "hjelp")
    assert (await client.next_card(thread)).heading == HELP


async def test_another_member_is_known_in_the_channel(client: PlaygroundClient) -> None:
    answer = await client.ask_as(AMINA, "General", "ansvar")
    assert answer.texts[0] == "Ansvar · det neste året"


async def test_the_calendar_is_turned_page_by_page(client: PlaygroundClient) -> None:
    coming = await client.ask("møteplan")
    before = await client.press(coming, "Tidligere")
    assert before.heading == "Dette har vært"
    back = await client.press(before, "Senere")
    assert back.rows == coming.rows


# --- Teams repeats itself ------------------------------------------------------------------------


async def test_one_message_delivered_fifty_times_at_once_is_answered_once(
    demo: Demo, client: PlaygroundClient
) -> None:
    message = client.in_chat({"type": "message", "text": "møteplan"})
    assert await demo.knock(*[message] * 50) == [None] * 50
    assert (await client.next_card(client.personal)).heading == "Dette er planlagt"
    assert (await client.ask("hjelp")).heading == HELP


async def test_a_button_of_an_earlier_release_offers_a_way_on(
    demo: Demo, client: PlaygroundClient
) -> None:
    (answer,) = await demo.knock(client.in_chat(_pressed("duty.done/0", {"duty": 1})))
    old = Shown(client.personal, "", "", (answer["value"],))
    assert (old.heading, old.buttons) == ("Denne knappen er for gammel", ["Neste møte"])


# --- A fortnight passes --------------------------------------------------------------------------


async def test_the_clock_stops_where_the_evaluation_opens(fortnight: Fortnight) -> None:
    assert fortnight.clock.heading == "Nå er det fredag 12. februar kl. 14.45"
    assert fortnight.clock.texts[-1] == (
        "3 meldinger er på vei, hit eller i kanalene. "
        "Jeg stoppet her, for nå skal fagdagen evalueres."
    )


async def test_the_host_is_reminded_of_what_there_is_to_do(fortnight: Fortnight) -> None:
    assert fortnight.reminder.heading == ASKED
    assert [name for _, name, _ in fortnight.reminder.rows] == ["Innkalling", "Rom", "Saksliste"]
    assert fortnight.reminder.buttons == ["Mer", "Gjort", "Gjort", "Gjort"]


async def test_without_an_answer_somebody_is_mentioned_in_the_channel(fortnight: Fortnight) -> None:
    assert fortnight.mention.heading == (
        "Kan noen hos NAV Lindesnes gjøre klart til nettverksmøtet 1. mars?"
    )
    assert fortnight.mention.text.startswith("<at>")


async def test_done_is_seen_by_all_and_only_the_hosts_may_say_it(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    reminder, mention = fortnight.reminder, fortnight.mention
    assert (await client.press(mention, "Gjort", as_user=OLA)).heading == NOT_YOURS

    answer = await client.press(reminder, "Gjort")
    in_chat, in_channel = await _redrawn(client, reminder, mention)
    assert _done(answer) == _done(in_chat) == _done(in_channel) == {"Innkalling": "Kari Nilsen"}

    answer = await client.press(in_channel, "Gjort", as_user=NILS)
    in_chat, in_channel = await _redrawn(client, reminder, mention)
    assert _done(answer) == _done(in_chat) == _done(in_channel)
    assert _done(answer) == {"Innkalling": "Kari Nilsen", "Rom": "Nils Dahl"}


async def test_an_old_client_says_it_and_takes_it_back_with_a_submit(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    """In a chat the answer to Action.Submit changes the card where it stands."""
    reminder, mention = fortnight.reminder, fortnight.mention
    before = await client.press(reminder, "Mer")
    for ways, more in ((["duty/1", "Gjort"], 1), (["Angre"], 0)):
        shown = await client.press(reminder, "Mer")
        for step in ways[:-1]:
            shown = await client.press(shown, step)
        await client.press(shown, ways[-1], old_client=True)
        answer, in_chat, _ = await _redrawn(client, reminder, reminder, mention)
        assert answer.card == in_chat.card
        now = await client.press(reminder, "Mer")
        assert len(_done(now)) == len(_done(before)) + more


async def test_one_press_that_arrives_twenty_times_counts_once(
    demo: Demo, client: PlaygroundClient, fortnight: Fortnight
) -> None:
    """From two who press at the same moment; each with one id, and with new ones, as Teams sends
    when our answer was slow.
    """
    reminder, mention = fortnight.reminder, fortnight.mention
    before = await client.press(reminder, "Mer")
    duty = await client.press(before, "duty/1")
    button = find_action(duty.card, "Gjort")
    pressed = _pressed(button["verb"], button["data"]) | {"replyToId": mention.message_id}
    once = [client.in_thread(mention.conversation, person, pressed) for person in (KARI, NILS)]
    again = [each | {"id": str(uuid4())} for each in once * 5]
    first, *others = await demo.knock(*once * 5, *again)
    assert others == [first] * 19
    await _redrawn(client, reminder, mention)
    after = await client.press(reminder, "Mer")
    assert len(_done(after)) == len(_done(before)) + 1
    assert (client.unread_updates(reminder), client.unread_updates(mention)) == (0, 0)


async def test_an_old_client_in_a_channel_is_answered_below_the_card(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    """What concerns Ola alone does not take the card away from everybody else."""
    mention = fortnight.mention
    await client.press(mention, "Gjort", as_user=OLA, old_client=True)
    assert (await client.next_card(mention.conversation)).heading == NOT_YOURS
    assert client.unread_updates(mention) == 0


# --- The fagdag ends -----------------------------------------------------------------------------


async def test_the_evaluation_is_answered_once_by_each(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    form = fortnight.form
    assert form.heading == "Hva syntes du?"
    assert list(form.inputs) == [
        "benefit",
        "useful",
        "needs",
        "theme",
        "challenge",
        "challenge-send",
    ]

    half = {"needs": "Mer om *læreplass*"}
    again = await client.press(form, "Send inn", half)
    assert "Se over det som er merket, og send inn på nytt." in again.texts
    assert {key: field.get("value") for key, field in again.inputs.items()} == {
        **dict.fromkeys(form.inputs),
        **half,
    }

    whole = half | {"benefit": "great"}
    assert (await client.press(again, "Send inn", whole)).heading == THANKS
    assert (await client.press(form, "Send inn", whole)).heading == AGAIN
    for person in (NILS, AMINA, OLA, INGRID, SIRI):
        answer = await client.press(form, "Send inn", whole, as_user=person)
        assert answer.heading == THANKS
    assert client.unread_updates(form) == 0


async def test_the_command_knows_who_has_answered(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    whole = {"benefit": "little", "useful": "none"}
    await client.press(fortnight.form, "Send inn", whole)
    assert (await client.ask("evaluering")).heading == AGAIN


# --- A challenge is raised -----------------------------------------------------------------------


async def _raised(client: PlaygroundClient, **filled: str) -> Shown:
    """The preview of a challenge that Kari has typed in."""
    form = await client.ask("meld utfordring")
    return await client.press(form, "Se hvordan det blir", {"text": CHALLENGE, **filled})


async def test_a_challenge_is_shown_to_its_sender_before_anybody_reads_it(
    client: PlaygroundClient,
) -> None:
    form = await client.ask("meld utfordring")
    chosen = form.inputs["concerns"]["choices"][0]
    filled = {"concerns": chosen["value"], "kind": "sand", "anonymous": "false"}

    short = await client.press(form, "Se hvordan det blir", {"text": "Hm", **filled})
    assert "Skriv litt mer, så andre forstår hva du mener." in short.texts
    assert {key: field.get("value") for key, field in short.inputs.items()} == {
        "text": "Hm",
        **filled,
    }

    preview = await client.press(short, "Se hvordan det blir", {"text": CHALLENGE, **filled})
    assert preview.heading == "Dette legges ut i «Løsningsgrupper»"
    assert f"«{CHALLENGE}»" in preview.texts
    assert "**6 personer fra 5 etater** kan lese kanalen." in preview.texts
    changed = await client.press(preview, "Endre")
    assert changed.inputs["text"]["value"] == CHALLENGE
    dropped = await client.press(preview, "Avbryt")
    assert (dropped.heading, client.unread(SOLUTIONS)) == ("Avbrutt", 0)


async def test_a_challenge_is_posted_answered_and_taken_back(client: PlaygroundClient) -> None:
    preview = await _raised(client)
    receipt = await client.press(preview, "Legg ut")
    assert receipt.heading == "Takk for at du sier fra"
    posted = await client.next_card(SOLUTIONS)
    assert f"«{CHALLENGE}»" in posted.texts
    assert posted.buttons == ["Svar", "Gjelder oss også", "Mer"]

    field = await client.press(posted, "Svar", as_user=AMINA)
    shown = await client.press(field, "Send svaret", {"answer": ANSWER}, as_user=AMINA)
    everybody = await client.next_update(posted)
    assert f"«{ANSWER}»" in shown.texts
    assert (everybody.card, everybody.buttons) == (shown.card, ["Gjelder oss også", "Mer"])
    told = await client.next_card(client.personal)
    assert (told.heading, told.texts[2]) == ("Amina Yusuf har svart deg", f"«{ANSWER}»")

    late = await client.press(field, "Send svaret", {"answer": "Jeg var nummer to"}, as_user=OLA)
    assert late.card == everybody.card

    await client.press(receipt, "Trekk tilbake")
    gone = await client.next_update(posted)
    assert gone.buttons == []
    assert [text for text in (CHALLENGE, ANSWER) if text in json.dumps(gone.cards)] == []


async def test_a_challenge_pressed_twice_is_posted_once(client: PlaygroundClient) -> None:
    preview = await _raised(client)
    receipts = [await client.press(preview, "Legg ut") for _ in range(2)]
    assert receipts[0].card == receipts[1].card
    posted = await client.next_card(SOLUTIONS)
    await client.press(receipts[0], "Trekk tilbake")
    await client.next_update(posted)
    assert client.unread(SOLUTIONS) == 0


# --- Two days later ------------------------------------------------------------------------------


async def test_the_evaluation_closes_by_itself(
    client: PlaygroundClient, fortnight: Fortnight
) -> None:
    """The clock is wound after it has been said; until then a second answer is a second answer."""
    form, answer = fortnight.form, {"benefit": "great", "useful": "great"}
    await client.press(form, "Send inn", answer, as_user=SIRI)
    clock = await client.ask("spol fram 2 dager")
    hour = clock.heading.rpartition(".")[0]  # the clock runs while the tests are
    assert hour == "Nå er det søndag 14. februar kl. 14"
    async with asyncio.timeout(PATIENCE):
        while (told := await client.press(form, "Send inn", answer, as_user=SIRI)).heading == AGAIN:
            pass
    assert told.heading == "Evalueringen er avsluttet"


# --- Another three days later --------------------------------------------------------------------


async def test_without_a_name_nobody_is_named(client: PlaygroundClient) -> None:
    """It is posted at nine of the next working day, so that the hour does not tell who it was."""
    preview = await _raised(client, anonymous="true")
    await client.press(preview, "Legg ut")
    assert client.unread(SOLUTIONS) == 0
    await client.say("spol fram 3 dager")
    posted = await client.next_card(SOLUTIONS)
    told = json.dumps([preview.cards, posted.cards], ensure_ascii=False)
    assert [word for word in (*KARI.name.split(), KARI.teams_id) if word in told] == []


def _pressed(verb: str, data: dict[str, Any]) -> dict[str, Any]:
    action = {"type": "Action.Execute", "verb": verb, "data": data}
    return {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}


async def _redrawn(client: PlaygroundClient, *standing: Shown) -> list[Shown]:
    """The next update of each message."""
    return await asyncio.gather(*(client.next_update(each) for each in standing))


def _done(shown: Shown) -> dict[str, str]:
    """What is done, and who did it."""
    rows = (row for row in shown.rows if row[0].startswith("✔"))
    return {name: detail.removeprefix("Gjort av ").partition(",")[0] for _, name, detail in rows}
