"""People come, say whom they represent, take roles and leave; nothing hangs on who is gone.

The demo: Kari is NAV's contact and set the network up, Nils is NAV's deputy, Amina is the contact
of Lindesnes kommune, Ola of Karriere Agder, Ingrid of Mandal videregående; Siri is a researcher.
"""

from concurrent.futures import ThreadPoolExecutor

from sqlmodel import col, select

from bot.demo.playground import CastPerson
from bot.domain.deliveries import DeliveryState
from bot.features.membership.question import QUESTION
from storage import networks as storage_networks
from storage import people, planning, rosters
from storage.roles import ROLE_TAKEN
from storage.tables import CalendarFeed, Change, Person, Role
from tests.features.bench import Member, Network, Seen

KMV, NVK = 1, 2  # the two networks of the demo
NAV, KARRIERE, MANDAL = "NAV Lindesnes", "Karriere Agder", "Mandal videregående"


# --- What the tests look at ----------------------------------------------------------------------


def agency(network: Network, part: str) -> int:
    """The id of an agency of today, by a part of its name."""
    with network.deps.store.transaction() as session:
        listed = storage_networks.agencies(session, KMV)
    today = network.clock().date()
    (found,) = [a.id for a in listed if part in a.name and a.valid_on(today)]
    return found


def asked(network: Network, part: str) -> list[str]:
    """The chain of an agency, by first names."""
    organisation_id = agency(network, part)
    with network.deps.store.transaction() as session:
        chain = people.responsible_chain(session, KMV, organisation_id)
    return [person.name.split()[0] for person in chain]


def newcomer(network: Network, name: str) -> Member:
    """Somebody who has just written in the Team for the first time."""
    member = Member(network, CastPerson(f"29:{name}", f"entra-{name}", name))
    member.in_channel().says("hjelp")
    return member


def colleague(network: Network, name: str, part: str) -> Member:
    """Somebody who represents an agency, and has no role there."""
    member = newcomer(network, name)
    member.press("representation.choose/1", {"agency": str(agency(network, part))})
    return member


def can_chat(network: Network, *names: str) -> None:
    with network.deps.store.transaction() as session:
        for person in session.exec(select(Person)).all():
            if person.name.split()[0] in names:
                person.unreachable = False
                session.add(person)


def news(network: Network, minutes: float = 10) -> list[tuple[str, str]]:
    """Who is told of a role in the next minutes, and the heading of it."""
    network.clock.advance(minutes=minutes)
    told = [each for pair in network.send_due() for each in network.received(*pair)]
    return [
        (name_of(network, row.audience), seen.heading)
        for row, seen in told
        if row.kind == ROLE_TAKEN
    ]


def name_of(network: Network, audience: str) -> str:
    with network.deps.store.transaction() as session:
        return people.name_of(session, int(audience.partition(":")[2])) or ""


def log(network: Network) -> list[str]:
    with network.deps.store.transaction() as session:
        rows = session.exec(select(Change).order_by(col(Change.id))).all()
    return [row.what.format(**row.values) for row in rows]


def confirmed(form: Seen, title: str, **typed: str) -> Seen:
    """Through the preview, with what the form proposes or what was `typed`."""
    preview = form.press("Se hvordan det blir", **{**form.inputs(), **typed})
    return preview.press(title)


# --- The question to everybody -------------------------------------------------------------------


def posted_question(network: Network) -> Seen:
    """Kari has it posted in the channel."""
    network.member("Kari").press("representation.post/1", {})
    ((sent, outgoing),) = [p for p in network.send_due() if p[0].kind == QUESTION]
    return Seen(network.member("Nils"), outgoing.message.card, sent.activity_id)


def test_before_everybody_is_asked_text_place_and_readers_are_shown(network: Network) -> None:
    newcomer(network, "Per Dal")
    asked_for = network.member("Kari").says("kontakter").press("Spør alle")
    assert asked_for.heading == "Dette legges ut i «General»"
    assert "Hvilken etat representerer du?" in asked_for.texts
    assert network.send_due() == []
    assert asked_for.press("Legg ut").heading == "Spørsmålet står i «General»"


