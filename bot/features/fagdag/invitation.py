"""The invitation: made from the facts, changed by the host, forwarded by everybody."""

from dataclasses import replace

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import meetings as meeting_rules
from bot.domain import programme, typed
from bot.domain.fagdag import SignUpState, has_page, sign_up_state
from bot.domain.guard import refuse_birth_numbers
from bot.domain.language import Language
from bot.domain.meetings import may_change
from bot.features.fagdag import show
from cards import fagdag_invitation
from cards.fagdag import ShowInvitation
from cards.fagdag_invitation import LONGEST, ComposeInvitation, SaveInvitation, when
from cards.words import Words
from storage.tables import Meeting


def begin(deps: Deps, turn: Turn, action: ShowInvitation) -> Reply:
    """«Inviter»: the text, ready to copy."""
    with deps.store.transaction() as session:
        row = show.find(session, turn, action.meeting)
        return _card(deps, session, turn, row)


def compose(deps: Deps, turn: Turn, action: ComposeInvitation) -> Reply:
    """«Lag på nytt»: from the facts of now, into the field. Stored is what was stored."""
    with deps.store.transaction() as session:
        row = show.find_own(session, turn, action.meeting)
        return _card(deps, session, turn, row, given=_composed(deps, session, turn, row))


def save(deps: Deps, turn: Turn, action: SaveInvitation) -> Reply:
    """«Lagre». A text that is as composed is not kept: so it goes on following the facts."""
    form = typed.Form()
    with deps.store.transaction() as session:
        row = show.find_own(session, turn, action.meeting)
        text = form.read("text", lambda: _text(action.text))
        if text is None:
            return _card(deps, session, turn, row, given=action.text, problems=form)
        row.invitation = "" if text == _composed(deps, session, turn, row) else text
        session.add(row)
        return _card(deps, session, turn, row, saved=True)


def _text(value: str) -> str:
    """Agencies give their own address here, so only birth numbers are refused."""
    refuse_birth_numbers(value)
    return typed.text(value, longest=LONGEST)


def _composed(deps: Deps, session: Session, turn: Turn, row: Meeting) -> str:
    meeting, parts = show.described(session, row), programme.restored(row.programme)
    page = _page(deps, session, turn, row)
    return fagdag_invitation.composed(meeting, parts, page, turn.words)


def _page(deps: Deps, session: Session, turn: Turn, row: Meeting) -> str:
    """Where those outside sign up; "" for a closed day, and where we have no address."""
    meeting = show.described(session, row)
    shown = has_page(meeting.activity, meeting.state, open_to_all=meeting.open_to_all)
    is_open = shown and sign_up_state(meeting, turn.now) is SignUpState.OPEN
    return f"{deps.public_url}/p/{row.key}" if is_open and deps.public_url else ""


def _card(
    deps: Deps,
    session: Session,
    turn: Turn,
    row: Meeting,
    *,
    given: str | None = None,
    saved: bool = False,
    problems: typed.Form | None = None,
) -> Reply:
    page, meeting = _page(deps, session, turn, row), show.described(session, row)
    may_edit, composed = may_change(turn.known, row.host_id), _composed(deps, session, turn, row)
    text = (row.invitation or composed) if given is None else given
    if not may_edit and not _says_when(meeting, text, turn.words):
        text = composed  # only its host can put an old text right
    view = fagdag_invitation.View(
        meeting=meeting,
        text=text,
        own_words=text != composed,
        stale=not _says_when(meeting, text, turn.words),
        saved=saved,
        may_edit=may_edit,
        page=page,
        code=f"{page}/qr" if page else "",
        problems=turn.words.problems(problems) if problems else {},
    )
    return Reply(fagdag_invitation.build(view, turn.words), private=True)


def _says_when(meeting: meeting_rules.Meeting, text: str, words: Words) -> bool:
    """Whether a text tells the present day and hours, in whatever language it is written."""
    return any(when(meeting, replace(words, language=spoken)) in text for spoken in Language)
