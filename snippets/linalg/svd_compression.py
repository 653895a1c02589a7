"""Compress an image with the SVD."""

# %% svd
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps
from scipy.linalg import svd

with get_sample_data("grace_hopper.jpg") as file:
    portrait = Image.open(file).convert("L")
picture = ImageOps.fit(portrait, (225, 225))
A = np.asarray(picture, dtype=float)

U, s, Vt = svd(A, full_matrices=False)
k = 20
A_k = U[:, :k] * s[:k] @ Vt[:k]

m, n = A.shape
kept = k * (m + n + 1)
print(f"{kept} numbers instead of {A.size}")

# %% figure
import matplotlib.pyplot as plt


def rms(image):
    return float(np.sqrt(np.mean((A - image) ** 2)))


ranks = [1, 5, 10, 20, 40, 80, 112]
counts = [r * (m + n + 1) for r in ranks]
images = [U[:, :r] * s[:r] @ Vt[:r] for r in ranks]
errors = [rms(image) for image in images]
axes = []
for image in images:
    _, ax = plt.subplots(figsize=(3.6, 3.6), layout="constrained")
    ax.imshow(image, cmap="gray", vmin=0, vmax=255)
    ax.set_axis_off()
    axes.append(ax)
plt.show()

# %% error
frobenius, left_out = np.linalg.norm(A - A_k), np.linalg.norm(s[k:])
spectral = np.linalg.norm(A - A_k, 2)
print(f"Frobenius norm {frobenius:.0f}, left out {left_out:.0f}")
print(f"2-norm {spectral:.0f}, next singular value {s[k]:.0f}")

# %% bytes
from io import BytesIO

parts = U[:, :k], s[:k], Vt[:k]
double_bytes = sum(part.nbytes for part in parts)
single_bytes = sum(part.astype(np.float32).nbytes for part in parts)
factor = A.size / single_bytes  # a pixel takes one byte

jpeg = BytesIO()
picture.save(jpeg, "JPEG")
jpeg_kilobytes = len(jpeg.getvalue()) / 1000
jpeg_error = rms(np.asarray(Image.open(jpeg)))
print(f"rank {k}: {single_bytes} bytes, error {rms(A_k):.0f} grey levels")
print(f"JPEG: {jpeg_kilobytes:.0f} kB, error {jpeg_error:.0f} grey levels")

# %% thin
tall = np.random.default_rng(0).normal(size=(4000, 50))
rows, columns = tall.shape
U_thin, _, _ = svd(tall, full_matrices=False)
thin_megabytes = U_thin.nbytes / 1e6
full_megabytes = rows**2 * tall.itemsize / 1e6
print(f"U: {thin_megabytes} MB instead of {full_megabytes} MB")

# %% by_hand
from scipy.linalg import eigh, hilbert, invhilbert


def svd_by_hand(A):
    squares, V = eigh(A.T @ A)  # ascending
    s, V = np.sqrt(abs(squares[::-1])), V[:, ::-1]
    return A @ V / s, s, V.T


H = hilbert(8)
smallest = 1 / np.linalg.norm(invhilbert(8), 2)
by_svd, by_eigh = min(svd(H, compute_uv=False)), min(svd_by_hand(H)[1])
svd_holds = f"{by_svd:.0e}" == f"{smallest:.0e}"
hand_holds = f"{by_eigh:.0e}" == f"{smallest:.0e}"
print(f"smallest singular value {smallest:.1e}")
print(f"first digit by svd: {svd_holds}, by hand: {hand_holds}")

# %% pitfall
wrapped = A_k.astype(int).astype(np.uint8)
clipped = np.rint(A_k).clip(0, 255).astype(np.uint8)
below, above = np.mean(A_k < 0), np.mean(A_k > 255)
print(f"{below:.0%} of the pixels below 0, {above:.0%} above 255")
print(f"error wrapped {rms(wrapped):.0f}, clipped {rms(clipped):.0f}")

# %% figure_clip
_, pair = plt.subplots(1, 2, figsize=(5.6, 3.1), layout="constrained")
for ax, name, image in zip(
    pair, ("wrapped", "clipped"), (wrapped, clipped), strict=True
):
    ax.imshow(image, cmap="gray", vmin=0, vmax=255)
    ax.set_title(name)
    ax.set_axis_off()
plt.show()
