"""Which of the three languages somebody reads."""

from enum import StrEnum


class Language(StrEnum):
    BOKMAL = "nb"
    NYNORSK = "nn"
    ENGLISH = "en"


_BY_TAG = {
    "nb": Language.BOKMAL,
    "no": Language.BOKMAL,
    "nn": Language.NYNORSK,
    "en": Language.ENGLISH,
}


def known(tag: str | None) -> Language | None:
    """The language of a locale tag (`nb-NO`, `no`, `nn`, `en_US`); None for any other."""
    return _BY_TAG.get((tag or "").strip().lower().replace("_", "-").split("-")[0])


def language_of(tag: str | None, default: Language) -> Language:
    """The language of a locale tag as Teams sends it, or the default."""
    return known(tag) or default


def accepted(header: str) -> Language | None:
    """What a browser asks for first among our languages: "da, nn;q=0.9, en;q=0.8" is nynorsk."""
    wishes = sorted((_wish(part) for part in header.split(",")), key=lambda wish: -wish[0])
    return next((known(tag) for weight, tag in wishes if weight > 0 and known(tag)), None)


def _wish(part: str) -> tuple[float, str]:
    """The weight of one language, 1 unless it says another, and its tag."""
    tag, _, weight = part.replace(" ", "").partition(";q=")
    try:
        return float(weight or 1), tag
    except ValueError:
        return 0, tag


def choose(stored: Language | None, tag: str | None, default: Language) -> Language:
    """The person's own choice wins over what the client says about itself."""
    return stored or language_of(tag, default)
