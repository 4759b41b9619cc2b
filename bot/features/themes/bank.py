"""`temabank`: proposals, and a vote each. Who voted is told to nobody."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain import themes as rules
from bot.domain import typed
from bot.domain.errors import Refused, mark
from bot.domain.meetings import may_change
from bot.domain.people import RoleKind
from bot.features.themes import likeness
from cards import theme_form
from cards import themes as themes_card
from cards.theme_form import ProposeTheme
from cards.themes import BeginTheme, ShowThemes, TakeVoteBack, VoteForTheme
from storage import networks, tables, themes

PAGE = 8


def command(deps: Deps, turn: Turn) -> Reply:
    """`temabank`."""
    return turn_page(deps, turn, ShowThemes(page=0))


def turn_page(deps: Deps, turn: Turn, action: ShowThemes) -> Reply:
    with deps.store.transaction() as session:
        return listed(deps, session, turn, action.page)


def vote(deps: Deps, turn: Turn, action: VoteForTheme) -> Reply:
    """«Stem». Pressed twice, it is one vote."""
    with deps.store.transaction() as session:
        find(session, turn, action.theme)
        themes.vote(session, turn.known.network_id, action.theme, turn.known.person_id)
        return listed(deps, session, turn, action.page)


def take_vote_back(deps: Deps, turn: Turn, action: TakeVoteBack) -> Reply:
    """«Angre»."""
    with deps.store.transaction() as session:
        find(session, turn, action.theme)
        themes.take_vote_back(session, turn.known.network_id, action.theme, turn.known.person_id)
        return listed(deps, session, turn, action.page)


def begin(deps: Deps, turn: Turn, _action: BeginTheme) -> Reply:
    """«Foreslå tema»."""
    refuse_readers(turn)
    return Reply(theme_form.build(theme_form.View(turn.rest), turn.words), private=True)


def propose(deps: Deps, turn: Turn, action: ProposeTheme) -> Reply:
    """The proposal; the same words twice are one. What cannot be taken comes back."""
    refuse_readers(turn)
    form = typed.Form()
    text = form.read("text", lambda: rules.checked(action.text))
    if text is None:
        view = theme_form.View(action.text, turn.words.problems(form))
        return Reply(theme_form.build(view, turn.words), private=True)
    with deps.store.transaction() as session:
        today, network_id = deps.calendar.day_of(turn.now), turn.known.network_id
        networks.locked(session, network_id)  # the same words by two at once are one theme
        row = themes.propose(session, network_id, text, today)
        themes.vote(session, network_id, row.id or 0, turn.known.person_id)
        told = turn.words.text("takk for forslaget")
        return listed(deps, session, turn, 0, told=told)


def find(session: Session, turn: Turn, theme_id: int) -> tables.Theme:
    """A theme that is in the bank, for somebody who may shape it. Raises Refused."""
    refuse_readers(turn)
    row = themes.find(session, turn.known.network_id, theme_id)
    if row is None or row.removed_at is not None:
        raise Refused(mark("Det temaet finnes ikke lenger."))
    return row


def refuse_readers(turn: Turn) -> None:
    """Raises Refused for who follows the network to study it: they read, and change nothing."""
    if RoleKind.RESEARCHER in turn.known.roles and not turn.known.administers:
        raise Refused(mark("Du følger nettverket som forsker, og kan lese temabanken."))


def listed(deps: Deps, session: Session, turn: Turn, page: int, told: str = "") -> Reply:
    """A page of the bank. Where others read it, nobody's own votes are on it."""
    network_id, alone = turn.known.network_id, not turn.read_by_others
    reader = turn.known.person_id if alone else 0
    found = themes.listed(session, network_id, reader, turn.now, deps.calendar)
    pairs = likeness.pairs(found, themes.apart(session, network_id)) if alone else []
    hosts = any(
        may_change(turn.known, m.host_id) for m in themes.fagdager(session, network_id, turn.now)
    )
    view = themes_card.View(
        network=session.get_one(tables.Network, network_id).name,
        today=deps.calendar.day_of(turn.now),
        themes=found[page * PAGE : (page + 1) * PAGE],
        count=len(found),
        page=page,
        has_more=len(found) > (page + 1) * PAGE,
        alike=len(pairs),
        may_choose=alone and (hosts or turn.known.administers),
        told=told,
    )
    return Reply(themes_card.build(view, turn.words))
