"""A snippet that fails says where, why, and what to do; no frame of the engine is shown."""

import dataclasses
from pathlib import Path

import pytest
from recipes.running.runner import Limits, Settings

# What the snippet does, the line that is at fault (the source begins in line 4), and what a
# person reads.
FAILURES = {
    "raises": ("x = 0\n1 / x", 5, ["ZeroDivisionError: division by zero"]),
    "raises an error of many lines": ("raise ValueError('a\\nb')", 4, ["raised ValueError: a;"]),
    "raises in a library": (
        "from scipy.integrate import quad\nquad(lambda t: 1 / (t - t), 0, 1)",
        5,
        ["ZeroDivisionError"],
    ),
    "warns": (
        "import warnings\nwarnings.warn('odd')",
        5,
        ["warnings are errors", "UserWarning: odd", "fix the cause"],
    ),
    "warns from a library": (
        "import numpy as np\nnp.log(np.zeros(1))",
        5,
        ["warnings are errors", "divide by zero"],
    ),
    "leaves a file open": (
        "x = open(__file__)\ny = 1\nx = None",
        4,
        ["ResourceWarning: unclosed file", "by “x = open(__file__)”"],
    ),
    "leaves a file of a function open": (
        "from pathlib import Path\ndef f(path):\n    return path.open()\n\n\nf(Path(__file__))",
        6,
        ["ResourceWarning", "by “return path.open()”"],
    ),
    "leaves a process alone": (
        "import subprocess\nx = subprocess.Popen(['sleep', '9'])\ndel x",
        6,
        ["ResourceWarning", "is still running", "by “del x”"],
    ),
    "warns of what it uses itself": (
        "import warnings\nwarnings.warn('old', DeprecationWarning)",
        5,
        ["DeprecationWarning: old"],
    ),
    "uses what will be dropped": (
        "import warnings\ndef old():\n"
        "    warnings.warn('old', DeprecationWarning, stacklevel=2)\nold()",
        6,
        ["DeprecationWarning: old"],
    ),
    "asks for a font that is not there": (
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.set_title('a', family='No Such Font')\nfig.canvas.draw()",
        7,
        ["warnings are errors", "Font family 'No Such Font' not found"],
    ),
    "draws with a font that is not there": (
        "import matplotlib.pyplot as plt\nplt.title('a', family='No Such Font')",
        4,
        ["Font family 'No Such Font' not found"],
    ),
    "raises in a destructor": (
        "class A:\n    def __del__(self):\n        1 / 0\n\n\nA()",
        6,
        ["ZeroDivisionError"],
    ),
    "raises in a thread": (
        "from threading import Thread\n"
        "def work():\n    1 / 0\n"
        "thread = Thread(target=work)\nthread.start()\nthread.join()",
        6,
        ["ZeroDivisionError"],
    ),
    "calls sys.exit": ("import sys\nsys.exit(3)", 5, ["sys.exit(3)", "remove the call"]),
    "calls sys.exit before its end": (
        '"""Try."""\n# %% one\nimport sys\nsys.exit()\n# %% two\nx = 1',
        4,
        ["sys.exit", "remove"],
    ),
    "has an invalid escape": (
        "x = 1\ny = '\\d'",
        5,
        ["warnings are errors", "Warning: invalid escape sequence '\\d'"],
    ),
    "compares with a literal": ("x = 1\ny = x is 1", 5, ['SyntaxWarning: "is" with']),
    "raises what has no text": (
        "class Odd(Exception):\n    def __str__(self):\n        return 1 / 0\n\n\nraise Odd",
        9,
        ["raised Odd: its text cannot be made, that raises ZeroDivisionError"],
    ),
    "has an object that raises when it is read": (
        "class Odd:\n    def __getattr__(self, name):\n        return 1 / 0\n\n\nx = Odd()\ny = 1",
        9,
        ["“x” holds what raises ZeroDivisionError", "name it _x"],
    ),
    "uses LaTeX where there is none": (
        "import os\nos.environ['PATH'] = ''\nimport matplotlib.pyplot as plt\n"
        "plt.title('a', usetex=True)",
        4,
        ["RuntimeError: Failed to process string with tex because latex could not be found"],
    ),
    "raises control characters": ("raise ValueError('\\x02\\x1b[1mx')", 4, ["ValueError: ␂x;"]),
    "is interrupted": ("raise KeyboardInterrupt", 4, ["KeyboardInterrupt"]),
    "ends the process": ("import os\nos._exit(0)", 4, ["exit code 0", "remove what ends it"]),
    "crashes": (
        "import ctypes\nx = 1\nctypes.string_at(0)",
        6,
        ["SIGSEGV", "memory"],
    ),
    "is killed": ("import os\nos.kill(os.getpid(), 9)", 4, ["SIGKILL", "out of memory"]),
    "takes too much memory at once": (
        "import numpy as np\nx = np.ones(10**9)",
        5,
        ["more memory than its limit", "memory_limit in mkdocs.yml"],
    ),
    "takes memory bit by bit": (
        "rows = []\nwhile True:\n    rows.append(' ' * 10_000 + str(len(rows)))",
        6,
        ["more memory than its limit"],
    ),
    "prints a megabyte": (
        "print('x' * 10**6)",
        4,
        ["printed 1000001 bytes", "20000", "print less"],
    ),
    "prints endlessly": ("while True:\n    print('spam')", 5, ["print less"]),
    "prints no text": (
        "import sys\nsys.stdout.buffer.write(b'\\xff')",
        4,
        ["0xff", "UTF-8", "print text"],
    ),
    "leaves a file open at its end": (
        "x = 1\nfile = open(__file__)\ny = 2",
        5,
        ["ResourceWarning: unclosed file", "by “file = open(__file__)”"],
    ),
    "leaves a file open in a function that a library holds": (
        "import logging\nx = open(__file__)\nlogging.f = lambda: x",
        5,
        ["ResourceWarning: unclosed file", "by “x = open(__file__)”"],
    ),
    "fails while its objects go": (
        "class Gone:\n    def __del__(self):\n        1 / 0\nx = Gone()",
        6,
        ["ZeroDivisionError", "fix the line"],
    ),
    "makes a library log without end": (
        "import logging\ndef log():\n    logging.getLogger('a').warning('odd')\n"
        "log.__code__ = log.__code__.replace(co_filename='library.py')\n"
        "for _ in range(9000): log()",
        8,
        ["a logged “odd”", "warnings are errors"],
    ),
    "waits for input": ("x = 1\ninput()", 5, ["EOFError"]),
    "opens a connection": (
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        5,
        ["uses no network", "put its data beside it"],
    ),
    "looks up a host": ("import socket\nsocket.gethostbyname('a.test')", 5, ["uses no network"]),
    "reads a file elsewhere": (
        "import numpy as np\nnp.loadtxt('../data/points.csv')",
        5,
        ["../data/points.csv", "files below snippets/a/"],
    ),
    "reads a file that is not there": (
        "x = 1\nopen('data.txt')",
        5,
        ["FileNotFoundError", "data.txt", "files below snippets/a/", "(here none)", "put it there"],
    ),
}


