"""Names of people are asked about once: nobody can be sure, so nothing is refused for them."""

from collections.abc import Mapping
from functools import partial

from sqlmodel import Session

from bot.deps import Deps, Reply, Turn
from bot.domain.guard import refuse_personal_data
from bot.domain.person_names import suspected
from bot.domain.typed import Form
from cards import name_question
from cards.actions import CardAction
from storage import networks, people
from storage.tables import Network


def question(deps: Deps, turn: Turn, action: CardAction) -> Reply | None:
    """The question, where a text that was typed may hold a full name; None where none does.

    Agencies, members and the network itself are no candidates. Nothing is stored meanwhile. What
    is refused anyway is left to the use case, which says so at the field.
    """
    inputs = {name for name, field in type(action).model_fields.items() if not field.is_required()}
    given = action.data().items()
    typed = {name: value for name, value in given if name in inputs and isinstance(value, str)}
    with deps.store.transaction() as session:
        known = _known(session, turn.known.network_id)
        members = people.names(session, turn.known.network_id).values()
    found = {name: suspected(value, known, members) for name, value in typed.items()}
    texts = {name: typed[name] for name, names in found.items() if names}
    if not texts or _is_refused(typed):
        return None
    names = tuple(dict.fromkeys(name for listed in found.values() for name in listed))
    rest = {name: value for name, value in action.data().items() if name not in texts}
    view = name_question.View(names, type(action).model_validate(rest), texts)
    return Reply(name_question.build(view, turn.words), private=True)


def _is_refused(typed: Mapping[str, str]) -> bool:
    form = Form()
    for name, value in typed.items():
        form.read(name, partial(refuse_personal_data, value))
    return bool(form.problems)


def _known(session: Session, network_id: int) -> tuple[str, ...]:
    network = session.get_one(Network, network_id)
    agencies = (agency.name for agency in networks.agencies(session, network_id))
    return (network.name, *agencies)
