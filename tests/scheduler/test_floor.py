"""Nothing is said in a conversation while somebody is being answered there."""

import asyncio

import pytest

from scheduler.floor import Floor


async def test_a_conversation_that_nobody_is_answered_in_is_free() -> None:
    floor = Floor()
    with floor.taken("other"):
        await floor.free("chat")


async def test_one_waits_for_all_who_are_being_answered_now_and_for_nobody_after_them() -> None:
    floor, told = Floor(), []

    async def speak() -> None:
        await floor.free("chat")
        told.append("reminder")

    first = floor.taken("chat")
    with first:
        with floor.taken("chat"):
            speaking = asyncio.create_task(speak())
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert told == []
    with floor.taken("chat"):
        await speaking
    assert told == ["reminder"]


async def test_an_answer_that_went_wrong_gives_the_floor_back() -> None:
    floor = Floor()
    with pytest.raises(ValueError, match="wrong"), floor.taken("chat"):
        raise ValueError("wrong")
    await floor.free("chat")
    assert floor._answering == {}
