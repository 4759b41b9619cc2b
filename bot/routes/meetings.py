"""The meetings: the calendar, whose turn it is, the agenda, who comes and what came of it."""

from bot.domain.people import Right
from bot.features import calendar
from bot.features.agenda import item as agenda_item
from bot.features.agenda import ordering as agenda_order
from bot.features.agenda import posting as agenda_posting
from bot.features.agenda import proposing as agenda_proposing
from bot.features.agenda import reading as agenda_reading
from bot.features.attendance import call_in, roll
from bot.features.duties import tasks
from bot.features.meetings import cancelling, changes, creation, recurrence
from bot.features.meetings import card as meeting
from bot.features.outcomes import minutes, objections, writing
from bot.features.turns import exchange, queue
from bot.routes.button import Button
from cards.agenda import OrderAgenda, PreviewAgenda, PutBack, TurnAgenda
from cards.agenda_item import PutOff, SaveItem, StrikeOut
from cards.agenda_list import OpenItem
from cards.agenda_order import SaveOrder
from cards.agenda_preview import PostAgenda
from cards.agenda_receipt import RestoreItem, WithdrawItem
from cards.attendance import TurnAttendance
from cards.attendance_form import SavePresence
from cards.call_in import AnswerCallIn
from cards.call_in_preview import PostCallIn
from cards.meeting import ShowMeeting
from cards.meeting_cancel import CancelMeeting
from cards.meeting_change import AskCancel, SaveMeeting
from cards.meeting_form import CreateMeeting
from cards.meeting_ways import RestoreMeeting, ShowSeries, TakeBackMeeting, UndoChange
from cards.minutes import BeginObjection, ShowMinutes
from cards.minutes_objected import ReopenObjection, SettleObjection, ShowObjection
from cards.minutes_objection import SubmitObjection, WithdrawObjection
from cards.minutes_preview import PostMinutes, PreviewMinutes
from cards.openings import (
    CallIn,
    ChangeMeeting,
    OfferTurn,
    ProposeItem,
    ShowAgenda,
    ShowAttendance,
    WriteOutcomes,
)
from cards.outcomes import SaveOutcome, TakeTaskBack
from cards.outcomes_list import TakeItemBack, TurnOutcomes, WriteItem
from cards.plan import ShowPlan
from cards.propose_item import SubmitItem
from cards.series import TakeBackSeries
from cards.tasks import FinishTask, ReopenTask, ShowTasks
from cards.turn_offer import SendOffer
from cards.turn_offered import DeclineTurn, OfferToAll, TakeTurn, WithdrawOffer
from cards.turns import ShowTurns

BUTTONS = (
    # Meetings, and series of them
    Button(ShowPlan, calendar.turn_page),
    Button(ShowMeeting, meeting.show),
    Button(CreateMeeting, creation.create),
    Button(TakeBackMeeting, creation.take_back, Right.HOST),
    Button(TakeBackSeries, creation.take_back_series, Right.HOST),
    Button(ChangeMeeting, changes.begin, Right.HOST),
    Button(SaveMeeting, changes.save, Right.HOST),
    Button(UndoChange, changes.undo, Right.HOST),
    Button(AskCancel, cancelling.ask, Right.HOST),
    Button(CancelMeeting, cancelling.cancel, Right.HOST),
    Button(RestoreMeeting, cancelling.restore, Right.HOST),
    Button(ShowSeries, recurrence.show),
    # Turns
    Button(ShowTurns, queue.turn_page),
    Button(OfferTurn, exchange.begin, Right.HOST),
    Button(SendOffer, exchange.send, Right.HOST),
    Button(TakeTurn, exchange.take),
    Button(DeclineTurn, exchange.decline, Right.AGENCY),
    Button(WithdrawOffer, exchange.withdraw, Right.AGENCY),
    Button(OfferToAll, exchange.ask_all, Right.AGENCY),
    # Agendas
    Button(ShowAgenda, agenda_reading.show),
    Button(TurnAgenda, agenda_reading.turn_page),
    Button(ProposeItem, agenda_proposing.begin_for),
    Button(SubmitItem, agenda_proposing.submit, asks_about_names=True),
    Button(WithdrawItem, agenda_proposing.withdraw),
    Button(RestoreItem, agenda_proposing.restore),
    Button(OrderAgenda, agenda_order.begin, Right.HOST),
    Button(SaveOrder, agenda_order.save, Right.HOST),
    Button(OpenItem, agenda_item.open_item, Right.HOST),
    Button(SaveItem, agenda_item.save_item, Right.HOST, asks_about_names=True),
    Button(PutOff, agenda_item.put_off, Right.HOST),
    Button(StrikeOut, agenda_item.strike_out, Right.HOST),
    Button(PutBack, agenda_item.put_back, Right.HOST),
    Button(PreviewAgenda, agenda_posting.preview, Right.HOST),
    Button(PostAgenda, agenda_posting.post, Right.HOST),
    # Who comes
    Button(CallIn, call_in.preview, Right.HOST),
    Button(PostCallIn, call_in.post, Right.HOST),
    Button(AnswerCallIn, call_in.answer),
    Button(ShowAttendance, roll.show),
    Button(TurnAttendance, roll.turn_page),
    Button(SavePresence, roll.save, Right.HOST),
    # What came of it
    Button(WriteOutcomes, writing.begin, Right.HOST),
    Button(WriteItem, writing.write_item, Right.HOST),
    Button(SaveOutcome, writing.save, Right.HOST, asks_about_names=True),
    Button(TakeTaskBack, writing.take_task_back, Right.HOST),
    Button(TakeItemBack, writing.take_item_back, Right.HOST),
    Button(TurnOutcomes, writing.turn_page, Right.HOST),
    Button(PreviewMinutes, minutes.preview, Right.HOST),
    Button(PostMinutes, minutes.post, Right.HOST),
    Button(ShowMinutes, minutes.show),
    Button(BeginObjection, objections.begin),
    Button(SubmitObjection, objections.submit, asks_about_names=True),
    Button(WithdrawObjection, objections.withdraw),
    Button(ShowObjection, objections.show, Right.HOST),
    Button(SettleObjection, objections.settle, Right.HOST),
    Button(ReopenObjection, objections.reopen, Right.HOST),
    Button(ShowTasks, tasks.turn_page),
    Button(FinishTask, tasks.finish, Right.AGENCY),
    Button(ReopenTask, tasks.reopen, Right.AGENCY),
)