def test_the_question_is_posted_once_however_often_it_is_pressed(network: Network) -> None:
    kari = network.member("Kari")
    for _ in range(3):
        kari.press("representation.post/1", {})
    assert [sent.kind for sent, _ in network.send_due()] == [QUESTION]
    again = kari.press("representation.ask/1", {})
    assert (again.heading, again.buttons) == ("Spørsmålet står i «General»", ["Hvem er hvem"])


def test_only_who_sets_the_network_up_asks_everybody(network: Network) -> None:
    for verb in ("representation.ask/1", "representation.post/1"):
        refused = network.member("Amina").press(verb, {})
        assert refused.heading == "Det er den som setter opp nettverket, som spør alle."
    assert "Spør alle" not in network.member("Amina").says("kontakter").buttons
    assert network.send_due() == []


def test_an_answer_is_personal_and_the_shared_card_only_counts(network: Network) -> None:
    question = posted_question(network)
    per = newcomer(network, "Per Dal").in_channel()
    answered = question.press("Dette er min etat", per, agency=str(agency(network, KARRIERE)))
    assert answered.heading.startswith("Er du kontaktperson for Agder fylkeskommune")
    assert answered.press("Ingen av delene").heading.startswith("Du representerer Agder")
    network.clock.advance(minutes=3)
    ((sent, redrawn),) = network.send_due()
    shared = Seen(per, redrawn.message.card)
    assert sent.kind == "refresh"
    assert "**7** har svart." in shared.texts
    assert "Per" not in str(shared.card)


def test_thirty_answers_are_one_update(network: Network) -> None:
    question = posted_question(network)
    for number in range(30):
        member = newcomer(network, f"Medlem {number}").in_channel()
        question.press("Dette er min etat", member, agency=str(agency(network, NAV)))
    network.clock.advance(minutes=3)
    assert [sent.kind for sent, _ in network.send_due()] == ["refresh"]


def test_an_old_client_is_thanked_in_the_channel_and_nothing_personal_stands_there(
    network: Network,
) -> None:
    question = posted_question(network)
    per = newcomer(network, "Per Dal").in_channel().with_an_old_client()
    answered = question.press("Dette er min etat", per, agency=str(agency(network, KARRIERE)))
    assert (answered.heading, answered.buttons) == ("Takk, det er notert.", [])


def test_what_is_no_agency_of_today_is_said_at_the_field(network: Network) -> None:
    question = posted_question(network)
    for typed in ("", "4711", "NAV", "1"):  # 1 left the network in 2019
        again = question.press("Dette er min etat", network.member("Nils"), agency=typed)
        assert "Velg etaten din i lista." in again.texts
    assert asked(network, NAV) == ["Kari", "Nils"]


# --- Whom one represents, and as what ------------------------------------------------------------


def test_a_newcomer_says_whom_they_represent_and_is_shown_around(network: Network) -> None:
    per = newcomer(network, "Per Dal")
    form = per.says("hvem er jeg")
    assert form.heading == "Hvilken etat representerer du?"
    told = form.press("Dette er min etat", agency=str(agency(network, KARRIERE)))
    assert "Ola Berg er kontaktperson nå" in told.text
    told = told.press("Vara")
    assert told.heading == "Du er vara for Agder fylkeskommune v/Karriere Agder Lyngdal"
    assert asked(network, KARRIERE) == ["Ola", "Per", "Kari"]
    assert told.press("Ny hos oss").heading == "Velkommen til oss"


def test_everybody_can_change_whom_they_represent(network: Network) -> None:
    siri = network.member("Siri")
    form = siri.says("min etat").press("Bytt etat")
    told = form.press("Dette er min etat", agency=str(agency(network, NAV)))
    assert told.heading == "Er du kontaktperson for NAV Lindesnes?"
    assert siri.says("hvem er jeg").heading == "Du representerer NAV Lindesnes"


