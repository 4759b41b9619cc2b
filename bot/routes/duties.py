"""What an agency has to do before and after a meeting."""

from bot.domain.people import Right
from bot.features import snooze
from bot.features.duties import agencies as duties_of_agency
from bot.features.duties import moves as duty_moves
from bot.features.duties import passing as duty_passing
from bot.features.duties import shown as duties
from bot.features.evaluation import asking as evaluation_asking
from bot.routes.button import Button
from cards.duty_actions import (
    AcceptDuty,
    AskHelp,
    BeginDrop,
    BeginPass,
    DeclineDuty,
    DropDuty,
    MarkDuty,
    PassDuty,
    ReopenDuty,
    ShowAgencyDuties,
    ShowDuties,
    ShowDuty,
    SnoozeDuties,
    StartDuty,
    TakeDuty,
    UnfoldReminder,
)
from cards.openings import OpenEvaluation
from cards.snooze import ChooseDay, EndSnooze

BUTTONS = (
    Button(MarkDuty, duty_moves.mark_done, Right.AGENCY),
    Button(ReopenDuty, duty_moves.reopen, Right.AGENCY),
    Button(StartDuty, duty_moves.start, Right.AGENCY),
    Button(AskHelp, duty_moves.ask_help, Right.AGENCY),
    Button(TakeDuty, duty_moves.take, Right.AGENCY),
    Button(BeginPass, duty_passing.begin_pass, Right.AGENCY),
    Button(PassDuty, duty_passing.pass_on, Right.AGENCY),
    Button(AcceptDuty, duty_moves.accept, Right.AGENCY),
    Button(DeclineDuty, duty_moves.decline, Right.AGENCY),
    Button(BeginDrop, duty_passing.begin_drop, Right.AGENCY),
    Button(DropDuty, duty_passing.drop, Right.AGENCY, asks_about_names=True),
    Button(UnfoldReminder, duties.unfold),
    Button(ShowDuty, duties.show),
    Button(ShowDuties, duties.show_all),
    Button(ShowAgencyDuties, duties_of_agency.turn_page),
    Button(SnoozeDuties, snooze.begin),
    Button(ChooseDay, snooze.choose),
    Button(EndSnooze, snooze.end),
    Button(OpenEvaluation, evaluation_asking.open_now, Right.HOST),
)
