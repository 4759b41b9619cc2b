"""`språk`: which language the bot speaks with one person. It wins over what the client says."""

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import Refused, mark
from bot.domain.language import Language
from cards import language
from cards.language import ChooseLanguage
from cards.words import Words
from storage import people


def show(deps: Deps, turn: Turn) -> Reply:
    return Reply(language.build(language.View(current=turn.words.language), turn.words))


def choose(deps: Deps, turn: Turn, action: ChooseLanguage) -> Reply:
    """Answered in the language that was chosen."""
    if action.language not in set(Language):
        raise Refused(mark("Velg ett av språkene i lista."))
    chosen = Language(action.language)
    with deps.store.transaction() as session:
        people.choose_language(session, turn.known.person_id, chosen)
    view = language.View(current=chosen, chosen=chosen)
    return Reply(language.build(view, Words(chosen, deps.zone)))