def test_a_contact_is_asked_before_changing_and_the_old_agency_is_not_left_alone(
    network: Network,
) -> None:
    kari = network.member("Kari")
    before = (
        kari.says("hvem er jeg")
        .press("Bytt etat")
        .press("Dette er min etat", agency=str(agency(network, MANDAL)))
    )
    assert before.heading == "Vil du bytte til Mandal videregående skole?"
    assert "Nils Dahl" in before.text
    assert asked(network, NAV) == ["Kari", "Nils"]
    before.press("Ja, bytt")
    assert asked(network, NAV) == ["Nils", "Kari"]  # Kari still set the network up


def test_a_vacant_role_is_taken_with_one_press(network: Network) -> None:
    per = colleague(network, "Per Dal", KARRIERE)
    per.press("role.take/1", {"agency": agency(network, KARRIERE), "role": "deputy"})
    assert asked(network, KARRIERE) == ["Ola", "Per", "Kari"]
    (line,) = log(network)
    assert line.startswith("Ola Berg er kontaktperson for Agder fylkeskommune")
    assert line.endswith("Lyngdal, og Per Dal er vara.")


def test_whoever_takes_over_is_asked_and_the_one_before_is_told_once(network: Network) -> None:
    can_chat(network, "Ola")
    per = newcomer(network, "Per Dal")
    asking = per.says("hvem er jeg").press(
        "Dette er min etat", agency=str(agency(network, KARRIERE))
    )
    preview = asking.press("Kontaktperson")
    assert "Ola Berg får beskjed." in preview.texts
    assert asked(network, KARRIERE)[0] == "Ola"
    preview.press("Ja, bytt")
    assert asked(network, KARRIERE) == ["Per", "Ola", "Kari"]
    assert news(network) == [("Ola Berg", "Nå er det en annen jeg spør")]
    assert news(network, minutes=60 * 24) == []


def test_a_role_given_back_within_minutes_is_no_news(network: Network) -> None:
    can_chat(network, "Nils")
    kari, nav = network.member("Kari"), agency(network, NAV)
    view = kari.press("people.agency/1", {"agency": nav})
    view.press("Lagre", contact="1", deputy="none").press("Ja, bytt")
    kari.press("people.set/1", {"agency": nav, "contact": "1", "deputy": "2"})
    assert news(network) == []


def test_who_gets_a_role_from_somebody_else_is_told(network: Network) -> None:
    colleague(network, "Liv Aas", KARRIERE)
    ola = network.member("Ola").press("people.agency/1", {"agency": agency(network, KARRIERE)})
    saved = ola.press("Lagre", contact="4", deputy=str(person_id(network, "Liv Aas")))
    assert saved.heading == "Agder fylkeskommune v/Karriere Agder Lyngdal er oppdatert"
    assert news(network) == [("Liv Aas", "Nå er det deg jeg spør")]


def person_id(network: Network, name: str) -> int:
    with network.deps.store.transaction() as session:
        return session.exec(select(Person.id).where(Person.name == name)).one() or 0


def test_the_same_person_is_not_contact_and_deputy(network: Network) -> None:
    view = network.member("Kari").press("people.agency/1", {"agency": agency(network, NAV)})
    again = view.press("Lagre", contact="1", deputy="1")
    assert "Velg en annen enn kontaktpersonen" in again.text
    assert again.inputs() == {"contact": "1", "deputy": "1"}


def test_only_people_of_the_agency_can_speak_for_it(network: Network) -> None:
    view = network.member("Kari").press("people.agency/1", {"agency": agency(network, NAV)})
    for typed in ("3", "4711", "", "Kari"):
        assert "Velg en person i lista" in view.press("Lagre", contact=typed, deputy="2").text
    assert asked(network, NAV) == ["Kari", "Nils"]


