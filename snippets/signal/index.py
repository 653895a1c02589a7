"""Which low-pass filter for which signal."""

# %% filters
import numpy as np
from scipy import signal

rate, edge, stop = 1000, 40, 60
loss, gap = 1, 60
bands = edge, stop, loss, gap
sections = {"fs": rate, "output": "sos"}

order, corner = signal.buttord(*bands, fs=rate)
butter = signal.butter(order, corner, **sections)
order, corner = signal.cheb1ord(*bands, fs=rate)
cheby1 = signal.cheby1(order, loss, corner, **sections)
order, corner = signal.cheb2ord(*bands, fs=rate)
cheby2 = signal.cheby2(order, gap, corner, **sections)
order, corner = signal.ellipord(*bands, fs=rate)
ellip = signal.ellip(order, loss, gap, corner, **sections)

order, corner = signal.ellipord(edge, stop, loss / 2, gap / 2, fs=rate)
each_way = signal.ellip(order, loss / 2, gap / 2, corner, **sections)

count, beta = signal.kaiserord(gap + 1, (stop - edge) / (rate / 2))
middle, window = (edge + stop) / 2, ("kaiser", beta)
firwin = signal.firwin(count + 1, middle, window=window, fs=rate)
edges = [0, edge, stop, rate / 2]
remez = signal.remez(121, edges, [1, 0], weight=[1, 50], fs=rate)


def measured(kernel, runs=1):
    """The order, the decibels lost below the edge and taken away, the delay."""
    recursive = kernel.ndim == 2
    response = signal.freqz_sos if recursive else signal.freqz
    f, h = response(kernel, worN=8000, fs=rate)
    db = -20 * runs * np.log10(np.maximum(abs(h), 1e-9))
    passed = f <= edge
    phase = np.unwrap(np.angle(h[passed]))
    delay = -1000 * np.gradient(phase, 2 * np.pi * f[passed])
    poles = np.count_nonzero(kernel[:, 4:]) if recursive else 0
    return {
        "order": poles if recursive else len(kernel) - 1,
        "loss": np.max(db[passed]),
        "gap": np.min(db[f >= stop]),
        "delay": np.mean(delay),
        "spread": np.ptp(delay),
    }


one = {
    "butter": measured(butter),
    "cheby1": measured(cheby1),
    "cheby2": measured(cheby2),
    "ellip": measured(ellip),
    "firwin": measured(firwin),
    "remez": measured(remez),
}
both = measured(each_way, runs=2)
weakest = min(found["gap"] for found in (*one.values(), both))
