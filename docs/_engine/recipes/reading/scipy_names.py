"""The SciPy functions and classes that a snippet uses, by the names that it writes for them."""

import ast
from collections.abc import Iterable, Sequence

# Public SciPy namespaces below a subpackage; elsewhere the third part of a dotted
# name is the function, and what follows belongs to it (``scipy.stats.norm.pdf``).
NESTED = frozenset(
    "cluster.hierarchy cluster.vq io.arff io.matlab io.wavfile linalg.blas"
    " linalg.interpolative linalg.lapack optimize.elementwise signal.windows"
    " sparse.csgraph sparse.linalg spatial.distance spatial.transform"
    " stats.contingency stats.mstats stats.qmc stats.sampling".split()
)


def scipy_names(nodes: Sequence[ast.AST]) -> dict[str, str]:
    """Return the full name of each function and class of SciPy, by the name that is written."""
    bound = imported(nodes)
    found: dict[str, str] = {}
    for node in nodes:
        written = dotted(node)
        if written is None:
            continue
        head, _, rest = written.partition(".")
        parts = f"{bound.get(head, '')}.{rest}".strip(".").split(".")
        depth = 4 if ".".join(parts[1:3]) in NESTED else 3
        if parts[0] == "scipy" and len(parts) >= depth:
            surplus = len(parts) - depth
            shown = written.rsplit(".", surplus)[0] if surplus else written
            found[shown] = ".".join(parts[:depth])
    return dict(sorted(found.items()))


def imported(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Return what each name that an import binds stands for, in full."""
    bound: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    bound[alias.asname] = alias.name
                else:
                    top = alias.name.partition(".")[0]
                    bound[top] = top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                bound[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return bound


def dotted(node: ast.AST) -> str | None:
    """Return the name as written, for a name or a chain of attributes of one."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = dotted(node.value)
        return f"{head}.{node.attr}" if head else None
    return None