def test_another_agency_cannot_choose_for_this_one(network: Network) -> None:
    nav = agency(network, NAV)
    seen = network.member("Amina").press("people.agency/1", {"agency": nav})
    assert seen.buttons == ["Hvem er hvem"]
    for verb, data in (
        ("people.set/1", {"agency": nav, "contact": "none", "deputy": "none"}),
        (
            "people.confirm/1",
            {
                "agency": nav,
                "contact": None,
                "deputy": None,
                "instead_of_contact": 1,
                "instead_of_deputy": 2,
            },
        ),
    ):
        refused = network.member("Amina").press(verb, data)
        assert refused.heading == "Det er etaten selv som velger kontaktperson og vara."
    refused = network.member("Amina").press("role.take/1", {"agency": nav, "role": "contact"})
    assert refused.heading == "Du representerer en annen etat nå. Skriv «hvem er jeg»."
    assert asked(network, NAV) == ["Kari", "Nils"]


def test_a_confirmation_of_what_has_changed_meanwhile_changes_nothing(network: Network) -> None:
    liv, nav = colleague(network, "Liv Aas", NAV), agency(network, NAV)
    preview = liv.press("role.take/1", {"agency": nav, "role": "contact"})
    network.member("Kari").press("role.take/1", {"agency": nav, "role": "none"})
    now = preview.press("Ja, bytt")
    assert now.heading == "NAV Lindesnes"
    assert asked(network, NAV) == ["Nils", "Kari", "Liv"]


def test_agencies_of_other_networks_do_not_exist(network: Network) -> None:
    with network.deps.store.transaction() as session:
        foreign = storage_networks.agencies(session, NVK)
    assert foreign == ()
    kari = network.member("Kari")
    assert kari.press("people.agency/1", {"agency": 4711}).heading == (
        "Den etaten finnes ikke lenger."
    )


def test_who_is_who_says_the_same_to_everybody_in_a_channel(network: Network) -> None:
    cards = [network.member(name).in_channel().says("kontakter").card for name in ("Kari", "Ola")]
    assert cards[0] == cards[1]
    assert "Kari Nilsen, vara Nils Dahl" in Seen(network.member("Kari"), cards[0]).text


def test_whoever_represents_nobody_is_shown_the_way_when_an_agency_is_needed(
    network: Network,
) -> None:
    duty = next(d for d in network.pass_days(5) if d[0].kind == planning.REMINDER)
    reminder = Seen(newcomer(network, "Per Dal"), duty[1].message.card, duty[0].activity_id)
    refused = reminder.press("Gjort")
    assert refused.buttons == ["Hvem er jeg"]
    assert refused.press("Hvem er jeg").heading == "Hvilken etat representerer du?"


# --- New here ------------------------------------------------------------------------------------


def test_the_welcome_says_who_what_is_promised_what_is_next_and_whom_to_ask(
    network: Network,
) -> None:
    welcome = colleague(network, "Liv Aas", NAV).says("ny hos oss")
    assert "Mandal videregående skole og NAV Lindesnes" in welcome.text
    assert "Dette har NAV Lindesnes lovet" in welcome.texts
    assert "4 oppgaver gjenstår" in welcome.texts
    assert "Fredag 15. januar" in welcome.text.replace("\\", "")
    assert "Kari Nilsen (NAV Lindesnes) og Ola Berg" in welcome.text
    assert welcome.buttons == ["Neste møte", "Møteplan", "Hvem er hvem"]


def test_who_has_not_said_whom_they_represent_is_welcome_too(network: Network) -> None:
    welcome = newcomer(network, "Per Dal").says("ny hos oss")
    assert welcome.buttons == ["Min etat", "Neste møte", "Møteplan"]


# --- Leaving -------------------------------------------------------------------------------------


