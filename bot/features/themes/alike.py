"""Near-duplicates in the theme bank: put together or kept apart, by a person, and undone."""

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.themes import Pair
from bot.domain.themes import Theme as Described
from bot.features.themes import likeness
from bot.features.themes.bank import find, refuse_readers
from cards import theme_alike
from cards.theme_alike import AskAgain, KeepApart, MergeThemes, PartThemes
from cards.themes import ShowAlike
from storage import networks, themes


def show(deps: Deps, turn: Turn, _action: ShowAlike) -> Reply:
    """The likest pair that nobody has decided on."""
    refuse_readers(turn)
    with deps.store.transaction() as session:
        network_id = turn.known.network_id
        listed = themes.listed(session, network_id, turn.known.person_id, turn.now, deps.calendar)
        found = likeness.pairs(listed, themes.apart(session, network_id))
    view = theme_alike.View(found[0] if found else None)
    return Reply(theme_alike.build(view, turn.words), private=True)


def merge(deps: Deps, turn: Turn, action: MergeThemes) -> Reply:
    """«Slå sammen». Two who do it at once, each the other way round, get one theme."""
    with deps.store.transaction() as session:
        networks.locked(session, turn.known.network_id)
        pair = _pair(session, turn, action.first, action.second)
        bank = themes.bank(session, turn.known.network_id)
        root, other = bank.root(action.first), bank.root(action.second)
        if root != other:
            pair = _pair(session, turn, root, other)  # what «Angre» parts again
            themes.merge(session, find(session, turn, other), find(session, turn, root))
        return _done(turn, pair, merged=True)


def part(deps: Deps, turn: Turn, action: PartThemes) -> Reply:
    """«Angre»."""
    with deps.store.transaction() as session:
        themes.part(session, find(session, turn, action.second))
        pair = _pair(session, turn, action.first, action.second)
    return Reply(theme_alike.build(theme_alike.View(pair), turn.words), private=True)


def keep_apart(deps: Deps, turn: Turn, action: KeepApart) -> Reply:
    """«Hold fra hverandre»."""
    with deps.store.transaction() as session:
        pair = _pair(session, turn, action.first, action.second)
        themes.keep_apart(session, action.first, action.second)
        return _done(turn, pair, merged=False)


def ask_again(deps: Deps, turn: Turn, action: AskAgain) -> Reply:
    """«Angre»."""
    with deps.store.transaction() as session:
        pair = _pair(session, turn, action.first, action.second)
        themes.forget_apart(session, action.first, action.second)
    return Reply(theme_alike.build(theme_alike.View(pair), turn.words), private=True)


def _pair(session: Session, turn: Turn, first: int, second: int) -> Pair:
    """Both, of this network and still in the bank. Raises Refused."""
    bank = themes.bank(session, turn.known.network_id)
    one, other = (
        Described(
            id=row.id or 0,
            text=row.text,
            proposed_on=row.proposed_on,
            votes=len(bank.voters_of(row.id or 0)),
        )
        for row in (find(session, turn, first), find(session, turn, second))
    )
    return Pair(one, other)


def _done(turn: Turn, pair: Pair, *, merged: bool) -> Reply:
    view = theme_alike.View(pair, merged=merged)
    return Reply(theme_alike.build(view, turn.words), private=True)
