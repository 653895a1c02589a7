"""``mkdocs serve`` follows what a person edits, shows what is wrong, and recovers."""

import re
import socket
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

SECONDS = 60.0  # at most: a busy machine may need them


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A served project, the lines it said, and what its pages show now."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.address = f"http://127.0.0.1:{_free_port()}/"
        self.process = scratch.start("serve", "-a", self.address[7:-1])
        self.said = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said += line

    def html(self, page: str) -> str:
        try:
            with urllib.request.urlopen(self.address + page, timeout=SECONDS) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except (urllib.error.URLError, ConnectionError):
            return ""

    def until(self, page: str, shown: str) -> str:
        """Wait until a page shows a text; return the page."""
        end = time.monotonic() + SECONDS
        while shown not in (html := self.html(page)):
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, f"{page} does not show {shown!r}: {self.said}"
            time.sleep(0.05)
        return html

    def until_said(self, pattern: str) -> None:
        """Wait until it said something; a page may be served before its lines arrive."""
        end = time.monotonic() + SECONDS
        while not re.search(pattern, self.said):
            assert time.monotonic() < end, f"it does not say {pattern!r}: {self.said}"
            time.sleep(0.05)

    def ran(self) -> list[int]:
        """How many snippets each build ran, so far."""
        return [int(count) for count in re.findall(r"ran (\d+) snippet", self.said)]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=SECONDS)
        self._reader.join(timeout=SECONDS)
        self.process.stdout.close()


PAGE = "---\ndescription: A page.\n---\n# Page\n\n```snippet\nonly\n```\n"
ERROR = "This part could not be built"


@pytest.fixture(scope="module")
def server(make_project, tmp_path_factory):
    """A served project whose third snippet is broken from the start."""
    scratch = make_project(tmp_path_factory.mktemp("served"))
    for name in ("one", "two", "broken"):
        scratch.write(f"docs/a/{name}.md", PAGE)
        scratch.write(f"snippets/a/{name}.py", f"print('{name} says', 40 + 2)")
    scratch.write("snippets/a/broken.py", "x = = 1")
    running = Server(scratch)
    running.until("a/broken/", ERROR)
    try:
        yield running
    finally:
        running.stop()


def test_a_snippet_that_is_broken_at_the_start_does_not_keep_the_others_from_being_served(server):
    server.until("a/one/", "one says 42")
    server.until("a/two/", "two says 42")
    html = server.html("a/broken/")
    assert "snippets/a/broken.py:4: is not Python" in html
    assert server.ran() == [2]


def test_it_recovers_when_it_is_fixed(server):
    server.scratch.write("snippets/a/broken.py", "print('fixed')")
    html = server.until("a/broken/", ">fixed</")
    assert ERROR not in html
    assert server.ran() == [2, 1]


def test_the_page_follows_an_edit_of_its_snippet_and_nothing_else_runs(server):
    before = server.ran()
    server.scratch.write("snippets/a/one.py", "print('one says', 40 + 3)")
    server.until("a/one/", "one says 43")
    assert server.ran() == [*before, 1]
    assert "two says 42" in server.html("a/two/")


def test_a_broken_snippet_shows_its_error_and_recovers(server):
    server.scratch.write("snippets/a/one.py", "x = 0\nprint(1 / x)")
    html = server.until("a/one/", ERROR)
    assert "snippets/a/one.py:5: raised ZeroDivisionError" in html
    assert "print(1 / x)" in html
    assert "_engine" not in html
    assert "two says 42" in server.html("a/two/")
    server.scratch.write("snippets/a/one.py", "x = 2\nprint('one says', 1 / x)")
    assert ERROR not in server.until("a/one/", "one says 0.5")


def test_an_edited_page_is_shown_and_nothing_runs(server):
    before = server.ran()
    server.scratch.write("docs/a/two.md", PAGE + "\nA new sentence.\n")
    assert "two says 42" in server.until("a/two/", "A new sentence.")
    assert server.ran() == before


def test_a_page_with_broken_front_matter_shows_its_error_and_recovers(server):
    server.scratch.write("docs/a/two.md", PAGE.replace("A page.", "[A page."))
    server.until("a/two/", "docs/a/two.md could not be read")
    server.until_said(r"docs/a/two\.md:\d+: the front matter is not YAML")
    assert "one says" in server.html("a/one/")
    server.scratch.write("docs/a/two.md", PAGE)
    server.until("a/two/", "two says 42")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# A\n\nCaf\xfc\n", r"docs/a/two\.md:3: is not UTF-8"),
        pytest.param(
            b"---\na: &a [*a]\n---\n# A\n",
            r"docs/a/two\.md:2: the front matter has an anchor",
            marks=pytest.mark.long,
        ),
        (b"# A\n\n```math {#eq-a}\nx\n", r"docs/a/two\.md:3: the block is never closed"),
    ],
)
def test_a_page_that_cannot_be_read_is_said_and_served_when_it_can(server, content, said):
    page = server.scratch.root / "docs" / "a" / "two.md"
    before, begin = page.read_bytes(), len(server.said)
    page.write_bytes(content)
    server.until_said(said)
    page.write_bytes(before + b"\nRecovered.\n")
    server.until("a/two/", "Recovered.")
    assert "Traceback" not in server.said[begin:]


