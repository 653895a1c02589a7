"""What a snippet gives: outputs and figures by cell, and the numbers that pages may state."""

import time

import pytest
from recipes.project import Project
from recipes.running import figures
from recipes.running.runner import Runner
from recipes.running.store import Store

CELLS = '''
"""Try."""

# %% first
import matplotlib.pyplot as plt
print("one")
plt.figure()
plt.show()

# %% silent
def decorate(function):
    return function

# %% second
@decorate
def f():
    return "two"

print(f())
fig, (left, right) = plt.subplots(1, 2)
plt.figure()
'''


def test_each_cell_keeps_what_it_printed_and_drew(desk):
    cells = desk.outcome(CELLS).cells
    assert list(cells) == ["first", "silent", "second"]
    assert [cell.output for cell in cells.values()] == ["one\n", "", "two\n"]
    assert [len(cell.pictures) for cell in cells.values()] == [1, 0, 2]
    picture = cells["first"].pictures[0]
    assert picture.svg.startswith("<?xml")
    assert picture.png.startswith(b"\x89PNG")


OUTPUTS = {
    "of print": "print('a')",
    "of standard error": "import sys\nprint('a', file=sys.stderr)",
    "of a child": "import subprocess\nsubprocess.run(['echo', 'a'], check=True)",
    "below Python": "import os\nos.write(1, b'a')",
    "of C": "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.puts(b'a')\nlibc.fflush(None)",
    "of a thread": "from threading import Thread\nt = Thread(target=print, args='a')\n"
    "t.start()\nt.join()",
}


@pytest.mark.parametrize("source", OUTPUTS.values(), ids=OUTPUTS)
def test_the_output_is_caught(desk, source):
    assert desk.printed(source) == "a"


def test_output_comes_in_the_order_in_which_it_was_printed(desk):
    source = """
        import sys
        import os
        print("one", flush=True)
        os.write(1, b"two\\n")
        print("three", file=sys.stderr, flush=True)
        print("four ∂")
    """
    assert desk.printed(source).split() == ["one", "two", "three", "four", "∂"]


FACTS = {
    "x = 3": 3,
    "x = 0.1 + 0.2": 0.1 + 0.2,
    "x = True": True,
    "import numpy as np\nx = np.float32(0.5)": 0.5,
    "import numpy as np\nx = np.int8(7)": 7,
    "import numpy as np\nx = np.bool_(True)": True,
    "import numpy as np\nx = np.arange(4).reshape(2, 2)": [[0, 1], [2, 3]],
    "import numpy as np\nx = np.zeros((40, 50))": {"shape": [40, 50], "size": 2000},
    "from fractions import Fraction\nx = Fraction(1, 4)": 0.25,
    "x = {'a': 1, 'b': 'text'}": {"a": 1},
    "x = (1, 2.5)": [1, 2.5],
    "import math\nx = math.factorial(2000)": {"digits": 5736},
    "x = -(10**5000)": {"digits": 5001},
    "x = [1 - 10**5000]": [{"digits": 5000}],
    "from fractions import Fraction\nx = Fraction(10**400, 3)": None,
    "from decimal import Decimal\nx = Decimal('sNaN')": None,
    "x = 'text'": None,
    "x = 1j": None,
    "x = len": None,
    "x = None": None,
    "import math as x": None,
    "class x:\n    size = 3": None,
    "from collections import namedtuple\nx = namedtuple('P', 'a b')(1, 2)": {"a": 1, "b": 2},
    "from scipy.optimize import OptimizeResult\nx = OptimizeResult(fun=1.5, nit=3)": {
        "fun": 1.5,
        "nit": 3,
    },
}


def test_facts_are_the_numbers_among_the_names_of_the_module(desk):
    for number, source in enumerate(FACTS):
        desk.write(f"a/n{number}.py", source)
    outcomes, problems = desk.run(*(f"a/n{number}.py" for number in range(len(FACTS))))
    assert not problems
    found = [outcomes[f"a/n{number}.py"].facts.get("x") for number in range(len(FACTS))]
    assert found == list(FACTS.values())
    assert [type(one) for one in found[:6]] == [int, float, bool, float, int, bool]


def test_a_private_name_is_no_fact(desk):
    assert "_x" not in desk.outcome("_x = 1\ny = 2").facts


def test_a_fact_is_what_the_name_holds_at_the_end(desk):
    source = '"""Try."""\n# %% first\nx = 1\n\n# %% second\nx = 2\n'
    assert desk.outcome(source).facts["x"] == 2


