"""The sign-up page of a fagdag for all, for those outside the Team: an agency and a number.

Whoever has the page's address may sign up; whoever holds the secret of a sign-up may change it.
Nobody's name is asked for, and nothing about the visitor is kept.
"""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.deps import Deps
from bot.domain import fagdag as rules
from bot.domain import programme, typed
from bot.domain.fagdag import SignedUp, SignUpState
from bot.domain.meetings import Meeting
from bot.domain.programme import Part
from storage import meetings, scheduling, sign_ups
from storage.tables import Network


@dataclass(frozen=True, slots=True)
class Page:
    """What everybody may know of a fagdag. signed_up: the sign-up whose secret was shown."""

    meeting: Meeting
    network: str
    today: date
    programme: tuple[Part, ...]
    state: SignUpState
    signed_up: SignedUp | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, as it was typed."""

    agency: str
    people: str


def show(deps: Deps, key: str, secret: str | None = None) -> Page | None:
    """The page, or that of one sign-up. None for an address that leads nowhere."""
    with deps.store.transaction() as session:
        page = _page(deps, session, key, secret)
    return page if page and (secret is None or page.signed_up) else None


def sign_up(deps: Deps, key: str, secret: str, given: Given) -> tuple[Page, typed.Form] | None:
    """A new sign-up, unless it is too late or something is wrong with the form.

    `secret` came with the form: the same form sent twice is one sign-up. None for an address that
    leads nowhere.
    """
    with deps.store.transaction() as session:
        page = _page(deps, session, key)
        if page is None:
            return None
        form = _saved(session, page, secret, given, least=1)
        return page, form


def change(deps: Deps, key: str, secret: str, given: Given) -> tuple[Page, typed.Form] | None:
    """Another number, another spelling, or 0 to withdraw; as `sign_up`."""
    with deps.store.transaction() as session:
        page = _page(deps, session, key, secret)
        if page is None or page.signed_up is None:
            return None
        form = _saved(session, page, secret, given, least=0)
        return page, form


def withdraw(deps: Deps, key: str, secret: str) -> Page | None:
    """Nobody comes after all; the same page takes them back. None as in `sign_up`."""
    with deps.store.transaction() as session:
        page = _page(deps, session, key, secret)
        if page is None or page.signed_up is None:
            return None
        if page.state is SignUpState.OPEN:
            sign_ups.change_outside(session, page.meeting.id, secret, page.signed_up.agency, 0)
        return page


def _page(deps: Deps, session: Session, key: str, secret: str | None = None) -> Page | None:
    """None before anything else is asked: a day that is not for all takes no longer than none."""
    row = scheduling.by_key(session, key)
    if row is None or not rules.has_page(row.activity, row.state, open_to_all=row.open_to_all):
        return None
    (meeting,) = meetings.described(session, [row])
    found = sign_ups.outside(session, meeting.id, secret) if secret else None
    return Page(
        meeting=meeting,
        network=session.get_one(Network, row.network_id).name,
        today=deps.calendar.day_of(deps.now()),
        programme=programme.restored(row.programme),
        state=rules.sign_up_state(meeting, deps.now()),
        signed_up=SignedUp(found.agency, found.people) if found else None,
    )


def _saved(session: Session, page: Page, secret: str, given: Given, *, least: int) -> typed.Form:
    """Stored, when it is not too late and nothing is wrong with it."""
    form = typed.Form()
    agency = form.read("agency", lambda: rules.checked_agency(given.agency))
    people = form.read("people", lambda: rules.checked_people(given.people, least=least))
    if page.state is SignUpState.OPEN and agency is not None and people is not None:
        sign_ups.sign_up_outside(session, page.meeting.id, secret, agency, people)
    return form
