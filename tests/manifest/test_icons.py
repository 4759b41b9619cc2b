from collections import Counter
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from manifest import icons
from manifest.contents import ACCENT, COLOR_ICON, OUTLINE_ICON

DRAWN = {COLOR_ICON: icons.color, OUTLINE_ICON: icons.outline}
SAFE = (36, 156)  # the middle 120 pixels, which no mask of Teams cuts


def stored(name: str) -> Image.Image:
    with Image.open(Path(icons.__file__).parent / name) as image:
        image.load()
        return image


@pytest.mark.parametrize("name", DRAWN)
def test_the_icon_that_is_kept_is_the_one_that_is_drawn(name: str) -> None:
    kept, drawn = stored(name), DRAWN[name]()
    assert (kept.format, kept.mode, kept.size) == ("PNG", drawn.mode, drawn.size)
    assert kept.tobytes() == drawn.tobytes(), "draw again with `python -m manifest.icons`"


def test_the_large_icon_fills_its_square_with_the_accent_colour() -> None:
    image = stored(COLOR_ICON)
    empty = Image.new("RGB", (192, 192), ACCENT)
    box = ImageChops.difference(image, empty).getbbox() or (0, 0, 0, 0)
    assert image.size == empty.size
    assert (min(box[:2]), max(box[2:])) == SAFE


def test_exactly_one_seat_of_the_large_icon_is_lit() -> None:
    pixels = Counter(stored(COLOR_ICON).get_flattened_data())
    lit, seats = pixels[_rgb(icons.LIT_COLOR)], pixels[_rgb(icons.SEAT_COLOR)]
    assert round(seats / lit) == icons.SEATS - 1


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def test_the_small_icon_is_white_on_nothing() -> None:
    image = stored(OUTLINE_ICON)
    assert (image.mode, image.size) == ("RGBA", (32, 32))
    assert image.convert("RGB").getextrema() == ((255, 255), (255, 255), (255, 255))
    drawn = image.getchannel("A")
    assert drawn.getextrema() == (0, 255)
    assert 0.2 < ImageStat.Stat(drawn).mean[0] / 255 < 0.5
