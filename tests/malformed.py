"""Requests that no honest client makes, by the thousand, from one seed that changes every day.

MALFORMED is how many (2 000 if it does not say, 10 000 for a thorough run), SEED which.
"""

import json
import os
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urlencode

from cards.actions import CardAction

MANY = int(os.environ.get("MALFORMED", "2000"))
SEED = int(os.environ.get("SEED", datetime.now(UTC).toordinal()))

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 3, 7, 2**31, 2**63, -(2**70), 2**80, 1.5, 1e308, -0.0),
    *("", " ", "x", "0", "1", "-1", "²", "٣", "9" * 30, "9" * 5000, "1e9", "NaN", "null", "true"),
    *("2027-02-31", "2027-03-28", "0001-01-01", "9999-12-31", "24:00", "2.30", "-09:00", "P1Y"),
    *("none", "new", "all", "turn", "next", "1,2", "1|2|3", "agency:1", "agency:", "person:0"),
    *("https://[", "javascript:alert(1)", "%00", "../../etc/passwd", "${x}", "{0}", "{{x}}", "%s"),
    *("<at>alle</at>", "\u202e", "a\nb", "'; DROP TABLE meeting; --", "æ" * 3000, "x" * 20_000),
    *([], {}, [[]], ["x"], [1, [2, [3]]], {"a": []}, {"id": 1}, {"id": {}}, {"": ""}, [None] * 50),
)

# What JSON's own functions would not write.
RAW: tuple[bytes, ...] = (
    *(b"1e400", b"-1e400", b"9" * 5000, b"NaN", b"-Infinity", b"01", b"+1", b".5", b"0x1f", b"tru"),
    *(b"", b"'x'", b"x", b"[1,]", b"{,}", b'{"a"}', b'{"a":1,"a":2}', b'{"a":1}{"b":2}', b"/**/1"),
    *(b'"\xff"', b'"\xc3"', b'"\xed\xa0\x80"', b'"\\ud800"', b'"\\u0000"', b'"\x01"', b'"\\x"'),
    *(b"[" * 39 + b"]" * 39, b"[" * 60_000, b'{"a":' * 20_000, b"[" * 500 + b"]" * 500),
    b'"' + b"x" * 1_000_000 + b'"',
    b'"' + b"\\u00e6" * 20_000 + b'"',
)
_HERE = "\u2063here\u2063"


@dataclass(frozen=True)
class Maker:
    """sources: good activities. buttons: what can be pressed, to be filled with anything."""

    sources: Sequence[dict[str, Any]]
    buttons: Sequence[type[CardAction]]
    random: Random = field(default_factory=lambda: Random(SEED))

    def body(self) -> bytes:
        """One request to the door of Teams."""
        return self.random.choice((self._changed, self._changed, self._pressed, self._torn))()

    def form(self, good: dict[str, str]) -> bytes:
        """The form with some of it replaced, missing, repeated or not even a form."""
        names = [*good, "felt", "__proto__", ""]
        pairs = [
            (name, self._text() if self.random.random() < 0.25 else good.get(name, ""))
            for name in names
            if self.random.random() < 0.95
        ]
        more = self.random.choice((0, 0, 0, 1, 1000))
        pairs += [(self.random.choice(names), self._text()[:200])] * more
        body = urlencode(pairs, errors="surrogatepass").encode()
        return self._bitten(body) if self.random.random() < 0.3 else body

    def _text(self) -> str:
        value = self.random.choice(ODD)
        return value if isinstance(value, str) else json.dumps(value)

    def _changed(self) -> bytes:
        """A good activity with one to four of its parts replaced by anything, also by no JSON."""
        activity = json.loads(json.dumps(self.random.choice(self.sources)))
        for _ in range(self.random.randint(1, 4)):
            self._change(activity)
        if self.random.random() < 0.4:
            self._change(activity, _HERE)
        written = json.dumps(activity, ensure_ascii=self.random.random() < 0.5)
        raw = self.random.choice(RAW)
        return written.encode("utf-8", "surrogatepass").replace(
            json.dumps(_HERE, ensure_ascii=False).encode(), raw
        )

    def _change(self, activity: dict[str, Any], value: Any = None) -> None:
        node: Any = activity
        while True:
            name = self.random.choice(list(node))
            inner = node[name]
            if not isinstance(inner, dict) or not inner or self.random.random() < 0.3:
                break
            node = inner
        if value is None and self.random.random() < 0.2:
            del node[name]
        else:
            # a copy, because the next change may reach into it
            node[name] = deepcopy(self.random.choice(ODD)) if value is None else value
        activity.setdefault("", 0)  # so that there is always something to change

    def _pressed(self) -> bytes:
        """A button with its fields filled with anything, by somebody whom the network knows."""
        button = self.random.choice(self.buttons)
        data = {name: self._field() for name in button.model_fields}
        if self.random.random() < 0.1:
            data[str(self.random.choice(ODD))] = self.random.choice(ODD)
        press = {"type": "Action.Execute", "verb": button.verb, "data": data}
        activity = {"id": str(self.random.random()), "value": {"action": press}}
        source = next(each for each in self.sources if each.get("name") == "adaptiveCard/action")
        return json.dumps(source | activity).encode()

    def _field(self) -> Any:
        return self.random.randint(1, 9) if self.random.random() < 0.5 else self.random.choice(ODD)

    def _torn(self) -> bytes:
        return self._bitten(json.dumps(self.random.choice(self.sources)).encode())

    def _bitten(self, body: bytes) -> bytes:
        """Cut off, or with a few bytes exchanged, doubled or taken out."""
        bitten = bytearray(body[: self.random.randint(0, len(body))] or b"{")
        for _ in range(self.random.randint(0, 5)):
            where = self.random.randrange(len(bitten))
            bitten[where : where + self.random.randint(0, 3)] = self.random.randbytes(
                self.random.randint(1, 3)
            )
        return bytes(bitten)
