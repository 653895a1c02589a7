"""Draw the mark of this site: a smooth S through nine points."""

# %% mark
import matplotlib.pyplot as plt
import numpy as np
from scipy.interpolate import make_interp_spline

upper = np.array([(0.62, 0.62), (0.05, 0.95), (-0.55, 0.6), (-0.4, 0.2)])
points = np.vstack([upper, [(0, 0)], -upper[::-1]])
path = make_interp_spline(np.linspace(-1, 1, len(points)), points)

fig, ax = plt.subplots(figsize=(1.6, 1.6), layout="constrained")
ax.plot(*path(np.linspace(-1, 1, 201)).T, linewidth=9, solid_capstyle="round")
ax.plot(*points[::2].T, "o", markersize=11, markeredgewidth=3, markeredgecolor="white")
ax.set(aspect="equal", xlim=(-1.2, 1.2), ylim=(-1.2, 1.2))
ax.set_axis_off()
plt.show()
