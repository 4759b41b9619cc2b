"""Every card × sample × language is proven the same way.

`make approve` writes what the cards are now into approved/; the difference is then reviewed.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.domain.language import Language
from cards import gallery, samples
from cards.actions import CardAction
from cards.elements import MOST_ACTIONS, VERSION
from cards.gallery import CARDS, Exhibit
from cards.words import Words
from tests.cards import microsoft
from tests.cards.inspection import bars, executes, inputs

APPROVED = Path(__file__).parent / "approved"
EXHIBITS = list(gallery.exhibits())
LARGEST = 25_000  # bytes in UTF-16, as Teams counts; its ceiling has been documented as 28 kB
APPROVING = os.environ.get("APPROVE") == "1"


def _actions() -> dict[str, type[CardAction]]:
    """The classes that the modules of cards/ own, by verb."""
    classes = [CardAction]
    for known in classes:  # grows while it is walked, until every subclass was met
        classes += known.__subclasses__()
    owned = [action for action in classes if action.__module__.startswith("cards.")]
    return {action.verb: action for action in owned if "verb" in vars(action)}


ACTIONS = _actions()


@pytest.mark.parametrize("shown", EXHIBITS, ids=lambda shown: shown.name)
def test_a_card_is_valid_usable_and_as_approved(shown: Exhibit) -> None:
    card = shown.content
    assert microsoft.unknown(card) == []
    assert microsoft.wrong(card) == []
    _is_dressed_for_teams(card, shown)
    for asked in inputs(card):
        _can_be_filled_in_by_everybody(asked)
    for pressed in executes(card):
        _comes_back_as_its_own_class(pressed, card)
    _is_as_approved(shown)


def _is_dressed_for_teams(card: dict[str, Any], shown: Exhibit) -> None:
    assert (card["version"], card["lang"]) == (VERSION, str(shown.language))
    assert card["fallbackText"].strip()
    assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) < LARGEST
    assert all(len(bar) <= MOST_ACTIONS for bar in bars(card))


def _can_be_filled_in_by_everybody(asked: dict[str, Any]) -> None:
    assert asked["id"]
    assert asked["label"]
    assert asked["errorMessage"]


def _comes_back_as_its_own_class(pressed: dict[str, Any], card: dict[str, Any]) -> None:
    action = ACTIONS[pressed["verb"]].model_validate(pressed["data"])
    assert action.data() == pressed["data"]
    assert pressed["fallback"]["data"] == {**pressed["data"], "verb": pressed["verb"]}
    if pressed.get("associatedInputs") != "none":
        typed = {asked["id"]: "typed" for asked in inputs(card)}
        type(action).model_validate({**pressed["data"], **typed})


def _is_as_approved(shown: Exhibit) -> None:
    path = APPROVED / f"{shown.name}.json"
    text = json.dumps(shown.content, ensure_ascii=False, indent=2) + "\n"
    if APPROVING:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), "changed; `make approve` if it is meant"


def test_nothing_is_approved_that_no_longer_exists() -> None:
    kept = {str(path.relative_to(APPROVED)) for path in APPROVED.rglob("*.json")}
    wanted = {f"{shown.name}.json" for shown in EXHIBITS}
    if APPROVING:
        for gone in kept - wanted:
            (APPROVED / gone).unlink()
        kept &= wanted
    assert kept == wanted


def test_every_action_stands_on_the_sample_of_some_card() -> None:
    used = {pressed["verb"] for shown in EXHIBITS for pressed in executes(shown.content)}
    assert used == set(ACTIONS)


def test_every_module_that_draws_a_card_is_in_the_gallery() -> None:
    drawing = {
        path.stem
        for path in Path(gallery.__file__).parent.glob("*.py")
        if "\nSAMPLES" in path.read_text(encoding="utf-8")
    }
    assert drawing == set(CARDS)
    assert drawing  # the folder was really looked through


@pytest.mark.parametrize(
    "name",
    [
        "agenda",
        "gathered",
        "duty_help",
        "duty_offered",
        "reminder",
        "call_in",
        "absence",
        "minutes",
        "minutes_missing",
        "minutes_objection",
        "minutes_objected",
        "meeting_changed",
        "evaluation_form",
        "evaluation_summary",
        "theme_news",
        "challenge",
        "challenge_answered",
        "challenge_asked",
        "challenge_concerns",
        "challenge_followed",
        "challenge_invited",
        "challenge_unanswered",
        "consent",
        "agreement_settled",
        "year_plan",
        "welcome",
        "representation",
        "role_taken",
        "failed",
        "round_counts",
        "round_planned",
        "turn_offered",
    ],
)
def test_what_is_posted_unasked_has_one_line_for_the_phone(name: str) -> None:
    for sample, view in CARDS[name].SAMPLES.items():
        summary = CARDS[name].summary(view, Words(Language.BOKMAL, samples.ZONE))
        assert summary == " ".join(summary.split()), sample
        assert 10 < len(summary) < 200, sample
