"""Compare the densities that SciPy prints with those that it computes."""

# %% audit
import scipy
from docs._engine.audit import distributions

findings = distributions()
print("SciPy", scipy.__version__)
for verdict in ("agrees", "differs", "not read"):
    print(f"{verdict:9}", sum(finding.verdict == verdict for finding in findings))

# %% differs
for finding in findings:
    if finding.verdict == "differs":
        print(f"{finding.name}: {finding.reason}")
        print(" ", finding.tex)

# %% unread
for finding in findings:
    if finding.verdict == "not read":
        print(f"{finding.name}: {finding.reason}")

# %% agrees
import textwrap

names = [finding.name for finding in findings if finding.verdict == "agrees"]
print(textwrap.fill(", ".join(sorted(names)), 80))
