"""What one can type: every command, in the order in which they are told everywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import mark
from bot.domain.language import Language
from bot.domain.people import Right
from bot.features import calendar, calendar_link, clock, language
from bot.features import help as help_feature
from bot.features.agenda import proposing as agenda_proposing
from bot.features.agenda import reading as agenda_reading
from bot.features.agreement import shown as agreement
from bot.features.attendance import call_in
from bot.features.challenges import archive as challenge_archive
from bot.features.challenges import following as challenge_following
from bot.features.challenges import raising as challenge_raising
from bot.features.challenges import reading as challenge_reading
from bot.features.duties import agencies as duties_of_agency
from bot.features.duties import tasks
from bot.features.evaluation import form as evaluation_form
from bot.features.fagdag import show as fagdag
from bot.features.meetings import card as meeting
from bot.features.meetings import creation
from bot.features.membership import choice, holders, leaving, newcomer, own_agency
from bot.features.notes import writing as notes
from bot.features.notices import coming as coming_notices
from bot.features.notices import failed as failed_notices
from bot.features.notices import own as own_notices
from bot.features.outcomes import minutes
from bot.features.results import export as evaluations
from bot.features.rounds import permission, results, routine
from bot.features.rounds import shown as rounds
from bot.features.setup import history as setup_history
from bot.features.setup import overview as setup_overview
from bot.features.themes import bank as themes
from bot.features.turns import exchange, queue
from bot.features.year import draft as year_draft
from bot.matching import understand
from cards.challenge_year import ShowChallengeYear
from cards.help import CommandLine, Subject
from cards.words import Words


@dataclass(frozen=True, slots=True)
class Command:
    """What one can type. The first phrase of a language is the one that help shows.

    `phrases` of all languages are understood by everybody. `demo`: only where the clock may move.
    `looks_at_team`: Teams is asked about the Team first, so that the answer shows what is there.
    `everyday`: on the first help card and in the menu of the client, which holds ten.
    """

    name: str
    phrases: Mapping[Language, tuple[str, ...]]
    description: str
    use_case: Callable[[Deps, Turn], Reply]
    right: Right = Right.MEMBER
    demo: bool = False
    looks_at_team: bool = False
    subject: Subject = Subject.ME
    everyday: bool = False

    def line(self, words: Words) -> CommandLine:
        """The command as help shows it, in the reader's language."""
        return CommandLine(
            name=self.name,
            phrase=self.phrases[words.language][0],
            description=words.text(self.description),
            subject=self.subject,
            everyday=self.everyday,
        )


def _said(bokmal: str, nynorsk: str, english: str, *also: str) -> dict[Language, tuple[str, ...]]:
    """The phrases of a command; `also` are other words for it, in any of the languages."""
    return {
        Language.BOKMAL: (bokmal, *also),
        Language.NYNORSK: (nynorsk,),
        Language.ENGLISH: (english,),
    }


def _help(deps: Deps, turn: Turn) -> Reply:
    return help_feature.show(turn, lines(deps, turn.words))


def _raise_challenge(deps: Deps, turn: Turn) -> Reply:
    return challenge_raising.begin(deps, turn, COMMANDS["raise"].line(turn.words))


def _challenges(deps: Deps, turn: Turn) -> Reply:
    """`utfordringer`, or of one year in figures: `utfordringer 2027`."""
    year = challenge_archive.typed_year(turn.rest)
    if year is None:
        return challenge_reading.listed(deps, turn)
    return challenge_archive.show_year(deps, turn, ShowChallengeYear(year=year))


def lines(deps: Deps, words: Words) -> tuple[CommandLine, ...]:
    """The commands that exist here, as help shows them."""
    return _lines(words, demo=deps.advance is not None)


@lru_cache(maxsize=16)
def _lines(words: Words, *, demo: bool) -> tuple[CommandLine, ...]:
    """Every `hjelp` asks, and only the language differs."""
    return tuple(command.line(words) for command in known(demo=demo).values())


def known(*, demo: bool) -> dict[str, Command]:
    """The commands that exist, in a demo or elsewhere, by name."""
    return {name: command for name, command in COMMANDS.items() if demo or not command.demo}


def typed(deps: Deps, text: str) -> Command | None:
    """The command that was typed for certain."""
    commands = by_phrase(deps)
    meant = understand(text, commands)
    return commands[meant.phrase] if meant is not None and meant.certain else None


def by_phrase(deps: Deps) -> Mapping[str, Command]:
    """What one can type, by every phrase for it."""
    return _by_phrase(demo=deps.advance is not None)


@cache
def _by_phrase(*, demo: bool) -> Mapping[str, Command]:
    return {phrase: each for each in known(demo=demo).values() for phrase in _phrases(each)}


