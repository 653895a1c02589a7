"""The picture that stands for a page where a link to it is shown: its title beside its figure."""

import hashlib
import io
from bisect import bisect
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from recipes.running.figures import THEMES
from recipes.running.store import Store

from .digests import Content

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630  # what Open Graph's readers ask for
EDGE = 60
TITLE_WIDTH = 520
TITLE_HEIGHT = 330
LONGEST = 400  # characters of a title; more do not fit in any size
LARGEST, SMALLEST = 68, 26  # of the title, in pixels
VERSION = Path(__file__).read_bytes()  # a change of this module draws all anew


def card(store: Store, site: str, title: str, pictures: Sequence[bytes]) -> Content:
    """Return a PNG of `SIZE` with a title and up to four figures, from the store if it is there.

    Parameters
    ----------
    site
        The name of the site, above the title.
    pictures
        Figures as PNG.
    """
    shown = list(pictures[:4])
    parts = [VERSION, site.encode(), title.encode(), *shown]
    key = hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    return Content(key, lambda: store.remember(key, lambda: draw(site, title, shown)))


def draw(site: str, title: str, pictures: Sequence[bytes]) -> bytes:
    """Draw what `card` returns: the same bytes each time."""
    from PIL import Image, ImageDraw

    ink, paper, _, accent, *_ = THEMES["light"]
    canvas = Image.new("RGB", SIZE, paper)
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, 0, 16, HEIGHT), fill=accent)
    pen.text((EDGE, EDGE), site, font=_font("DejaVuSans.ttf", 30), fill=accent)
    width = TITLE_WIDTH if pictures else WIDTH - 2 * EDGE
    size, lines = _fitted(title, width)
    text = "\n".join(lines)
    pen.multiline_text((EDGE, 130), text, font=_face(title, size), fill=ink, spacing=size // 4)
    _place(canvas, pictures)
    written = io.BytesIO()
    # Much quicker than the best choice of colours, and enough for a preview.
    colours = canvas.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    colours.save(written, "PNG", compress_level=6)
    return written.getvalue()


def _place(canvas: "Image.Image", pictures: Sequence[bytes]) -> None:
    """Put the figures on the right: one alone, more of them two by two."""
    from PIL import Image, ImageOps

    left, top = EDGE + TITLE_WIDTH + 40, EDGE
    side = 1 if len(pictures) == 1 else 2
    width, height = (WIDTH - left - EDGE) // side, (HEIGHT - 2 * EDGE) // side
    for number, picture in enumerate(pictures):
        row, column = divmod(number, side)
        opened = Image.open(io.BytesIO(picture)).convert("RGB")
        fitted = ImageOps.contain(opened, (width - 12, height - 12), Image.Resampling.LANCZOS)
        x = left + column * width + (width - fitted.width) // 2
        y = top + row * height + (height - fitted.height) // 2
        canvas.paste(fitted, (x, y))


def _fitted(title: str, width: int) -> tuple[int, list[str]]:
    """The largest size in which the title fits, and its lines; at worst it is cut."""
    size = LARGEST
    while True:
        lines = _wrapped(title[:LONGEST], _face(title, size), width)
        if len(lines) * size * 1.4 <= TITLE_HEIGHT:
            return size, lines
        if size <= SMALLEST:
            room = int(TITLE_HEIGHT // (size * 1.4))
            return size, [*lines[: room - 1], "..."]
        size -= 2


def _wrapped(title: str, font: "ImageFont.FreeTypeFont", width: int) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        while font.getlength(word) > width:  # one that is longer than a line is broken
            lengths = [font.getlength(word[:number]) for number in range(len(word))]
            cut = max(1, bisect(lengths, width) - 1)
            lines, word = [*lines, word[:cut]], word[cut:]
        lines.append(word)
    return [line for line in lines if line]


def _face(title: str, size: int) -> "ImageFont.FreeTypeFont":
    """The face of the site's titles, where it has all letters."""
    return _font("cmr10.ttf" if title.isascii() else "DejaVuSerif.ttf", size)


def _font(name: str, size: int) -> "ImageFont.FreeTypeFont":
    """A font that comes with Matplotlib, which is not imported for it: that takes longer."""
    from PIL import ImageFont

    found = find_spec("matplotlib")
    assert found and found.origin
    return ImageFont.truetype(Path(found.origin).parent / "mpl-data" / "fonts" / "ttf" / name, size)
