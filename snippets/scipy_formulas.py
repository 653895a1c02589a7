"""Compare the densities that SciPy prints with those that it computes."""

# %% audit
import scipy
from recipes.tools.audit.distributions import distributions

findings = distributions()
print("SciPy", scipy.__version__)
for verdict in ("agrees", "differs", "not read"):
    print(f"{verdict:9}", sum(finding.verdict == verdict for finding in findings))

# %% differs
from recipes.tools.audit.report import differences

print(differences(findings))

# %% unread
for finding in findings:
    if finding.verdict == "not read":
        print(f"{finding.name}: {finding.reason}")

# %% agrees
import textwrap

names = [finding.name for finding in findings if finding.verdict == "agrees"]
print(textwrap.fill(", ".join(sorted(names)), 80))

# %% functions
from recipes.tools.audit.functions import functions

others = functions()
equal = sorted({finding.name for finding in others if finding.verdict == "agrees"})
formulas = len(others)
agreeing = sum(finding.verdict == "agrees" for finding in others)
print(f"{agreeing} of {formulas} formulas agree")

# %% misprints
print(differences(others))

# %% functions_agreeing
print(textwrap.fill(", ".join(equal), 80))

# %% reasons
import re
from collections import Counter

unread = [finding.reason for finding in others if finding.verdict == "not read"]
reasons = Counter(re.sub("“.*?”|parameter .* is", "...", reason) for reason in unread)
for reason, count in reasons.most_common(8):
    print(f"{count:4} {reason}")
