"""`kalenderlenke`: a secret address from which a member's own calendar fetches the meetings."""

from bot.deps import Deps, Reply, Turn
from bot.domain.entries import CalendarFile, for_member, window
from bot.domain.errors import Refused, mark
from cards import calendar_link
from cards.calendar_link import DeleteCalendarLink, MakeCalendarLink, ShowCalendarLink, View
from storage import feeds


def show(deps: Deps, turn: Turn) -> Reply:
    """What there is, and what one can do with it. The address itself is only told once."""
    if not deps.public_url:
        return _card(turn, View(calendar_link.Step.NOT_HERE))
    with deps.store.transaction() as session:
        made_on = feeds.made_on(session, turn.known.person_id)
    step = calendar_link.Step.OFFER if made_on is None else calendar_link.Step.MADE
    return _card(turn, View(step, made_on=made_on, today=deps.calendar.day_of(turn.now)))


def go_back(deps: Deps, turn: Turn, _action: ShowCalendarLink) -> Reply:
    return show(deps, turn)


def make(deps: Deps, turn: Turn, action: MakeCalendarLink) -> Reply:
    """A new address, shown this once. The one before stops working, so that is asked first.

    Raises Refused where others would read the address.
    """
    if not deps.public_url:
        return show(deps, turn)
    if turn.read_by_others:
        raise Refused(mark("Kalenderlenka er hemmelig. Skriv «kalenderlenke» i chatten vår."))
    with deps.store.transaction() as session:
        if feeds.made_on(session, turn.known.person_id) and not action.replaces:
            return _card(turn, View(calendar_link.Step.RENEW))
        token = feeds.renew(session, turn.known.person_id, deps.calendar.day_of(turn.now))
    return _card(turn, View(calendar_link.Step.FRESH, f"{deps.public_url}/kalender/{token}.ics"))


def delete(deps: Deps, turn: Turn, action: DeleteCalendarLink) -> Reply:
    if not action.sure:
        return _card(turn, View(calendar_link.Step.DELETE))
    with deps.store.transaction() as session:
        feeds.remove(session, turn.known.person_id)
    return _card(turn, View(calendar_link.Step.DELETED))


def _card(turn: Turn, view: View) -> Reply:
    return Reply(calendar_link.build(view, turn.words), private=True)


def file_for(deps: Deps, token: str) -> CalendarFile | None:
    """What the calendar of whoever has this secret fetches; None when it is nobody's.

    All meetings of the networks in which they are a member now, a while back and well ahead, and
    the deadlines of what the agency they represent there has left to do.
    """
    with deps.store.transaction() as session:
        person = feeds.reader(session, token)
        if person is None:
            return None
        agencies = feeds.agencies_of(session, person.id or 0)
        found = feeds.of_networks(session, agencies.keys(), *window(deps.now()))
        names = feeds.names(session, agencies.keys()).values()
        deadlines = feeds.deadlines(session, agencies, deps.now())
    entries = tuple(for_member(entry, agencies.values()) for entry in found)
    language = person.language or deps.language
    return CalendarFile(", ".join(names), entries, language, deadlines)
