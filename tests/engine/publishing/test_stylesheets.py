"""Style sheets and fonts with what the site shows, and nothing else."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from recipes.publishing import fonts, stylesheets
from recipes.running.store import Store

SHEET = """
@charset "utf-8";
:root{--a:1px}
.used,.never{color:red}
.used .never{color:blue}
.used:not(.never){color:green}
:is(.used,.never) p::before{content:".never{}"}
[data-x=never]{margin:0}
@media (min-width:10em){.never{top:0}.used{top:1px}}
@media print{.never{top:0}}
@supports (display:grid){@media print{.used{top:2px}}}
@keyframes never{from{top:0}}
@font-face{font-family:"never"}
.a\\:b{left:0}
"""


def test_a_sheet_keeps_each_rule_that_can_match():
    left = stylesheets.used(SHEET, {"used"}, {"--a"})
    for rule in (
        '@charset "utf-8";',
        ":root{--a:1px}",
        ".used{color:red}",
        ".used:not(.never){color:green}",
        ':is(.used,.never) p::before{content:".never{}"}',
        "[data-x=never]{margin:0}",
        "@media (min-width:10em){.used{top:1px}}",
        "@supports (display:grid){@media print{.used{top:2px}}}",
        "@keyframes never{from{top:0}}",
        '@font-face{font-family:"never"}',
    ):
        assert rule in left
    assert "blue" not in left and "top:0}.used" not in left and "@media print{}" not in left


def test_a_property_that_nothing_reads_is_not_set(tmp_path):
    css = ":root{--read:1px;--unread:url('data:x;y{}');--script:2px}.used{top:var( --read, 3px)}"
    store = Store(tmp_path, print)
    left = stylesheets.pruned(store, css, {"used", "-script"})
    assert left == ":root{--read:1px;--script:2px;}.used{top:var( --read, 3px)}"
    assert stylesheets.pruned(store, css, {"used"}) != left


def test_what_makes_a_browser_compute_all_styles_again_is_left_out():
    css = "[data-md-color-switching] *,[data-md-color-switching] :after,a{b:c}"
    assert stylesheets.used(css, set()) == "a{b:c}"
    narrow = "body[data-md-color-switching] :is(a,nav){b:c}"
    assert stylesheets.used(narrow, set()) == narrow


def test_sheets_become_one_whose_addresses_still_lead_there():
    data = "url(\"data:image/svg+xml,<svg x='1'/>\")"
    sheets = {
        "assets/a/one.css": f"a{{b:url(font.woff2)}}c{{d:{data}}}/*# sourceMappingURL=one.map*/",
        "assets/two.css": "e{f:url('../g.png')}",
    }
    assert stylesheets.merged(sheets, "assets/sheets") == (
        f"a{{b:url(../a/font.woff2)}}c{{d:{data}}}e{{f:url(../../g.png)}}"
    )


@pytest.mark.parametrize("base", ["", "../", "../../", "/some/prefix/", "/"])
def test_a_page_links_the_one_in_the_place_of_all(base):
    one, two = (f'<link rel="stylesheet" href="{base}assets/{name}.css">' for name in ("a", "b/c"))
    page = f"<head>{one}\n<style>x</style>\n{two}</head>"
    assert stylesheets.linked(page) == ["assets/a.css", "assets/b/c.css"]
    link = f'<link rel="stylesheet" href="{base}assets/d.css">'
    found = stylesheets.relinked(page, "assets/d.css")
    assert found == f"<head>{link}<style>x</style>\n</head>"
    assert stylesheets.relinked("<p>none</p>", "assets/d.css") == "<p>none</p>"


def test_a_class_is_known_from_a_page_or_a_script(tmp_path):
    store = Store(tmp_path, print)
    known = stylesheets.words(['"used"', "x.classList.add(`a:b`)"])
    assert {"used", "a", "b"} <= known
    left = stylesheets.pruned(store, SHEET, known | {"a:b"})
    assert ".never" not in left.replace(":not(.never)", "").replace(".used,.never", "").replace(
        '".never', ""
    )
    assert "left:0" in left
    assert left == stylesheets.pruned(store, SHEET, known | {"a:b"})


def test_a_font_has_the_characters_that_are_shown_and_no_others():
    file = font_manager.findfont("DejaVu Sans")
    whole = Path(file).read_bytes()
    small = fonts.subset(whole, "aé∫")
    assert set(TTFont(io.BytesIO(small)).getBestCmap()) == {ord(letter) for letter in "aé∫"}
    assert len(small) < len(whole) / 50
    assert small == fonts.subset(whole, "aé∫")


def test_scripts_lose_the_comments_that_have_lines_of_their_own(tmp_path):
    script = '  // never\nconst used = "https://a.example" // said\n//\n'
    files = {
        "index.html": '<link rel="stylesheet" href="assets/own.css"><p>',
        "assets/own.css": ".used{top:0}.never{top:1px}.packed{top:2px}",
        "assets/own.js": script,
        "assets/javascripts/theirs.js": "// packed\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    sheet = stylesheets.SiteSheet(Store(tmp_path / "results", pytest.fail))
    written = sheet.files(tmp_path)
    sheet = next(text for path, text in written.items() if path.endswith(".css"))
    assert sheet == ".used{top:0}.packed{top:2px}"
    assert written["assets/own.js"] == 'const used = "https://a.example" // said\n'
    assert "assets/javascripts/theirs.js" not in written


def test_a_page_gets_the_new_sheet_where_another_one_was_expected(tmp_path):
    site, store = tmp_path / "site", Store(tmp_path / "results", pytest.fail)
    html = '<link rel="stylesheet" href="assets/own.css"><p class="{}">'
    (site / "assets/stylesheets").mkdir(parents=True)

    def linked(used, own):
        """The sheet that each page links when it is built."""
        (site / "assets/own.css").write_text(".a{top:0}.b{top:1px}", encoding="utf-8")
        (site / "own.html").write_text(html.format(own), encoding="utf-8")
        sheet = stylesheets.SiteSheet(store)
        (site / "index.html").write_text(sheet.of_page("index.html", html.format(used)))
        written = sheet.files(site)
        (path,) = (path for path in written if path.endswith(".css"))
        for page, text in written.items():
            (site / page).write_text(text, encoding="utf-8")
        pages = [(site / name).read_text(encoding="utf-8") for name in ("index.html", "own.html")]
        assert all(page.count("stylesheet") == 2 and path in page for page in pages)
        return written[path]

    assert linked("a", "none") == ".a{top:0}"
    assert linked("a", "b") == ".a{top:0}.b{top:1px}"
    assert linked("a", "b") == ".a{top:0}.b{top:1px}"
    assert linked("b", "none") == ".b{top:1px}"


def test_the_text_of_a_page_names_no_class():
    page = "<p class='a b' style=\"--c:d\">grid</p><script>e</script><svg class=f>"
    page += '<script type="application/ld+json">{"name": "g"}</script><style>h</style>'
    assert stylesheets.words(stylesheets.used_in(page)) == set("abcdefh") - {"c"} | {"-c"}
