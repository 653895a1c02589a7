"""Compress an image with the SVD."""

# %% picture
import numpy as np
from matplotlib.cbook import get_sample_data
from PIL import Image, ImageOps

portrait = Image.open(get_sample_data("grace_hopper.jpg", asfileobj=False))
picture = ImageOps.fit(portrait.convert("L"), (225, 225))
A = np.asarray(picture, dtype=float)
m, n = A.shape
numbers = A.size
print(f"{m} x {n} = {numbers} numbers")

# %% svd
from scipy.linalg import svd

U, s, Vt = svd(A, full_matrices=False)


def rank(k):
    return U[:, :k] * s[:k] @ Vt[:k]


k = 20
A_k = rank(k)
parts = U[:, :k], s[:k], Vt[:k]
kept = sum(part.size for part in parts)
print(f"{kept} numbers instead of {numbers}")

# %% error
left_out = np.sqrt(np.sum(s[k:] ** 2))
frobenius = np.linalg.norm(A - A_k)
spectral = np.linalg.norm(A - A_k, 2)
print(f"Frobenius norm {frobenius:.0f}, left out {left_out:.0f}")
print(f"2-norm {spectral:.0f}, next singular value {s[k]:.0f}")

# %% figure_ranks
import matplotlib.pyplot as plt


def rms(image):
    return float(np.sqrt(np.mean((A - image) ** 2)))


ranks = [1, 2, 5, 10, 20, 50, 100]
counts = [r * (m + n + 1) for r in ranks]
errors = [rms(rank(r)) for r in ranks]
panels = []
for r in ranks:
    _, panel = plt.subplots(figsize=(3.6, 3.6), layout="constrained")
    panel.imshow(rank(r), cmap="gray", vmin=0, vmax=255)
    panel.set_axis_off()
    panels.append(panel)
plt.show()

# %% figure
order = np.arange(1, n)
tails = np.sqrt(np.cumsum(s[::-1] ** 2)[::-1])

fig, ax = plt.subplots(figsize=(5.8, 3.6))
ax.semilogy(order, s[:-1] / s[0], label=r"singular value $\sigma_k / \sigma_1$")
ax.semilogy(order, tails[1:] / tails[0], "--", label="relative error of $A_k$")
ax.semilogy(ranks, tails[ranks] / tails[0], "o", color="C1")
for r in ranks[4:]:
    place = (r, tails[r] / tails[0])
    ax.annotate(f"$k = {r}$", place, (4, 6), textcoords="offset points")
ax.set(xlabel="$k$", ylabel="relative size")
ax.legend()
plt.show()

# %% bytes
float_bytes = np.dtype(np.float32).itemsize
picture_bytes = np.asarray(picture).nbytes
single_bytes = sum(part.astype(np.float32).nbytes for part in parts)
double_bytes = sum(part.nbytes for part in parts)
factor = picture_bytes / single_bytes
print(f"picture, uint8      {picture_bytes} bytes")
print(f"rank {k}, float32    {single_bytes} bytes")
print(f"rank {k}, float64    {double_bytes} bytes")

# %% break_even
number_rank = m * n / (m + n + 1)
byte_rank = number_rank / float_bytes
print(f"counting numbers {number_rank:.2f}, counting bytes {byte_rank:.2f}")

# %% jpeg
from io import BytesIO


def encoded(form):
    file = BytesIO()
    picture.save(file, form)
    return file


png, jpeg = encoded("PNG"), encoded("JPEG")
png_kilobytes, jpeg_kilobytes = (len(f.getvalue()) / 1000 for f in (png, jpeg))
svd_kilobytes = single_bytes / 1000
svd_rms, jpeg_rms = rms(A_k), rms(np.asarray(Image.open(jpeg)))
print(f"SVD  {svd_kilobytes:3.0f} kB, error {svd_rms:2.0f} grey levels")
print(f"JPEG {jpeg_kilobytes:3.0f} kB, error {jpeg_rms:2.0f} grey levels")
print(f"PNG  {png_kilobytes:3.0f} kB, no error")

# %% shapes
tall = np.random.default_rng(0).normal(size=(4000, 50))
thin_u, _, _ = svd(tall, full_matrices=False)
rows, columns = tall.shape
thin_megabytes = thin_u.nbytes / 1e6
full_megabytes = rows * rows * tall.itemsize / 1e6
print(f"U: {thin_megabytes} MB instead of {full_megabytes} MB")

# %% by_hand
from scipy.linalg import eigh


def svd_by_hand(A):
    squares, V = eigh(A.T @ A)  # ascending
    s, V = np.sqrt(abs(squares[::-1])), V[:, ::-1]
    return A @ V / s, s, V.T


hand_U, hand_s, hand_Vt = svd_by_hand(A)
hand_A_k = hand_U[:, :k] * hand_s[:k] @ hand_Vt[:k]
agree = np.allclose(hand_A_k, A_k)
print(f"the same picture of rank {k}: {agree}")

# %% hilbert
from scipy.linalg import hilbert, invhilbert

sizes = [4, 8, 10]
smallest = [1 / np.linalg.norm(invhilbert(size), 2) for size in sizes]
by_svd = [svd(hilbert(size), compute_uv=False)[-1] for size in sizes]
by_eigh = [svd_by_hand(hilbert(size))[1][-1] for size in sizes]
floor = np.sqrt(np.finfo(float).eps)
verdicts = np.where(np.isclose(by_eigh, smallest, atol=0), "right", "noise")
print("size   true    svd   by hand")
for row in zip(sizes, smallest, by_svd, verdicts, strict=True):
    print("{:4d}  {:.0e}  {:.0e}  {}".format(*row))

# %% pitfall
below = np.mean(A_k < 0)
above = np.mean(A_k > 255)
print(f"{below:.0%} of the pixels below 0, {above:.0%} above 255")

wrapped = A_k.astype(int).astype(np.uint8)
clipped = np.rint(A_k).clip(0, 255).astype(np.uint8)
print(f"error wrapped {rms(wrapped):.0f}, clipped {rms(clipped):.0f} grey levels")

# %% figure_clip
fig_clip, pair = plt.subplots(1, 2, figsize=(5.6, 3.1), layout="constrained")
for panel, image, title in zip(
    pair, (wrapped, clipped), ("wrapped", "clipped"), strict=True
):
    panel.imshow(image, cmap="gray", vmin=0, vmax=255)
    panel.set_title(title)
    panel.set_axis_off()
plt.show()
