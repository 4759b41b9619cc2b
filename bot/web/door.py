"""The other door, for browsers and calendars: everything that is reached without Teams."""

from collections.abc import Callable

from aiohttp import web

from bot.deps import Deps
from bot.web import (
    about,
    calendars,
    challenge_files,
    duty_files,
    follow,
    open_meetings,
    pages,
    results,
    sign_up,
)
from bot.web.evaluations import answers, wall


def mount(app: web.Application, deps: Deps, clock: Callable[[], float]) -> None:
    """All pages and files. `clock` counts seconds of real time, for the limits."""
    pages.mount(app, deps, clock)
    calendars.mount(app, deps)
    duty_files.mount(app, deps)
    open_meetings.mount(app, deps)
    results.mount(app, deps)
    sign_up.mount(app, deps)
    answers.mount(app, deps)
    wall.mount(app, deps)
    follow.mount(app, deps)
    challenge_files.mount(app, deps)
    about.mount(app, deps)
