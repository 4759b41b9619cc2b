"""What comes of an evaluation: the card in the channel, the texts, the agenda, the list.

The open day is Ola's. Thirty-one answer, in both doors' use case; Siri follows as a researcher.
"""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.domain.meetings import Activity, MeetingState
from bot.domain.results import DISCUSSED_AT
from bot.features import upkeep
from storage import agenda, results
from storage.tables import AgendaItem, Delivery, Evaluation, EvaluationChallenge, Meeting, Result
from tests.features.bench import Network, Seen, parts
from tests.features.evaluated import THIRTY_ONE, closed, evaluated, fagdag, key_of

PUBLIC = "https://rundebord.example"
FEW = THIRTY_ONE[:4]


def posted(network: Network) -> list[Seen]:
    """The summaries that reach the channel within a week."""
    sent = [pair for pair in network.pass_days(7) if pair[0].kind == results.SUMMARY]
    general = network.member("Kari").in_channel()
    return [Seen(general, out.message.card, row.activity_id) for row, out in sent]


def charts(seen: Seen) -> list[dict[str, float]]:
    found = [part for part in parts(seen.card) if part.get("type") == "Chart.HorizontalBar"]
    return [{bar["x"]: bar["y"] for bar in chart["data"]} for chart in found]


def test_the_network_is_told_once_when_people_are_at_work(network: Network) -> None:
    evaluated(network)
    (card,) = posted(network)
    assert card.heading == "Dette syntes de 31 som svarte"
    with network.deps.store.transaction() as session:
        (row,) = session.exec(select(Delivery).where(Delivery.kind == results.SUMMARY)).all()
    assert row.audience == "conversation:1"
    assert str(row.sent_at) == "2027-01-18 07:00:00+00:00"  # Monday, 8 in Oslo


def test_the_card_draws_what_all_answered_together(network: Network) -> None:
    evaluated(network)
    (card,) = posted(network)
    assert charts(card)[0] == {
        "I stor grad": 20,
        "I noen grad": 11,
        "I liten grad": 0,
        "Ikke i det hele tatt": 0,
    }


def test_a_client_that_draws_no_charts_is_told_all_figures(network: Network) -> None:
    evaluated(network)
    (card,) = posted(network)
    chart = next(p for p in parts(card.card) if p.get("type") == "Chart.HorizontalBar")
    told = "I stor grad 20, I noen grad 11, I liten grad 0, Ikke i det hele tatt 0"
    assert chart["fallback"]["text"] == told
    network.deps = replace(network.deps, public_url=PUBLIC)
    again = network.member("Kari").says("evalueringer").press("Vis")
    chart = next(p for p in parts(again.card) if p.get("type") == "Chart.HorizontalBar")
    assert chart["fallback"]["altText"] == told
    assert chart["fallback"]["url"] == f"{PUBLIC}/r/{key_of(network, 1)}/0.png"


def test_of_fewer_than_five_only_the_number_is_shown(network: Network) -> None:
    evaluated(network, FEW)
    (card,) = posted(network)
    assert card.heading == "Fire har svart"
    assert charts(card) == []
    assert not any("tolk" in text for text in card.texts)
    assert card.buttons == ["Temabank"]


def test_when_nobody_answered_nobody_is_told(network: Network) -> None:
    evaluated(network, [])
    assert posted(network) == []


def test_while_it_is_open_there_is_no_result(network: Network) -> None:
    evaluated(network)
    with network.deps.store.transaction() as session:
        session.get_one(Evaluation, 1).closed = False
    refused = network.member("Kari").press("evaluation.summary/1", {"evaluation": 1})
    assert refused.heading == "Den evalueringen er ikke avsluttet."


def test_texts_are_read_a_page_at_a_time_and_each_once(network: Network) -> None:
    evaluated(network)
    seen = network.member("Siri").says("evalueringer").press("Vis").press("Les svarene")
    read: list[str] = []
    while "Neste side" in seen.buttons:
        read += [text for text in seen.texts if text.startswith("«Mer om tolk")]
        seen = seen.press("Neste side")
    assert sorted(read) == sorted(f"«Mer om tolk {n}»" for n in range(31))
    assert len(read) == 31


def test_each_view_has_its_own_order(network: Network) -> None:
    evaluated(network)
    summary = network.member("Siri").says("evalueringer").press("Vis")
    orders = {tuple(summary.press("Les svarene").texts) for _ in range(8)}
    assert len(orders) > 1


def test_part_two_is_compared_with_part_one(network: Network) -> None:
    meeting = fagdag(network)
    evaluated(network)
    second = [{"benefit": "little", "used": "yes"}] * 5 + [{"benefit": "great"}] * 5
    number = closed(network, meeting, second, part=2)
    card = network.member("Kari").press("evaluation.summary/1", {"evaluation": number})
    assert card.heading == "Dette sier de 10 som svarte, noen uker etter"
    told = [text for text in card.texts if "%" in text]
    assert told == ["Det er 50 %. På fagdagen i januar 2027 var det 100 %."]


