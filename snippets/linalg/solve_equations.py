"""Solve a system of linear equations."""

# %% solve
import numpy as np
from scipy.linalg import solve

k = 100  # N/m, tension over spacing
A = k * np.array(
    [
        [2, -1, 0, 0],
        [-1, 2, -1, 0],
        [0, -1, 2, -1],
        [0, 0, -1, 2],
    ]
)
b = np.array([2, 12, 3, 8])  # N, the weights

x = solve(A, b)
sag = 100 * x
print(sag, "cm")

# %% figure
import matplotlib.pyplot as plt

place = np.arange(1, 5)
height = np.concatenate([[0], -sag, [0]])

fig, ax = plt.subplots(figsize=(5, 4))
ax.axhline(0, color="C7", linestyle="--", label="empty line")
ax.bar(place, -b, 0.3, -sag, color="C1", label="shirts, 1 cm for 1 N")
ax.plot(np.arange(6), height, "o-", color="C0", label="with shirts")
ax.set(xlabel="place along the line", ylabel="height (cm)", ylim=(-36, 12))
ax.legend(loc="upper center", ncols=2)
plt.show()

# %% reuse
from scipy.linalg import lu_factor, lu_solve

factors = lu_factor(A)
dry = 100 * lu_solve(factors, b / 2)
print(dry, "cm")

# %% banded
from scipy.linalg import solve_banded

lamps, weight, stiff = 1099, 2.0, 100_000  # number, N, N/m
weights = np.full(lamps, weight)
bands = stiff * np.repeat([[-1], [2], [-1]], lamps, axis=1)
cable = solve_banded((1, 1), bands, weights)
lowest = cable.max()
print(f"{lowest:.4f} m")

# %% by_hand
from scipy.linalg import inv

full = 2 * np.eye(lamps) - np.eye(lamps, k=1) - np.eye(lamps, k=-1)
inverse = inv(stiff * full)
by_hand = inverse @ weights
filled = np.count_nonzero(inverse)
print(f"{filled} numbers instead of {bands.size}")

# %% pitfall
from scipy.linalg import hilbert

decimals = 3
H = hilbert(5)
exact = H.sum(axis=1)
rounded = exact.round(decimals)
print("exact:  ", solve(H, exact).round(3))
wrong = solve(H, rounded)
print("rounded:", wrong.round(3))
condition = np.linalg.cond(H)
print(f"condition number {condition:.0f}")