@pytest.mark.parametrize(("source", "line", "words"), FAILURES.values(), ids=FAILURES)
def test_a_snippet_that(desk, source, line, words):
    desk.settings = Settings(Limits(20, 300 * 2**20))
    problem = desk.problem(source)
    assert (problem.path, problem.line) == ("snippets/a/one.py", line)
    for word in words:
        assert word in problem.message
    assert "_engine" not in str(problem)
    assert "\n" not in problem.message


def test_a_snippet_that_loops_is_ended_and_its_line_is_named(desk):
    desk.settings = Settings(Limits(0.5, 2**30))
    problem = desk.problem("x = 1\nwhile True:\n    x += 1")
    assert problem.line in (5, 6)
    assert "within 0.5 s" in problem.message
    assert "time_limit in mkdocs.yml" in problem.message
    assert "_engine" not in problem.detail


OUTSIDE = {
    "writes": "open({victim!r}, 'w')",
    "appends": "open({victim!r}, 'a')",
    "writes above its folder": "open('../new', 'w')",
    "writes after it changed its folder": "import os\nos.chdir('/')\nopen('new', 'w')",
    "writes through a link": ("import os\nos.symlink({victim!r}, 'link')\nopen('link', 'w')"),
    "saves an array": "import numpy as np\nnp.save({victim!r}, np.ones(1))",
    "removes": "import os\nos.remove({victim!r})",
    "removes a folder": "import shutil\nshutil.rmtree({folder!r})",
    "renames a file of its own to": "import os\nopen('own', 'w').close()\n"
    "os.rename('own', {victim!r})",
    "renames": "import os\nos.rename({victim!r}, 'mine')",
    "makes a folder": "import os\nos.mkdir({folder!r} + '/new')",
    "truncates": "import os\nos.truncate({victim!r}, 0)",
    "changes the mode of": "import os\nos.chmod({victim!r}, 0o777)",
    "makes a database": "import sqlite3\nsqlite3.connect({folder!r} + '/new.db').close()",
}


@pytest.mark.parametrize("source", OUTSIDE.values(), ids=OUTSIDE)
def test_what_is_outside_its_folder_is_safe_from_a_snippet_that(desk, tmp_path, source):
    folder = tmp_path / "precious"
    folder.mkdir()
    victim = folder / "file"
    victim.write_text("kept")
    before = victim.stat()
    problem = desk.problem(source.format(victim=str(victim), folder=str(folder)))
    assert [file.name for file in folder.iterdir()] == ["file"]
    assert victim.read_text() == "kept"
    assert victim.stat().st_mode == before.st_mode
    assert "writes only in its own folder" in problem.message


