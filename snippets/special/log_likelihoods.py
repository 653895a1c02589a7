"""Turn log-likelihoods into probabilities without underflow."""

# %% probabilities
import numpy as np
from scipy.special import softmax, xlog1py, xlogy

sown, sprouted = 3000, 2160
chance, step = np.linspace(0, 1, 1001, retstep=True)
log_likelihood = xlogy(sprouted, chance)
log_likelihood += xlog1py(sown - sprouted, -chance)

probability = softmax(log_likelihood)
mean = np.sum(chance * probability)
spread = np.sqrt(np.sum((chance - mean) ** 2 * probability))
print(f"chance to sprout: {mean:.3f} ± {spread:.3f}")

# %% figure
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(5, 4))
ax.plot(chance, probability, color="C0", label="softmax")
ax.plot(chance, np.exp(log_likelihood), "--", color="C1", label="exp")
ax.set(xlabel="chance to sprout", ylabel="probability", xlim=(0.65, 0.8))
ax.legend()
plt.show()

# %% evidence
from scipy.special import betaln, logsumexp

log_mean = logsumexp(log_likelihood) + np.log(step)
exact = betaln(sprouted + 1, sown - sprouted + 1)
print(f"log of the mean likelihood: {log_mean:.4f}, exact {exact:.4f}")

# %% by_hand
likelihood = np.exp(log_likelihood)
with np.errstate(invalid="ignore"):
    by_hand = likelihood / likelihood.sum()
highest, vanished = log_likelihood.max(), -746
gone = np.exp(vanished)
print(f"log-likelihoods up to {highest:.0f}, but exp({vanished}) = {gone}")
print(by_hand)

# %% pitfall
from scipy.special import log_ndtr, ndtr

limit = -40
with np.errstate(divide="ignore"):
    too_late = np.log(ndtr(limit))
in_time = log_ndtr(limit)
print(f"{too_late}, should be {in_time:.4f}")
