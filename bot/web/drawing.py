"""Counts as a picture, for clients of Teams that draw no charts of their own."""

import io
import textwrap
from dataclasses import dataclass
from functools import lru_cache

WIDTH = 3.6  # inches, at DOTS an inch: the text is as large as a card's on a phone
DOTS = 200
BAR, MARGIN = 0.45, 0.15  # inches of height
LINE = 20  # characters of a name in one line
ROWS = 3  # lines of a name
COLOUR, GROUND, TEXT = "#175d75", "#ffffff", "#1b1b1b"


@dataclass(frozen=True, slots=True)
class Bars:
    """rows: each bar's name and count. of: the length of a full bar. `title` is what they are."""

    title: str
    rows: tuple[tuple[str, int], ...]
    of: int


@lru_cache(maxsize=64)
def bars(drawn: Bars) -> bytes:
    """A PNG. The title stands beside the picture on the card, so it is only in the file.

    Drawn without pyplot, whose figures are shared between threads. matplotlib is imported here
    because it takes a second, and most processes never draw.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - see above
    from matplotlib.figure import Figure  # noqa: PLC0415 - see above

    figure = Figure(figsize=(WIDTH, BAR * len(drawn.rows) + MARGIN), dpi=DOTS, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.42, 0.02, 0.5, 0.96))
    places = range(len(drawn.rows))
    axes.barh(places, [drawn.of] * len(drawn.rows), color="#e4eaec", height=0.62)
    axes.barh(places, [count for _, count in drawn.rows], color=COLOUR, height=0.62)
    for place, (_, count) in zip(places, drawn.rows, strict=True):
        axes.text(
            drawn.of * 1.03, place, str(count), va="center", color=TEXT, fontsize=11, weight="bold"
        )
    names = [_wrapped(name) for name, _ in drawn.rows]
    axes.set_yticks(places, names, fontsize=10, color=TEXT, parse_math=False)
    axes.tick_params(length=0)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines[:].set_visible(False)
    written = io.BytesIO()
    figure.savefig(written, format="png", metadata={"Title": drawn.title})
    return written.getvalue()


def _wrapped(name: str) -> str:
    lines = textwrap.wrap(name, LINE, max_lines=ROWS, placeholder="…")
    return "\n".join(lines)
