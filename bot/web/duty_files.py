"""GET /d/{key}.ics: what is left to do for a meeting, as days in a calendar."""

from aiohttp import web

from bot.deps import Deps
from bot.features.duties import files
from bot.web.calendar_files import Method
from bot.web.calendars import OWN, answered
from bot.web.pages import KEY


def mount(app: web.Application, deps: Deps) -> None:
    async def deadlines(request: web.Request) -> web.Response:
        file = await deps.store.run(files.file_for, deps, request.match_info["key"])
        found = await answered(request, deps, file, Method.PUBLISH, OWN)
        found.headers["Content-Disposition"] = 'attachment; filename="frister.ics"'
        return found

    app.router.add_get(f"/d/{{key:{KEY}}}.ics", deadlines)