def test_the_contact_leaves_and_everything_passes_to_a_named_successor(network: Network) -> None:
    can_chat(network, "Nils")
    colleague(network, "Liv Aas", NAV)
    form = network.member("Kari").says("slutter")
    assert "Kontaktperson for NAV Lindesnes" in form.texts
    assert "NAV Lindesnes har fortsatt 3 møter og 13 oppgaver" in form.text
    assert form.inputs() == {"colleague": "2", "member": "2"}  # whoever would be asked next
    left = confirmed(form, "Ja, jeg slutter", member="3")
    assert left.heading == "Takk for alt du har gjort"
    assert "Nils Dahl og Amina Yusuf tar over" in left.text
    assert asked(network, NAV) == ["Nils", "Liv", "Amina"]
    assert log(network) == ["Kari Nilsen sluttet. Nils Dahl og Amina Yusuf tok over."]
    assert news(network) == [("Nils Dahl", "Nå er det deg jeg spør")]
    assert network.member("Amina").says("kontakter").heading == "Disse kan dere spørre"
    assert network.member("Kari").says("møteplan").heading == "Jeg kjenner deg ikke ennå"


def test_the_reminders_of_a_leaver_reach_the_successor(network: Network) -> None:
    can_chat(network, "Nils")
    confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter")
    waiting = {delivery.audience for delivery in network.deliveries(DeliveryState.PENDING)}
    assert ("person:1" in waiting, "person:2" in waiting) == (False, True)  # at once
    told = [row for pair in network.pass_days(9) for row, _ in network.received(*pair)]
    assert [(row.kind, name_of(network, row.audience)) for row in told] == [
        (ROLE_TAKEN, "Nils Dahl"),
        (planning.REMINDER, "Nils Dahl"),
    ]


def test_the_last_one_of_an_agency_leaves_and_somebody_is_named_all_the_same(
    network: Network,
) -> None:
    form = network.member("Amina").says("jeg slutter")
    assert form.inputs() == {}
    assert "Kari Nilsen blir spurt" in form.text
    preview = form.press("Se hvordan det blir")
    assert "Kari Nilsen blir spurt om det Lindesnes kommune" in preview.text
    preview.press("Ja, jeg slutter")
    assert asked(network, "læringssenter") == ["Kari"]


def test_all_leave_and_the_last_one_leaves_nothing_behind(network: Network) -> None:
    for name in ("Kari", "Nils", "Amina", "Ola", "Ingrid", "Siri"):
        assert asked(network, NAV)
        confirmed(network.member(name).says("slutter"), "Ja, jeg slutter")
    with network.deps.store.transaction() as session:
        assert session.exec(select(Role)).all() == []
        assert rosters.read(session, KMV).owner_id is None


def test_the_reminders_of_an_agency_without_anybody_reach_who_set_the_network_up(
    network: Network,
) -> None:
    for name in ("Nils", "Ola"):  # Ola hosts the fagdag, whose duties are done
        confirmed(network.member(name).says("slutter"), "Ja, jeg slutter")
    confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter", member="3")
    can_chat(network, "Amina")
    sent = [p for p in network.pass_days(9) if p[0].kind == planning.REMINDER]
    assert [name_of(network, d.audience) for d, _ in sent] == ["Amina Yusuf"]


def test_in_the_channel_the_next_in_the_chain_is_mentioned(network: Network) -> None:
    confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter")
    sent = [p for p in network.pass_days(9) if p[0].kind == planning.REMINDER]
    mentions = [out.message.mention.name for _, out in sent if out.message.mention]
    assert mentions == ["Nils Dahl"]


def test_a_successor_must_be_chosen_and_be_there(network: Network) -> None:
    form = network.member("Kari").says("slutter")
    for typed in ("", "1", "3", "4711"):
        again = form.press("Se hvordan det blir", colleague=typed, member="3")
        assert "Velg hvem som tar over" in again.text
        assert again.inputs() == {"colleague": typed, "member": "3"}


