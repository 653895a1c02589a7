"""Count what the finder knows."""

# %% counts
import csv
from pathlib import Path


def rows(name):
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


found, names = rows("finder_tasks.csv"), rows("finder_names.csv")
tasks = len(found)
functions = len({row["function"] for row in found})
pairs = {pair.strip() for row in found for pair in row["have_want"].split(";")}
things = len({pair.partition(":")[0] for pair in pairs})
other_names = len(names)
elsewhere = sum(row["origin"] not in ("SciPy", "NumPy") for row in names)
gone = sum(row["fate"] == "removed" for row in names)
print(f"{tasks} tasks, {functions} functions, {other_names} other names")
