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


def language_of(tag: str | None, default: Language) -> Language:
    """The language of a locale tag as Teams sends it: `nb-NO`, `no`, `nn`, `en-US`, or nothing."""
    return _BY_TAG.get((tag or "").lower().replace("_", "-").split("-")[0], default)


def choose(stored: Language | None, tag: str | None, default: Language) -> Language:
    """The person's own choice wins over what the client says about itself."""
    return stored or language_of(tag, default)
