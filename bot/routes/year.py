"""The year, and what the network has agreed for it."""

from bot.domain.people import Right
from bot.features.agreement import change as agreement_change
from bot.features.agreement import consenting
from bot.features.agreement import shown as agreement
from bot.features.year import confirming as year_confirming
from bot.features.year import dates as year_dates
from bot.features.year import draft as year_draft
from bot.routes.button import Button
from cards.agreement import AskWithdraw, BeginChange, ShowAgreement, ShowConsent, ShowEarlier
from cards.agreement_choice import EditTerm
from cards.agreement_draft import ChangeMore, DropDraft, SendProposal
from cards.agreement_term import SaveTerm
from cards.agreement_withdraw import WithdrawProposal
from cards.consent import AnswerConsent, UndoConsent
from cards.year import AskConfirm, AskDiscard, ChooseYearDate, ProposeAgain, ShowYear
from cards.year_confirm import ConfirmYear
from cards.year_date import AskTakeOut, SaveYearDate
from cards.year_question import DiscardYear, TakeOut

BUTTONS = (
    Button(ShowYear, year_draft.turn_page),
    Button(ProposeAgain, year_draft.again),
    Button(AskDiscard, year_draft.ask_discard),
    Button(DiscardYear, year_draft.discard),
    Button(ChooseYearDate, year_dates.choose),
    Button(SaveYearDate, year_dates.save),
    Button(AskTakeOut, year_dates.ask_take_out),
    Button(TakeOut, year_dates.take_out),
    Button(AskConfirm, year_confirming.ask),
    Button(ConfirmYear, year_confirming.confirm),
    Button(ShowAgreement, agreement.again),
    Button(ShowEarlier, agreement.earlier),
    Button(BeginChange, agreement_change.begin),
    Button(EditTerm, agreement_change.edit),
    Button(SaveTerm, agreement_change.save),
    Button(ChangeMore, agreement_change.more),
    Button(SendProposal, agreement_change.send),
    Button(DropDraft, agreement_change.drop),
    Button(ShowConsent, consenting.show),
    Button(AnswerConsent, consenting.answer, Right.AGENCY),
    Button(UndoConsent, consenting.undo, Right.AGENCY),
    Button(AskWithdraw, consenting.ask_withdraw),
    Button(WithdrawProposal, consenting.withdraw),
)
