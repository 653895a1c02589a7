"""Write what old names did with the names of today."""

# %% odeint
import numpy as np
from scipy.integrate import odeint, solve_ivp


def swing(t, y):
    return [y[1], -y[0]]


span = 0, 10
times = np.linspace(*span, 101)
old = odeint(lambda y, t: swing(t, y), [1, 0], times)
new = solve_ivp(swing, span, [1, 0], t_eval=times).y
same = solve_ivp(swing, span, [1, 0], "LSODA", times, rtol=1e-8, atol=1e-8).y
old_error, new_error, same_error = (
    abs(angle - np.cos(times)).max() for angle in (old[:, 0], new[0], same[0])
)

# %% simps
from scipy.differentiate import derivative
from scipy.integrate import cumulative_trapezoid, quad, simpson, trapezoid

x = np.linspace(0, 2, 5)
y = x**3
by_lines = trapezoid(y, x)  # trapz(y, x)
by_parabolas = simpson(y, x)  # simps(y, x)
running = cumulative_trapezoid(y, x, initial=0)  # cumtrapz(y, x, initial=0)
area, error_estimate = quad(np.cos, 0, 1)  # quadrature(cos, 0, 1), romberg(cos, 0, 1)
slope = derivative(np.sin, 0.5).df  # derivative(sin, 0.5, dx=1e-6)

# %% interp1d
from scipy.interpolate import interp1d, make_interp_spline

x, between = np.linspace(0, 3, 10), np.linspace(0, 3, 50)
old_curve = interp1d(x, np.sin(x), kind="cubic")(between)
new_curve = make_interp_spline(x, np.sin(x), k=3)(between)
old_line = interp1d(x, np.sin(x))(between)
new_line = make_interp_spline(x, np.sin(x), k=1)(between)

# %% univariate_spline
from scipy.interpolate import UnivariateSpline, make_splrep, splev, splrep

x = np.linspace(0, 10, 60)
y = np.sin(x) + np.random.default_rng(0).normal(0, 0.2, 60)
old_through, new_through = splev(x + 0.1, splrep(x, y)), make_splrep(x, y)(x + 0.1)
old_smooth, new_smooth = UnivariateSpline(x, y, s=2)(x), make_splrep(x, y, s=2)(x)

# %% splprep
from scipy.interpolate import make_splprep, splprep

old_loop, old_parameters = splprep([np.cos(x), y], s=0)
new_loop, new_parameters = make_splprep([np.cos(x), y], s=0)
old_point, new_point = splev(0.3, old_loop), new_loop(0.3)

# %% rbf
from scipy.interpolate import Rbf, RBFInterpolator

points = np.random.default_rng(0).random((30, 2))
height = points[:, 0] ** 2 - points[:, 1]
old_surface = Rbf(points[:, 0], points[:, 1], height)
new_surface = RBFInterpolator(
    points, height, kernel="multiquadric", epsilon=1 / old_surface.epsilon, degree=-1
)
old_height, new_height = old_surface(0.4, 0.7), new_surface([[0.4, 0.7]])

# %% interp2d
from scipy.interpolate import RectBivariateSpline, RegularGridInterpolator

x, y = np.linspace(0, 2, 5), np.linspace(0, 3, 7)
table = x**3 + y[:, None] ** 3  # a row for each y, as interp2d had it
straight = RegularGridInterpolator((y, x), table)([[2.2, 0.7]])  # interp2d(x, y, table)
bent = RectBivariateSpline(y, x, table)(2.2, 0.7)  # interp2d(x, y, table, kind="cubic")

# %% fftpack
from scipy import fft, fftpack

x = np.array([1, 2, 4, 8, 16])
old_fft, new_fft = fftpack.fft(x), fft.fft(x)
old_dct, new_dct = fftpack.dct(x), fft.dct(x)
old_rfft, new_rfft = fftpack.rfft(x), fft.rfft(x)

# %% fmin
from scipy.optimize import fmin, fminbound, minimize, minimize_scalar


def valley(p):
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


