"""The mathematics is of use without the rest of the engine, as its own page says."""

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "docs/_engine/recipes/mathematics"
README = (FOLDER / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(python|text)\n(.*?)^```$", re.M | re.S)
# Without `site`, so that no checkout is importable by a path in an environment's files.
START = """
import sys
sys.path += {paths!r}
import importlib.util
assert importlib.util.find_spec("recipes") is None
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Run code where the folder is a package “equations”, and the engine is not importable."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(FOLDER, folder / "equations", ignore=shutil.ignore_patterns("__pycache__"))
    paths = [str(folder), *{sysconfig.get_path(name) for name in ("purelib", "platlib")}]

    def run(code):
        code = START.format(paths=paths) + code.replace("recipes.mathematics", "equations")
        command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", code]
        ran = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return run


def test_its_page_says_what_it_prints(alone):
    fences = FENCE.findall(README)
    assert [kind for kind, _ in fences] == ["python", "text"] * 2
    code = "\n".join(text for kind, text in fences if kind == "python")
    assert alone(code) == "".join(text for kind, text in fences if kind == "text")


def test_none_of_its_modules_needs_another_part_of_the_engine(alone):
    files = [file for file in FOLDER.rglob("*.py") if file.name != "__init__.py"]
    modules = [".".join(file.relative_to(FOLDER).with_suffix("").parts) for file in files]
    assert len(modules) > 10
    assert not any("recipes" in file.read_text(encoding="utf-8") for file in files)
    assert alone("\n".join(f"import equations.{name}" for name in modules)) == ""