def test_a_snippet_runs_as_the_main_module_with_its_neighbours_and_data_beside_it(desk):
    desk.write("a/two.py", "import matplotlib.pyplot as plt\nprint('two')\nplt.figure()\nvalue = 5")
    (desk.snippets / "a" / "table.csv").write_text("1,2")
    source = """
        import sys
        from pathlib import Path
        from two import value
        print(__name__, __file__, sys.argv, value, Path("table.csv").read_text())
    """
    outcome = desk.outcome(source)
    assert outcome.cells["only"].output == "__main__ one.py ['one.py'] 5 1,2\n"
    assert not outcome.cells["only"].pictures  # a neighbour's figures are its own


def test_a_class_of_a_snippet_can_be_pickled(desk):
    source = """
        import pickle

        class Point:
            pass

        print(type(pickle.loads(pickle.dumps(Point()))) is Point)
    """
    assert desk.printed(source) == "True"


def test_the_same_figure_gives_the_same_bytes(desk, tmp_path):
    source = """
        import matplotlib.pyplot as plt
        import numpy as np
        fig, ax = plt.subplots()
        ax.contourf(np.outer(np.arange(9), np.arange(9)))
        ax.plot([0, 8], [0, 8], clip_on=True, label="$x^2$")
        ax.legend()
    """
    first = desk.outcome(source).cells["only"].pictures
    desk.folder = tmp_path / "elsewhere"  # another store: it runs again
    assert desk.outcome(source).cells["only"].pictures == first


def test_the_time_is_the_snippets_own(desk):
    begin = time.perf_counter()
    outcome = desk.outcome("import time\ntime.sleep(0.3)")
    whole = time.perf_counter() - begin  # with the start of a process
    assert 0.3 <= outcome.seconds < whole


def test_future_imports_hold_in_all_cells(desk):
    source = """
        '''Try.'''

        # %% first
        from __future__ import annotations

        def f(x: Later) -> Later:
            return x

        # %% second
        def g(x: Latest) -> Latest:
            return x

        print(g.__annotations__["x"])
    """
    assert desk.outcome(source).cells["second"].output == "Latest\n"


def test_the_first_marker_may_stand_above_docstring_and_future_imports(desk):
    source = """
        # %% first
        '''Try.'''
        from __future__ import annotations

        def f(x: Later) -> Later:
            return x

        print(f.__annotations__["x"], __doc__)
    """
    assert desk.outcome(source).cells["first"].output == "Later Try.\n"


def test_the_docstring_is_that_of_the_file(desk):
    source = '"""Try.\n\nMore."""\n# %% a\nprint(__doc__)\n# %% b\n"""Text."""\nprint(__doc__)\n'
    cells = desk.outcome(source).cells
    assert [cell.output for cell in cells.values()] == ["Try.\n\nMore.\n"] * 2


@pytest.mark.parametrize("end", ["sys.exit()", "sys.exit(0)", "exit()", "raise SystemExit"])
def test_a_snippet_may_end_without_an_error(desk, end):
    outcome = desk.outcome(f"import sys\nx = 3\nprint('a')\n{end}\n")
    assert (outcome.cells["only"].output, outcome.facts["x"]) == ("a\n", 3)


ENDINGS = {
    "its exit functions": "import atexit\natexit.register(print, 'end')",
    "its threads": "import threading, time\n"
    "def work():\n    time.sleep(0.2)\n    print('end')\n"
    "threading.Thread(target=work).start()",
}


@pytest.mark.parametrize("source", ENDINGS.values(), ids=ENDINGS)
def test_a_snippet_ends_with(desk, source):
    assert desk.printed(source + "\nprint('begin')") == "begin\nend"


@pytest.mark.parametrize("then", ["", "    raise SystemExit", "    1 / 0"])
def test_a_fork_has_no_result(desk, then):
    source = (
        f"import os\nx = 1\nif pid := os.fork():\n    os.waitpid(pid, 0)\nelse:\n    x = 2\n{then}"
    )
    source += "\nif x == 1:\n    print('parent')"
    outcome = desk.outcome(source)
    assert outcome.facts["x"] == 1
    assert outcome.cells["only"].output.endswith("parent\n")


QUIET = {
    "a warning about what is to be old": "import warnings\n"
    "warnings.warn('later', PendingDeprecationWarning)",
    "a warning about an import": "import warnings\nwarnings.warn('later', ImportWarning)",
    "a library's own use of what is old": 'exec("import warnings\\n'
    "warnings.warn('old', DeprecationWarning)\", {'__name__': 'library'})",
    "a colour map that is changed": "import matplotlib.pyplot as plt\n"
    "plt.get_cmap('gray').copy().set_under('red')",
}


@pytest.mark.parametrize("source", QUIET.values(), ids=QUIET)
def test_python_is_silent_about(desk, source):
    assert desk.printed(source) == ""


def test_what_the_snippet_itself_logs_is_output(desk):
    source = """
        import logging

        logging.getLogger("mine").error("one")
        logging.warning("two")
    """
    assert desk.printed(source) == "one\nWARNING:root:two"