def test_with_too_few_in_one_of_them_nothing_is_compared(network: Network) -> None:
    meeting = fagdag(network)
    evaluated(network, FEW)
    number = closed(network, meeting, [{"benefit": "little"}] * 6, part=2)
    card = network.member("Kari").press("evaluation.summary/1", {"evaluation": number})
    assert not any("%" in text for text in card.texts)


def test_it_comes_up_at_the_next_meeting_once(network: Network) -> None:
    evaluated(network)
    for _ in range(3):
        upkeep.plan(network.deps)
    with network.deps.store.transaction() as session:
        coming = agenda.coming(session, 1, network.clock(), Activity.NETWORK_MEETING)
        items = session.exec(select(AgendaItem).where(AgendaItem.standing == "evaluation:1")).all()
    assert coming is not None
    assert [(item.meeting_id, item.title) for item in items] == [
        (coming.id, "Evalueringen av fagdagen «Voksenrett og veien til læreplass»")
    ]


def test_a_host_who_took_it_out_is_not_given_it_again(network: Network) -> None:
    evaluated(network)
    with network.deps.store.transaction() as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.standing == "evaluation:1")).one()
        session.delete(item)
    upkeep.plan(network.deps)
    with network.deps.store.transaction() as session:
        assert not session.exec(
            select(AgendaItem).where(AgendaItem.standing == "evaluation:1")
        ).all()


def test_without_a_next_meeting_it_waits_for_one(network: Network) -> None:
    with network.deps.store.transaction() as session:
        kept = {
            row.id: row.state
            for row in session.exec(select(Meeting)).all()
            if row.activity in DISCUSSED_AT
        }
        for number in kept:
            session.get_one(Meeting, number).state = MeetingState.CANCELLED
    evaluated(network)
    with network.deps.store.transaction() as session:
        assert [row.placed for row in session.exec(select(Result)).all()] == [False]
        for number, state in kept.items():
            session.get_one(Meeting, number).state = state
    upkeep.plan(network.deps)
    with network.deps.store.transaction() as session:
        assert [row.placed for row in session.exec(select(Result)).all()] == [True]


def test_challenges_that_were_sent_on_lead_to_the_form(network: Network) -> None:
    sent_on = [{**a, "challenge": "Ingen bestiller tolk", "challenge-send": "yes"} for a in FEW[:1]]
    evaluated(network, [*sent_on, *THIRTY_ONE[1:]])
    raised = network.member("Kari").says("evalueringer").press("Vis").press("Ta opp noe")
    assert "Ingen bestiller tolk" in raised.texts
    with network.deps.store.transaction() as session:
        (row,) = session.exec(select(EvaluationChallenge)).all()
    begin = next(p for p in parts(raised.card) if p.get("verb") == "challenge.open/1")
    assert begin["data"] == {"source": "evaluation", "key": row.key}


def test_what_too_few_sent_on_is_told_to_nobody_even_where_it_is_kept(network: Network) -> None:
    """Closing keeps none of it; this is the second lock."""
    evaluated(network, FEW)
    with network.deps.store.transaction() as session:
        row = session.exec(select(Evaluation).where(Evaluation.part == 1)).one()
        sent_on = EvaluationChallenge(key="k", evaluation_id=row.id or 0, text="Ingen tolk")
        session.add(sent_on)
        session.flush()
        assert results.challenges(session, [row]) == ()
        row.answered = row.minimum
        assert results.challenges(session, [row]) == (sent_on,)


def test_the_list_and_the_result_of_another_network_do_not_exist(network: Network) -> None:
    evaluated(network)
    with network.deps.store.transaction() as session:
        session.get_one(Evaluation, 1).network_id = 2
    listed = network.member("Kari").says("evalueringer")
    assert listed.heading == "Ingen evaluering er avsluttet ennå"
    refused = network.member("Kari").press("evaluation.summary/1", {"evaluation": 1})
    assert refused.heading == "Den evalueringen er ikke avsluttet."
    texts = network.member("Kari").press("evaluation.texts/1", {"evaluation": 1})
    assert texts.heading == "Den evalueringen er ikke avsluttet."


@pytest.mark.parametrize(
    ("name", "may"), [("Siri", True), ("Kari", True), ("Ola", False), ("Amina", False)]
)
def test_files_are_for_research_and_for_who_administers(
    network: Network, name: str, may: bool
) -> None:
    evaluated(network)
    network.deps = replace(network.deps, public_url=PUBLIC)
    card = network.member(name).says("evalueringer")
    links = [p["title"] for p in parts(card.card) if p.get("type") == "Action.OpenUrl"]
    assert links == (["CSV", "JSON"] if may else [])


def test_in_a_channel_nobodys_links_are_shown(network: Network) -> None:
    evaluated(network)
    network.deps = replace(network.deps, public_url=PUBLIC)
    card = network.member("Siri").in_channel().says("evalueringer")
    assert not [p for p in parts(card.card) if p.get("type") == "Action.OpenUrl"]
