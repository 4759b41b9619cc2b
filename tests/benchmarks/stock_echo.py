"""The SDK's own adapter with a bot that says nothing, for tests/benchmarks/refusals.py to knock at.

Runs in an environment of its own, which has botbuilder-integration-aiohttp and nothing of ours.
Arguments: port, app id, address of the key server's metadata.
"""

import sys

from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botframework.connector.auth import AuthenticationConstants


class _Configuration:
    APP_PASSWORD = "never-sent"
    APP_TYPE = "MultiTenant"

    def __init__(self, app_id: str) -> None:
        self.APP_ID = app_id


class _Bot:
    async def on_turn(self, context: TurnContext) -> None:
        """Nothing is answered, so that nothing leaves this machine."""


def main(port: int, app_id: str, metadata_url: str) -> None:
    AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = metadata_url
    AuthenticationConstants.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = metadata_url
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(_Configuration(app_id)))

    async def messages(request: web.Request) -> web.StreamResponse:
        answer = await adapter.process(request, _Bot())
        return answer or web.Response(status=201)

    application = web.Application()
    application.router.add_post("/api/messages", messages)
    web.run_app(application, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
