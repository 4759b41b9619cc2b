import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from jsonschema import Draft4Validator

from bot.domain.language import Language
from cards.words import Words
from manifest import contents
from manifest.contents import SCHEMA, PackageIncomplete
from manifest.package import write_package
from tests.conftest import NODE_MODULES
from tests.manifest.conftest import APP_ID, MakeSettings, Package
from tests.manifest.menus import in_the_menu, on_the_help_card

SCHEMAS = NODE_MODULES / f"@microsoft/app-manifest/build/json-schemas/teams/v{SCHEMA}"
MANIFEST_SCHEMA = "MicrosoftTeams.schema.json"
LOCALISATION_SCHEMA = "MicrosoftTeams.Localization.schema.json"
ABOUT_THE_APP = ["name.short", "description.short", "description.full"]
LONGEST_TITLE = 32  # characters; the schema allows 128 by now, but a phone shows no more
LONGEST_DESCRIPTION = 128
LONGEST_SUMMARY = (
    80  # the schema of localisation says so, too, but beside a reference that hides it
)

Localised = dict[Language, dict[str, str]]


def problems(schema_name: str, document: object) -> list[str]:
    """Where Microsoft's own schema refuses a document."""
    schema = json.loads((SCHEMAS / schema_name).read_text(encoding="utf-8"))
    return sorted(error.json_path for error in Draft4Validator(schema).iter_errors(document))


@pytest.mark.node
def test_microsofts_schema_accepts_the_manifest(manifest: dict[str, Any]) -> None:
    assert problems(MANIFEST_SCHEMA, manifest) == []


@pytest.mark.node
@pytest.mark.parametrize("language", contents.FURTHER)
def test_microsofts_schema_accepts_the_localisation(
    localised: Localised, language: Language
) -> None:
    assert problems(LOCALISATION_SCHEMA, localised[language]) == []


@pytest.mark.node
def test_the_schema_refuses_what_is_wrong(manifest: dict[str, Any]) -> None:
    manifest["accentColor"] = "green"
    manifest["bots"][0]["scope"] = "team"
    assert problems(MANIFEST_SCHEMA, manifest) == ["$.accentColor", "$.bots[0]"]
    assert problems(LOCALISATION_SCHEMA, dict.fromkeys(ABOUT_THE_APP, "")) == [
        f"$['{path}']" for path in sorted(ABOUT_THE_APP)
    ]


def test_the_package_holds_exactly_the_files_that_the_manifest_names(
    package: Package, manifest: dict[str, Any]
) -> None:
    further = [language["file"] for language in manifest["localizationInfo"]["additionalLanguages"]]
    assert list(package) == ["manifest.json", *further, *manifest["icons"].values()]


def test_every_language_of_the_bot_is_in_the_package(manifest: dict[str, Any]) -> None:
    told = manifest["localizationInfo"]
    further = [language["languageTag"] for language in told["additionalLanguages"]]
    assert [told["defaultLanguageTag"], *further] == list(Language)


def test_all_files_are_of_one_schema_version(package: Package, manifest: dict[str, Any]) -> None:
    files = [json.loads(file) for name, file in package.items() if name.endswith(".json")]
    assert {file["$schema"].split("/")[-2] for file in files} == {f"v{manifest['manifestVersion']}"}


def test_the_menu_lists_the_same_as_the_help_card(
    manifest: dict[str, Any], localised: Localised, make_settings: MakeSettings, tmp_path: Path
) -> None:
    for language, texts in localised.items():
        words = Words(language, make_settings().timezone)
        assert in_the_menu(manifest, texts) == on_the_help_card(words, tmp_path)


def test_a_further_language_leaves_no_text_in_the_first_one(
    manifest: dict[str, Any], localised: Localised
) -> None:
    commands = manifest["bots"][0]["commandLists"][0]["commands"]
    paths = [
        f"bots[0].commandLists[0].commands[{number}].{part}"
        for number in range(len(commands))
        for part in ("title", "description")
    ]
    on_messages = [f"composeExtensions[0].commands[0].{part}" for part in ("title", "description")]
    for language in contents.FURTHER:
        expected = ["$schema", *ABOUT_THE_APP, *paths, *on_messages]
        assert list(localised[language]) == expected


