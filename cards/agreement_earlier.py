"""The versions of the agreement that no longer apply, and proposals that came to nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.agreements import AgreementState, Difference
from cards import agreement_samples, samples
from cards.agreement import ShowAgreement, ShowEarlier
from cards.agreement_words import changed
from cards.elements import Execute, button, card, context, eyebrow, heading, plain_row
from cards.words import Words


@dataclass(frozen=True, slots=True)
class Version:
    """differences: from the version before it. objection: (agency, comment) of a no."""

    number: int
    state: AgreementState
    proposer: str | None
    proposed_on: date
    settled_on: date
    differences: tuple[Difference, ...] = ()
    objection: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class View:
    today: date
    versions: tuple[Version, ...]
    agencies: Mapping[int, str]
    page: int = 0
    has_more: bool = False


def build(view: View, words: Words) -> dict[str, Any]:
    title = _title(view, words)
    empty = words.text("Når noen foreslår en endring, kan du følge den her.")
    body = [
        eyebrow(words.text("Avtalen")),
        heading(title),
        *([] if view.versions else [context(empty)]),
        *(
            plain_row(_became(version, words), "\n".join(_about(version, view, words)))
            for version in view.versions
        ),
    ]
    return card(words, body, _actions(view, words), fallback=title)


def _title(view: View, words: Words) -> str:
    if not view.versions:
        return words.text("Ingen tidligere avtaler")
    return words.text("Slik har avtalen vært")


def _became(version: Version, words: Words) -> str:
    settled = words.short_day(version.settled_on, date.min)
    match version.state:
        case AgreementState.REJECTED:
            return words.text("Falt {day}", day=settled)
        case AgreementState.WITHDRAWN:
            return words.text("Trukket {day}", day=settled)
        case _:
            return words.text("Gjaldt fra {day}", day=settled)


def _about(version: Version, view: View, words: Words) -> list[str]:
    told = []
    if version.proposer is None:
        told.append(words.text("Det vanlige i modellen."))
    else:
        day = words.short_day(version.proposed_on, version.settled_on)
        told.append(words.text("Foreslått av {person} {day}.", person=version.proposer, day=day))
    if version.objection is not None:
        agency, comment = version.objection
        told.append(words.text("{agency} sa nei: «{comment}»", agency=agency, comment=comment))
    for difference in version.differences:
        sentences = " ".join(changed(difference, view.agencies, words))
        activity = words.activity(difference.activity)
        told.append(words.text("{activity}. {changes}", activity=activity, changes=sentences))
    return told


def _actions(view: View, words: Words) -> list[Execute]:
    pages = [
        (view.page > 0, words.text("Nyere"), view.page - 1),
        (view.has_more, words.text("Eldre"), view.page + 1),
    ]
    turned = [button(title, ShowEarlier(page=page)) for there, title, page in pages if there]
    return [*turned, button(words.text("Tilbake"), ShowAgreement())]


_VERSIONS = (
    Version(
        3,
        AgreementState.REJECTED,
        "Kari Nilsen",
        date(2026, 10, 1),
        date(2026, 10, 9),
        agreement_samples.SMALL_CHANGE,
        ("Karriere Agder Lyngdal", "Vi trenger alle fire møtene."),
    ),
    Version(
        2,
        AgreementState.REPLACED,
        "Ola Berg",
        date(2026, 2, 20),
        date(2026, 3, 3),
        agreement_samples.SMALL_CHANGE,
    ),
    Version(1, AgreementState.REPLACED, None, date(2025, 8, 12), date(2025, 8, 12)),
)
_LONG = Version(
    9,
    AgreementState.WITHDRAWN,
    samples.LONG_NAME,
    date(2026, 10, 1),
    date(2026, 10, 9),
    agreement_samples.CHANGES,
)
SAMPLES: dict[str, View] = {
    "typical": View(samples.TODAY, _VERSIONS, agreement_samples.AGENCIES),
    "empty": View(samples.TODAY, (), {}),
    "longest": View(
        samples.TODAY,
        (_LONG,) * 6,
        agreement_samples.AGENCIES,
        page=1,
        has_more=True,
    ),
}
