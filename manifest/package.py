"""Write the app package: the zip that an administrator uploads to Teams.

Equal settings give equal bytes, so that a package can be compared with the one in use.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from bot.settings import Settings
from manifest.contents import FURTHER, file_of, localisation, manifest

ICONS = Path(__file__).parent
UNIX = 3  # whose rights of a file stand in the upper half of its attributes
READABLE = 0o644 << 16


def write_package(path: Path, settings: Settings) -> None:
    """Raises PackageIncomplete before anything is written."""
    files = dict(_files(settings))
    with ZipFile(path, "w") as package:
        for name, content in files.items():
            package.writestr(_entry(name), content)


def _files(settings: Settings) -> Iterator[tuple[str, bytes]]:
    contents = manifest(settings)
    yield "manifest.json", _json(contents)
    for language in FURTHER:
        yield file_of(language), _json(localisation(language, settings))
    for name in contents["icons"].values():
        yield name, (ICONS / name).read_bytes()


def _json(contents: Mapping[str, Any]) -> bytes:
    return (json.dumps(contents, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(name: str) -> ZipInfo:
    """A file as every machine writes it: a bare ZipInfo has no time and is not compressed."""
    entry = ZipInfo(name)
    entry.create_system, entry.external_attr = UNIX, READABLE
    return entry
