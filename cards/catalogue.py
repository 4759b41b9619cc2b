"""Keep the catalogues in step with the texts in the code: `python -m cards.catalogue`.

Translations are kept, new texts come in empty, texts that are gone are dropped. The tests say which
are still empty.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.domain.language import Language
from cards.words import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("bot", "cards", "manifest")
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
OPTIONS = {"web/templates/**.html": {"silent": "false"}}  # a template that cannot be read is told
KEYWORDS = {"text": None, "plural": (1, 2), "mark": None}
TRANSLATED = tuple(language for language in Language if language is not Language.BOKMAL)


def extracted() -> Catalog:
    """Every text of the sources, as an empty catalogue."""
    catalogue = Catalog()
    for source in SOURCES:
        found = extract_from_dir(ROOT / source, METHODS, OPTIONS, keywords=KEYWORDS)
        for filename, _line, message, _comments, context in found:
            catalogue.add(message, None, [(f"{source}/{filename}", 0)], context=context)
    return catalogue


def stored(language: Language) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=str(language))


def path_of(language: Language) -> Path:
    return LANGUAGES / f"{language}.po"


def update(language: Language) -> None:
    """Bring one catalogue up to date; an absent one begins empty."""
    path_of(language).touch()
    catalogue = stored(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path_of(language).open("wb") as file:
        write_po(
            file, catalogue, omit_header=True, sort_by_file=True, include_lineno=False, width=100
        )


if __name__ == "__main__":
    for translated in TRANSLATED:
        update(translated)