def _phrases(command: Command) -> set[str]:
    return {phrase for phrases in command.phrases.values() for phrase in phrases}


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command(
            "plan",
            _said("møteplan", "møteplan", "meeting plan", "moteplan", "kalender", "plan"),
            mark("årets møter, og hvem som er vert"),
            calendar.plan,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "next",
            _said("neste møte", "neste møte", "next meeting", "neste mote", "neste"),
            mark("det neste møtet, og hva som er gjort"),
            meeting.next_meeting,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "new-meeting",
            _said("nytt møte", "nytt møte", "new meeting", "nytt mote", "lag møte", "lag mote"),
            mark("legg et møte i planen, eller flere som gjentas"),
            creation.begin,
            subject=Subject.MEETINGS,
        ),
        Command(
            "agenda",
            _said("saksliste", "saksliste", "agenda", "sakliste", "dagsorden", "sakslista"),
            mark("det vi skal snakke om i neste møte"),
            agenda_reading.next_agenda,
            subject=Subject.MEETINGS,
        ),
        Command(
            "propose",
            _said("meld sak", "meld sak", "propose an item", "ny sak", "meld inn sak"),
            mark("få noe på sakslista til neste møte, eller et senere"),
            agenda_proposing.begin,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "raise",
            _said("meld utfordring", "meld utfordring", "raise a challenge", "ta opp noe", "meld"),
            mark("ta opp noe som ikke fungerer, eller en mulighet"),
            _raise_challenge,
            subject=Subject.TOGETHER,
            everyday=True,
        ),
        Command(
            "challenges",
            _said("utfordringer", "utfordringar", "challenges", "utfordringene"),
            mark("det som er meldt, og hvor det står"),
            _challenges,
            subject=Subject.TOGETHER,
        ),
        Command(
            "follow",
            _said("følg", "følg", "track", "folg"),
            mark("se hva som ble av det du meldte, med koden fra kvitteringen"),
            challenge_following.follow,
            subject=Subject.TOGETHER,
        ),
        Command(
            "attend",
            _said("påmelding", "påmelding", "coming", "kommer", "pamelding", "jeg kommer"),
            mark("svar på om du kommer på neste møte"),
            call_in.next_called,
            subject=Subject.MEETINGS,
        ),
        Command(
            "minutes",
            _said("referat", "referat", "minutes", "referatet", "referater"),
            mark("hva vi ble enige om på det siste møtet"),
            minutes.latest,
            subject=Subject.MEETINGS,
        ),
        Command(
            "follow-up",
            _said("oppfølging", "oppfølging", "follow-up", "oppfolging"),
            mark("det vi har lovet hverandre, og som ikke er gjort"),
            tasks.follow_up,
            subject=Subject.TOGETHER,
            everyday=True,
        ),
        Command(
            "my-duties",
            _said("mine oppgaver", "oppgåvene mine", "my tasks", "mine oppgåver"),
            mark("det etaten din har å gjøre, det eldste først"),
            duties_of_agency.mine,
            subject=Subject.TOGETHER,
        ),
        Command(
            "duties",
            _said("oppgaver", "oppgåver", "tasks"),
            mark("det en etat har å gjøre: skriv navnet etter"),
            duties_of_agency.of_agency,
            subject=Subject.TOGETHER,
        ),
        Command(
            "turns",
            _said("ansvar", "ansvar", "turns", "tur", "hvem har ansvar"),
            mark("hvem sin tur det er, og hvorfor"),
            queue.show,
            subject=Subject.MEETINGS,
            everyday=True,
        ),
        Command(
            "swap",
            _said("bytt vertskap", "byt vertskap", "swap hosting", "bytt tur", "byt tur", "bytt"),
            mark("spør om noen andre kan være vert"),
            exchange.choose,
            subject=Subject.MEETINGS,
        ),
        Command(
            "fagdag",
            _said("fagdag", "fagdag", "open day", "fagdagen"),
            mark("neste fagdag: program, påmelding og invitasjon"),
            fagdag.next_fagdag,
            subject=Subject.FAGDAG,
            everyday=True,
        ),
        Command(
            "round",
            _said("runde", "runde", "round", "runder", "rundar", "rounds"),
            mark("ressursgruppemøter samlet på én eller to dager"),
            rounds.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "resource-group",
            _said("ressursgruppe", "ressursgruppe", "resource group", "ressursgrupper"),
            mark("de fire møtene: hvem er med, og hva vi snakker om"),
            routine.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "outcomes",
            _said("styringstall", "styringstal", "figures", "tallene"),
            mark("hva det ble av, i tall for hvert år"),
            results.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "references",
            _said("referanser", "referansar", "references"),
            mark("koder med datoer, når etatene har avtalt det"),
            permission.command,
            subject=Subject.TOGETHER,
        ),
        Command(
            "evaluation",
            _said("evaluering", "evaluering", "evaluation", "evaluer"),
            mark("si hva du syntes om fagdagen"),
            evaluation_form.show,
            subject=Subject.FAGDAG,
            everyday=True,
        ),
        Command(
            "evaluations",
            _said("evalueringer", "evalueringar", "evaluations", "resultater", "resultat"),
            mark("hva dere har sagt om fagdagene"),
            evaluations.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "notes",
            _said("noter", "notat", "notes", "notater"),
            mark("skriv ned det som kommer opp på fagdagen"),
            notes.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "themes",
            _said("temabank", "temabank", "theme bank", "temaer", "tema"),
            mark("foreslå og stem på temaer til neste fagdag"),
            themes.command,
            subject=Subject.FAGDAG,
        ),
        Command(
            "year-plan",
            _said("årsplan", "årsplan", "year plan", "arsplan", "årsplanen"),
            mark("et forslag til møtene i et helt år"),
            year_draft.open_year,
            subject=Subject.MEETINGS,
        ),
        Command(
            "agreement",
            _said("avtalen", "avtalen", "agreement", "avtale", "avtala"),
            mark("hva nettverket har avtalt for et år, og endringer i det"),
            agreement.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "calendar-link",
            _said("kalenderlenke", "kalenderlenkje", "calendar link", "min kalender"),
            mark("møtene i din egen kalender, med en hemmelig lenke"),
            calendar_link.show,
            subject=Subject.ME,
            everyday=True,
        ),
        Command(
            "notices",
            _said("varsler", "varsel", "notices", "varslar", "mine varsler"),
            mark("hva jeg sender deg, og hvordan du vil ha det"),
            own_notices.show,
            subject=Subject.ME,
        ),
        Command(
            "pause",
            _said("ikke forstyrr", "ikkje forstyrr", "do not disturb", "pause"),
            mark("få fred en stund, for eksempel til 1. februar"),
            own_notices.pause,
            subject=Subject.ME,
        ),
        Command(
            "coming-notices",
            _said(
                "kommende varsler",
                "komande varsel",
                "coming notices",
                "hva sendes",
                "kva blir sendt",
                "what is sent",
            ),
            mark("det jeg sender de neste 30 dagene, til hvem og hvorfor"),
            coming_notices.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "failed",
            _said("hva feilet", "kva feila", "what failed", "feil", "hva gikk galt"),
            mark("det som ikke kom fram, og hva du kan gjøre"),
            failed_notices.show,
            Right.ADMIN,
            subject=Subject.NETWORK,
        ),
        Command(
            "contacts",
            _said("kontakter", "kontaktar", "contacts", "hvem er hvem", "kven er kven"),
            mark("hvem som er kontaktperson og vara i hver etat"),
            holders.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "newcomer",
            _said("ny hos oss", "ny hos oss", "new here", "jeg er ny", "eg er ny"),
            mark("hvem vi er, hva dere har lovet, og hvem du kan spørre"),
            newcomer.show,
            subject=Subject.ME,
        ),
        Command(
            "who-am-i",
            _said("hvem er jeg", "kven er eg", "who am i", "min etat", "etaten min"),
            mark("hvilken etat du representerer, og rollen din"),
            own_agency.show,
            subject=Subject.ME,
        ),
        Command(
            "leave",
            _said("slutter", "sluttar", "leaving", "jeg slutter", "eg sluttar", "slutte"),
            mark("gi videre det du har ansvar for når du slutter"),
            leaving.begin,
            subject=Subject.ME,
        ),
        Command(
            "network",
            _said("nettverk", "nettverk", "network", "bytt nettverk", "byt nettverk"),
            mark("velg hvilket nettverk vi snakker om, når du er med i flere"),
            choice.show,
            subject=Subject.ME,
        ),
        Command(
            "setup",
            _said("oppsett", "oppsett", "setup", "sett opp", "set up", "innstillinger"),
            mark("navn, etater, kanaler og roller"),
            setup_overview.show,
            looks_at_team=True,
            subject=Subject.NETWORK,
        ),
        Command(
            "changes",
            _said("endringer", "endringar", "changes", "logg"),
            mark("hvem som har endret hva i oppsettet"),
            setup_history.show,
            subject=Subject.NETWORK,
        ),
        Command(
            "language",
            _said("språk", "språk", "language", "sprak", "målform"),
            mark("bokmål, nynorsk eller engelsk"),
            language.show,
            subject=Subject.ME,
        ),
        Command(
            "help",
            _said("hjelp", "hjelp", "help", "hei", "hallo", "hi", "hello"),
            mark("denne oversikten"),
            _help,
            Right.ANYONE,
            subject=Subject.ME,
            everyday=True,
        ),
        Command(
            "wind",
            _said("spol fram", "spol fram", "wind forward", "spol"),
            mark("flytt klokka i demoen, for eksempel 14 dager"),
            clock.wind,
            Right.ANYONE,
            demo=True,
        ),
    )
}

ANY_NETWORK = frozenset({"language", "network"})  # need no choice among several networks