old_lowest = fmin(valley, [-1.2, 1], disp=False)
new_lowest = minimize(valley, [-1.2, 1], method="Nelder-Mead").x
old_dip = fminbound(np.cos, 2, 5)
new_dip = minimize_scalar(np.cos, bounds=(2, 5)).x

# %% fsolve
from scipy.optimize import fsolve, least_squares, leastsq, root


def circle_and_line(p):
    return [p[0] ** 2 + p[1] ** 2 - 25, p[1] - p[0] - 1]


def misfit(p):
    x = np.array([0, 1, 2])
    return p[0] * np.exp(-p[1] * x) - 3 * np.exp(-2 * x)


start = [1, 1]
old_root = fsolve(circle_and_line, start)
new_root = root(circle_and_line, start).x
old_fit, _ = leastsq(misfit, start)
new_fit = least_squares(misfit, start, method="lm").x

# %% spectrogram
from scipy.signal import ShortTimeFFT, spectrogram

rate = 1000
tone = np.sin(2 * np.pi * 100 * np.arange(2000) / rate)
_, old_times, old_power = spectrogram(
    tone, rate, "hann", nperseg=128, noverlap=64, detrend=False
)
windowed = ShortTimeFFT.from_window(
    "hann", rate, nperseg=128, noverlap=64, fft_mode="onesided2X", scale_to="psd"
)
new_power, new_times = windowed.spectrogram(tone), windowed.t(len(tone))
extra = new_power.shape[1] - old_power.shape[1]

# %% stft
from scipy.signal import istft, stft

_, _, old_stft = stft(tone, rate, nperseg=128)
windowed = ShortTimeFFT.from_window(
    "hann", rate, nperseg=128, noverlap=64, scale_to="magnitude", phase_shift=None
)
new_stft = windowed.stft(tone)
_, old_tone = istft(old_stft, rate)
new_tone = windowed.istft(new_stft, k1=len(tone))

# %% windows
from scipy.signal import butter, freqz_sos, get_window, sosfreqz
from scipy.signal.windows import hann

symmetric, periodic = hann(5), get_window("hann", 4)  # signal.hann(5)
low_pass = butter(4, 0.2, output="sos")
old_response, new_response = sosfreqz(low_pass)[1], freqz_sos(low_pass)[1]

# %% kron
from scipy.ndimage import gaussian_filter, label

product = np.kron([1, 2], [3, 4])  # linalg.kron(a, b)
corner = np.triu(np.ones((3, 3)))  # linalg.triu(a)
parts, count = label(np.eye(3))  # measurements.label(a)
spot = gaussian_filter([0.0, 1.0, 0.0], 0.5)  # filters.gaussian_filter(a, 0.5)

# %% csr_matrix
from scipy.sparse import csr_array, csr_matrix
from scipy.spatial import KDTree, cKDTree
from scipy.spatial.distance import cdist

dense = [[1, 2], [3, 4]]
old_product = csr_matrix(dense) * csr_matrix(dense)
new_product = csr_array(dense) @ csr_array(dense)
entry_by_entry = csr_array(dense) * csr_array(dense)
old_row, new_row = csr_matrix(dense)[0].toarray(), csr_array(dense)[0].toarray()
old_near, new_near = cKDTree(points).query([0.5, 0.5]), KDTree(points).query([0.5, 0.5])
apart = cdist([[0, 0], [3, 0]], [[3, 4]])  # distance_matrix(a, b)

# %% sph_harm
from scipy.special import assoc_legendre_p_all, legendre_p_all, sph_harm_y

harmonic = sph_harm_y(2, 1, 0.4, 0.9)  # sph_harm(1, 2, 0.9, 0.4)
values, slopes = legendre_p_all(3, 0.5, diff_n=1)  # lpn(3, 0.5)
associated, _ = assoc_legendre_p_all(3, 2, 0.5, diff_n=1)  # lpmn(2, 3, 0.5)

# %% binom_test
from scipy.stats import binomtest, median_abs_deviation