def test_a_successor_who_left_in_the_meantime_is_asked_for_again(network: Network) -> None:
    preview = (
        network.member("Kari")
        .says("slutter")
        .press("Se hvordan det blir", colleague="2", member="3")
    )
    confirmed(network.member("Amina").says("slutter"), "Ja, jeg slutter")
    again = preview.press("Ja, jeg slutter")
    assert again.heading == "Skal du slutte hos oss?"
    assert asked(network, NAV) == ["Kari", "Nils"]


def test_two_who_hand_over_to_each_other_at_once_do_not_both_leave(network: Network) -> None:
    previews = [
        network.member("Kari")
        .says("slutter")
        .press("Se hvordan det blir", colleague="2", member="2"),
        network.member("Nils").says("slutter").press("Se hvordan det blir", colleague="1"),
    ]
    with ThreadPoolExecutor() as threads:
        answers = list(threads.map(lambda preview: preview.press("Ja, jeg slutter"), previews))
    assert {answer.heading for answer in answers} == {
        "Takk for alt du har gjort",
        "Skal du slutte hos oss?",
    }
    assert asked(network, NAV)[0] in {"Kari", "Nils"}


def test_the_leaver_can_regret_it_for_a_day(network: Network) -> None:
    can_chat(network, "Nils")
    left = confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter")
    back = left.press("Angre")
    assert back.heading == "Kari Nilsen er med igjen"
    assert asked(network, NAV) == ["Kari", "Nils"]
    assert network.member("Nils").says("hvem er jeg").heading == "Du er vara for NAV Lindesnes"
    assert news(network) == []  # Nils never hears of it
    assert left.press("Angre").heading == "Det er ikke noe å angre lenger."


def test_after_a_day_the_way_back_is_the_team(network: Network) -> None:
    left = confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter")
    network.clock.advance(hours=25)
    assert left.press("Angre").heading == (
        "Det er for sent å angre. Skriv i teamet, så er du med igjen."
    )
    network.member("Kari").in_channel().says("hjelp")
    assert network.member("Kari").says("hvem er jeg").heading == "Hvilken etat representerer du?"


def test_nobody_else_can_regret_for_the_leaver(network: Network) -> None:
    left = confirmed(network.member("Kari").says("slutter"), "Ja, jeg slutter")
    for other in (network.member("Ola"), network.member("Per")):
        assert left.press("Angre", other).heading == "Det er ikke noe å angre lenger."
    assert asked(network, NAV) == ["Nils"]


def test_an_administrator_takes_out_somebody_who_is_gone_and_can_regret_it(
    network: Network,
) -> None:
    form = network.member("Kari").says("slutter ola")
    assert form.heading == "Slutter Ola Berg?"
    gone = confirmed(form, "Ja, meld ut")
    assert gone.heading == "Ola Berg er meldt ut"
    assert asked(network, KARRIERE) == ["Kari"]
    gone.press("Angre")
    assert asked(network, KARRIERE) == ["Ola", "Kari"]


def test_the_contact_takes_out_a_colleague_and_nobody_else_does(network: Network) -> None:
    liv = colleague(network, "Liv Aas", KARRIERE)
    refused = "Det gjør kontaktpersonen i etaten, eller den som styrer nettverket."
    assert network.member("Amina").says("slutter liv").heading == refused
    for verb, data in (
        ("leaving/1", {"person": 4}),
        ("leaving.preview/1", {"person": 4}),
        ("leaving.confirm/1", {"person": 4, "colleague": None, "member": None}),
    ):
        assert liv.press(verb, data).heading == refused
    confirmed(network.member("Ola").says("slutter liv aas"), "Ja, meld ut")
    assert liv.says("møteplan").heading == "Jeg kjenner deg ikke ennå"


