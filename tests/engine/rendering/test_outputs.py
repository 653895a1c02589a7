"""What a cell printed is the same text on the page, in the notebook and in plain Markdown."""

import base64
import json

import nbformat
from bs4 import BeautifulSoup
from recipes.publishing.digests import Digests
from recipes.publishing.files import figure_files
from recipes.rendering import notebook, plain_markdown

SNIPPET = '''"""Print."""

# %% bar
import sys

for percent in (0, 50, 100):
    sys.stderr.write(f"\\r{percent:3d}%")
print("\\n\\x1b[1;31mred\\x1b[0m \\x02klzzwxh:0\\x03 \\x02wzxhzdk:0\\x03 \\0 <b> \\x85")
'''
PAGE = "# Print\n\n```snippet\nbar\n```\n"
SEEN = "100%\nred ␂klzzwxh:0␃ ␂wzxhzdk:0␃ ␀ <b> \ufffd"


def test_page_notebook_and_plain_text_show_what_a_terminal_shows(convert, library):
    html = BeautifulSoup(convert(PAGE, SNIPPET).html, "html.parser")
    assert SEEN in html.get_text()
    loaded = library({"docs/a/page.md": PAGE, "snippets/a/page.py": SNIPPET})
    page = loaded.pages["a/page.md"]
    assert SEEN in plain_markdown.page_text(loaded, page)
    cells = json.loads(notebook.recipe(loaded, page))["cells"]
    texts = [one["text"] for cell in cells for one in cell.get("outputs", ())]
    assert texts == [f"{SEEN}\n"]


def test_a_printed_fence_does_not_end_the_fence_of_the_output(library):
    snippet = SNIPPET.partition("import")[0] + 'print("```\\nx\\n```")\n'
    loaded = library({"docs/a/page.md": PAGE, "snippets/a/page.py": snippet})
    text = plain_markdown.page_text(loaded, loaded.pages["a/page.md"])
    assert "````text\n```\nx\n```\n````\n" in text


SOUND = '''"""Sound."""

# %% tone
import wave

for name in ("a.wav", "b.wav"):
    with wave.open(name, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8))
'''
PLAYED = """# Sound

```snippet
tone
show: code sound
caption: Silence & "more", *soft*.
```
"""


def test_a_sound_is_a_player_with_a_name_that_needs_no_script(convert):
    html = BeautifulSoup(convert(PLAYED, SOUND).html, "html.parser")
    players = html.select("figure.recipe-sound audio[controls]")
    places = ["/site/figures/a/page/tone.wav", "/site/figures/a/page/tone-2.wav"]
    assert [one["src"] for one in players] == places
    names = [f'Silence & "more", soft. ({number})' for number in (1, 2)]
    assert [one["aria-label"] for one in players] == names
    assert html.select_one("figcaption em").text == "soft"
    single = BeautifulSoup(convert(PLAYED, SOUND.replace(', "b.wav"', ",")).html, "html.parser")
    assert single.audio["aria-label"] == 'Silence & "more", soft.'


def test_a_cell_without_a_sound_cannot_show_one(convert):
    problem, *_ = convert(PLAYED, SNIPPET.replace("bar", "tone")).problems
    assert "the cell “tone” writes no sound" in problem.message


def test_a_sound_is_published_and_stands_in_the_notebook_and_in_plain_text(library):
    loaded = library({"docs/a/page.md": PLAYED, "snippets/a/page.py": SOUND})
    page = loaded.pages["a/page.md"]
    sound = loaded.outcomes["a/page.py"].cells["tone"].sounds[0]
    files = figure_files(loaded)
    assert list(files) == ["figures/a/page/tone.wav", "figures/a/page/tone-2.wav"]
    assert files["figures/a/page/tone.wav"].make() == sound
    text = plain_markdown.page_text(loaded, page)
    assert '[Sound: Silence & "more", *soft*.](../figures/a/page/tone.wav)' in text
    book = json.loads(notebook.recipe(loaded, page))
    nbformat.validate(nbformat.from_dict(book))
    outputs = [one for cell in book["cells"] for one in cell.get("outputs", ())]
    assert [one["data"]["text/plain"] for one in outputs] == ["<Audio>", "<Audio>"]
    player = BeautifulSoup(outputs[0]["data"]["text/html"], "html.parser").audio
    assert player["src"] == f"data:audio/wav;base64,{base64.b64encode(sound).decode()}"
    assert player["aria-label"] == 'Silence & "more", soft.'


def test_another_sound_makes_the_page_anew(library):
    named = {
        Digests(library({"docs/a/page.md": PLAYED, "snippets/a/page.py": source})).result(
            "a/page.py"
        )
        for source in (SOUND, SOUND, SOUND.replace("bytes(8)", "bytes(7) + b'x'"))
    }
    assert len(named) == 2
