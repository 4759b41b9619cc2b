"""The two families of errors that are not bugs; everything else is one (design: Errors)."""

TOO_LARGE = "too-large"  # the one reason of a DeliveryFailed that decides what is done


class Refused(Exception):
    """A rule said no. `text` is the bokmål sentence shown to the person, `values` fill its braces.

    The text is marked with `mark` where it is written, so that it is translated at the edge, where
    the person's language is known.
    """

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text)
        self.text = text
        self.values = values


class DeliveryFailed(Exception):
    """The way out failed; the two flags and the wait are the sender's whole policy.

    permanent: the target is gone or refuses us, so trying again is pointless.
    ambiguous: the request left and nobody knows whether Teams acted on it.
    retry_after: seconds the other side asked us to wait; 0.0 when it wants quiet and does not say
    for how long.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        ambiguous: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.ambiguous = ambiguous
        self.retry_after = retry_after


def mark(text: str) -> str:
    """Mark a text for translation where no language is known yet; Babel finds it by this name."""
    return text
