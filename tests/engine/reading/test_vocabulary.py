"""Levels and tags are words of a closed list, and what is none of them is found with its line."""

import pytest
from recipes.problem import ProblemError
from recipes.reading.page import parse
from recipes.reading.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("level: hard", 2, "there is no level “hard”; choose one"),
        ("title: A\nlevel: furthr", 3, "there is no level “furthr”; do you mean “further”?"),
        ("tags: [images, image]", 2, "there is no tag “image”; do you mean “images”?"),
        ("level: further\ntags:\n  - images\n  - cats", 5, "there is no tag “cats”; "),
        ("tags: images", 2, "“tags” is a list of words, such as “tags: [images]”"),
    ],
)
def test_another_word_is_an_error_with_its_line(front, line, message):
    with pytest.raises(ProblemError) as failure:
        parse("a/page.md", f"---\n{front}\n---\n# A\n")
    assert (failure.value.problem.path, failure.value.problem.line) == ("docs/a/page.md", line)
    assert failure.value.problem.message.startswith(message)


def test_all_words_of_the_list_may_be_used():
    known = vocabulary()
    assert 2 <= len(known.levels) <= 3
    for level in known.levels:
        page = parse("a/page.md", f"---\nlevel: {level}\ntags: [{', '.join(known.tags)}]\n---\n")
        assert (page.front.level, page.front.tags) == (level, (*known.tags,))
