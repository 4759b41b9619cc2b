"""Echo bots on Microsoft's own libraries, to compare with: `stock.py botbuilder|agents PORT LOGIN`.

Run by the Python of .venv-bench, which has these libraries and nothing of ours. What each asks of
the internet is answered on this machine: the signing keys by LOGIN (a URL), and its own access
token, for which it would ask a login server, is there at once. So both are faster than in life.
"""

import sys
from importlib import import_module
from typing import Any

from aiohttp import web

APP_ID = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"


def botbuilder(login: str) -> web.Application:
    """botbuilder 4.17 as its own echo sample has it, with the sample's adapter."""
    core = import_module("botbuilder.core")
    integration = import_module("botbuilder.integration.aiohttp")
    credentials = import_module("botframework.connector.auth").MicrosoftAppCredentials
    credentials.get_access_token = lambda *_: "token"

    class Settings:
        APP_ID = APP_ID
        APP_PASSWORD = "secret"
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = ISSUER
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = ISSUER
        TO_CHANNEL_FROM_BOT_LOGIN_URL = login
        OAUTH_URL = login
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = f"{login}/v1/.well-known/openidconfiguration"

    class Echo(core.ActivityHandler):  # type: ignore[misc, name-defined] # loaded by name above
        async def on_message_activity(self, turn_context: Any) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    adapter = integration.CloudAdapter(
        integration.ConfigurationBotFrameworkAuthentication(Settings())
    )
    echo = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse = await adapter.process(request, echo)
        return answer

    return _application(messages)


def agents(login: str) -> web.Application:
    """microsoft-agents 1.9, its heir."""
    core = import_module("microsoft_agents.hosting.core")
    hosting = import_module("microsoft_agents.hosting.aiohttp")
    authorization = import_module("microsoft_agents.hosting.core.authorization")
    issuers = import_module("microsoft_agents.hosting.core.authorization._entra_issuers")
    keys = f"{login}/v1/.well-known/keys"
    issuers.BOTFRAMEWORK_JWKS_URIS[ISSUER] = keys

    class Echo(core.ActivityHandler):  # type: ignore[misc, name-defined] # loaded by name above
        async def on_message_activity(self, turn_context: Any) -> None:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")

    settings = authorization.AgentAuthConfiguration(client_id=APP_ID)

    class Tokens(authorization.AnonymousTokenProvider):  # type: ignore[misc, name-defined] # same
        async def get_access_token(self, *_: Any, **__: Any) -> str:
            return "token"

    class Connections:
        def get_token_provider(self, *_: Any) -> Any:
            return Tokens()

        get_connection = get_default_connection = get_token_provider

        def get_default_connection_configuration(self) -> Any:
            return settings

    adapter = hosting.CloudAdapter(connection_manager=Connections())
    echo = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        answer: web.StreamResponse | None = await adapter.process(request, echo)
        return answer or web.Response()

    application = _application(messages, hosting.jwt_authorization_middleware)
    application["agent_configuration"] = settings
    return application


def _application(messages: Any, *middlewares: Any) -> web.Application:
    application = web.Application(middlewares=middlewares)
    application.router.add_post("/api/messages", messages)
    return application


if __name__ == "__main__":
    made = {"botbuilder": botbuilder, "agents": agents}[sys.argv[1]](sys.argv[3])
    web.run_app(made, host="127.0.0.1", port=int(sys.argv[2]), access_log=None, print=None)
