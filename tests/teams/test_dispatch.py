"""What nobody reads costs nothing, however much of it there is."""

from typing import Any

import pytest
from botbuilder.schema import Activity

from bot.deps import Said
from bot.teams import dispatch
from bot.teams.shapes import Read
from tests.fakes import teams


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("attachments", [{"contentType": "x"}] * 100),
        ("suggestedActions", {"to": ["x"], "actions": [{"type": "x"}] * 100}),
        ("attachments", "no list"),
        ("localTimestamp", "no moment"),
    ],
)
async def test_no_model_is_built_of_what_nobody_reads(name: str, value: Any) -> None:
    """Of a wrong shape, a model could not be built at all."""
    read = await dispatch.Dispatcher().read(teams.personal_message("hei") | {name: value})
    assert isinstance(read, Said)


def test_everything_that_is_read_is_a_part_of_an_activity() -> None:
    known = {part["key"] for part in Activity._attribute_map.values()}
    read = {field.alias for field in Read.model_fields.values()}
    assert known >= read
