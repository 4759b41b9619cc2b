"""How long settled challenges are kept, and what is kept because no archive has it."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from bot.features import upkeep
from storage.tables import Change
from storage.tables import Network as NetworkRow
from tests.features.bench import Network, Seen
from tests.features.raised import changed, posted, stored


def keeping(network: Network) -> Seen:
    return network.member("Kari").press("setup.keeping/1", {})


def settled(network: Network, on: date) -> None:
    posted(network)
    changed(network, state="not-now", closed_on=on)


def test_from_the_set_up_one_sees_what_no_archive_has(network: Network) -> None:
    settled(network, date(2027, 1, 5))
    opened = network.member("Kari").says("oppsett").press("Oppbevaring")
    assert opened.inputs() == {"years": 5}
    assert "1 utfordring" in opened.texts
    assert "Til arkivet" not in opened.buttons  # nobody knows where the files are fetched


def test_what_was_fetched_is_no_longer_listed(network: Network) -> None:
    settled(network, date(2027, 1, 5))
    online = replace(network, deps=replace(network.deps, public_url="https://rundebord.test"))
    assert "Til arkivet" in keeping(online).buttons
    changed(network, exported_on=date(2027, 1, 5))
    assert "Alt som er løst, er hentet til et arkiv." in keeping(network).texts
    changed(network, closed_on=date(2027, 1, 6))
    assert "1 utfordring" in keeping(network).texts


def test_the_years_are_kept_written_down_and_followed(network: Network) -> None:
    settled(network, date(2027, 1, 5))
    changed(network, exported_on=date(2027, 1, 5))
    saved = keeping(network).press("Lagre", years="2")
    assert "Oppbevaringen er lagret" in saved.text
    with network.deps.store.transaction() as session:
        assert session.get_one(NetworkRow, 1).challenge_years == 2
        told = session.exec(select(Change.values).order_by(col(Change.id).desc())).first()
        assert told == {"years": "2"}
    network.clock.moment = network.clock.moment.replace(year=2029)
    upkeep.forget(network.deps)
    assert len(stored(network)) == 1
    network.clock.moment = network.clock.moment.replace(month=2)
    upkeep.forget(network.deps)
    assert stored(network) == []


def test_no_number_of_years_is_refused_with_what_was_typed(network: Network) -> None:
    for years in ("0", "31"):
        again = keeping(network).press("Lagre", years=years)
        assert "Skriv et tall fra 1 til 30." in again.texts
        assert again.inputs() == {"years": int(years)}
    with network.deps.store.transaction() as session:
        assert session.get_one(NetworkRow, 1).challenge_years == 5


def test_who_does_not_set_the_network_up_does_not_get_there(network: Network) -> None:
    assert "Oppbevaring" not in network.member("Ola").says("oppsett").buttons
    assert keeping(network).heading.startswith("Hvor lenge")
    refused = network.member("Ola").press("setup.keeping.save/1", {"years": "1"})
    assert "Hvor lenge" not in refused.text
    with network.deps.store.transaction() as session:
        assert session.get_one(NetworkRow, 1).challenge_years == 5
