"""What a message is about, why it is sent and under what condition, in a few words, beforehand."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.duties import Duty
from bot.domain.errors import mark
from bot.domain.meetings import Meeting
from cards.meeting import name_and_day
from cards.words import Words

# By the name of the kind, as bot/kinds.py has it. «{meeting}» is the one it is about.
WHAT: Mapping[str, str] = MappingProxyType(
    {
        "duty-reminder": mark("Oppgaver til {meeting}"),
        "duty-reminder-again": mark("Oppgaver til {meeting}, en gang til"),
        "evaluation-invitation": mark("Evaluering av {meeting}"),
        "meeting-changed": mark("Endringer i møteplanen"),
        "challenge": mark("En utfordring som er meldt"),
        "challenge-answered": mark("Svar på en utfordring"),
        "turn-offer": mark("Spørsmål om å være vert"),
        "turn-answered": mark("Svar om hvem som er vert"),
        "consent": mark("Forslag til endring i avtalen"),
        "consent-reminder": mark("Forslag til endring i avtalen, en gang til"),
        "agreement-settled": mark("Hvordan det gikk med et forslag"),
        "agenda": mark("Saksliste til {meeting}"),
        "representation": mark("Spørsmål om hvem som representerer hvem"),
        "role-taken": mark("En rolle i etaten har skiftet"),
        "call-in": mark("Innkalling til {meeting}"),
        "absence": mark("Spørsmål om møtene passer for dere"),
        "minutes": mark("Kort referat fra {meeting}"),
        "objection": mark("En innvending mot et referat"),
        "objection-settled": mark("Svar på en innvending"),
        "minutes-missing": mark("Kort referat mangler fra {meeting}"),
        "duty-help": mark("Noen trenger hjelp til {meeting}"),
        "duty-offered": mark("Spørsmål om å ta en oppgave til {meeting}"),
        "challenge-decided": mark("Det nettverket bestemte om en utfordring"),
        "challenge-concerns": mark("En utfordring som gjelder dere"),
        "challenge-question": mark("Spørsmål om en utfordring"),
        "challenge-unanswered": mark("En utfordring venter på svar"),
        "theme-planned": mark("Et tema fra dere er planlagt"),
        "evaluation-asked": mark("Spørsmål om evaluering av {meeting}"),
        "evaluation-second": mark("Evaluering del 2 av {meeting}"),
        "evaluation-summary": mark("Oppsummering av evalueringen av {meeting}"),
        "solution-group-invited": mark("Spørsmål om å være med i en løsningsgruppe"),
        "solution-practice": mark("Spørsmål om en løsning kan fungere"),
        "solution-outcome": mark("Spørsmål om dere er med på en løsning"),
        "solution-use": mark("Spørsmål om en løsning er tatt i bruk"),
        "solution-holds": mark("Spørsmål om en løsning holder"),
        "year-plan": mark("Møtene i det nye året"),
        "round-counts": mark("Spørsmål om antall til en runde"),
        "round-planned": mark("En runde er planlagt"),
        "failed": mark("Noe jeg sendte, kom kanskje ikke fram"),
        "greeting": mark("Hvem jeg er, og hva jeg kan"),
    }
)
OTHER = mark("En beskjed")
REMINDER = "duty-reminder"
BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "duty-reminder-again": mark("fordi mottakeren ba om å bli minnet på det den dagen"),
        "minutes-missing": mark("fordi kort referat ikke er lagt ut"),
    }
)


def what(kind: str, meeting: Meeting | None, words: Words) -> str:
    told = WHAT.get(kind, OTHER)
    if meeting is None:
        return words.text(told, meeting=words.text("et møte"))
    name = name_and_day(meeting, words)
    return words.text(told, meeting=f"{name[:1].lower()}{name[1:]}")


def because(
    kind: str, meeting: Meeting | None, duties: tuple[Duty, ...], words: Words, *, after: bool
) -> str:
    """Why somebody is reminded: of what is to be done before or on the day, or after it.

    Other messages say it by what they are.
    """
    if kind in BECAUSE:
        return words.text(BECAUSE[kind])
    if kind != REMINDER or meeting is None or meeting.host is None:
        return ""
    if after:
        return words.text("fordi de andre ikke har fått vite hva møtet førte til")
    day = words.day_of(meeting.ends_at)
    missing = words.listing(
        words.duty(duty.kind).lower() for duty in duties if duty.due_on <= day and not duty.done
    )
    if not missing:
        return words.text("fordi {agency} er vert", agency=meeting.host)
    return words.text(
        "fordi {agency} er vert, og dette gjenstår: {duties}", agency=meeting.host, duties=missing
    )
