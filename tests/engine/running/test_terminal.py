"""The output of a cell is what a terminal shows: the order, the last state, and no codes."""

import pytest
from recipes.running.terminal import shown

# What is written, and what a person then sees.
SEEN = {
    "text": ("one\n\n  two \tthree", "one\n\n  two \tthree"),
    "lines of Windows": ("one\r\ntwo\r\n", "one\ntwo\n"),
    "a progress bar": ("\r  0%|   |\r 50%|#  |\r100%|## |\ndone\n", "100%|## |\ndone\n"),
    "a shorter text over a longer one": ("12345\rab\n", "ab345\n"),
    "a carriage return at the end": ("12345\r", "12345"),
    "a bar that clears itself": ("50%\r   \rdone\n", "done\n"),
    "a backspace": ("abc\bX\n", "abX\n"),
    "backspaces before the line": ("a\b\b\bX\n", "X\n"),
    "a spinner": ("wait |\b/\b-\bok\n", "wait ok\n"),
    "colours": ("\x1b[1;31mred\x1b[0m \x1b[38:2::1:2:3mx\x1b[m\n", "red x\n"),
    "a cleared line": ("rubbish\x1b[2K\x1b[1Gclear\n", "clear\n"),
    "the end of a line": ("\rlong text\rab\x1b[K\n", "ab\n"),
    "the begin of a line": ("abcdef\x1b[3D\x1b[1KX\n", "   Xef\n"),
    "two bars": ("a 0%\nb 0%\n\x1b[2Aa 9%\nb 9%\n", "a 9%\nb 9%\n"),
    "lines that were erased": ("a\nb\nc\n\x1b[3A\x1b[Jdone\n", "done\n"),
    "a cleared screen": ("a\nb\n\x1b[2J\x1b[Hnew\n", "new\n"),
    "a hidden cursor": ("\x1b[?25lx\x1b[?25h\n", "x\n"),
    "a title": ("\x1b]0;title\x07x\n", "x\n"),
    "a link": ("\x1b]8;;https://a.test\x1b\\word\x1b]8;;\x1b\\\n", "word\n"),
    "a saved place": ("a\x1b[sbc\x1b[uX\n", "aXc\n"),
    "deleted characters": ("abcd\r\x1b[2P\n", "cd\n"),
    "a wide character": ("深x\b\b\bo\n", "o x\n"),
    "an accent": ("e\u0301x\by\n", "e\u0301y\n"),
    "a jump without end": ("\x1b[99999999Cx\x1b[99999999B\x1b[99999999Ay", None),
    "what Markdown takes for its own": ("\x02klzzwxh:0\x03", "␂klzzwxh:0␃"),
    "nothing": ("\x00", "␀"),
    "a bell, a form feed, a delete": ("\a\f\x7f", "␇␌␡"),
    "an escape that begins nothing": ("\x1b", "␛"),
    "an unfinished sequence": ("a\x1b[3", "a␛[3"),
    "later control characters": ("a\x85\x9b31mb", "a\ufffd\ufffd31mb"),
    "no control characters": ("\u2028 \u200f \xad", "\u2028 \u200f \xad"),
}


@pytest.mark.parametrize(("written", "seen"), SEEN.values(), ids=SEEN)
def test_a_terminal_shows(written, seen):
    text = shown(written)
    if seen is not None:
        assert text == seen
    assert len(text) < 4000
    assert shown(text) == text


@pytest.mark.parametrize("code", [*range(9), *range(11, 32), *range(127, 160)])
def test_no_control_character_is_left(code):
    for text in (f"a{chr(code)}b", f"a\rb{chr(code)}c\x1b[{chr(code)}"):
        assert all(one in "\t\n" or one.isprintable() for one in shown(text))


ORDER = """
    import logging
    import os
    import subprocess
    import sys

    print("1 print")
    print("2 stderr", file=sys.stderr)
    print("3 print")
    logging.warning("4 logging")
    print("5 print")
    os.write(1, b"6 os.write\\n")
    print("7 print")
    subprocess.run([sys.executable, "-c", "import os; print('8 child'); os.write(2, b'9\\\\n')"])
    print("10 print")
    sys.stdout.buffer.write(b"11 bytes\\n")
    print("12 print")
    os.system("echo 13 shell")
    print("14 print")
"""


def test_lines_stand_in_the_order_in_which_they_were_printed(desk):
    lines = desk.printed(ORDER).splitlines()
    assert [line.replace("WARNING:root:", "").split()[0] for line in lines] == [
        str(number) for number in range(1, 15)
    ]


def test_what_c_prints_stands_where_it_was_printed(desk):
    source = """
        import ctypes

        libc = ctypes.CDLL(None)
        print("1 Python")
        libc.puts(b"2 C")
        print("3 Python")
    """
    assert desk.printed(source) == "1 Python\n2 C\n3 Python"


def test_a_solver_in_another_language_prints_between_its_neighbours(desk):
    source = """
        from scipy.optimize import linprog

        print("before")
        linprog([-1, -2], A_ub=[[1, 1]], b_ub=[4], options={"disp": True})
        print("after")
    """
    lines = desk.printed(source).splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert any("HiGHS" in line for line in lines)


TWO_CELLS = '''
"""Try."""

# %% one
{one}

# %% two
print("second")
'''
HELD_BACK = {
    "Python": "print('first', end='')",
    "Python's buffer": "import sys\nsys.stdout.buffer.write(b'first')",
    "standard error": "import sys\nsys.stderr.write('first')",
    "C": "import ctypes\nctypes.CDLL(None).printf(b'first')",
    "the first stream": "import io, sys\nprint('first', end='')\nsys.stdout = io.StringIO()\n"
    "print('lost')\nsys.stdout = sys.__stdout__",
    "a stream that cannot be flushed": "import sys, types\nprint('first', end='')\n"
    "sys.stdout = types.SimpleNamespace(write=sys.stdout.write)",
}


@pytest.mark.parametrize("source", HELD_BACK.values(), ids=HELD_BACK)
def test_at_the_end_of_its_cell_nothing_is_held_back_by(desk, source):
    cells = desk.outcome(TWO_CELLS.format(one=source)).cells
    assert cells["one"].output.strip() == "first"
    assert cells["two"].output.strip() == "second"


def test_what_was_redirected_and_what_was_closed_prints_nothing(desk):
    source = TWO_CELLS.format(
        one="import contextlib, io, os, sys\n"
        "with contextlib.redirect_stdout(io.StringIO()) as text:\n    print('hidden')\n"
        "print(text.getvalue().upper(), end='')\n"
        "kept = os.dup(1)\nos.dup2(os.open(os.devnull, os.O_WRONLY), 1)\nos.write(1, b'gone')"
    )
    cells = desk.outcome(source.replace('print("second")', "os.dup2(kept, 1)\nprint(2)")).cells
    assert [cell.output for cell in cells.values()] == ["HIDDEN\n", "2\n"]


def test_the_streams_are_called_as_at_a_terminal(desk):
    source = "import sys\nprint(sys.stdout.name, sys.stderr.name, sys.stdout.encoding)"
    assert desk.printed(source) == "<stdout> <stderr> utf-8"


def test_a_cell_that_shows_progress_keeps_the_last_state(desk):
    source = """
        import sys

        for step in range(1000):
            sys.stderr.write(f"\\r{step:4d}|{'#' * 40}|")
        sys.stderr.write("\\n")
        print("\\x1b[31mred\\x1b[0m \\x02")
    """
    assert desk.printed(source) == f"999|{'#' * 40}|\nred ␂"
