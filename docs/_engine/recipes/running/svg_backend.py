"""Matplotlib's SVG, in which an image has no more channels than it needs: a third of the bytes."""

from typing import Any

from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG

POINTS_PER_INCH = 72  # the unit of an SVG


class _Renderer(RendererSVG):
    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        super().draw_image(gc, x, y, _plain(im), transform)  # type: ignore[no-untyped-call]


class FigureCanvas(FigureCanvasSVG):
    """What ``savefig(backend="module://…")`` asks for."""

    def print_svg(
        self, filename: Any, *, bbox_inches_restore: Any = None, metadata: Any = None, **_: Any
    ) -> None:
        """Write the figure into an open file of text."""
        figure: Any = self.figure
        image_dpi, figure.dpi = figure.dpi, POINTS_PER_INCH
        width, height = figure.get_size_inches()
        drawing: Any = _Renderer(  # type: ignore[no-untyped-call]
            width * POINTS_PER_INCH,
            height * POINTS_PER_INCH,
            filename,
            image_dpi=image_dpi,
            metadata=metadata,
        )
        mixed: Any = MixedModeRenderer(  # type: ignore[no-untyped-call]
            figure, width, height, image_dpi, drawing, bbox_inches_restore=bbox_inches_restore
        )
        figure.draw(mixed)
        mixed.finalize()


def _plain(pixels: Any) -> Any:
    """An image of red, green, blue and opacity without the channels that say nothing."""
    import numpy as np

    if pixels.ndim < 3 or pixels.shape[2] < 4 or (pixels[..., 3] != 255).any():
        return pixels
    red, green, blue = (pixels[..., one] for one in range(3))
    grey = (red == green).all() and (green == blue).all()
    return np.ascontiguousarray(red if grey else pixels[..., :3])
