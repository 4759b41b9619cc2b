"""Texts that seem to hold somebody's full name: asked about once, because nobody can be sure.

Two or more words with a capital beside each other, when none of them is known here: an agency, a
place, a member, or a word that only begins a sentence.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
# What begins a sentence in Norwegian or English, or stands with a capital and is no name.
_LISTED = """
agder akershus alle andre april arabisk at august avtale bare begge buskerud da de den der dere
derfor desember det dette dialog direktoratet dokumentasjon du eksamen eller en engelsk er et
etter excel fagdag februar fem finnmark fire flere for fra fredag full fylke fylkeskommune før
gi gode grunnskole ha han her hk-dir hun hva hvem hver hvilke hvis hvor hvordan hvorfor høst i
ikke imdi informasjon ingen innen innlandet introduksjonsprogrammet ja januar jeg jul juli juni
kan karriere karrieresenter kommune kompetanse kurs kvalifisering kvalifiseringsnettverk
læringssenter lærling lørdag løsningsgruppe mai man mandag mange mars med men mer mest microsoft
min mål møre møte møter nei nettverk nettverket nord nordland norge norsk norske november ny nye
nå når og også oktober om onsdag oppfølging orientering oslo pinse planner politiet praksis
program prosjekt på påske ressursgruppe ressursgrupper rogaland romsdal runde rundebord sak
saker samarbeid se senter september si skal skatteetaten skole skolen skriv snart som somali
sommer språk spør spørsmål status stipend så søndag sør ta takk teams telemark tigrinja til
tilbud tilrettelegging tirsdag to tolk torsdag tre troms trøndelag udi udir ukrainsk ungdom
utdanning utfordring vest vestfold vestland vi videregående viktig vil vinter voksenopplæring
voksne vurdering vår vær være word zoom år øst østfold
"""
_COMMON = frozenset(_LISTED.split())


def suspected(text: str, known: Iterable[str] = (), members: Iterable[str] = ()) -> tuple[str, ...]:
    """What may be full names of people, in their order.

    known: what agencies and places are called; each of their words is familiar. members: who may be
    named, but only by their whole name: another Yusuf is somebody else. Words in capitals only
    (NAV, KMV) are abbreviations and no names.
    """
    familiar = _COMMON | {_bare(word) for name in known for word in _WORD.findall(name)}
    named = {name.casefold() for name in members}
    found = (" ".join(run) for run in _runs(text, familiar) if len(run) > 1)
    return tuple(name for name in dict.fromkeys(found) if name.casefold() not in named)


def _runs(text: str, familiar: Iterable[str]) -> list[list[str]]:
    """Words with a capital that follow each other with nothing but a space between them."""
    runs: list[list[str]] = [[]]
    end = 0
    for match in _WORD.finditer(text):
        between, word = text[end : match.start()], match[0]
        end = match.end()
        beside = between in {" ", "\u00a0"} and not _ends_sentence(runs[-1])
        if not _may_be_name(word, familiar):
            runs.append([])
        elif beside:
            runs[-1].append(word)
        else:
            runs.append([word])
    return [[*run[:-1], run[-1].rstrip(".")] for run in runs if run]


def _ends_sentence(run: list[str]) -> bool:
    """An initial ("Ali M. Hussein") has a full stop, too, and ends nothing."""
    return bool(run) and run[-1].endswith(".") and len(run[-1]) > len("M.")


def _may_be_name(word: str, familiar: Iterable[str]) -> bool:
    bare = word.rstrip(".")
    if not bare[0].isupper() or _bare(word) in familiar:
        return False
    return len(bare) == 1 or not bare.isupper()


def _bare(word: str) -> str:
    """The word as it is compared: without a full stop or capitals."""
    return word.rstrip(".").casefold()
