"""What is wrong with mkdocs.yml is said in a sentence with its line, by all commands."""

import errno
from pathlib import Path

import pytest
from recipes.publishing import configuration_errors, serving

HEAD = "site_name: Scratch\ntheme: mkdocs\n"
BROKEN = {
    "plugins: [recipes\nnav: x\n": "4: is not YAML: expected ',' or ']', but got ':'",
    "\tplugins: [recipes]\n": "3: is not YAML: found character '\\t'",
    "nav: !!python/object:os.x {}\n": "3: is not YAML: could not determine a constructor",
    "nav: !!python/name:os.none x\n": "1: names something that is not installed",
    "plugins: [search, recipez]\n": "1: has no “recipes” under plugins; add it",
    "plugins: [search]\n": "1: has no “recipes” under plugins; add it",
    "plugins:\n  - recipes:\n      time_limit: long\n": "5: “time_limit” is a number; fix it",
    "plugins:\n  - recipes:\n      memory_limit: large\n": "5: “memory_limit”: 'large' is not",
    "plugins:\n  - recipes: {time_limt: 3}\n": (
        "4: “recipes” under plugins has an unknown key “time_limt”; there is time_limit,"
    ),
    "plugins:\n  recipes:\n    time_limit: long\n": "5: “time_limit” is a number; fix it",
    "plugins:\n  - recipes:\n      snippets: {a.py: 3}\n": "5: “snippets” of a.py is “name:",
    "plugins:\n  - recipes:\n      snippets: {a.py: {time_limit: 3}}\n": (
        "5: “snippets”: there is no snippets/a.py; fix the name"
    ),
    "INHERIT: gone.yml\n": "gone.yml:1: there is no gone.yml here",
}
NO_MAPPING = "mkdocs.yml:1: is not “name: value”, one a line; fix it"


@pytest.mark.parametrize("text", BROKEN)
def test_each_command_says_what_is_wrong_and_where(inside, recipe, text):
    inside({"mkdocs.yml": HEAD + text, "docs/index.md": "# Scratch\n"})
    for command in ("check", "facts", "run"):
        said = BROKEN[text] if "gone" in text else f"mkdocs.yml:{BROKEN[text]}"
        assert recipe(command, code=1).startswith(f"Error: {said}")


def test_settings_may_stand_in_a_file_that_is_inherited(inside, recipe):
    files = {"mkdocs.yml": "INHERIT: base.yml\n", "base.yml": f"{HEAD}plugins: [recipes]\n"}
    inside({**files, "docs/index.md": "# Scratch\n"})
    assert recipe("check") == "all pages hold\n"


@pytest.mark.parametrize("text", ["", "5\n", "word\n", "- recipes\n"])
def test_what_is_no_mapping_is_reported(inside, recipe, text):
    inside({"mkdocs.yml": text})
    assert recipe("check", code=1) == f"Error: {NO_MAPPING}\n"


def test_what_is_not_utf_8_is_reported_at_its_line(inside, recipe):
    inside({"mkdocs.yml": HEAD.encode() + b"copyright: \xa9\n"})
    assert (
        recipe("check", code=1) == "Error: mkdocs.yml:3: is not UTF-8 (byte 44); save it as UTF-8\n"
    )


def test_a_file_that_may_not_be_read_is_reported():
    error = PermissionError(errno.EACCES, "Permission denied", "mkdocs.yml")
    said = configuration_errors.explained(error, [], Path("mkdocs.yml"))
    assert said == "mkdocs.yml: Permission denied; see that it can be read"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left"),
            "there is no room for the site in /site (No space",
        ),
        (OSError(errno.EACCES, "Permission denied", "/a/b"), "/a/b: Permission denied; see that"),
        (OSError(errno.EROFS, "Read-only file system"), "/site: Read-only file system; see that"),
    ],
)
def test_a_disk_says_in_a_sentence_what_it_wants(error, said):
    assert serving.sentence(error, "/site").startswith(said)
