"""What each party has said of a solution, agency by agency: part of the card of the solution."""

from collections.abc import Sequence

from bot.domain.solving import PartyWord, Said, SolvingStep
from cards.challenge_solving_words import SAID, TITLES
from cards.elements import Checked, Mark, context, quote, row, section
from cards.words import Words

SHOWN = 4  # those that have not answered come first


def rows(
    asked: SolvingStep,
    parties: Sequence[tuple[int, str]],
    said: Sequence[PartyWord],
    words: Words,
) -> list[Checked]:
    """asked: what they are answering now. parties: by id. said: of what is in force."""
    given = {word.agency_id: word for word in said if word.step is asked}
    silent_first = sorted(parties, key=lambda party: party[0] in given)
    shown = silent_first[:SHOWN]
    listed: list[Checked] = [_party(name, given.get(number), words) for number, name in shown]
    if more := len(parties) - len(shown):
        listed.append(context(words.plural("{count} til", "{count} til", more)))
    return [*_reserved(asked, said, words), section(words.text(TITLES[asked])), *listed]


def _reserved(asked: SolvingStep, said: Sequence[PartyWord], words: Words) -> list[Checked]:
    """A reservation stands beside the outcome for good."""
    if asked is SolvingStep.CONFIRM:
        return []
    return [
        quote(words, word.comment, words.text("Forbehold fra {agency}", agency=word.agency))
        for word in said
        if word.step is SolvingStep.CONFIRM and word.said is Said.RESERVED
    ]


def _party(name: str, given: PartyWord | None, words: Words) -> Checked:
    if given is None:
        return row(Mark.OPEN, name, words.text("har ikke svart ennå"))
    answer = words.text(SAID[given.said])
    detail = words.text("{answer}: «{why}»", answer=answer, why=given.comment)
    done = Mark.SOON if given.said is Said.NO else Mark.DONE
    return row(done, name, detail if given.comment else answer)
