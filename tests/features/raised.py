"""Challenges as tests raise them: the form filled in, confirmed, and seen in the channel."""

from sqlmodel import Session, col, select

from bot.deps import Outgoing
from storage import challenges
from storage.tables import Challenge, Delivery
from tests.features.bench import Member, Network, Seen

TEXT = "Ukentlig praksis kolliderer med modulene i FVO"
NAV, KARRIERE = "13", "8"


def raised(member: Member, **typed: str) -> Seen:
    """The form filled in, up to the preview."""
    form = member.says("meld utfordring")
    return form.press("Se hvordan det blir", **{"text": TEXT, **typed})


def stored(network: Network) -> list[Challenge]:
    with network.deps.store.transaction() as session:
        return list(session.exec(select(Challenge).order_by(col(Challenge.id))))


def changed(network: Network, **facts: object) -> None:
    """The one challenge, as it would be after something that has no card yet."""
    with network.deps.store.transaction() as session:
        _set(session, facts)


def _set(session: Session, facts: dict[str, object]) -> None:
    row = session.exec(select(Challenge)).one()
    for name, value in facts.items():
        setattr(row, name, value)
    session.add(row)


def in_channel(network: Network, sent: list[tuple[Delivery, Outgoing]]) -> Seen:
    """The card as it stands in the solution-group channel, as Nils reads it."""
    delivery, outgoing = next(pair for pair in sent if pair[0].kind == challenges.POSTED)
    channel = network.cast.channel("Løsningsgrupper")
    assert outgoing.target.channel_id == channel.channel_id
    reader = network.member("Nils").in_channel("Løsningsgrupper")
    return Seen(reader, outgoing.message.card, delivery.activity_id)


def posted(network: Network, by: str = "Kari", **typed: str) -> Seen:
    """Raised, confirmed, and seen by Nils where it stands."""
    raised(network.member(by), **typed).press("Legg ut")
    return in_channel(network, network.send_due())


def kinds(sent: list[tuple[Delivery, Outgoing]]) -> list[str]:
    return sorted(delivery.kind for delivery, _ in sent)
