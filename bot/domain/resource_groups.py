"""The four meetings about one candidate's path: who takes part, who calls in, what is talked about.

The routine of the cooperation model as data. The candidate is always there, as a partner, and never
in the system.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.agencies import Agency
from bot.domain.errors import mark

NUMBERS = (1, 2, 3, 4)


class Part(StrEnum):
    """Who sits at the table besides the candidate; an agency may play more than one part."""

    PROGRAMME = "programme"
    CAREER = "career"
    ADULT_EDUCATION = "adult-education"
    FOLLOW_UP = "follow-up"
    UPPER_SECONDARY = "upper-secondary"


PARTS: Mapping[Part, str] = MappingProxyType(
    {
        Part.PROGRAMME: mark("Programrådgiver i NAV"),
        Part.CAREER: mark("Karriereveileder"),
        Part.ADULT_EDUCATION: mark("Lærer eller inspektør i voksenopplæringen"),
        Part.FOLLOW_UP: mark("Oppfølging og formidling i NAV"),
        Part.UPPER_SECONDARY: mark("Videregående skole"),
    }
)


@dataclass(frozen=True, slots=True)
class ResourceMeeting:
    """One of the four. `parts`: the first of them is responsible: it calls in and books."""

    number: int
    due: str
    parts: tuple[Part, ...]
    takes_interpreter: bool
    themes: tuple[str, ...]

    @property
    def responsible(self) -> Part:
        return self.parts[0]


_UNTIL_SCHOOL = (Part.PROGRAMME, Part.CAREER, Part.ADULT_EDUCATION)
MEETINGS: Mapping[int, ResourceMeeting] = MappingProxyType(
    {
        1: ResourceMeeting(
            1,
            mark("Om lag tre måneder etter starten i introduksjonsprogrammet."),
            _UNTIL_SCHOOL,
            takes_interpreter=True,
            themes=(
                mark("Utdanning fra før, og hva som kan dokumenteres"),
                mark("Norsk og engelsk nå"),
                mark("Hvilket yrke kandidaten ønsker seg"),
                mark("Hvor lang tid det realistisk tar"),
            ),
        ),
        2: ResourceMeeting(
            2,
            mark("Om lag tolv måneder før grunnskolen er ferdig."),
            _UNTIL_SCHOOL,
            takes_interpreter=True,
            themes=(
                mark("Er dokumentasjonen godkjent"),
                mark("Framgangen, og om planen følges"),
                mark("Engelsk"),
                mark("Hvordan og når man søker skole"),
            ),
        ),
        3: ResourceMeeting(
            3,
            mark("Om lag seks måneder før grunnskolen er ferdig."),
            _UNTIL_SCHOOL,
            takes_interpreter=True,
            themes=(
                mark("Eksamen"),
                mark("Søknaden om skoleplass"),
                mark("Stipend og reise"),
                mark("Egen PC"),
                mark("Tilrettelegging"),
            ),
        ),
        4: ResourceMeeting(
            4,
            mark(
                "Om lag seks måneder før videregående er ferdig eller læretida begynner, "
                "hvert halvår underveis, og før om noe bekymrer."
            ),
            (Part.FOLLOW_UP, Part.UPPER_SECONDARY),
            takes_interpreter=False,
            themes=(
                mark("Framgangen på skolen"),
                mark("Læreplass"),
                mark("Høyere utdanning"),
                mark("Tiltak fra NAV som kan trengs"),
            ),
        ),
    }
)
# What belongs inside every one of them, and is no duty with a deadline.
BEFORE_YOU_PART = mark("Gå gjennom notatene sammen før dere går. Hver etat arkiverer sine egne.")


# Words in the name of an agency that tell which part it plays; the first that fits.
_WORDS: Mapping[Part, tuple[str, ...]] = MappingProxyType(
    {
        Part.PROGRAMME: ("nav",),
        Part.CAREER: ("karriere",),
        Part.ADULT_EDUCATION: ("læringssenter", "voksenopplæring", "kvalifisering", "kommune"),
        Part.FOLLOW_UP: ("nav",),
        Part.UPPER_SECONDARY: ("videregående", "vidaregåande", "vgs", "fylkeskommune"),
    }
)


def guessed(agencies: Iterable[Agency]) -> dict[Part, int]:
    """Which agency plays which part, by what it is called; a part that nobody fits is left out."""
    listed = tuple(agencies)
    found = {part: _named(listed, words) for part, words in _WORDS.items()}
    return {part: agency for part, agency in found.items() if agency is not None}


def _named(agencies: Iterable[Agency], words: tuple[str, ...]) -> int | None:
    """The agency with the most telling word in its name; that of a county is no municipality's."""
    listed = tuple(agencies)
    for word in words:
        for agency in listed:
            if any(name.startswith(word) for name in _parts_of(agency.name, word)):
                return agency.id
    return None


def _parts_of(name: str, word: str) -> list[str]:
    """The words of a name. One may stand inside a longer one, if it is long enough to be sure."""
    parts = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    inside = [
        part[part.find(word) :] for part in parts if word in part and len(word) > len("kommune")
    ]
    return [*parts, *inside]
