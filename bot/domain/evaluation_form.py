"""An evaluation's form as data: its questions, the fields they are answered in, what may stand
there.

The card and the web page both show `fields`, and the names of those fields are what comes back and
what an answer is stored under. There is no field for being anonymous: nobody can choose not to be.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from bot.domain import guard, typed
from bot.domain.errors import Refused, mark
from bot.domain.programme import Part

MOST_QUESTIONS = 5  # so that it takes under a minute
MOST_OPTIONS = 8
MOST_RATED = 8  # items of the programme
LONGEST = 1000  # characters of an answer
LONGEST_LABEL = 150  # of a question
LONGEST_OPTION = 80

FIRST_PART, SECOND_PART = 1, 2
YES, NO = "yes", "no"
SKIPPED = "-"  # a choice that was taken back


class QuestionKind(StrEnum):
    SCALE = "scale"
    CHOICE = "choice"
    SEVERAL = "several"
    RATING = "rating"  # a scale for each item of the programme
    TEXT = "text"
    YES_NO = "yes-no"
    CHALLENGE = "challenge"  # a text that may be sent on, with a consent of its own


class Scale(StrEnum):
    """The results of 2017-2020 speak of the two upper steps; the lower two are ours."""

    GREAT = "great"
    SOME = "some"
    LITTLE = "little"
    NONE = "none"


STEPS: Mapping[str, str] = MappingProxyType(
    {
        Scale.GREAT: mark("I stor grad"),
        Scale.SOME: mark("I noen grad"),
        Scale.LITTLE: mark("I liten grad"),
        Scale.NONE: mark("Ikke i det hele tatt"),
    }
)
ANSWERS: Mapping[str, str] = MappingProxyType({YES: mark("Ja"), NO: mark("Nei")})
CONSENT = mark("Ja, send dette videre til nettverket som en utfordring, uten navn")
MAY_BE_SENT_ON = mark("Vil du at nettverket tar det opp?")
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.SEVERAL, QuestionKind.RATING})


@dataclass(frozen=True, slots=True)
class Text:
    """`ours`: a marked text, shown in the reader's language; else as somebody wrote it."""

    text: str
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is what an answer is stored under, and begins the names of the question's fields.

    options: what can be chosen; of a rating the items of the programme. follow_up: asked for in
    words beside a yes or no. ours: the texts are marked; else the host wrote them.
    """

    key: str
    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()
    required: bool = False
    follow_up: str = ""
    ours: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """The questions of part 1 or 2. `version`: of our own questions when it was made."""

    part: int
    version: int
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One input. SCALE, CHOICE, RATING and YES_NO: one of `options`; SEVERAL: any of them, and a
    single one is a box to tick; TEXT: words, at most `longest` characters.

    options: value and text. heading: said once above the items of a rating, which share it.
    """

    name: str
    kind: QuestionKind
    label: Text
    options: tuple[tuple[str, Text], ...] = ()
    required: bool = False
    longest: int = 0
    heading: Text | None = None

    @property
    def may_be_skipped(self) -> bool:
        """One of several was chosen by mistake: without a choice for it, there is no way back."""
        one = bool(self.options) and self.kind is not QuestionKind.SEVERAL
        return one and not self.required


class Problems(Refused):
    """What could not be taken, by the name of its field; all the rest was all right."""

    def __init__(self, fields: Mapping[str, Refused]) -> None:
        super().__init__(mark("Se over det som er merket, og send inn på nytt."))
        self.fields = fields


VERSION = 1
PART_ONE = Form(
    FIRST_PART,
    VERSION,
    (
        Question(
            "benefit",
            QuestionKind.SCALE,
            mark("Har du fått faglig utbytte av dagen?"),
            required=True,
        ),
        Question("useful", QuestionKind.RATING, mark("Hvor nyttig var dette for arbeidet ditt?")),
        Question("needs", QuestionKind.TEXT, mark("Hva trenger du å vite mer om?")),
        Question("theme", QuestionKind.TEXT, mark("Hva bør neste fagdag handle om?")),
        Question(
            "challenge",
            QuestionKind.CHALLENGE,
            mark("Så du en utfordring eller en mulighet vi bør ta tak i?"),
        ),
    ),
)
PART_TWO = Form(
    SECOND_PART,
    VERSION,
    (
        Question(
            "benefit",
            QuestionKind.SCALE,
            mark("Har du hatt nytte av fagdagen i jobben?"),
            required=True,
        ),
        Question(
            "used",
            QuestionKind.YES_NO,
            mark("Har du fått brukt noe av det?"),
            follow_up=mark("Hva har du brukt?"),
        ),
        Question("helped", QuestionKind.TEXT, mark("Hva hjalp, og hva sto i veien?")),
        Question("next", QuestionKind.TEXT, mark("Hva bør vi følge opp?")),
        Question(
            "challenge",
            QuestionKind.CHALLENGE,
            mark("Er det noe i samarbeidet vi bør ta tak i?"),
        ),
    ),
)
DEFAULTS: Mapping[int, Form] = MappingProxyType({FIRST_PART: PART_ONE, SECOND_PART: PART_TWO})

# What nobody rates: how a day is held together, and what one eats.
_NOT_RATED = (
    "velkom",
    "registrering",
    "kaffe",
    "mat",
    "lunsj",
    "lunch",
    "pause",
    "hva tar vi videre",
    "kva tek vi vidare",
    "oppsummering",
    "avslutning",
    "avslutting",
    "evaluering",
    "vel heim",
    "vel hjem",
    "welcome",
    "evaluation",
)


