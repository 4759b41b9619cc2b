"""Rounds of resource groups, and what became of it."""

from bot.domain.people import Right
from bot.features.rounds import (
    blocking,
    confirming,
    counting,
    framing,
    permission,
    references,
    results,
    routine,
)
from bot.features.rounds import shown as rounds
from bot.routes.button import Button
from cards.outcome_counts import EditCounts, ShowCounts
from cards.outcome_counts_form import SaveOutcomeCounts
from cards.reference import EditReference, FinishReference, MarkHeld, RemoveReference
from cards.reference_form import SaveReference
from cards.references import (
    ConfirmPermission,
    EditPermission,
    NewReference,
    ShowExport,
    ShowReference,
    ShowReferences,
)
from cards.references_permission import RemovePermission, SavePermission
from cards.round_blocked import BeginBlocked, SaveBlocked
from cards.round_counts import BeginCounts, SaveCounts
from cards.round_form import EditRound, SaveRound
from cards.round_list import BeginRound, ShowRound, ShowRounds
from cards.round_meeting import ShowResourceMeeting
from cards.round_programme import AskRound, RestoreRound
from cards.round_question import ConfirmRound, DropRound

BUTTONS = (
    Button(ShowRounds, rounds.listed),
    Button(ShowRound, rounds.show),
    Button(BeginRound, framing.begin),
    Button(EditRound, framing.edit),
    Button(SaveRound, framing.save),
    Button(BeginCounts, counting.begin, Right.AGENCY),
    Button(SaveCounts, counting.save, Right.AGENCY),
    Button(BeginBlocked, blocking.begin, Right.AGENCY),
    Button(SaveBlocked, blocking.save, Right.AGENCY),
    Button(AskRound, confirming.ask),
    Button(ConfirmRound, confirming.confirm, Right.AGENCY),
    Button(DropRound, confirming.drop),
    Button(RestoreRound, confirming.restore),
    Button(ShowResourceMeeting, routine.show),
    Button(ShowCounts, results.show),
    Button(EditCounts, results.edit),
    Button(SaveOutcomeCounts, results.save),
    Button(ShowReferences, permission.show),
    Button(EditPermission, permission.edit, Right.ADMIN),
    Button(SavePermission, permission.save, Right.ADMIN),
    Button(RemovePermission, permission.remove, Right.ADMIN),
    Button(ConfirmPermission, permission.confirm, Right.AGENCY),
    Button(ShowReference, references.show),
    Button(NewReference, references.new),
    Button(EditReference, references.edit),
    Button(SaveReference, references.save),
    Button(MarkHeld, references.mark_held),
    Button(FinishReference, references.finish),
    Button(RemoveReference, references.remove),
    Button(ShowExport, references.export),
)