def test_a_stale_number_is_reported_and_the_page_is_still_served(server):
    server.scratch.write("snippets/a/one.py", "x = 2\nprint('one says', x)")
    server.scratch.write("docs/a/one.md", PAGE + "\nIt is {{ 3 = x }}.\n")
    server.until("a/one/", "It is ")
    server.until_said(r"docs/a/one\.md:10: the page says 3 but x is 2")


def test_a_new_page_with_its_snippet_is_served(server):
    server.scratch.write("snippets/a/three.py", "print('three says', 1)")
    server.scratch.write("docs/a/three.md", PAGE)
    server.until("a/three/", "three says 1")


NOT_BUILT = "This site could not be built"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("plugins: [recipes\nnav: a\n", "mkdocs.yml:3: is not YAML: "),
        ("plugins: [recipes, recipez]\n", "mkdocs.yml:2: “plugins”: The &quot;recipez&quot;"),
        pytest.param(
            "plugins: [recipes: {memory_limit: large}]\n",
            "mkdocs.yml:2: “memory_limit”: &#x27;large",
            marks=pytest.mark.long,
        ),
    ],
)
def test_a_broken_configuration_is_said_in_the_browser_until_it_is_fixed(server, text, reported):
    file = server.scratch.root / "mkdocs.yml"
    whole, before = file.read_text(encoding="utf-8"), len(server.said)
    file.write_text(f"site_name: Scratch\n{text}", encoding="utf-8")
    html = server.until("a/one/", NOT_BUILT)
    assert reported in html and 'http-equiv="refresh"' in html
    file.write_text(whole, encoding="utf-8")
    server.until("a/one/", "one says")
    said = server.said[before:]
    assert "Traceback" not in said and "appear stuck" not in said


FULL = """
from pathlib import Path

def on_post_build(config):
    if Path("full").exists():
        Path("/dev/full").write_text("a site")
    if Path("fault").exists():
        raise RuntimeError("lost count")
"""


@pytest.fixture
def full(scratch):
    """A project whose site finds no room as long as there is a file of the name “full”."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (scratch.root / "room.py").write_text(FULL, encoding="utf-8")
    text = (scratch.root / "mkdocs.yml").read_text(encoding="utf-8")
    scratch.write("mkdocs.yml", f"{text}hooks: [room.py]\n")
    return scratch


@pytest.mark.long
def test_a_full_disk_is_said_in_the_browser_until_there_is_room(full):
    server = Server(full)
    try:
        server.until("", "<h1")
        (full.root / "full").touch()
        full.write("docs/index.md", "# Another\n")
        html = server.until("", NOT_BUILT)
        assert "there is no room for the site in " in html and "; make room" in html
        (full.root / "full").unlink()
        full.write("docs/index.md", "# A third\n")
        server.until("", "A third")
        assert "Traceback" not in server.said
    finally:
        server.stop()


@pytest.mark.parametrize("command", ["build", pytest.param("serve", marks=pytest.mark.long)])
def test_a_disk_that_is_full_from_the_start_ends_a_command_with_a_sentence(full, command):
    (full.root / "full").touch()
    process = full.start(command)
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "Error: there is no room for the site in " in said and "Traceback" not in said


def test_a_fault_of_a_program_is_said_in_the_browser_and_traced_in_the_terminal(full):
    server = Server(full)
    try:
        server.until("", "<h1")
        (full.root / "fault").touch()
        full.write("docs/index.md", "# Another\n")
        assert "RuntimeError: lost count" in server.until("", NOT_BUILT)
        server.until_said(r'room\.py", line \d+, in on_post_build')
    finally:
        server.stop()


def test_an_address_that_is_in_use_is_said_before_anything_is_built(scratch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        process = scratch.start("serve", "-a", address)
        said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"{address} cannot be served (Address already in use); end what uses it, or " in said
    assert "Traceback" not in said and "ran " not in said


def test_nothing_was_written_below_the_sources(server):
    root = server.scratch.root
    for folder, suffixes in {"docs": {".md"}, "snippets": {".py"}}.items():
        files = [file for file in (root / folder).rglob("*") if file.is_file()]
        assert {file.suffix for file in files} == suffixes
    assert not (root / "site").exists()


def test_a_young_project_without_tests_is_served(scratch):
    (scratch.root / "tests").rmdir()
    scratch.write("docs/a/one.md", PAGE)
    scratch.write("snippets/a/one.py", "print('young')")
    server = Server(scratch)
    try:
        server.until("a/one/", "young")
    finally:
        server.stop()
