"""GET /utfordringer/{secret}.json and .docx: challenges for an agency's own archive."""

from aiohttp import web

from bot.deps import Deps
from bot.features.challenges import archive

LINK = "[A-Za-z0-9_=-]{56}"  # a claim and its signature
_KINDS = {
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def mount(app: web.Application, deps: Deps) -> None:
    """A link that is nobody's and an old one are answered as one."""

    async def file(request: web.Request) -> web.Response:
        kind, link = request.match_info["kind"], request.match_info["link"]
        content = await deps.store.run(archive.file_for, deps, link, kind)
        if content is None:
            raise web.HTTPNotFound
        headers = {
            "Content-Disposition": f'attachment; filename="utfordringer.{kind}"',
            "X-Robots-Tag": "noindex, nofollow",
        }
        return web.Response(body=content, content_type=_KINDS[kind], headers=headers)

    app.router.add_get(f"/utfordringer/{{link:{LINK}}}.{{kind:json|docx}}", file)
