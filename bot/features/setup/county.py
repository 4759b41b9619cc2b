"""Step 5: whose school holidays the year avoids, and the public page."""

from dataclasses import replace
from functools import partial

from bot.deps import Deps, Reply, Turn
from bot.domain.errors import mark
from bot.domain.networks import Step, checked_county, checked_slug
from bot.domain.typed import Form
from bot.features.setup import access, flow, forms, progress
from cards import setup_county
from cards.setup_county import NO_COUNTY, SaveCounty
from cards.setup_parts import ShowCounty
from storage import changes, networks


def show_county(deps: Deps, turn: Turn, _action: ShowCounty) -> Reply:
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        view = forms.county_view(deps, session, network)
    return Reply(setup_county.build(view, turn.words))


def save_county(deps: Deps, turn: Turn, action: SaveCounty) -> Reply:
    """Whose school holidays the next year avoids, and where the page for everybody is."""
    with deps.store.transaction() as session:
        network = access.network_to_change(session, turn)
        is_taken = partial(networks.slug_taken, session, network.id or 0)
        form, wanted = Form(), "" if action.county == NO_COUNTY else action.county
        county = form.read("county", lambda: checked_county(wanted))
        slug = form.read("slug", lambda: checked_slug(action.slug, is_taken))
        if county is None or slug is None:
            view = forms.county_view(deps, session, network)
            typed_in = replace(view, county=action.county, slug=action.slug)
            told = replace(typed_in, problems=turn.words.problems(form))
            return Reply(setup_county.build(told, turn.words))
        before = progress.states_of(deps, session, turn, network)
        network.county, network.slug = county, slug or None
        network.skipped = _decided(network.skipped, county)
        what = mark("Fylket er «{county}», den offentlige siden er «{slug}»")
        changes.record(session, turn.known, turn.now, what, county=county, slug=slug)
        told_it = turn.words.text("Fylke og side er lagret")
        return flow.saved(deps, session, turn, network, before, Step.COUNTY, told_it)


def _decided(skipped: list[str], county: str) -> list[str]:
    """No county, on purpose, is asked for no more."""
    rest = [step for step in skipped if step != Step.COUNTY]
    return rest if county else [*rest, Step.COUNTY]
