"""The sources of the site fit together, and use what SciPy recommends."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = sorted(file for file in (ROOT / "snippets").rglob("*.py"))

# What SciPy keeps for old code, has deprecated or has removed, and data that must be downloaded.
OLD = re.compile(
    r"""scipy\.(
      (fftpack|odr|misc|datasets)(\..*)?
    | integrate\.(simps|trapz|cumtrapz|quadrature|romberg|odeint|ode|complex_ode)
    | interpolate\.(interp1d|interp2d|Rbf|pade|lagrange|approximate_taylor_polynomial
        |(InterpolatedUnivariate|LSQUnivariate|Univariate)Spline
        |(spl|bispl)(rep|prep|ev|int|root|alde|der|antider))
    | linalg\.(kron|tri|triu|tril)
    | ndimage\.(filters|fourier|interpolation|measurements|morphology)(\..*)?
    | optimize\.InverseJacobian
    | signal\.(stft|istft|spectrogram|check_COLA|check_NOLA|sosfreqz|cwt|ricker|morlet2?|daub
        |qmf|cascade|bspline|cubic|quadratic|hann|hamming|blackman|kaiser|boxcar|triang|tukey)
    | spatial\.(distance_matrix|minkowski_distance(_p)?|tsearch)
    | special\.(sph_harm|lpn|lpmn|clpmn)
    | stats\.(binom_test|find_repeats|trapz|median_absolute_deviation)
    )|numpy\.(trapz|in1d|row_stack)|numpy\.random\.(seed|rand|randn|RandomState)""",
    re.X,
)
OLD_KEYWORDS = {"seed", "random_state"}
OLD_METHODS = {"simplex", "revised simplex", "interior-point"}


def names(tree: ast.Module) -> dict[str, str]:
    """The full name of each imported name."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                found[one.asname or first] = one.name if one.asname else first
                found[one.name] = one.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return found


def full_name(node: ast.expr, imported: dict[str, str]) -> str:
    """The dotted name of an expression, from its import on; empty if it has none."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute) and (start := full_name(node.value, imported)):
        return f"{start}.{node.attr}"
    return ""


def used(tree: ast.Module) -> set[str]:
    """All dotted names that a snippet imports or reaches."""
    imported = names(tree)
    reached = {full_name(node, imported) for node in ast.walk(tree) if isinstance(node, ast.expr)}
    return reached | set(imported.values())


def old_uses(tree: ast.Module) -> Iterator[str]:
    imported = names(tree)
    yield from (name for name in used(tree) if OLD.fullmatch(name))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and full_name(node.func, imported).startswith("scipy."):
            for keyword in node.keywords:
                value = getattr(keyword.value, "value", None)
                if keyword.arg in OLD_KEYWORDS or (
                    keyword.arg == "method" and value in OLD_METHODS
                ):
                    yield f"{full_name(node.func, imported)}({keyword.arg}=)"


@pytest.fixture(scope="module", params=SNIPPETS, ids=lambda file: f"{file.parent.name}/{file.stem}")
def tree(request: pytest.FixtureRequest) -> ast.Module:
    return ast.parse(request.param.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "file", [one for one in SNIPPETS if one.stem != "moving"], ids=lambda file: file.stem
)
def test_a_snippet_uses_no_old_interface(file: Path) -> None:
    """Only the page on old names runs them, beside what takes their place."""
    assert sorted(old_uses(ast.parse(file.read_text(encoding="utf-8")))) == []


def test_a_snippet_uses_nothing_private(tree: ast.Module) -> None:
    private = [name for name in used(tree) if re.search(r"(^|\.)_[a-z]", name)]
    assert [name for name in private if not name.startswith("recipes")] == []  # our own


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("from scipy.fftpack import fft", "scipy.fftpack.fft"),
        ("import scipy.interpolate as i\ni.interp1d", "scipy.interpolate.interp1d"),
        ("from scipy import interpolate\ninterpolate.splrep(x, y)", "scipy.interpolate.splrep"),
        ("import scipy.signal\nscipy.signal.stft(x)", "scipy.signal.stft"),
        ("from scipy import stats\nstats.norm.rvs(random_state=1)", "random_state="),
        ("from scipy.optimize import linprog as lp\nlp(c, method='simplex')", "method="),
    ],
)
def test_old_interfaces_are_recognised(source: str, reported: str) -> None:
    assert reported in " ".join(old_uses(ast.parse(source)))


def test_each_snippet_is_shown_by_a_page() -> None:
    pages = [file for file in (ROOT / "docs").rglob("*.md") if "_engine" not in file.parts]
    mirrored = {
        file.relative_to(ROOT / "docs").with_suffix("").as_posix().replace("-", "_")
        for file in pages
    }
    text = "\n".join(file.read_text(encoding="utf-8") for file in pages)
    unseen = [
        path
        for file in SNIPPETS
        if (path := file.relative_to(ROOT / "snippets").as_posix()).removesuffix(".py")
        not in mirrored
        and f"{path}#" not in text
    ]
    assert unseen == []


def test_each_recipe_has_a_test_module_of_its_name(root: Path, recipes: dict[str, str]) -> None:
    modules = {
        Path(snippet).with_name(f"test_{Path(snippet).name}").as_posix()
        for snippet in recipes.values()
    }
    assert [one for one in sorted(modules) if not (root / "tests" / one).is_file()] == []
