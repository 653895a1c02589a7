"""How much of the table the engine reads, by field.

python -m tests.engine.mathematics.table [-v] [FIELD …]
"""

import argparse
from collections import Counter

from .entries import FIELDS, OUTCOMES, outcomes


def main() -> None:
    """Print the counts of each field; with ``-v``, what is not right and what was said of it."""
    parser = argparse.ArgumentParser(description="Count what the engine makes of each equation.")
    parser.add_argument("fields", nargs="*", default=FIELDS)
    parser.add_argument("-v", action="store_true", help="list what is not right")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    print(f"{'':22}", *(f"{kind:>18}" for kind in OUTCOMES))
    for name in options.fields:
        found = list(outcomes(name))
        counts = Counter(outcome.kind for outcome in found)
        total += counts
        print(f"{name:22}", *(f"{counts[kind]:18}" for kind in OUTCOMES), flush=True)
        for outcome in found if options.v else ():
            if outcome.kind != "right":
                said = outcome.said.split("\n")[0]
                print(f"    {outcome.kind}: {outcome.tex.strip()}\n        {said}")
    print(f"{'all':22}", *(f"{total[kind]:18}" for kind in OUTCOMES))


if __name__ == "__main__":
    main()