README = Path(__file__).resolve().parents[3] / "README.md"
READING = {
    "by its whole name": f"x = 1\nopen({str(README)!r})",
    "from another folder": f"import os\nos.chdir({str(README.parent)!r}) or open('README.md')",
    "by a library": f"import numpy as np\nnp.loadtxt({str(README)!r}, dtype=str)",
    "below Python's files": f"import os\nos.open({str(README)!r}, os.O_RDONLY)",
    "that the interpreter's folder leads to": (
        "import os, sys\n"
        f"open(os.path.join(sys.prefix, os.path.relpath({str(README)!r}, sys.prefix)))"
    ),
}


@pytest.mark.parametrize("source", READING.values(), ids=READING)
def test_no_file_elsewhere_is_read(desk, source):
    """The key of its result would not know of it."""
    problem = desk.problem(source)
    assert problem.line == 5
    assert "reads only files of its own folder" in problem.message
    assert "README.md; put a copy there" in problem.message


def test_what_belongs_to_the_system_and_to_python_is_read(desk):
    source = """
        import colorsys, os, zoneinfo
        from pathlib import Path

        import matplotlib.font_manager
        import numpy as np

        Path("own").write_text("own")
        fonts = [one.fname for one in matplotlib.font_manager.fontManager.ttflist]
        places = ["own", colorsys.__file__, np.__file__, os.devnull, *fonts]
        places += filter(os.path.exists, ["/etc/hosts", "/usr/share/zoneinfo/UTC", "/proc/stat"])
        for place in places:
            open(place, "rb").close()
        print("read", zoneinfo.ZoneInfo("Europe/Vienna"))
    """
    assert desk.printed(source) == "read Europe/Vienna"


def test_in_its_own_folder_a_snippet_may_do_anything(desk):
    source = """
        import os, shutil, tempfile
        from pathlib import Path

        Path("sub").mkdir()
        Path("sub/file").write_text("written")
        Path("sub/file").rename("moved")
        shutil.rmtree("sub")
        with tempfile.TemporaryFile("w") as stream:
            stream.write("x")
        with open(os.devnull, "w") as stream:
            stream.write("x")
        print(Path("moved").read_text(), sorted(os.listdir()))
    """
    assert desk.printed(source) == "written ['moved', 'one.py']"


def test_the_traceback_shows_the_source_of_the_snippet(desk):
    detail = desk.problem("def f(x):\n    return 1 / x  # here\n\n\nf(0)").detail
    assert 'File "snippets/a/one.py", line 8' in detail
    assert "return 1 / x  # here" in detail
    assert str(Path("/tmp")) not in detail


def test_a_neighbour_that_raises_is_named_with_its_own_line(desk):
    desk.write("a/two.py", "x = 1\nraise ValueError('no')")
    problem = desk.problem("from two import x")
    assert "ValueError: no" in problem.message
    assert "two.py" in problem.detail and "line 5" in problem.detail
    assert "_engine" not in problem.detail
    assert "importlib" not in problem.detail


def test_a_failing_snippet_does_not_keep_the_others_from_running(desk):
    desk.write("a/bad.py", "1 / 0")
    desk.write("a/good.py", "print('fine')")
    desk.write("a/worse.py", "import os\nos.abort()")
    outcomes, problems = desk.run("a/bad.py", "a/good.py", "a/worse.py")
    assert outcomes["a/good.py"].cells["only"].output == "fine\n"
    assert {problem.path for problem in problems} == {"snippets/a/bad.py", "snippets/a/worse.py"}


def test_a_failing_cell_leaves_no_result_of_those_before_it(desk):
    desk.write("a/one.py", '"""Try."""\n# %% first\nprint(1)\n\n# %% second\n1 / 0\n')
    outcomes, problems = desk.run("a/one.py")
    assert not outcomes
    assert problems[0].line == 6


def test_a_limit_of_its_own_holds_for_one_snippet(desk):
    source = "import time\ntime.sleep(1)\nprint('awake')"
    desk.write("a/one.py", source)
    desk.write("a/two.py", source)
    limits = Limits(0.3, 2**30)
    desk.settings = Settings(limits, {"a/two.py": dataclasses.replace(limits, seconds=30)})
    outcomes, problems = desk.run("a/one.py", "a/two.py")
    assert list(outcomes) == ["a/two.py"]
    assert [problem.path for problem in problems] == ["snippets/a/one.py"]


def test_half_of_a_character_is_shown_as_such(desk):
    """No file could hold it."""
    problem = desk.problem('numbers = {"\\ud800": 7}\nraise ValueError("half \\ud800")')
    assert "raised ValueError: half \N{REPLACEMENT CHARACTER}" in problem.message
    desk.write("a/one.py", 'numbers = {"\\ud800": 7}')
    outcomes, _ = desk.run("a/one.py")
    assert outcomes["a/one.py"].facts == {"numbers": {"\ud800": 7}}