PROCESSES = {
    "a pool": "import multiprocessing\n\n\nstart = multiprocessing.Pool",
    "a forked pool": "import multiprocessing\n\n\nstart = multiprocessing.get_context('fork').Pool",
    "a pool started anew": "import multiprocessing\n\n\n"
    "start = multiprocessing.get_context('spawn').Pool",
    "a pool of a server": "import multiprocessing\n\n\n"
    "start = multiprocessing.get_context('forkserver').Pool",
    "an executor": "from concurrent.futures import ProcessPoolExecutor as start",
}


@pytest.mark.parametrize("source", PROCESSES.values(), ids=PROCESSES)
def test_a_snippet_computes_in(desk, source):
    source += """


def square(x):
    return x * x


if __name__ == "__main__":
    with start(2) as pool:
        print(list(pool.map(square, range(5))))
"""
    assert desk.printed(source) == "[0, 1, 4, 9, 16]"


def test_a_pool_of_threads_need_not_be_closed(desk):
    source = "from concurrent.futures import ThreadPoolExecutor\n"
    source += "print(ThreadPoolExecutor(2).submit(abs, -1).result())"
    assert desk.printed(source) == "1"


def pictures(desk, source):
    return {name: len(cell.pictures) for name, cell in desk.outcome(source).cells.items()}


PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([0, 1])\n"


def test_each_figure_is_drawn_when_it_is_shown(desk):
    assert pictures(desk, f"{PLOT}plt.show()\nplt.close('all')") == {"only": 1}
    two = f"{PLOT}plt.show()\nplt.figure()\nplt.show()"
    assert pictures(desk, two) == {"only": 2}


def test_a_figure_of_its_own_is_saved_as_in_plain_python(desk):
    source = """
        from pathlib import Path

        from matplotlib.figure import Figure

        figure = Figure()
        figure.subplots().plot([0, 1])
        figure.savefig("plot.png")
        figure.savefig("plot.svg", bbox_inches="tight")
        for name in ("plot.png", "plot.svg"):
            print(Path(name).read_bytes()[:5])
    """
    (cell,) = desk.outcome(source).cells.values()
    assert cell.output == "b'\\x89PNG\\r'\nb'<?xml'\n"
    assert not cell.pictures


def test_a_figure_that_is_shown_again_is_drawn_again_if_it_changed(desk):
    changed = f"{PLOT}plt.show()\nax.set_title('later')\nplt.show()\nplt.show()"
    assert pictures(desk, changed) == {"only": 2}
    cells = '"""Try."""\n\n# %% a\n' + PLOT + "plt.show()\n\n# %% b\nax.axhline(2)\nplt.show()\n"
    assert pictures(desk, cells) == {"a": 1, "b": 1}
    cells = cells.replace("ax.axhline(2)", "plt.figure()")
    assert pictures(desk, cells) == {"a": 1, "b": 1}


def test_a_changed_figure_is_laid_out_anew(desk):
    constrained = PLOT.replace("subplots()", "subplots(layout='constrained')")
    (cell,) = desk.outcome(
        f"{constrained}plt.show()\nax.set_ylabel('two\\nlines')\nplt.show()"
    ).cells.values()
    first, second = cell.pictures
    assert first.svg != second.svg


def test_what_is_shown_without_waiting_is_drawn_at_the_end(desk):
    assert pictures(desk, f"{PLOT}plt.show(block=False)\nax.set_title('later')") == {"only": 1}


def notes(desk, source):
    (cell,) = desk.outcome(source).cells.values()
    return [note for picture in cell.pictures for note in figures.notes(picture.svg)]


def test_a_legend_that_finds_no_free_place_is_told_and_drawn(desk):
    full = PLOT + "for n in range(8):\n    ax.plot([0, 1], [n, n + 1], label=str(n))\nax.legend()"
    assert notes(desk, full)[0].startswith("the legend covers ")


def test_an_animation_is_told_to_stand_still(desk):
    moving = "from matplotlib.animation import FuncAnimation\n"
    moving += "a = FuncAnimation(fig, lambda frame: ax.plot([frame]), frames=2)\nplt.show()"
    assert notes(desk, PLOT + moving) == [
        "an animation does not move here; show its frames as states"
    ]


def test_a_layout_that_needs_more_room_is_told_the_size_of_the_figure(desk):
    problem = desk.problem(PLOT + "ax.set_xlabel('x', fontsize=400)\nfig.tight_layout()")
    assert "(a figure is 5.6 × 3.6 inches here, so give it a figsize)" in problem.message


