"""What becomes of a bug of ours: a reference for who met it, and the trace in the log."""

import logging
import secrets
import traceback


def report(log: logging.Logger, where: str, bug: BaseException) -> str:
    """Log where it went wrong; the short reference that is told to the person and stands beside it.

    `where` must not say who or what it was about.
    """
    reference = secrets.token_hex(4)
    log.error("bug %s in %s\n%s", reference, where, _trace(bug))
    return reference


def _trace(bug: BaseException | None) -> str:
    """Cause first, without the exceptions' own words: they may quote what a person wrote, and
    answers to evaluations belong in no log."""
    if bug is None:
        return ""
    earlier = bug.__cause__ or (None if bug.__suppress_context__ else bug.__context__)
    frames = "".join(traceback.format_tb(bug.__traceback__))
    return f"{_trace(earlier)}{frames}{type(bug).__module__}.{type(bug).__qualname__}\n"
