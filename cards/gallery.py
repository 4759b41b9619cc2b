"""Every card with every sample, for the tests and for the eye."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from bot.domain.language import Language
from cards import (
    absence,
    agency_change,
    agency_people,
    agenda,
    agenda_item,
    agenda_order,
    agenda_preview,
    agenda_receipt,
    agreement,
    agreement_choice,
    agreement_draft,
    agreement_earlier,
    agreement_settled,
    agreement_term,
    agreement_withdraw,
    attendance,
    attendance_form,
    calendar_link,
    call_in,
    call_in_preview,
    challenge,
    challenge_answered,
    challenge_form,
    challenge_preview,
    challenge_receipt,
    clock,
    consent,
    departed,
    evaluation_closed,
    evaluation_form,
    evaluation_thanks,
    fagdag,
    fagdag_count,
    fagdag_form,
    fagdag_invitation,
    help,  # noqa: A004 - the card's name is the command's name
    holders_preview,
    language,
    leaving,
    leaving_preview,
    meeting,
    meeting_cancel,
    meeting_change,
    meeting_changed,
    meeting_form,
    minutes,
    minutes_objected,
    minutes_objection,
    minutes_preview,
    name_question,
    networks,
    newcomer,
    notice,
    outcome_counts,
    outcome_counts_form,
    outcomes,
    outcomes_list,
    own_agency,
    people,
    plan,
    propose_item,
    reference,
    reference_form,
    references,
    references_export,
    references_permission,
    reminder,
    representation,
    representation_preview,
    role_taken,
    round_blocked,
    round_counts,
    round_form,
    round_list,
    round_meeting,
    round_planned,
    round_programme,
    round_question,
    samples,
    series,
    setup_agencies,
    setup_agency,
    setup_agency_new,
    setup_basics,
    setup_bodies,
    setup_body,
    setup_changes,
    setup_channels,
    setup_county,
    setup_leave,
    setup_merge,
    setup_overview,
    setup_seat,
    sign_up,
    suggestion,
    tasks,
    turn_choice,
    turn_offer,
    turn_offered,
    turns,
    welcome,
    year,
    year_confirm,
    year_date,
    year_outcome,
    year_plan,
    year_question,
)
from cards.words import Words

_MODULES = (
    help,
    suggestion,
    welcome,
    setup_overview,
    setup_basics,
    setup_agencies,
    setup_agency_new,
    setup_agency,
    setup_merge,
    setup_leave,
    setup_channels,
    setup_bodies,
    setup_body,
    setup_seat,
    setup_county,
    setup_changes,
    plan,
    meeting,
    meeting_form,
    meeting_change,
    meeting_cancel,
    meeting_changed,
    series,
    agenda,
    propose_item,
    name_question,
    agenda_receipt,
    agenda_order,
    agenda_item,
    agenda_preview,
    turns,
    turn_choice,
    turn_offer,
    turn_offered,
    reminder,
    call_in_preview,
    call_in,
    attendance,
    attendance_form,
    absence,
    outcomes,
    outcomes_list,
    minutes_preview,
    minutes,
    minutes_objection,
    minutes_objected,
    tasks,
    evaluation_form,
    evaluation_thanks,
    evaluation_closed,
    challenge_form,
    challenge_preview,
    challenge_receipt,
    challenge,
    challenge_answered,
    representation_preview,
    representation,
    own_agency,
    agency_change,
    people,
    agency_people,
    holders_preview,
    role_taken,
    newcomer,
    leaving,
    leaving_preview,
    departed,
    networks,
    year,
    year_date,
    year_question,
    year_confirm,
    year_outcome,
    year_plan,
    agreement,
    agreement_choice,
    agreement_term,
    agreement_draft,
    consent,
    agreement_settled,
    agreement_withdraw,
    agreement_earlier,
    fagdag,
    sign_up,
    fagdag_form,
    fagdag_invitation,
    fagdag_count,
    round_list,
    round_form,
    round_counts,
    round_blocked,
    round_programme,
    round_question,
    round_planned,
    round_meeting,
    outcome_counts,
    outcome_counts_form,
    references,
    references_permission,
    reference,
    reference_form,
    references_export,
    language,
    calendar_link,
    notice,
    clock,
)
CARDS: Mapping[str, ModuleType] = MappingProxyType(
    {module.__name__.rpartition(".")[2]: module for module in _MODULES}
)

PAGE = Path(__file__).parent / "gallery.html"
_NODE_MODULES = Path(__file__).parent.parent / "node_modules"
_SCRIPTS = {
    "adaptivecards": _NODE_MODULES / "adaptivecards/dist/adaptivecards.min.js",
    "markdown-it": _NODE_MODULES / "markdown-it/dist/browser/markdown-it.umd.min.js",
}


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One card × sample × language, built."""

    card: str
    sample: str
    language: Language
    content: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.card}/{self.sample}.{self.language}"


def exhibits() -> Iterator[Exhibit]:
    for name, module in CARDS.items():
        for sample, view in module.SAMPLES.items():
            for spoken in Language:
                content = module.build(view, Words(spoken, samples.ZONE))
                yield Exhibit(name, sample, spoken, content)


def write_html(path: Path) -> None:
    """All cards on one page that needs nothing else, drawn by Microsoft's JavaScript SDK.

    Raises FileNotFoundError where the packages of package.json are not installed.
    """
    page = PAGE.read_text(encoding="utf-8")
    for place, script in _SCRIPTS.items():
        page = page.replace(f"/*{place}*/", script.read_text(encoding="utf-8"))
    listed = json.dumps([(shown.name, shown.content) for shown in exhibits()], ensure_ascii=False)
    path.write_text(page.replace("/*exhibits*/", listed.replace("</", "<\\/")), encoding="utf-8")
