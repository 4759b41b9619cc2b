"""Who represents whom; oneself, and what one is told."""

from functools import partial

from bot.deps import Deps, Reply, Turn
from bot.domain.people import Right
from bot.features import calendar_link, gathered, language
from bot.features import help as help_feature
from bot.features.membership import choice, holders, leaving, own_agency, question
from bot.features.notices import coming as coming_notices
from bot.features.notices import failed as failed_notices
from bot.features.notices import own as own_notices
from bot.features.notices import unreached
from bot.kinds import drawn
from bot.routes.button import Button
from bot.routes.commands import known, lines
from cards.agency_change import ChangeAgency
from cards.agency_people import SetHolders, ShowAgencyPeople
from cards.calendar_link import DeleteCalendarLink, MakeCalendarLink, ShowCalendarLink
from cards.coming_notices import ShowComing
from cards.departed import UndoLeaving
from cards.failed import AcceptFailure, SendAgain, ShowFailed
from cards.gathered import ShowAllGathered, ShowGathered
from cards.help import ShowEverything
from cards.holders_preview import ConfirmHolders
from cards.language import ChooseLanguage
from cards.leaving import PreviewLeaving, ShowLeaving
from cards.leaving_preview import ConfirmLeaving
from cards.networks import ChooseNetwork
from cards.notices import EditNotices, EndPause, ShowNotices, ShowUnreached
from cards.notices_form import SaveNotices
from cards.notices_handover import ConfirmNotices
from cards.own_agency import EditOwnAgency, TakeRole
from cards.people import ShowPeople
from cards.representation import AskRepresentation, ChooseAgency
from cards.representation_preview import PostRepresentation


def _help_everything(deps: Deps, turn: Turn, _action: ShowEverything) -> Reply:
    return help_feature.show(turn, lines(deps, turn.words), everything=True)


def _choose_network(deps: Deps, turn: Turn, action: ChooseNetwork) -> Reply:
    """The choice, and what was asked for before it was needed."""
    goes_on, chosen = choice.choose(deps, turn, action)
    command = known(demo=deps.advance is not None).get(action.command)
    return command.use_case(deps, goes_on) if command else chosen


BUTTONS = (
    # Who represents whom
    Button(AskRepresentation, question.ask, Right.ADMIN),
    Button(PostRepresentation, question.post, Right.ADMIN),
    Button(ChooseAgency, own_agency.choose),
    Button(ChangeAgency, own_agency.change),
    Button(EditOwnAgency, own_agency.edit),
    Button(TakeRole, own_agency.take),
    Button(ShowPeople, holders.turn_page),
    Button(ShowAgencyPeople, holders.show_agency),
    Button(SetHolders, holders.set_holders, Right.AGENCY),
    Button(ConfirmHolders, holders.confirm, Right.AGENCY),
    Button(ShowLeaving, leaving.show),
    Button(PreviewLeaving, leaving.preview),
    Button(ConfirmLeaving, leaving.confirm),
    Button(UndoLeaving, leaving.undo, Right.ANYONE),
    # Oneself
    Button(ChooseNetwork, _choose_network),
    Button(ChooseLanguage, language.choose),
    # Help
    Button(ShowEverything, _help_everything, Right.ANYONE),
    # What one is told
    Button(ShowNotices, own_notices.go_back),
    Button(EditNotices, own_notices.edit),
    Button(SaveNotices, own_notices.save),
    Button(ConfirmNotices, own_notices.confirm),
    Button(EndPause, own_notices.resume),
    Button(ShowUnreached, unreached.show, Right.ADMIN),
    Button(ShowComing, coming_notices.turn_page),
    Button(ShowFailed, failed_notices.turn_page, Right.ADMIN),
    Button(SendAgain, failed_notices.send_again, Right.ADMIN),
    Button(AcceptFailure, failed_notices.accept, Right.ADMIN),
    # Several things in one message
    Button(ShowGathered, partial(gathered.show, drawn=drawn)),
    Button(ShowAllGathered, partial(gathered.show_all, drawn=drawn)),
    # One's own calendar
    Button(ShowCalendarLink, calendar_link.go_back),
    Button(MakeCalendarLink, calendar_link.make),
    Button(DeleteCalendarLink, calendar_link.delete),
)
