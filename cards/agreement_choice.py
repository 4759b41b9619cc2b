"""Which of the activities somebody wants to change in the agreement, or add to it."""

from dataclasses import dataclass
from typing import Any

from bot.domain.meetings import Activity
from cards.actions import CardAction
from cards.agreement import ShowAgreement
from cards.elements import button, card, context, dropdown_input, eyebrow, heading, with_problems
from cards.words import Words


class EditTerm(CardAction):
    """Open the form for one activity; `activity` is chosen in the card."""

    verb = "agreement.edit/1"
    activity: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """agreed: what is in the agreement already. problem: an activity that does not exist."""

    agreed: tuple[Activity, ...]
    problem: str = ""


def build(view: View, words: Words) -> dict[str, Any]:
    title = words.text("Hva vil du endre?")
    asked = dropdown_input(
        "activity",
        words.text("Aktivitet"),
        [(str(activity), _name(activity, view, words)) for activity in _ordered(view)],
        value=str(next(iter(view.agreed), "")),
        error=words.text("Velg en aktivitet i lista."),
        required=True,
    )
    body = [
        eyebrow(words.text("Avtalen"), words.text("ingenting er sendt")),
        heading(title),
        context(words.text("Du får se hele forslaget før noen blir spurt.")),
        *with_problems([asked], {"activity": view.problem} if view.problem else {}),
    ]
    actions = [
        button(words.text("Videre"), EditTerm(), with_inputs=True),
        button(words.text("Tilbake"), ShowAgreement()),
    ]
    return card(words, body, actions, fallback=title)


def _ordered(view: View) -> list[Activity]:
    return [*view.agreed, *(a for a in Activity if a not in view.agreed)]


def _name(activity: Activity, view: View, words: Words) -> str:
    called = words.activity(activity)
    return called if activity in view.agreed else words.text("Ny: {activity}", activity=called)


SAMPLES: dict[str, View] = {
    "typical": View((Activity.NETWORK_MEETING, Activity.OPEN_DAY)),
    "empty": View(()),
    "problem": View((Activity.NETWORK_MEETING,), problem="Velg en aktivitet i lista."),
}
