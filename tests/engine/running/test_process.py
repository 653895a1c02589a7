"""A fresh process each time: nothing of the caller, of another snippet or of a child remains."""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from recipes.running import process
from recipes.running.runner import PRELOAD, Limits, Settings

LIMITS = {"files": {}, "memory": 2**30, "preload": PRELOAD}

SPOIL = """
    import builtins, os, sys, warnings, locale
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    import numpy as np
    import scipy

    os.environ["SPOILED"] = "1"
    os.makedirs("sub")
    os.chdir("sub")
    scipy.spoiled = builtins.spoiled = True
    sys.path.insert(0, "/spoiled")
    mpl.rcParams["axes.facecolor"] = "red"
    plt.figure()
    np.random.seed(1)
    np.set_printoptions(precision=2)
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5000)
"""
LOOK = """
    import builtins, json, os, sys, warnings
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    import numpy as np
    import scipy

    print(json.dumps({
        "environment": sorted(os.environ),
        "folder": os.listdir(),
        "modules": [hasattr(scipy, "spoiled"), hasattr(builtins, "spoiled")],
        "path": "/spoiled" in sys.path,
        "style": mpl.rcParams["axes.facecolor"],
        "figures": plt.get_fignums(),
        "numpy": [np.get_printoptions()["precision"], np.geterr()["divide"]],
        "filters": warnings.filters[0][0],
        "recursion": sys.getrecursionlimit(),
    }, sort_keys=True))
"""


def test_a_snippet_sees_nothing_of_the_one_before(desk):
    clean = desk.printed(LOOK)
    desk.outcome(SPOIL)
    assert desk.printed(f"{LOOK}\n    # again") == clean
    found = json.loads(clean)
    assert found["folder"] == ["one.py"]
    assert found["modules"] == [False, False]
    assert found["filters"] == "error"
    assert "SPOILED" not in found["environment"]


def test_a_seed_set_by_a_snippet_ends_with_it(desk):
    seeded = desk.printed("import numpy as np\nnp.random.seed(1)\nprint(np.random.random())")
    assert desk.printed("import numpy as np\nprint(np.random.random())") != seeded


def test_linear_algebra_has_one_thread(desk):
    source = """
        import os
        import numpy as np

        A = np.ones((600, 600))
        A @ A
        np.linalg.svd(A)
        print(len(os.listdir("/proc/self/task")))
    """
    if not Path("/proc/self/task").exists():
        pytest.skip("threads are counted in /proc, which this system does not have")
    assert desk.printed(source) == "1"


def test_strings_hash_alike_in_each_process(desk):
    hashes = {desk.printed(f"print(hash('text'))  # {number}") for number in range(2)}
    assert len(hashes) == 1


def test_standard_input_is_empty(desk):
    assert desk.printed("import sys\nprint(repr(sys.stdin.read()))") == "''"


@pytest.mark.parametrize("ending", ["time.sleep(60)", "1 / 0", "os._exit(1)", "pass"])
def test_what_a_snippet_started_ends_with_it(
    desk, tmp_path, monkeypatch, working_in, wait_until, ending
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = f"""
        import os, subprocess, time, warnings
        warnings.simplefilter("ignore")
        child = subprocess.Popen(["sleep", "60"])
        {ending}
    """
    desk.settings = Settings(Limits(1, 2**30))
    desk.write("a/one.py", source)
    desk.run("a/one.py")
    wait_until(lambda: not working_in(str(tmp_path)), 5)


# A process whose caller is at the other end of a pipe, which may be closed already.
ORPHAN = """
import multiprocessing, os, sys, time, types
from recipes.running.supervisor import supervise

reader, writer = os.pipe()
if sys.argv[1] == "dead":
    os.close(writer)
multiprocessing.parent_process = lambda: types.SimpleNamespace(sentinel=reader)

def work():
    time.sleep(1)
    os._exit(7)

supervise(work, 1, seconds=60, memory=2**30, sandboxed="")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes anew")
@pytest.mark.parametrize(("caller", "kind"), [("alive", "exit"), ("dead", "stop")])
def test_a_process_whose_caller_died_as_it_began_does_not_go_on(caller, kind):
    command = [sys.executable, "-c", ORPHAN, caller]
    done = subprocess.run(command, capture_output=True, text=True)
    assert json.loads(done.stdout)["kind"] == kind


def test_the_folder_of_a_snippet_is_removed(desk, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    desk.outcome("open('left', 'w').close()")
    desk.problem("1 / 0")
    assert not list(scratch.iterdir())


def test_many_at_once_each_get_their_own_result(desk):
    names = [f"a/n{number}.py" for number in range(24)]
    for number, name in enumerate(names):
        desk.write(name, f"import numpy as np\nx = {number}\nprint(x, np.arange(x).sum())")
    outcomes, _ = desk.run(*names)
    for number, name in enumerate(names):
        assert outcomes[name].facts["x"] == number
        assert outcomes[name].cells["only"].output == f"{number} {sum(range(number))}\n"


FIGURE = """
    import matplotlib.pyplot as plt
    import numpy as np

    x = np.linspace(0, 1, 300)
    Q, R = np.linalg.qr(np.sin(np.outer(np.arange(200), x)))
    fig, ax = plt.subplots()
    ax.plot(x, np.exp(x) @ Q.T @ Q if Q.shape[1] == x.size else np.exp(x))
    ax.set(xlabel="$x$", title="A title")
    print(R[0, :3], set("abc"))
"""


def test_a_result_does_not_depend_on_how_many_run_at_once(desk, tmp_path):
    alone = desk.outcome(FIGURE)
    desk.folder = tmp_path / "crowd"
    names = [f"a/n{number}.py" for number in range(6)]
    for name in names:
        desk.write(name, FIGURE)
    outcomes, _ = desk.run(*names)
    for name in names:
        assert outcomes[name].cells == alone.cells
        assert outcomes[name].facts == alone.facts


def test_a_call_alone_hears_how_its_process_ended(tmp_path, monkeypatch, working_in):
    """Another start asks the processes that it knows of, and each answers once."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with ThreadPoolExecutor(1) as pool:
        code = "import time; time.sleep(0.5)"
        waiting = pool.submit(process.call, exec, code, seconds=30, **LIMITS)
        while not working_in(str(tmp_path)):
            assert not waiting.done()
            time.sleep(0.01)
        assert multiprocessing.active_children() == []
        assert waiting.result() is None


def test_calls_from_many_threads_do_not_mix():
    def call(number: int) -> int:
        return process.call(abs, -number, seconds=30, **LIMITS)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(call, range(16))) == list(range(16))


def test_the_callers_environment_and_main_module_are_as_before():
    environment, main = dict(os.environ), sys.modules["__main__"]
    process.call(abs, -1, seconds=30, **LIMITS)
    assert dict(os.environ) == environment
    assert sys.modules["__main__"] is main


def test_a_snippet_cannot_import_what_only_the_caller_can(desk, tmp_path, monkeypatch):
    (tmp_path / "of_the_caller.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    source = "import importlib.util\nprint(importlib.util.find_spec('of_the_caller'))"
    assert desk.printed(source) == "None"
