"""Which function for a formula that loses its digits."""

# %% formulas
import numpy as np
from scipy import special

x, y = 1e-10, 1e-5
a = np.array([1000.0, 1001.0])
with np.errstate(all="ignore"):
    written = {
        "log1p": np.log(1 + x),
        "expm1": np.exp(x) - 1,
        "cosm1": np.cos(y) - 1,
        "erfc": 1 - special.erf(5),
        "logsumexp": np.log(np.sum(np.exp(a))),
        "gammaln": np.log(special.gamma(200)),
        "log_ndtr": np.log(special.ndtr(-40)),
        "ive": special.iv(0, 800) * np.exp(-800),
    }
functions = {
    "log1p": special.log1p(x),
    "expm1": special.expm1(x),
    "cosm1": special.cosm1(y),
    "erfc": special.erfc(5),
    "logsumexp": special.logsumexp(a),
    "gammaln": special.gammaln(200),
    "log_ndtr": special.log_ndtr(-40),
    "ive": special.ive(0, 800),
}
exact = {
    "log1p": 9.9999999995e-11,
    "expm1": 1.00000000005e-10,
    "cosm1": -4.9999999999583342e-11,
    "erfc": 1.5374597944280349e-12,
    "logsumexp": 1001.3132616875182,
    "gammaln": 857.93366982585744,
    "log_ndtr": -804.60844201375379,
    "ive": 0.014106945005869182,
}
plain = {name: abs(written[name] / exact[name] - 1) for name in exact}
worst = max(abs(functions[name] / exact[name] - 1) for name in exact)
