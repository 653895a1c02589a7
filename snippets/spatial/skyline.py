"""Draw a night skyline."""

# %% skyline
import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def draw_sky(width, height):
    """Dark above and glowing at the horizon, with stars and a moon."""
    stops = [0, 0.35, 0.65, 0.85]
    colours = [(9, 14, 48), (42, 42, 114), (160, 80, 128), (250, 160, 108)]
    depth = np.linspace(0, 1, height)
    column = [np.interp(depth, stops, c) for c in zip(*colours, strict=True)]
    sky = np.tile(np.transpose(column)[:, np.newaxis], (width, 1))

    rng = np.random.default_rng(0)
    rows, columns = rng.integers(0, height / 2, 150), rng.integers(0, width, 150)
    sky[rows, columns] += rng.uniform(20, 160, (150, 1))

    row, column = np.mgrid[:height, :width]
    distance = np.hypot(row - 0.24 * height, column - 0.2 * width) / (0.1 * height)
    moon = np.where(distance < 1, 1, 0.5 * np.exp(1 - distance))[..., np.newaxis]
    return (sky + moon * ((255, 244, 214) - sky)).clip(max=255).astype(np.uint8)


def draw_windows(draw, rng, left, top, right, ground, size, lit):
    """Rows of windows; a lit one has one of three lamp colours."""
    lamps = [(255, 208, 120), (255, 236, 196), (176, 214, 255)]
    for y in range(top + size, ground - size, 2 * size):
        for x in range(left + size, right - size, 2 * size):
            if rng.random() < lit:
                lamp = lamps[rng.integers(3)]
                draw.rectangle([x, y, x + size - 1, y + size], fill=lamp)


def draw_towers(draw, rng, width, ground, colour, heights, size, lit):
    """One row of towers from the left edge to the right one."""
    left = -8
    while left < width:
        right = left + size * int(rng.integers(8, 17))
        top = ground - int(ground * rng.uniform(*heights))
        middle = (left + right) / 2
        paint = tuple(int(c * rng.uniform(0.85, 1.15)) for c in colour)
        draw.rectangle([left, top, right, ground], fill=paint)
        roof = rng.choice(["flat", "slanted", "stepped", "pointed", "mast"])
        if roof == "slanted":
            draw.polygon([(left, top), (right, top), (right, top - 16)], fill=paint)
        elif roof == "stepped":
            draw.rectangle([left + size, top - 9, right - size, top], fill=paint)
        elif roof == "pointed":
            draw.polygon([(left, top), (middle, top - 26), (right, top)], fill=paint)
        elif roof == "mast":
            tip = top - 30
            draw.line([middle, tip, middle, top], fill=paint, width=2)
            draw.circle((middle, tip), 2, fill=(255, 80, 70))
        draw_windows(draw, rng, left, top, right, ground, size, lit)
        left = right + int(rng.integers(0, 6))


def draw_beacon(draw, middle, top, ground):
    """A tall lattice tower in orange light, with a bright deck."""
    y = np.linspace(top, ground, 60)
    half = 2 + 44 * np.linspace(0, 1, 60) ** 2
    outline = [*zip(middle - half, y, strict=True), *zip(middle + half, y, strict=True)]
    draw.polygon(outline[:60] + outline[:59:-1], fill=(236, 98, 48))
    for k in range(16, len(y), 4):
        base = [(middle - half[k] / 2, y[k] + 6), (middle + half[k] / 2, y[k] + 6)]
        draw.polygon([*base, (middle, y[k - 2])], fill=(92, 44, 84))
    draw.rectangle([middle - 16, y[27], middle + 16, y[29]], fill=(255, 230, 170))
    draw.line([middle, top - 40, middle, top], fill=(255, 196, 150), width=3)


def reflect(city, depth):
    """The city upside down in dark water, squeezed and shifted row by row."""
    mirror = city.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    water = np.asarray(mirror.resize((city.width, depth)), dtype=float)
    row = np.arange(depth)
    ripple = np.round(row / 14 * np.sin(row / 1.5)).astype(int)
    water = [np.roll(w, shift, axis=0) for w, shift in zip(water, ripple, strict=True)]
    light = np.linspace(0.7, 0.35, depth)[:, np.newaxis, np.newaxis]
    return (light * water + (1 - light) * (10, 18, 52)).astype(np.uint8)


def draw_skyline(width=640, height=400, seed=0):
    """A city at the blue hour, as an array of height x width x 3 bytes."""
    rng = np.random.default_rng(seed)
    ground = int(0.77 * height)
    city = Image.fromarray(draw_sky(width, ground))
    draw = ImageDraw.Draw(city)
    draw_towers(draw, rng, width, ground, (116, 78, 136), (0.2, 0.45), 3, 0.15)
    draw_towers(draw, rng, width, ground, (58, 48, 106), (0.15, 0.6), 4, 0.3)
    draw_beacon(draw, int(0.66 * width), int(0.2 * ground), ground)
    draw_towers(draw, rng, width, ground, (20, 22, 56), (0.06, 0.36), 5, 0.5)
    picture = np.vstack([city, reflect(city, height - ground)])
    haze = ImageFilter.GaussianBlur(0.8)
    return np.asarray(Image.fromarray(picture).filter(haze))
