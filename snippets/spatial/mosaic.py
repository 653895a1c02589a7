"""Turn an image into a triangle mosaic."""

# %% mosaic
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image
from scipy import ndimage
from scipy.spatial import Delaunay


def triangle_mosaic(picture, mesh):
    pixels = np.dstack(np.indices(picture.shape[:2]))
    owner = mesh.find_simplex(pixels)
    channels = np.moveaxis(picture, -1, 0)
    flat = [ndimage.mean(c, owner, owner) for c in channels]
    return np.dstack(flat)


with get_sample_data("grace_hopper.jpg") as file:
    picture = np.asarray(Image.open(file))
points = np.random.default_rng(0).uniform(-99, 699, (999, 2))
mosaic = triangle_mosaic(picture, Delaunay(points))
means = [p.mean((0, 1)).round(1) for p in (picture, mosaic)]
print("mean colours:", *means)

# %% paint
from PIL import ImageDraw
from skyline import draw_skyline

template = draw_skyline()
height, width, _ = template.shape
brightness = [0.299, 0.587, 0.114]
grey = template @ brightness
magnitude = np.hypot(ndimage.sobel(grey, axis=0), ndimage.sobel(grey, axis=1))
threshold, side = 0.2, 3
strong = magnitude > threshold * magnitude.max()
edges = ndimage.binary_erosion(strong, np.ones((side, side)))

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
    brush.line(line, fill=stroke % 4 > 0, width=2 * rng.integers(1, 4))
painted = np.asarray(canvas)

# %% triangles
labels, parts = ndimage.label(painted)
index = np.arange(1, parts + 1)
centroids = ndimage.center_of_mass(painted, labels, index)
corners = [(0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)]
vertices = np.vstack([centroids, corners])
mesh = Delaunay(vertices)
triangles, hull = len(mesh.simplices), len(mesh.convex_hull)
tiles = triangle_mosaic(template, mesh)
print(f"{parts} parts, {triangles} triangles = 2 * {len(vertices)} - 2 - {hull}")

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(6.4, 4), layout="constrained")
ax.imshow(tiles.round().astype(np.uint8))
ax.set_axis_off()
plt.show()

# %% stages
stages = {"template": template, "edges": edges, "painted": painted, "mosaic": tiles}
fig, axes = plt.subplots(2, 2, figsize=(6.4, 4.4), layout="constrained")
for panel, (title, stage) in zip(axes.flat, stages.items(), strict=True):
    panel.imshow(stage.round().astype(np.uint8), cmap="gray")
    panel.set_title(title)
    panel.set_axis_off()
plt.show()

# %% afar
likeness = []
for sigma in (0, 8):
    pair = [ndimage.gaussian_filter(p @ brightness, sigma) for p in (template, tiles)]
    likeness.append(np.corrcoef(*map(np.ravel, pair))[0, 1])
    print(f"blurred by {sigma} pixels: r = {likeness[-1]:.2f}")


# %% by_hand
def centroid_of(part):
    return np.argwhere(labels == part).mean(axis=0)


def pixels_under(triangle):
    mask = Image.new("1", (width, height))
    outline = [(column, row) for row, column in vertices[triangle]]
    ImageDraw.Draw(mask).polygon(outline, fill=1)
    return template[np.asarray(mask)]


looped = [centroid_of(part) for part in index[::30]]
print("same centroids:", np.allclose(looped, centroids[::30]))

# %% pitfall
_, right_parts = ndimage.label(strong)
_, wrong_parts = ndimage.label(magnitude)
print(f"boolean: {right_parts} parts, grey: {wrong_parts} parts")
middle = centroid_of(0)
print(f"label 0 is centred at {middle.round()} of {grey.shape}")
