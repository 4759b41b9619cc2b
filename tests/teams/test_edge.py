"""From an activity to the answer: where it goes, in which form, and what when things break."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.deps import Arrived, Incoming, Left, Pressed, Reply, Said
from tests.fakes import connector as fakes
from tests.fakes import teams
from tests.fakes.connector import Fault
from tests.fakes.teams import KARI, Activity
from tests.teams.conftest import CARD, Bench

CHAT = f"a:{KARI.teams_id}"
THREAD = f"{teams.CHANNEL};messageid=1700000000000"
IN_CHANNEL = teams.in_channel()
ADAPTIVE = "application/vnd.microsoft.card.adaptive"


def shown(bench: Bench) -> list[tuple[str, str, Any]]:
    """What people see in Teams: how, where, and which card."""
    return [
        (item.how, item.conversation_id, item.activity["attachments"][0]["content"])
        for item in bench.teams.delivered
    ]


class TestAMessage:
    async def test_the_bot_hears_it_with_the_service_url_to_answer_to(self, bench: Bench) -> None:
        answer = await bench.knock(teams.personal_message("neste møte"))

        [said] = bench.bot.heard
        assert isinstance(said, Said)
        assert (said.text, said.service_url) == ("neste møte", bench.teams.service_url)
        assert (answer.status, await answer.text()) == (200, "")

    async def test_the_answer_is_posted_in_the_chat(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.personal_message("møteplan"))

        assert shown(bench) == [("post", CHAT, CARD)]
        assert bench.teams.delivered[0].activity["summary"] == CARD["fallbackText"]

    async def test_the_answer_in_a_channel_is_posted_in_the_same_thread(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.channel_message("møteplan"))

        assert shown(bench) == [("post", THREAD, CARD)]

    async def test_nothing_to_say_is_no_message(self, bench: Bench) -> None:
        assert (await bench.knock(teams.personal_message("hei"))).status == 200
        assert bench.teams.requests == []

    async def test_throttling_is_waited_out(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)
        bench.teams.fail_next(Fault(429, retry_after="2"), Fault(412))

        answer = await bench.knock(teams.personal_message("møteplan"))

        assert answer.status == 200
        assert shown(bench) == [("post", CHAT, CARD)]
        assert len(bench.waited) == 2

    @pytest.mark.parametrize(
        "fault", [fakes.ARRIVED_THEN_502, fakes.ARRIVED_THEN_RESET, fakes.RESET, Fault(404)]
    )
    async def test_an_answer_that_got_lost_is_neither_repeated_nor_an_error(
        self, bench: Bench, fault: Fault, caplog: pytest.LogCaptureFixture
    ) -> None:
        bench.bot.reply = Reply(CARD)
        bench.teams.fail_next(fault)

        answer = await bench.knock(teams.personal_message("møteplan"))

        assert answer.status == 200
        assert len(bench.teams.requests) == 1
        assert "an answer was not delivered" in caplog.text

    async def test_a_hanging_connector_does_not_make_teams_ask_again(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)
        bench.teams.fail_next(fakes.HANG)
        await bench.open(answer_seconds=0.05)

        assert (await bench.knock(teams.personal_message("møteplan"))).status == 200


class TestACardAction:
    async def test_the_answer_is_the_card_in_the_response(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        answer = await bench.knock(teams.card_action("duty.done/1", {"duty": 7}))

        [pressed] = bench.bot.heard
        assert isinstance(pressed, Pressed)
        assert (pressed.verb, pressed.data, pressed.invoke) == ("duty.done/1", {"duty": 7}, True)
        assert answer.status == 200
        assert answer.content_type == "application/json"
        assert await answer.json() == {"statusCode": 200, "type": ADAPTIVE, "value": CARD}
        assert bench.teams.requests == []

    async def test_a_private_answer_may_stand_there_too(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD, private=True)

        answer = await bench.knock(teams.card_action("evaluation.submit/1", {}) | IN_CHANNEL)

        assert (await answer.json())["value"] == CARD
        assert bench.teams.requests == []

    async def test_without_a_card_teams_gets_a_text(self, bench: Bench) -> None:
        answer = await bench.knock(teams.card_action("duty.done/1", {"duty": 7}))

        assert await answer.json() == {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": "OK",
        }

    async def test_another_invoke_is_not_implemented(self, bench: Bench) -> None:
        answer = await bench.knock(teams.card_action("x/1", {}) | {"name": "task/fetch"})

        assert answer.status == 404
        assert bench.bot.heard == []


class TestASubmittedForm:
    async def test_the_answer_replaces_the_card_that_held_it(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        answer = await bench.knock(teams.submit("duty.done/1", {"duty": 7}, card_activity_id="17"))

        [pressed] = bench.bot.heard
        assert isinstance(pressed, Pressed)
        assert (pressed.verb, pressed.data, pressed.invoke) == ("duty.done/1", {"duty": 7}, False)
        assert answer.status == 200
        assert shown(bench) == [("update", CHAT, CARD)]
        assert bench.teams.delivered[0].activity_id == "17"

    async def test_the_answer_is_posted_when_teams_does_not_name_the_card(
        self, bench: Bench
    ) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.submit("duty.done/1", {"duty": 7}) | {"replyToId": None})

        assert shown(bench) == [("post", CHAT, CARD)]

    async def test_in_a_channel_the_card_that_others_see_is_left_alone(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.submit("evaluation.submit/1", {}) | IN_CHANNEL)

        assert shown(bench) == [("post", THREAD, CARD)]


class TestComingAndGoing:
    @pytest.mark.parametrize(
        ("activity", "kind"),
        [
            (teams.members_added(), Arrived),
            (teams.installation("add"), Arrived),
            (teams.members_removed(), Left),
            (teams.installation("remove"), Left),
        ],
    )
    async def test_the_bot_hears_where_it_came_and_went(
        self, bench: Bench, activity: Activity, kind: type[Incoming]
    ) -> None:
        assert (await bench.knock(activity)).status == 200
        assert [type(incoming) for incoming in bench.bot.heard] == [kind]

    async def test_a_greeting_is_posted_where_the_bot_arrived(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.installation("add"))

        assert shown(bench) == [("post", CHAT, CARD)]

    async def test_a_greeting_in_a_team_opens_a_thread(self, bench: Bench) -> None:
        bench.bot.reply = Reply(CARD)

        await bench.knock(teams.members_added())

        [greeting] = bench.teams.delivered
        assert greeting.how == "thread"
        assert greeting.conversation_id == f"{teams.TEAM};messageid={greeting.activity_id}"

    @pytest.mark.parametrize(
        "activity",
        [
            teams.members_added(KARI.account),
            teams.members_removed(KARI.account),
            teams.installation("something new"),
            teams.personal_message("hei") | {"type": "somethingNew"},
            teams.personal_message("hei") | {"type": "typing"},
            teams.personal_message("hei") | {"type": "event", "name": "tokens/response"},
        ],
    )
    async def test_the_rest_is_accepted_and_left_alone(
        self, bench: Bench, activity: Activity
    ) -> None:
        assert (await bench.knock(activity)).status == 200
        assert bench.bot.heard == []


class TestABug:
    """An exception out of the bot. The canary stands for what a person wrote."""

    CANARY = "kanarifugl"

    @pytest.fixture(autouse=True)
    def broken(self, bench: Bench) -> None:
        bench.bot.bug = ValueError(self.CANARY)
        bench.bot.bug.__cause__ = KeyError(self.CANARY)

    async def test_whoever_wrote_gets_one_apology(self, bench: Bench) -> None:
        answer = await bench.knock(teams.channel_message(self.CANARY))

        assert (answer.status, await answer.text()) == (200, "")
        [(how, where, card)] = shown(bench)
        assert (how, where) == ("post", THREAD)
        assert list(card) == ["apology"]

    async def test_whoever_pressed_gets_it_as_the_card(self, bench: Bench) -> None:
        answer = await bench.knock(teams.card_action("x/1", {"text": self.CANARY}))

        assert answer.status == 200
        body = await answer.json()
        assert (body["statusCode"], body["type"]) == (200, ADAPTIVE)
        assert list(body["value"]) == ["apology"]

    async def test_the_card_of_a_submitted_form_stays(self, bench: Bench) -> None:
        await bench.knock(teams.submit("x/1", {"text": self.CANARY}))

        assert [how for how, _, _ in shown(bench)] == ["post"]

    async def test_whoever_installed_the_bot_is_spared(self, bench: Bench) -> None:
        assert (await bench.knock(teams.installation("add"))).status == 200
        assert bench.teams.requests == []

    async def test_the_log_has_the_reference_and_the_trace_but_no_words_of_a_person(
        self, bench: Bench, caplog: pytest.LogCaptureFixture
    ) -> None:
        answer = await bench.knock(teams.card_action("x/1", {"text": self.CANARY}))

        reference = (await answer.json())["value"]["apology"]
        [record] = [record for record in caplog.records if record.levelname == "ERROR"]
        lines = record.getMessage().splitlines()
        assert lines[0] == f"bug {reference} in Pressed"
        assert lines[1] == "builtins.KeyError"
        assert lines[-1] == "builtins.ValueError"
        assert "raise self.bug" in lines[-2]
        assert self.CANARY not in caplog.text

    async def test_each_bug_has_its_own_reference(self, bench: Bench) -> None:
        for _ in range(3):
            await bench.knock(teams.personal_message("hei"))

        assert len({card["apology"] for _, _, card in shown(bench)}) == 3


class TestAfterwards:
    """What may happen only when the answer has left, such as waking the sender."""

    async def test_it_happens_after_the_answer_was_posted(self, bench: Bench) -> None:
        seen: list[int] = []
        bench.bot.reply = Reply(CARD, afterwards=lambda: seen.append(len(bench.teams.delivered)))

        await bench.knock(teams.personal_message("møteplan"))

        assert seen == [1]

    async def test_it_happens_also_when_the_answer_got_lost(self, bench: Bench) -> None:
        seen: list[int] = []
        bench.bot.reply = Reply(CARD, afterwards=lambda: seen.append(1))
        bench.teams.fail_next(Fault(404))

        await bench.knock(teams.personal_message("møteplan"))

        assert seen == [1]

    async def test_it_comes_too_late_to_spoil_the_response_to_a_card_action(
        self, bench: Bench
    ) -> None:
        happened = asyncio.Event()

        def fail() -> None:
            happened.set()
            raise RuntimeError("after the response was written")

        bench.bot.reply = Reply(CARD, afterwards=fail)

        answer = await bench.knock(teams.card_action("duty.done/1", {"duty": 7}))

        assert (await answer.json())["value"] == CARD
        await asyncio.wait_for(happened.wait(), timeout=5)


async def test_the_demo_asks_for_no_token_but_talks_to_this_machine_only(bench: Bench) -> None:
    client = await bench.open(tokens=None, allowed_tenants=frozenset())
    here = teams.personal_message("hei") | {"serviceUrl": "http://localhost:56150/_connector"}
    elsewhere = here | {"serviceUrl": "http://192.168.1.10:56150/_connector"}

    assert (await client.post("/api/messages", json=here)).status == 200
    assert (await client.post("/api/messages", json=elsewhere)).status == 403
    assert len(bench.bot.heard) == 1


async def test_fifty_at_once_are_heard_fifty_times(bench: Bench) -> None:
    bench.bot.reply = Reply(CARD)
    await bench.open()
    people = [replace(KARI, teams_id=f"29:{number}") for number in range(50)]

    answers = await asyncio.gather(
        *(bench.knock(teams.personal_message("møteplan", person)) for person in people)
    )

    assert [answer.status for answer in answers] == [200] * 50
    where = sorted(conversation_id for _, conversation_id, _ in shown(bench))
    assert where == sorted(f"a:{person.teams_id}" for person in people)
