"""For whoever watches over the process."""

import logging

from aiohttp import web

from bot.deps import Deps
from storage.store import UNAVAILABLE

log = logging.getLogger(__name__)


def mount(app: web.Application, deps: Deps) -> None:
    """GET /healthz: the process answers. GET /readyz: its database does, too."""

    async def healthy(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def ready(_request: web.Request) -> web.Response:
        try:
            await deps.store.run(_touch, deps)
        except UNAVAILABLE:
            log.warning("the database does not answer")
            return web.Response(status=503, text="the database does not answer\n")
        return web.Response(text="ok\n")

    app.router.add_get("/healthz", healthy)
    app.router.add_get("/readyz", ready)


def _touch(deps: Deps) -> None:
    """Raises storage.store.UNAVAILABLE when the database cannot be reached or written."""
    with deps.store.transaction() as session:
        session.connection().exec_driver_sql("SELECT 1")
