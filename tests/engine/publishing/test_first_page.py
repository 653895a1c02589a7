"""While a site is served, the page that is looked at does not wait for the others."""

import re
import threading
from pathlib import Path

import pytest

from .test_serve import SECONDS, Server

SETTINGS = """
site_name: Scratch
plugins: [recipes]
hooks: [hold.py]
theme: {name: mkdocs, highlightjs: false}
"""
# The page “held” is written when somebody says so.
HOLD = """
import time
from pathlib import Path

ROOT = Path(__file__).parent

def on_page_context(context, page, config, nav):
    if page.file.src_uri == "held.md":
        while (ROOT / "held").exists():
            time.sleep(0.02)
        if (ROOT / "failing").exists():
            raise OSError("cannot be rendered")
"""


@pytest.fixture
def server(scratch):
    """A served project with a page that can be held back."""
    scratch.write("mkdocs.yml", SETTINGS)
    (scratch.root / "hold.py").write_text(HOLD)
    for name in ("index", "held", "seen"):
        scratch.write(f"docs/{name}.md", f"# {name}\n\nAs before.\n")
    running = Server(scratch)
    try:
        running.until("held/", "As before")
        running.until("seen/", "As before")
        yield running
    finally:
        (scratch.root / "held").unlink(missing_ok=True)
        running.stop()


def edit(server: Server, *names: str) -> Path:
    """Change pages while one is held back; return what holds it."""
    held = Path(server.scratch.root / "held")
    held.touch()
    for name in names:
        server.scratch.write(f"docs/{name}.md", f"# {name}\n\nAfter that.\n")
    return held


def test_it_is_seen_while_another_one_is_built(server):
    held = edit(server, "held", "seen")
    html = server.until("seen/", "After that")
    for path in re.findall(r'(?:href|src)="\.\./([^"]+\.(?:css|js))"', html):
        assert server.html(path)  # does not wait either
    others: list[str] = []
    asking = threading.Thread(target=lambda: others.append(server.html("held/")), daemon=True)
    asking.start()
    asking.join(0.5)
    assert not others
    assert "After that" in server.html("seen/")
    held.unlink()
    asking.join(SECONDS)
    assert "After that" in others[0]


def epoch_of(html: str) -> int:
    (epoch,) = re.findall(r"livereload\((\d+)", html)
    return int(epoch)


@pytest.mark.long
def test_it_is_not_reloaded_when_the_others_are_there(server):
    held = edit(server, "seen")
    epoch = epoch_of(server.until("seen/", "After that"))
    held.unlink()
    server.html("held/")
    assert epoch_of(server.html("seen/")) == epoch


def test_it_gives_way_to_what_is_wrong_with_another_one(server):
    held = edit(server, "seen")
    epoch = epoch_of(server.until("seen/", "After that"))
    (server.scratch.root / "failing").touch()
    held.unlink()
    assert int(server.html(f"livereload/{epoch}/1")) > epoch
    assert "cannot be rendered" in server.html("seen/")
    (server.scratch.root / "failing").unlink()
    server.scratch.write("docs/held.md", "# held\n\nAgain.\n")
    server.until("held/", "Again")
