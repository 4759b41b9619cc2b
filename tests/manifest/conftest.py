import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from bot.domain.language import Language
from bot.settings import Settings
from manifest.package import write_package

APP_ID = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"

MakeSettings = Callable[..., Settings]
Package = dict[str, bytes]
"""The files by name, in the order of the zip."""


@pytest.fixture
def make_settings(monkeypatch: pytest.MonkeyPatch) -> MakeSettings:
    """Complete settings that nothing on this machine has a say in; each can be changed."""

    def make(**changed: str) -> Settings:
        complete = {"app_id": APP_ID, "public_url": "https://bot.example.org"}
        return Settings.model_validate({**complete, **changed})

    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for field in Settings.model_fields:
        monkeypatch.delenv(f"RUNDEBORD_{field.upper()}", raising=False)
    return make


@pytest.fixture
def package(tmp_path: Path, make_settings: MakeSettings) -> Package:
    path = tmp_path / "rundebord.zip"
    write_package(path, make_settings())
    with ZipFile(path) as written:
        assert written.testzip() is None
        return {name: written.read(name) for name in written.namelist()}


@pytest.fixture
def manifest(package: Package) -> dict[str, Any]:
    contents: dict[str, Any] = json.loads(package["manifest.json"])
    return contents


@pytest.fixture
def localised(package: Package) -> dict[Language, dict[str, str]]:
    """The texts of the further languages; none for the one that the manifest itself is in."""
    files = {language: package.get(f"{language}.json", b"{}") for language in Language}
    return {language: json.loads(content) for language, content in files.items()}
