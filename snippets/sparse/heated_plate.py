"""Solve Poisson's equation for a heated plate."""

# %% solve
import numpy as np
from scipy.sparse import diags_array, kronsum
from scipy.sparse.linalg import spsolve

rows, columns = 99, 149  # points inside the border
h = 0.01  # m, their spacing


def second(n):  # minus the second difference of n points
    parts = [-1.0, 2.0, -1.0]
    return diags_array(parts, offsets=[-1, 0, 1], shape=(n, n))


A = kronsum(second(columns), second(rows), format="csc") / h**2
f = np.zeros((rows, columns))
f[20:50, 30:60] = 1000  # K/m², the heater

u = spsolve(A, f.ravel()).reshape(f.shape)
hottest = u.max()
print(f"hottest: {hottest:.2f} K above the border")

# %% figure
import matplotlib.pyplot as plt

whole = np.pad(u, 1)  # with the border
across, up = h * columns + h, h * rows + h  # m
edges = -h / 2, across + h / 2, -h / 2, up + h / 2
heater = 0.305, 0.605, 0.605, 0.305, 0.305
heater_up = 0.205, 0.205, 0.505, 0.505, 0.205

fig, ax = plt.subplots(figsize=(5.2, 3.4))
image = ax.imshow(whole, extent=edges, origin="lower", cmap="inferno")
ax.plot(heater, heater_up, "--", color="cyan")
ax.set(xlabel="$x$ (m)", ylabel="$y$ (m)")
fig.colorbar(image, label="temperature $u$ (K)", shrink=0.8)
plt.show()

# %% size
unknowns = u.size
megabytes = 8 * A.nnz / 1e6
full_megabytes = 8 * unknowns**2 / 1e6
print(f"{unknowns} unknowns: {megabytes:.1f} MB")
print(f"as a full matrix: {full_megabytes:.0f} MB")


# %% by_hand
def sweep(t):
    around = t[:-2, 1:-1] + t[2:, 1:-1] + t[1:-1, :-2] + t[1:-1, 2:]
    return np.pad((around + h**2 * f) / 4, 1)


t = np.zeros_like(whole)
sweeps = 3000
for _ in range(sweeps):
    t = sweep(t)
missing = 1 - t.max() / hottest
change = sweep(t).max() / t.max() - 1
print(f"{missing:.1%} missing, the next sweep adds {change:.3%}")

# %% pitfall
column = u.ravel()
product = A @ column
entries = A * column
print(product.shape, entries.shape)
