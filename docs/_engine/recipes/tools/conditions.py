"""Run cells under another condition: another seed, or tolerances ten times tighter.

A program of its own, which an older SciPy can run too: jobs come as lines of JSON on the standard
input, and facts and outputs leave as lines of JSON on the standard output. Libraries are imported
once, and each job runs in a fork. Where there is no fork, one job is answered in a process.
"""

import contextlib
import functools
import importlib
import inspect
import io
import json
import os
import re
import select
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from recipes.running.facts import facts_of

Change = Callable[[str, inspect.Signature, dict[str, Any]], None]
FACTOR = 10
LEAST = 4 * sys.float_info.epsilon  # what `brentq` and others accept as the least rtol
_TOLERANCE = re.compile(r"(?:\w+_)?[a-z]*tol|epsabs|epsrel")
# Tolerances that SciPy documents, and keeps from the signature.
DOCUMENTED: Mapping[str, Mapping[str, float]] = {
    "scipy.integrate.solve_ivp": {"rtol": 1e-3, "atol": 1e-6},
    "scipy.optimize.minimize bfgs": {"gtol": 1e-5},
    "scipy.optimize.minimize cg": {"gtol": 1e-5},
    "scipy.optimize.minimize cobyla": {"tol": 1e-4},
    "scipy.optimize.minimize l-bfgs-b": {"ftol": 2.2e-9, "gtol": 1e-5},
    "scipy.optimize.minimize nelder-mead": {"xatol": 1e-4, "fatol": 1e-4},
    "scipy.optimize.minimize powell": {"xtol": 1e-4, "ftol": 1e-4},
    "scipy.optimize.minimize slsqp": {"ftol": 1e-6},
    "scipy.optimize.minimize trust-constr": {"xtol": 1e-8, "gtol": 1e-8, "barrier_tol": 1e-8},
    "scipy.optimize.root hybr": {"xtol": 1.49e-8},
    "scipy.optimize.root lm": {"xtol": 1.49e-8, "ftol": 1.49e-8},
}


def run(cells: list[tuple[str, str]]) -> dict[str, Any]:
    """Execute cells in one namespace; return its facts and what each cell printed."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    outputs = {}
    for name, source in cells:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
                exec(compile(source, name, "exec"), namespace)
        except Exception as error:
            return {"failure": f"“{name}” raised {type(error).__name__}: {error}"}
        outputs[name] = printed.getvalue()
    return {"facts": facts_of(namespace), "outputs": outputs}


def replace_seed(seed: int) -> Change:
    """Take the place of the seed 0 wherever a function is given it."""

    def change(_: str, signature: inspect.Signature, arguments: dict[str, Any]) -> None:
        for name in signature.parameters.keys() & {"rng", "seed", "random_state"}:
            if isinstance(arguments.get(name), int) and arguments[name] == 0:
                arguments[name] = seed

    return change


def tighten(function: str, signature: inspect.Signature, arguments: dict[str, Any]) -> None:
    """Divide the tolerances of a call by ten, also those left at their defaults."""
    given = False
    for name, parameter in signature.parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD or name == "options":
            options = dict(arguments.get(name) or {})
            within = {
                key: _tighter(value) for key, value in options.items() if _is_tolerance(key, value)
            }
            given = given or bool(within)
            documented = _documented(function, arguments) if not given else {}
            if within or documented:
                arguments[name] = {**documented, **options, **within}
        elif _is_tolerance(name, value := arguments.get(name, parameter.default)):
            arguments[name] = _tighter(value)
            given = True


def _is_tolerance(name: str, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return bool(number and value > 0 and _TOLERANCE.fullmatch(name))


def _tighter(value: float) -> float:
    return max(value / FACTOR, min(value, LEAST))


def _documented(function: str, arguments: Mapping[str, Any]) -> dict[str, float]:
    """The tighter tolerances of a solver that reads its defaults from nowhere public."""
    method = arguments.get("method")
    if function.endswith("minimize") and method is None:
        bounded = "l-bfgs-b" if arguments.get("bounds") is not None else "bfgs"
        method = "slsqp" if arguments.get("constraints") else bounded
    name = f"{function} {method or 'hybr'}".lower()
    found = DOCUMENTED.get(name) or DOCUMENTED.get(function) or {}
    return {key: _tighter(value) for key, value in found.items()}


def patch(functions: list[str], change: Change) -> None:
    """Have a change made to the arguments of functions, by their full names, at each call."""
    for full in functions:
        module_name, _, name = full.rpartition(".")
        try:
            module = importlib.import_module(module_name)
            function = getattr(module, name)
            signature = inspect.signature(function)
        except (ImportError, AttributeError, TypeError, ValueError):
            continue  # a constant: nothing to change
        if not inspect.isclass(function) and hasattr(function, "__name__"):
            setattr(module, name, _wrap(function, full, signature, change))


def _wrap(
    function: Callable[..., Any], full: str, signature: inspect.Signature, change: Change
) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        change(full, signature, bound.arguments)
        return function(*bound.args, **bound.kwargs)

    return call


def answer(job: dict[str, Any]) -> dict[str, Any]:
    """Run the cells of a job in the folder and under the condition that it names."""
    os.chdir(job["folder"])
    sys.path.insert(0, job["folder"])
    if job["condition"] == "tolerances":
        patch(job["functions"], tighten)
    if job["condition"] == "seed":
        patch([*job["functions"], "numpy.random.default_rng"], replace_seed(job["seed"]))
    return run(job["cells"])


def answer_in_fork(job: dict[str, Any]) -> str:
    """Answer a job in a fork of this process, which has imported what the job imports."""
    for name in job["modules"]:
        with contextlib.suppress(Exception):  # the job says what is wrong with it
            importlib.import_module(name)
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        _child(job, writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as stream:
        in_time, _, _ = select.select([stream], [], [], job["seconds"])
        if not in_time:
            os.kill(process, signal.SIGKILL)
        text = stream.read()
    _, status = os.waitpid(process, 0)
    if not in_time:
        return json.dumps({"failure": f"does not end within {job['seconds']:g} s"})
    if status:
        code = os.waitstatus_to_exitcode(status)
        return json.dumps({"failure": f"ends with exit code {code}"})
    return text


def _child(job: dict[str, Any], writer: int) -> NoReturn:
    code = 1
    try:
        text = json.dumps(answer(job))
        with os.fdopen(writer, "w", encoding="utf-8") as stream:
            stream.write(text)
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Answer jobs until there are no more."""
    import matplotlib as mpl

    mpl.use("agg")
    for line in sys.stdin:
        if not hasattr(os, "fork"):
            print(json.dumps(answer(json.loads(line))))
            return
        print(answer_in_fork(json.loads(line)), flush=True)


if __name__ == "__main__":
    main()
