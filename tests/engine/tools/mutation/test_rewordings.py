"""Another wording of what a page says is no mistake, and what notices it gives a false alarm."""

from pathlib import Path

from recipes.reading import prose
from recipes.tools.mutation import rewordings, words

ROOT = Path(__file__).resolve().parents[4]
NEUTRAL = {"is", "are", "was", "has", "have", "do", "does", "can", "with"}  # helping words
PAGE = "a/sums.md"


def stating(text):
    """The words, the facts, the code and the formulas of a text, by which it says something."""
    found = sorted(site.old.lower() for site in words.of_sentences(text, [(0, len(text))], None))
    spans = [text[one.start : one.end] for one in prose.spans(text) if one.kind != "markup"]
    return [one for one in found if one not in NEUTRAL], sorted(spans)


def test_there_are_many_and_none_changes_a_word_that_says_something():
    entries = rewordings.read(ROOT)
    assert len(entries) >= 40
    assert len({(one.page, one.old) for one in entries}) == len(entries)
    for one in entries:
        assert one.old != one.new and stating(one.old) == stating(one.new), one


def test_a_rewording_is_tried_where_its_old_text_stands_once(tmp_path):
    (tmp_path / "docs/a").mkdir(parents=True)
    text = "πs add\nup: one two.\nTwo and one.\n"
    (tmp_path / "docs" / PAGE).write_text(text, encoding="utf-8")
    rows = [("add up:", "sum:"), ("one", "1"), ("none", "0"), ("Two and one", "one and two")]
    entries = [rewordings.Rewording(PAGE, *row) for row in rows]
    found = rewordings.mutants(tmp_path, PAGE, [*entries, rewordings.Rewording("b.md", "Two", "2")])
    applied = [one.applied(text.encode()).decode() for one in found]
    assert applied == [text.replace("add\nup:", "sum:"), text.replace("Two and one", "one and two")]
    assert rewordings.read(tmp_path) == []