def test_commands_fit_on_a_phone(manifest: dict[str, Any], localised: Localised) -> None:
    menus = [in_the_menu(manifest, texts) for texts in localised.values()]
    commands = [command for menu in menus for command in menu]
    assert len(commands) == 3 * len(menus[0])
    assert max(len(title) for title, _ in commands) <= LONGEST_TITLE
    assert max(len(description) for _, description in commands) <= LONGEST_DESCRIPTION


def test_the_summary_fits_where_apps_are_listed(
    manifest: dict[str, Any], localised: Localised
) -> None:
    further = [localised[language]["description.short"] for language in contents.FURTHER]
    summaries = {manifest["description"]["short"], *further}
    assert len(summaries) == len(Language)
    assert max(map(len, summaries)) <= LONGEST_SUMMARY


def test_ids_and_addresses_are_those_of_the_settings(manifest: dict[str, Any]) -> None:
    assert (manifest["id"], manifest["bots"][0]["botId"]) == (APP_ID, APP_ID)
    assert manifest["validDomains"] == ["bot.example.org"]
    assert manifest["developer"] == {
        "name": "Rundebord",
        "websiteUrl": "https://bot.example.org/",
        "privacyUrl": "https://bot.example.org/privacy",
        "termsOfUseUrl": "https://bot.example.org/terms",
    }


def test_a_bot_that_lives_below_a_path_keeps_it(make_settings: MakeSettings) -> None:
    below = contents.manifest(make_settings(public_url="https://example.org/bot/"))
    assert below["developer"]["privacyUrl"] == "https://example.org/bot/privacy"
    assert below["validDomains"] == ["example.org"]


def test_no_right_is_asked_for_and_no_scope_where_nothing_works(manifest: dict[str, Any]) -> None:
    (bot,) = manifest["bots"]
    (menu,) = bot["commandLists"]
    assert bot["scopes"] == menu["scopes"] == ["team", "personal"]
    assert manifest.keys().isdisjoint({"authorization", "permissions", "webApplicationInfo"})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"app_id": ""}, "RUNDEBORD_APP_ID"),
        ({"app_id": "rundebord"}, "RUNDEBORD_APP_ID"),
        ({"public_url": ""}, "RUNDEBORD_PUBLIC_URL"),
        ({"public_url": "http://bot.example.org"}, "RUNDEBORD_PUBLIC_URL"),
        ({"public_url": "https://"}, "RUNDEBORD_PUBLIC_URL"),
    ],
)
def test_without_what_it_needs_nothing_is_written(
    tmp_path: Path, make_settings: MakeSettings, changed: dict[str, str], named: str
) -> None:
    with pytest.raises(PackageIncomplete, match=f"^{named} ") as refused:
        write_package(tmp_path / "rundebord.zip", make_settings(**changed))
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_equal_settings_give_equal_bytes(tmp_path: Path, make_settings: MakeSettings) -> None:
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write_package(first, make_settings())
    write_package(second, make_settings())
    assert first.read_bytes() == second.read_bytes()


def test_nothing_in_the_package_tells_when_or_where_it_was_made(
    tmp_path: Path, make_settings: MakeSettings
) -> None:
    path = tmp_path / "rundebord.zip"
    write_package(path, make_settings())
    with ZipFile(path) as package:
        told = {
            (file.date_time, file.compress_type, file.create_system, file.external_attr >> 16)
            for file in package.infolist()
        }
    assert told == {((1980, 1, 1, 0, 0, 0), ZIP_STORED, 3, 0o644)}


def test_the_menu_of_a_message_offers_to_take_it_up(manifest: dict[str, Any]) -> None:
    (extension,) = manifest["composeExtensions"]
    (command,) = extension["commands"]
    assert extension["botId"] == manifest["bots"][0]["botId"]
    assert (command["type"], command["context"], command["fetchTask"]) == (
        *("action", ["message"]),
        True,
    )
    assert len(command["title"]) <= LONGEST_TITLE
