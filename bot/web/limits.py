"""How often one address may knock at our pages, and which address that is."""

import ipaddress

from aiohttp import web

from bot.limits import Rate

# A whole fagdag may sit behind one address, and send its forms within the same minute: some choose
# another language first, some forget a question, and some press twice.
POSTS = Rate(burst=400, per_second=4)
# A calendar whose link was deleted goes on asking; somebody who guesses asks much more.
UNKNOWN_CODES = Rate(burst=60, per_second=0.5)


def address_of(request: web.Request) -> str:
    """Who knocks. A proxy on our own network says for whom it asks; others may say what they like.

    The last entry counts: it is the one that the proxy itself has added.
    """
    peer = request.remote or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return told if told and is_near(peer) else peer


def is_near(peer: str) -> bool:
    """Whether that address is of this machine or of its own network."""
    try:
        return ipaddress.ip_address(peer).is_private
    except ValueError:
        return False
