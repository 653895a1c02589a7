"""Turn an image into a triangle mosaic."""

# %% template
import numpy as np
from skyline import draw_skyline


def brightness(picture):
    return picture @ [0.299, 0.587, 0.114]


template = draw_skyline()
height, width, _ = template.shape
grey = brightness(template)
average = grey.mean()
print(f"{width} x {height} pixels, mean brightness {average:.0f} of 255")

# %% edges
from scipy import ndimage

magnitude = np.hypot(ndimage.sobel(grey, axis=0), ndimage.sobel(grey, axis=1))
threshold = 0.2
strong = magnitude > threshold * magnitude.max()
side = 3
edges = ndimage.binary_erosion(strong, np.ones((side, side)))
strong_share, edge_share = strong.mean(), edges.mean()
print(f"strong: {strong_share:.0%} of the pixels, after erosion: {edge_share:.0%}")

# %% brush
from PIL import Image, ImageDraw

canvas = Image.fromarray(edges)
brush = ImageDraw.Draw(canvas)
chance = ndimage.gaussian_filter(magnitude, 2) + 0.02 * magnitude.max()
rng = np.random.default_rng(0)
strokes = 900
places = rng.choice(grey.size, strokes, p=chance.ravel() / chance.sum())
for stroke, place in enumerate(places):
    y, x = divmod(place, width)
    angle, length = rng.uniform(0, np.pi), rng.uniform(2, 10)
    line = [x, y, x + length * np.cos(angle), y + length * np.sin(angle)]
    paint = stroke % 4 != 0
    brush.line(line, fill=paint, width=2 * rng.integers(1, 4))
painted = np.asarray(canvas)

# %% centroids
labels, parts = ndimage.label(painted)
index = np.arange(1, parts + 1)
centroids = np.array(ndimage.center_of_mass(painted, labels, index))
first, *_ = centroids
print(f"{parts} parts; the first is centred at row, column = {first.round(1)}")

# %% triangles
from scipy.spatial import Delaunay

corners = [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)]
points = np.vstack([centroids, corners])
mesh = Delaunay(points)
vertices, triangles, hull = len(points), len(mesh.simplices), len(mesh.convex_hull)
print(f"{triangles} triangles = 2 * {vertices} - 2 - {hull}")

sides = np.diff(points[mesh.simplices], axis=1)
area = np.linalg.det(sides).sum() / 2  # the triangles run counterclockwise
last_row, last_column = np.subtract(grey.shape, 1)
print(f"area {area:.0f} = {last_row} * {last_column}")

# %% colours
pixels = np.dstack(np.mgrid[:height, :width])


def mean_colours(mesh):
    """Which triangles own a pixel, their colours, and the region of each pixel."""
    used, region = np.unique(mesh.find_simplex(pixels), return_inverse=True)
    owned = range(len(used))
    channels = [ndimage.mean(template[..., c], region, owned) for c in range(3)]
    return used, np.transpose(channels), region


used, colours, region = mean_colours(mesh)
mosaic = colours[region]
without_pixels = triangles - len(used)
print(f"{without_pixels} of {triangles} triangles are too thin to own a pixel")

# %% afar
sigmas = [0, 2, 4, 8, 16]
likeness = []
for sigma in sigmas:
    x = ndimage.gaussian_filter(grey, sigma)
    y = ndimage.gaussian_filter(brightness(mosaic), sigma)
    likeness.append(float(np.corrcoef(x.ravel(), y.ravel())[0, 1]))
    print(f"blurred by {sigma:2} pixels: r = {likeness[-1]:.3f}")


# %% by_hand
def centroid_of(part):
    return np.argwhere(labels == part).mean(axis=0)


def pixels_under(corners):
    """All pixels below a triangle, drawn as a mask of the picture's size."""
    mask = Image.new("1", (width, height))
    outline = [(column, row) for row, column in points[corners]]
    ImageDraw.Draw(mask).polygon(outline, fill=1)
    return template[np.asarray(mask)]


some_centroids = [centroid_of(part) for part in index[::30]]
print(f"same centroids: {np.allclose(some_centroids, centroids[::30])}")

some_masks = [pixels_under(corners) for corners in mesh.simplices[used[::30]]]
owned = np.bincount(region.ravel())[::30]
surplus = sum(map(len, some_masks)) / owned.sum() - 1
print(f"{len(owned)} masks hold {surplus:.0%} more pixels than their triangles own")

# %% pitfall
_, right_parts = ndimage.label(strong)
_, wrong_parts = ndimage.label(magnitude)
print(f"parts of the boolean picture: {right_parts}, of the grey one: {wrong_parts}")

background = np.argwhere(labels == 0).mean(axis=0)
print(f"label 0 is centred at {background.round()}: the middle of the picture")

swapped = Delaunay(points[:, ::-1])
uncovered = np.mean(swapped.find_simplex(pixels) < 0)
print(f"(column, row) instead of (row, column): {uncovered:.1%} of the pixels outside")

# %% figure
import matplotlib.pyplot as plt

tiles = mosaic.round().astype(np.uint8)
stages = {"template": template, "edges": edges, "painted": painted, "mosaic": tiles}
fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.4), layout="constrained")
for ax, (title, picture) in zip(axes.flat, stages.items(), strict=True):
    ax.imshow(picture, cmap="gray")
    ax.set_title(title)
    ax.set_axis_off()
plt.show()

# %% figure_mosaic
fig_mosaic, ax_mosaic = plt.subplots(figsize=(6.4, 4), layout="constrained")
ax_mosaic.imshow(tiles)
ax_mosaic.set_axis_off()
plt.show()

# %% figure_afar
views = []
for sigma in sigmas:
    _, pair = plt.subplots(1, 2, figsize=(6.4, 2.2), layout="constrained")
    for ax, picture in zip(pair, (template, mosaic), strict=True):
        blurred = ndimage.gaussian_filter(picture.astype(float), (sigma, sigma, 0))
        ax.imshow(blurred[::2, ::2].round().astype(np.uint8))
        ax.set_axis_off()
    views.append(pair)
plt.show()