def with_programme(form: Form, programme: Iterable[Part]) -> Form:
    """The form as it is asked on that day: a rating asks for each item that has content."""
    titles = rated_titles(programme)[:MOST_RATED]
    questions = (
        replace(q, options=titles) if q.kind is QuestionKind.RATING else q for q in form.questions
    )
    return replace(form, questions=tuple(questions))


def rated_titles(programme: Iterable[Part]) -> tuple[str, ...]:
    """The items that somebody can have learnt from."""
    return tuple(dict.fromkeys(part.title for part in programme if _is_rated(part)))


def _is_rated(part: Part) -> bool:
    return not part.title.casefold().startswith(_NOT_RATED)


@lru_cache(maxsize=64)
def fields(form: Form) -> tuple[Field, ...]:
    """The inputs in order: a rating has one for each item, a yes or no and a challenge have two.

    Worked out once for each form: every answer to it asks.
    """
    return tuple(field for question in form.questions for field in _FIELDS[question.kind](question))


def _scale(question: Question) -> list[Field]:
    return [_one_of(question, question.key, Text(question.text, question.ours), _given(STEPS))]


def _choice(question: Question) -> list[Field]:
    options = tuple((str(n), Text(o, question.ours)) for n, o in enumerate(question.options, 1))
    return [_one_of(question, question.key, Text(question.text, question.ours), options)]


def _rating(question: Question) -> list[Field]:
    """Without a programme it is one scale for the whole day."""
    heading = Text(question.text, question.ours)
    if not question.options:
        return _scale(question)
    return [
        replace(
            _one_of(question, f"{question.key}-{n}", Text(item, ours=False), _given(STEPS)),
            heading=heading,
        )
        for n, item in enumerate(question.options, 1)
    ]


def _text(question: Question) -> list[Field]:
    label = Text(question.text, question.ours)
    required = question.required
    return [Field(question.key, QuestionKind.TEXT, label, required=required, longest=LONGEST)]


def _yes_no(question: Question) -> list[Field]:
    asked = _one_of(question, question.key, Text(question.text, question.ours), _given(ANSWERS))
    if not question.follow_up:
        return [asked]
    label = Text(question.follow_up, question.ours)
    return [
        asked,
        Field(f"{question.key}-more", QuestionKind.TEXT, label, longest=LONGEST),
    ]


def _challenge(question: Question) -> list[Field]:
    consent = Field(
        f"{question.key}-send",
        QuestionKind.SEVERAL,
        Text(MAY_BE_SENT_ON),
        ((YES, Text(CONSENT)),),
    )
    return [*_text(question), consent]


def _one_of(
    question: Question, name: str, label: Text, options: tuple[tuple[str, Text], ...]
) -> Field:
    return Field(name, question.kind, label, options, question.required)


def _given(texts: Mapping[str, str]) -> tuple[tuple[str, Text], ...]:
    return tuple((str(value), Text(text)) for value, text in texts.items())


_FIELDS: Mapping[QuestionKind, Callable[[Question], Sequence[Field]]] = MappingProxyType(
    {
        QuestionKind.SCALE: _scale,
        QuestionKind.CHOICE: _choice,
        QuestionKind.SEVERAL: _choice,
        QuestionKind.RATING: _rating,
        QuestionKind.TEXT: _text,
        QuestionKind.YES_NO: _yes_no,
        QuestionKind.CHALLENGE: _challenge,
    }
)


def checked(form: Form, given: Mapping[str, Any]) -> dict[str, str]:
    """The answers by field name, blanks and what the form does not ask left out.

    Several choices are one text, "1,3". Raises Problems.
    """
    read = typed.Form()
    values = {}
    for field in fields(form):
        value = str(given.get(field.name) or "")
        values[field.name] = read.read(field.name, partial(_checked, field, value))
    if read.problems:
        raise Problems(read.problems)
    return {name: value for name, value in values.items() if value}


def _checked(field: Field, value: str) -> str:
    if field.kind is QuestionKind.TEXT:
        return guard.text(value, longest=field.longest, required=field.required)
    chosen = [part for part in value.split(",") if part.strip() not in {"", SKIPPED}]
    if field.required and not chosen:
        raise Refused(mark("Velg ett svar."))
    known = [option for option, _ in field.options]
    one = field.kind is not QuestionKind.SEVERAL
    if not set(chosen) <= set(known) or (one and len(chosen) > 1):
        raise Refused(mark("Velg blant svarene i lista."))
    return ",".join(option for option in known if option in chosen)


def sent_on(form: Form, values: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The answers without what is to be sent on, and that; "" where nothing is."""
    kept, detached = dict(values), ""
    for question in form.questions:
        if question.kind is QuestionKind.CHALLENGE and kept.pop(f"{question.key}-send", ""):
            detached = "\n\n".join(filter(None, [detached, kept.pop(question.key, "")]))
    return kept, detached


def stored(form: Form) -> dict[str, Any]:
    """The form as JSON; `restored` reads it back."""
    return asdict(form)


def restored(kept: Mapping[str, Any]) -> Form:
    questions = (
        Question(
            **{**row, "kind": QuestionKind(row["kind"]), "options": tuple(row.get("options", ()))}
        )
        for row in kept["questions"]
    )
    return Form(kept["part"], kept["version"], tuple(questions))
