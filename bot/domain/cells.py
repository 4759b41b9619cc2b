"""Text that a spreadsheet opens as text, whatever somebody wrote.

OWASP, "CSV Injection": what begins with = + - @, a tab or a carriage return is taken for a formula.
"""

import re

# Also as the full-width signs that some spreadsheets read as the plain ones.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def safe(text: str) -> str:
    """The text without zero bytes, and behind an apostrophe where it would be a formula."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if _FORMULA.match(clean) else clean