p_value = binomtest(7, 10, 0.4).pvalue  # binom_test(7, 10, 0.4)
spread = median_abs_deviation([1, 4], scale="normal")  # median_absolute_deviation
numbers, often = np.unique([3, 1, 3, 3, 1, 2], return_counts=True)  # find_repeats

# %% matlab
from scipy.linalg import eig, expm
from scipy.ndimage import correlate
from scipy.optimize import minimize, root_scalar
from scipy.signal import filtfilt, welch
from scipy.sparse.linalg import svds

decay = solve_ivp(lambda t, y: -y, (0, 1), [2])  # ode45(@(t,y) -y, [0 1], 2)
zero = root_scalar(np.cos, bracket=(1, 4)).root  # fzero(@cos, [1 4])
bottom = minimize(valley, [0, 0], method="Nelder-Mead").x  # fminsearch(valley, [0 0])
bell, _ = quad(lambda x: np.exp(-x * x), -np.inf, np.inf)  # integral(f, -Inf, Inf)

on_line = make_interp_spline([1, 3], [6, 2], k=1)(2)  # interp1(x, y, 2)
grid = RegularGridInterpolator(([0, 2], [0, 1]), [[0, 1], [10, 31]])  # rows first
on_grid = grid([1.5, 0.5])  # interp2([0 1], [0 2], V, 0.5, 1.5)
powers = np.polyfit([0, 1, 2, 3], [1, 6, 17, 34], 2)  # polyfit(x, y, 2)
noise = np.random.default_rng(0).normal(size=900)
_, density = welch(noise, rate, "hamming", nperseg=200, detrend=False)  # pwelch(noise)
b, a = butter(2, 0.2)
smooth = filtfilt(b, a, noise, padlen=3 * (len(b) - 1))  # filtfilt(b, a, noise)
picture = np.eye(3)
touching, number = label(picture, structure=np.ones((3, 3)))  # bwlabel(picture)
filtered = correlate(picture, [[1, 2, 4]], mode="constant")  # imfilter(picture, h)

matrix = np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 0.0]])
column = matrix.ravel(order="F")  # matrix(:)
deviation = np.std(column, ddof=1)  # std(column)
rotation = expm([[0, -1], [1, 0]])  # expm([0 -1; 1 0])
eigenvalues, vectors = eig([[2, 1], [0, 3]])  # [V, D] = eig([2 1; 0 3])
_, singular, _ = svds(matrix, k=1)  # svds(matrix, 1)

# %% r
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2
from scipy.interpolate import CubicSpline
from scipy.optimize import curve_fit
from scipy.stats import linregress, mannwhitneyu, ttest_ind

best = minimize(valley, [-1.2, 1], method="Nelder-Mead").x  # optim(c(-1.2, 1), valley)
crossing = root_scalar(np.cos, bracket=(1, 4)).root  # uniroot(cos, c(1, 4))
tail, _ = quad(lambda x: np.exp(-x), 1, np.inf)  # integrate(f, 1, Inf)
linear = np.interp(2, [1, 3], [6, 2])  # approx(x, y, xout = 2)
bow = CubicSpline([0, 1, 2], [0, 1, 0], bc_type="natural")  # splinefun(x, y, "natural")
wave = fft.fft([1, 2, 4])  # fft(c(1, 2, 4))
threefold = fft.ifft(wave, norm="forward")  # fft(wave, inverse = TRUE)

first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]  # R's data set sleep
second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
t_test = ttest_ind(first, second, equal_var=False)  # t.test(first, second)
ranks = mannwhitneyu(first, second)  # wilcox.test(first, second)
line = linregress(first, second)  # lm(second ~ first)
found, covariance = curve_fit(lambda x, c: np.exp(c * x), [0, 1], [1.1, 2.5])  # nls

places = np.array([[0.0], [1.0], [3.0], [10.0]])
tree = linkage(places, "complete")  # hclust(dist(places))
groups = fcluster(tree, 2, "maxclust")  # cutree(tree, 2)
middles, nearest = kmeans2(places, 2, minit="++", rng=0)  # kmeans(places, 2)
