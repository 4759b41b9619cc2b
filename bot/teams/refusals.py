"""Why a request from outside is turned away. The texts are for the log and quote nothing of it."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import ClassVar


class Refusal(Exception):
    """Whoever is refused reads the status and one constant text."""

    status: ClassVar[HTTPStatus]
    headers: ClassVar[Mapping[str, str]] = MappingProxyType({})


class Malformed(Refusal):
    """The body is not an activity."""

    status = HTTPStatus.BAD_REQUEST


class Unauthorised(Refusal):
    """No proof that the request comes from Teams."""

    status = HTTPStatus.UNAUTHORIZED
    headers = MappingProxyType({"WWW-Authenticate": "Bearer"})  # which HTTP wants with a 401


class Forbidden(Refusal):
    """Proven, but not for us: another tenant, channel or host."""

    status = HTTPStatus.FORBIDDEN


class TooSlow(Refusal):
    """The body did not arrive in time."""

    status = HTTPStatus.REQUEST_TIMEOUT


class TooLarge(Refusal):
    """The body is longer than any activity."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class WrongContentType(Refusal):
    """Not announced as JSON."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class UnknownInvoke(Refusal):
    """Teams expects an answer to something that we do not offer. 501 would look like a fault."""

    status = HTTPStatus.NOT_FOUND
