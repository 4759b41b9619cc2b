"""For whoever watches over the process."""

import logging

from aiohttp import web

from bot.deps import Deps
from bot.domain.deliveries import DeliveryState
from bot.web.limits import is_near
from storage import failures
from storage.failures import Counted
from storage.store import UNAVAILABLE

log = logging.getLogger(__name__)


def mount(app: web.Application, deps: Deps) -> None:
    """GET /healthz: the process answers. GET /readyz: its database does, too. GET /metrics: what
    became of deliveries, as Prometheus reads it, for neighbours only.
    """

    async def healthy(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        try:
            await deps.store.run(_touch, deps)
        except UNAVAILABLE:
            log.warning("the database does not answer")
            return web.Response(status=503, text="the database does not answer\n")
        return web.Response(text="ok\n")

    async def metrics(request: web.Request) -> web.Response:
        if not is_neighbour(request):
            raise web.HTTPNotFound
        counted = await deps.store.run(_counted, deps)
        return web.Response(text=exposition(counted))

    app.router.add_get("/healthz", healthy)
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/readyz", ready)


def is_neighbour(request: web.Request) -> bool:
    """Asked from this machine or its own network, and by nobody on behalf of somebody else."""
    if any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "Via")):
        return False
    return is_near(request.remote or "")


def exposition(counted: Counted) -> str:
    lines = ["# TYPE rundebord_deliveries gauge"]
    for state in DeliveryState:
        number = counted.states.get(state, 0)
        lines.append(f'rundebord_deliveries{{state="{state}"}} {number}')
    lines += [
        "# TYPE rundebord_deliveries_unseen gauge",
        f"rundebord_deliveries_unseen {counted.unseen}",
        "# TYPE rundebord_oldest_due_seconds gauge",
        f"rundebord_oldest_due_seconds {counted.oldest_due:.0f}",
    ]
    return "\n".join(lines) + "\n"


def _counted(deps: Deps) -> Counted:
    with deps.store.transaction() as session:
        return failures.count(session, deps.now())


def _touch(deps: Deps) -> None:
    """Raises storage.store.UNAVAILABLE when the database cannot be reached or written."""
    with deps.store.transaction() as session:
        session.connection().exec_driver_sql("SELECT 1")
