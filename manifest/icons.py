"""Draw the two icons: `python -m manifest.icons`.

The round table seen from above, a seat for each agency, and one of them lit: whose turn it is.
Everything is drawn large and then averaged down, because Pillow does not smooth edges. Teams masks
the corners and wants what matters within the middle 120 pixels of the large one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from manifest.contents import ACCENT, COLOR_ICON, OUTLINE_ICON

FOLDER = Path(__file__).parent
FINER = 8  # drawn this many times larger

SEATS = 6
LIT = 0  # the number of the seat whose turn it is
FIRST_SEAT = -60.0  # degrees clockwise from three o'clock: one o'clock
SEAT_SPAN = 30.0  # degrees of its arc, without the round ends

TABLE_COLOR = "#F6F3EA"
SEAT_COLOR = "#7DB3A6"
LIT_COLOR = "#FFB938"


def color() -> Image.Image:
    """192 × 192, filled to its edges."""
    image = Image.new("RGB", (192 * FINER, 192 * FINER), ACCENT)
    ring = _Ring(ImageDraw.Draw(image), 192)
    ring.disc(96, 96, 33, TABLE_COLOR)
    for number in range(SEATS):
        ring.seat(number, 52, 8, LIT_COLOR if number == LIT else SEAT_COLOR)
    return image.reduce(FINER)


def outline() -> Image.Image:
    """32 × 32, white; what is not drawn is transparent, and so are the smoothed edges in part."""
    shape = Image.new("L", (32 * FINER, 32 * FINER), 0)
    ring = _Ring(ImageDraw.Draw(shape), 32)
    ring.disc(16, 16, 7, 255)
    ring.disc(16, 16, 5, 0)
    for number in range(SEATS):
        ring.seat(number, 13, 2.2 if number == LIT else 1, 255)
    image = Image.new("RGBA", (32, 32), "white")
    image.putalpha(shape.reduce(FINER))
    return image


@dataclass(frozen=True, slots=True)
class _Ring:
    """What is drawn around the middle of an icon, in the icon's own pixels."""

    draw: ImageDraw.ImageDraw
    size: int

    def disc(self, x: float, y: float, radius: float, fill: str | int) -> None:
        """Half a drawn pixel is taken away, because Pillow counts from the middle of one."""
        middle = x * FINER - 0.5, y * FINER - 0.5
        self.draw.circle(middle, radius * FINER - 0.5, fill)

    def seat(self, number: int, distance: float, thickness: float, fill: str | int) -> None:
        """A chair: an arc around the table with round ends. `thickness` is half of its own."""
        for x, y in self._along(number, distance):
            self.disc(x, y, thickness, fill)

    def _along(self, number: int, distance: float) -> Iterator[tuple[float, float]]:
        """The points of a seat, so close that discs there run together into one arc."""
        begins = FIRST_SEAT + number * 360 / SEATS - SEAT_SPAN / 2
        for step in range(int(SEAT_SPAN * 4) + 1):
            angle = math.radians(begins + step / 4)
            yield (
                self.size / 2 + distance * math.cos(angle),
                self.size / 2 + distance * math.sin(angle),
            )


if __name__ == "__main__":
    color().save(FOLDER / COLOR_ICON)
    outline().save(FOLDER / OUTLINE_ICON)
