"""Find where a function is zero."""

# %% root
import numpy as np
from scipy.optimize import root_scalar

eccentricity = 0.9  # of a comet's orbit


def kepler(E, M):
    return E - eccentricity * np.sin(E) - M


anomaly = 0.8  # the time, as an angle
bracket = 0, np.pi
solution = root_scalar(kepler, args=(anomaly,), bracket=bracket)
E = solution.root
print(f"E = {E:.10f}")

# %% figure
import matplotlib.pyplot as plt

angles = np.linspace(*bracket, 101)
heights = kepler(np.array(bracket), anomaly)

fig, ax = plt.subplots(figsize=(5, 4))
ax.axhline(0, color="black", linewidth=0.8)
ax.plot(angles, kepler(angles, anomaly), color="C0", label="$f(E)$")
ax.plot(bracket, heights, "s", color="C2", label="bracket")
ax.plot(E, 0, "o", color="C1", label="root")
ax.set(xlabel="$E$", ylabel="$f(E)$")
ax.legend(loc="upper left")
plt.show()

# %% many
from scipy.optimize import elementwise

anomalies = np.linspace(0, np.pi, 10_000)
many = elementwise.find_root(kepler, bracket, args=(anomalies,))
found = np.sum(many.success)
print(f"{found} of {anomalies.size} found")


# %% by_hand
def bisect(f, low, high, width):
    negative, calls = f(low) < 0, 1
    while high - low > width:
        middle, calls = (low + high) / 2, calls + 1
        if (f(middle) < 0) == negative:
            low = middle
        else:
            high = middle
    return (low + high) / 2, calls


halved, calls = bisect(lambda E: kepler(E, anomaly), *bracket, width=1e-12)
ratio = calls / solution.function_calls
print(f"E = {halved:.10f} with {calls} calls")

# %% pitfall
ends = 1, 2
pole = root_scalar(np.tan, bracket=ends)
print(f"x = {pole.root:.8f}, converged: {pole.converged}")
