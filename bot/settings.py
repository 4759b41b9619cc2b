"""The settings: RUNDEBORD_PORT and so on, from the environment or a .env file."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.language import Language


class Settings(BaseSettings):
    """One field per setting; the README's table names them all."""

    model_config = SettingsConfigDict(env_prefix="RUNDEBORD_", env_file=".env", extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    database_url: str = "sqlite:///var/rundebord.db"
    secret_key_file: Path = Path("var/secret.key")
    app_id: str = ""
    app_password: SecretStr = SecretStr("")
    app_tenant_id: str = ""
    app_type: Literal["SingleTenant", "MultiTenant"] = "SingleTenant"
    allowed_tenants: Annotated[frozenset[str], NoDecode] = frozenset()
    public_url: str = ""
    timezone: ZoneInfo = ZoneInfo("Europe/Oslo")
    locale: Language = Language.BOKMAL
    teams_per_second: int = Field(default=50, ge=1)
    teams_windows: str = Field(
        default="7/1 8/2 60/30 1800/3600", pattern=r"^[1-9]\d*/[1-9]\d*( [1-9]\d*/[1-9]\d*)*$"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    playground_port: int = Field(default=56150, ge=0, le=65535)

    @field_validator("allowed_tenants", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """A list with commas: an environment has no better one."""
        if isinstance(value, str):
            return frozenset(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("timezone", mode="before")
    @classmethod
    def _zone(cls, value: object) -> object:
        """Raises ValueError for a zone that does not exist; the library's own error is another."""
        try:
            return ZoneInfo(value) if isinstance(value, str) else value
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError("not a time zone such as Europe/Oslo") from error