def test_what_is_told_of_a_figure_names_its_cell_also_when_it_comes_from_the_store(desk):
    desk.write("a/one.py", PLOT + "ax.lines[0].set_color('navy')")
    for _ in range(2):
        desk.reported.clear()
        store = Store(desk.folder / "results", desk.report)
        own = Project(desk.folder, Runner(desk.snippets, store, desk.settings, desk.report))
        own.run(["a/one.py"])
        (told,) = [one for one in desk.reported if "dark paper" in one]
        assert told.startswith("snippets/a/one.py, cell only: below 3:1 on dark paper: the line ")


def test_data_below_the_folder_are_read_and_run_anew_when_they_change(desk):
    file = desk.snippets / "a/data/deep/points_1.csv"
    file.parent.mkdir(parents=True)
    file.write_text("1\n2\n")
    source = """
        import numpy as np
        print([np.loadtxt(f"data/deep/points_{n}.csv").sum() for n in (1,)])
    """
    assert desk.printed(source) == "[np.float64(3.0)]"
    file.write_text("1\n3\n")
    assert desk.printed(source) == "[np.float64(4.0)]"


ENDS = {
    "of an object": "class Gone:\n    def __del__(self):\n        print('a')\nx = Gone()",
    "of one in a circle": "class Gone:\n    def __del__(self):\n        print('a', flush=True)\n"
    "x = Gone()\nx.self = x",
    "of one that a library holds": "import logging\nclass Gone:\n    def __del__(self):\n"
    "        print('a')\nx = Gone()\nlogging.f = lambda: x",
    "of the program": "import atexit\natexit.register(print, 'a')",
    "of a log": "import logging, sys\nfrom logging.handlers import MemoryHandler\n"
    "target = logging.StreamHandler(sys.stdout)\n"
    "logging.getLogger('x').addHandler(MemoryHandler(9, target=target))\n"
    "logging.getLogger('x').error('a')",
}


@pytest.mark.parametrize("source", ENDS.values(), ids=ENDS)
def test_what_is_printed_at_the_end(desk, source):
    assert desk.printed(f"{source}\ny = 3") == "a"
    assert desk.outcome(f"{source}\ny = 3").facts["y"] == 3


def test_a_temporary_folder_left_open_is_reported_and_not_printed(desk):
    problem = desk.problem("import tempfile\nleft = tempfile.TemporaryDirectory()")
    assert "ResourceWarning: Implicitly cleaning up" in problem.message
    assert str(desk.folder.parent) not in str(problem)


SOUNDS = '''
"""Try."""

# %% two
import io
import wave

def write(name, count):
    with wave.open(name, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * count))

write("b.wav", 2)
write("a.wav", 1)

# %% none
with open("text.wav", "w") as file:
    file.write("no sound")

# %% again
write("b.wav", 3)
'''


def test_each_cell_keeps_the_sounds_that_it_wrote_in_the_order_of_their_names(desk):
    cells = desk.outcome(SOUNDS).cells
    assert [[len(one) - 44 for one in cell.sounds] for cell in cells.values()] == [[2, 4], [], [6]]
    assert all(one.startswith(b"RIFF") for cell in cells.values() for one in cell.sounds)


def test_a_sound_that_is_there_already_is_written_again(desk):
    """Whoever tried a snippet in its folder has its files there."""
    cells = desk.outcome(SOUNDS).cells
    for name, content in zip(("a.wav", "b.wav"), cells["two"].sounds, strict=True):
        (desk.snippets / "a" / name).write_bytes(content)
    assert desk.outcome(SOUNDS).cells["two"].sounds == cells["two"].sounds


def test_sounds_come_back_from_the_store(desk):
    first = desk.outcome(SOUNDS)
    entries = desk.entries()
    assert desk.outcome(SOUNDS) == first and desk.entries() == entries and len(entries) == 1


def test_a_sound_that_came_with_the_snippet_is_its_own_only_when_changed(desk):
    sound = desk.outcome(SOUNDS).cells["two"].sounds[0]
    (desk.snippets / "a/a.wav").write_bytes(sound)
    (desk.snippets / "a/b.wav").write_bytes(sound + bytes(2_000_000))
    reads = "from pathlib import Path\na, b = (Path(f'{x}.wav').read_bytes() for x in 'ab')\n"
    assert desk.outcome(reads).cells["only"].sounds == ()
    writes = f"{reads}Path('a.wav').write_bytes(a + b'x')\n"
    assert desk.outcome(writes).cells["only"].sounds == (sound + b"x",)


def test_a_sound_that_is_too_large_is_refused(desk):
    problem = desk.problem(
        "from pathlib import Path\nPath('a.wav').write_bytes(b'RIFF1234WAVE' + bytes(2_000_000))"
    )
    assert "wrote a.wav with 2000012 bytes; a sound may have 1000000, so make" in problem.message


def test_a_folder_is_no_sound(desk):
    folder = "from pathlib import Path\nPath('a.wav').mkdir()"
    assert desk.outcome(folder).cells["only"].sounds == ()
