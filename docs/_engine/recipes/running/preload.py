"""What the server has imported when it forks a process for a snippet.

The environment variable says which modules beyond those that every snippet needs; one that
cannot be imported is left to the snippet, whose error then says so.
"""

import contextlib
import importlib
import os

from . import figures, guard

VARIABLE = "RECIPE_PRELOAD"
WARM = "RECIPE_WARM_UP"  # set where many snippets are to draw, each of which it makes quicker
ALWAYS = """
numpy matplotlib.pyplot matplotlib.backends.backend_agg matplotlib.backends.backend_svg
recipes.running.worker
"""

for name in f"{ALWAYS} {os.environ.get(VARIABLE, '')}".split():
    with contextlib.suppress(Exception):
        importlib.import_module(name)
guard.readable()
if os.environ.get(WARM):
    figures.warm_up()