def test_a_name_that_several_have_is_asked_about(network: Network) -> None:
    colleague(network, "Ola Vik", KARRIERE)
    several = network.member("Kari").says("slutter ola")
    assert several.heading == "Hvem slutter?"
    assert several.press("Velg").heading == "Slutter Ola Berg?"
    nobody = network.member("Kari").says("slutter <at>alle</at>")
    assert nobody.heading == "Jeg finner ingen i nettverket med det navnet."


def test_leaving_is_a_private_matter(network: Network) -> None:
    assert network.member("Kari").in_channel().says("slutter").heading == (
        "Dette tar vi på tomannshånd"
    )


def test_a_leavers_secret_calendar_address_is_forgotten(network: Network) -> None:
    with network.deps.store.transaction() as session:
        session.add(CalendarFeed(person_id=4, secret="hash", made_on=network.clock().date()))
    confirmed(network.member("Ola").says("slutter"), "Ja, jeg slutter")
    with network.deps.store.transaction() as session:
        assert session.get(CalendarFeed, 4) is None


# --- Several networks ----------------------------------------------------------------------------


def in_both(network: Network) -> Member:
    """Kari belongs to the neighbour's network as well, and has not said which she means."""
    with network.deps.store.transaction() as session:
        people.join(session, NVK, 1)
    return network.member("Kari")


def test_one_network_is_never_asked_about(network: Network) -> None:
    assert network.member("Kari").says("møteplan").heading == "Dette er planlagt"
    assert network.member("Kari").says("nettverk").heading == (
        "Du er med i Kvalifiseringsnettverket Lindesnes"
    )


def test_several_networks_are_asked_about_once_and_then_remembered(network: Network) -> None:
    kari = in_both(network)
    choice = kari.says("møteplan")
    assert choice.heading == "Hvilket nettverk gjelder det?"
    answered = choice.press("Velg")
    assert answered.heading == "Dette er planlagt"
    assert kari.says("møteplan").heading == "Dette er planlagt"


def test_what_was_typed_after_the_command_is_not_lost(network: Network) -> None:
    choice = in_both(network).says("slutter ola")
    assert choice.press("Velg").heading == "Slutter Ola Berg?"


def test_the_choice_is_changed_with_a_word(network: Network) -> None:
    kari = in_both(network)
    kari.says("møteplan").press("Velg")
    choice = kari.says("nettverk")
    other = [a["data"] for a in choice._actions() if a["data"]["network"] == NVK]
    chosen = kari.press("network/1", other[0])
    assert chosen.heading == "Nå snakker vi om Nettverk for verdiskaping og kompetanse"
    assert kari.says("hvem er jeg").text.startswith("Nettverk for verdiskaping")


def test_a_network_one_does_not_belong_to_does_not_exist(network: Network) -> None:
    for number in (NVK, 4711):
        refused = network.member("Ola").press("network/1", {"network": number})
        assert refused.heading == "Det nettverket finnes ikke lenger."


def test_a_network_one_has_left_is_not_meant_any_more(network: Network) -> None:
    kari = in_both(network)
    with network.deps.store.transaction() as session:
        people.choose_network(session, 1, 4711)
    assert kari.says("møteplan").heading == "Hvilket nettverk gjelder det?"


def test_a_team_decides_which_network_is_meant(network: Network) -> None:
    kari = in_both(network)
    assert kari.in_channel().says("møteplan").heading == "Dette er planlagt"


def test_a_reminder_knows_its_network_whatever_was_chosen(network: Network) -> None:
    kari = in_both(network)
    kari.press("network/1", {"network": NVK})
    sent, outgoing = next(p for p in network.pass_days(5) if p[0].kind == planning.REMINDER)
    reminder = Seen(kari, outgoing.message.card, sent.activity_id)
    assert reminder.press("Gjort").buttons.count("Gjort") == 2


def test_language_and_help_need_no_network(network: Network) -> None:
    kari = in_both(network)
    assert kari.says("språk").heading == "Hvilket språk vil du ha?"
    assert kari.says("hjelp").heading == "Hva kan jeg hjelpe med?"
