"""Numbers, names, arithmetic, brackets: the parts of a tree that bind no variable."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from ..errors import MathError
from ..parsing import tree
from ..parsing.tokens import Token
from .arrays import column, element, settled
from .fixed import UNKNOWN, VARIES, Fixed
from .numeric import Numeric

Scope = Mapping[str, Any]


class Values:
    """Evaluates trees of one formula, and remembers which tokens had a part in it.

    Parameters
    ----------
    algebra
        What adds, multiplies, integrates: `Numeric`, or `exact.Exact`.
    names
        What the test binds.

    Attributes
    ----------
    used
        The tokens of all that was evaluated.
    """

    def __init__(self, tex: str, tokens: tuple[Token, ...], algebra: Numeric, names: Scope) -> None:
        self.tex = tex
        self.tokens = tokens
        self.algebra = algebra
        self.names = names
        self.used: set[int] = set()
        self._methods: dict[type[tree.Node], Callable[[Any, Scope], Any]] = {}
        self.fixed = Fixed()

    def value(self, node: tree.Node, scope: Scope) -> Any:
        """Return the value of a node; columns and matrices are arrays of two dimensions.

        Raises
        ------
        MathError
            If it has none; the message shows the place.
        """
        kept = self.fixed.values.get(id(node), VARIES)
        if kept is not VARIES and kept is not UNKNOWN:
            return kept
        kind = type(node)
        if kind not in self._methods:
            self._methods[kind] = getattr(self, f"_{kind.__name__.lower()}")
        try:
            found = self._methods[kind](node, scope)
        except MathError as error:
            if error.tex:
                raise
            raise MathError(error.message, self.tex, self._start(node)) from error.__cause__
        except (ArithmeticError, LookupError, TypeError, ValueError, Warning) as error:
            message = f"cannot be computed: {str(error).partition(chr(10))[0]}"
            raise MathError(message, self.tex, self._start(node)) from error
        except RecursionError:
            raise MathError("the formula is too deep; split it", self.tex, 0) from None
        self.used |= node.own
        if kept is UNKNOWN:
            self.fixed.values[id(node)] = found
        return found

    def _start(self, node: tree.Node) -> int:
        return self.tokens[node.span[0]].start if node.span[0] < len(self.tokens) else 0

    def _values(self, nodes: tuple[tree.Node, ...], scope: Scope) -> list[Any]:
        """The values of nodes; what dots stand for are several."""
        found = []
        for node in nodes:
            if isinstance(node, tree.Between) and node.operator in ",;":
                found += self._between(node, scope)
                self.used |= node.own
            else:
                found.append(settled(self.value(node, scope)))
        return found

    # Numbers and names

    def _number(self, node: tree.Number, scope: Scope) -> Any:
        return self.algebra.number(node.digits)

    def _name(self, node: tree.Name, scope: Scope) -> Any:
        r"""The value of a name; with an index, ``x[]`` comes before ``x``, for ``x - x_m``."""
        if node.key not in scope and not (node.indices and f"{node.key}[]" in scope):
            if node.key in self.algebra.constants and not node.indices and node.arguments is None:
                return self.algebra.constants[node.key]
            indices = tuple(self._values(node.indices, scope)) if self._runs(node, scope) else ()
            self._mark(node.indices)
            return self.algebra.unknown(node.whole, node.key, indices, bool(indices))
        found = self._looked_up(node, scope)
        if node.exponent is not None:
            found = self.algebra.power(found, self.value(node.exponent, scope))
        return column(found)

    def _runs(self, node: tree.Name, scope: Scope) -> bool:
        """Whether an index of the name is one that a sum or an integral gives its values."""
        pending = list(node.indices)
        while pending:
            part = pending.pop()
            if isinstance(part, tree.Name) and part.key in scope and part.key not in self.names:
                return True
            pending += part.parts
        return False

    def _mark(self, nodes: tuple[tree.Node, ...]) -> None:
        for node in nodes:
            self.used |= set(range(*node.span))

    def _looked_up(self, node: tree.Name, scope: Scope) -> Any:
        family = f"{node.key}[]"
        value = scope[family if node.indices and family in scope else node.key]
        indices = tuple(self._values(node.indices, scope))
        if node.arguments is None:
            given = indices
            if not indices:
                return value
        else:
            given = (*indices, *self._values(node.arguments, scope))
        if callable(value) and not isinstance(value, np.ndarray):
            return value(*given)
        if np.ndim(value) == 0 and not isinstance(value, dict) and not hasattr(value, "shape"):
            raise MathError(f"“{node.key}” is bound to a number and has an index; bind a table")
        return element(value, given) if not hasattr(value, "atoms") else value[given]

    def _applied(self, node: tree.Applied, scope: Scope) -> Any:
        base = self.value(node.base, scope)
        given = self._values(node.arguments, scope)
        if callable(base) and not isinstance(base, np.ndarray):
            return column(base(*given))
        if isinstance(base, np.ndarray):
            return element(settled(base), tuple(given))
        if len(given) > 1:
            raise MathError("brackets with a comma behind a number; bind what is before them")
        return self.algebra.multiply(base, column(given[0]))

    def _conjugate(self, node: tree.Conjugate, scope: Scope) -> Any:
        return self.algebra.conjugate(self.value(node.operand, scope))

    # Arithmetic

    def _signed(self, node: tree.Signed, scope: Scope) -> Any:
        total = None
        for sign, term in zip(node.signs, node.terms, strict=True):
            value = self.value(term, scope)
            value = value if sign == "+" else -value
            total = value if total is None else self.algebra.add(total, value)
        return total

    def _product(self, node: tree.Product, scope: Scope) -> Any:
        product = self.value(node.factors[0], scope)
        for operator, factor in zip(node.operators, node.factors[1:], strict=True):
            product = self._joined(operator, product, self.value(factor, scope), scope)
        return product

    def _joined(self, operator: str, one: Any, other: Any, scope: Scope) -> Any:
        if operator in scope:
            return column(scope[operator](settled(one), settled(other)))
        if operator in ("", r"\cdot", r"\times"):
            if operator == r"\times" and np.shape(one) == np.shape(other) == (3, 1):
                return self.algebra.cross(one, other)
            if callable(one) or callable(other):
                raise MathError("a function is multiplied; write its argument in brackets")
            if (
                operator == r"\cdot"
                and np.shape(one) == np.shape(other) != ()
                and np.shape(one)[1:] == (1,)
            ):
                return self.algebra.multiply(one.T, other)
            return self.algebra.multiply(one, other)
        if operator == "/":
            return self.algebra.divide(one, other)
        if operator == r"\bmod":
            return self.algebra.modulo(one, other)
        raise MathError(f"the operator “{operator}” has many meanings; bind it like a name")

    def _quotient(self, node: tree.Quotient, scope: Scope) -> Any:
        top = self.value(node.top, scope)
        return self.algebra.divide(top, self.value(node.bottom, scope))

    def _power(self, node: tree.Power, scope: Scope) -> Any:
        base = self.value(node.base, scope)
        return self.algebra.power(base, self.value(node.exponent, scope))

    def _marked(self, node: tree.Marked, scope: Scope) -> Any:
        return self.algebra.marked(self.value(node.base, scope), node.mark)

    def _root(self, node: tree.Root, scope: Scope) -> Any:
        degree = None if node.degree is None else self.value(node.degree, scope)
        return self.algebra.root(self.value(node.radicand, scope), degree)

    def _factorial(self, node: tree.Factorial, scope: Scope) -> Any:
        return self.algebra.factorial(self.value(node.operand, scope))

    def _binomial(self, node: tree.Binomial, scope: Scope) -> Any:
        top = self.value(node.top, scope)
        return self.algebra.binomial(top, self.value(node.bottom, scope))

    def _rounded(self, node: tree.Rounded, scope: Scope) -> Any:
        return self.algebra.rounded(self.value(node.operand, scope), node.up)

    def _function(self, node: tree.Function, scope: Scope) -> Any:
        given = [self.value(one, scope) for one in node.arguments]
        if node.base is not None:
            found = self.algebra.logarithm(self.value(node.base, scope), *given)
        else:
            found = self._known(node, scope)(*given)
        if node.exponent is None or self._is_inverse(node):
            self._mark((node.exponent,) if node.exponent is not None else ())
            return column(found)
        return self.algebra.power(found, self.value(node.exponent, scope))

    def _is_inverse(self, node: tree.Function) -> bool:
        r"""Whether it is ``\sin^{-1}``."""
        exponent = node.exponent
        return (
            isinstance(exponent, tree.Signed)
            and exponent.signs == "-"
            and isinstance(exponent.terms[0], tree.Number)
            and exponent.terms[0].digits == "1"
        )

    def _known(self, node: tree.Function, scope: Scope) -> Callable[..., Any]:
        name = f"arc{node.name}" if self._is_inverse(node) else node.name
        if name not in self.algebra.functions:
            raise MathError(f"“{node.name}” is not known here; bind it like a name")
        return self.algebra.functions[name]

    # Brackets, bars, matrices

    def _between(self, node: tree.Between, scope: Scope) -> Any:
        raise NotImplementedError

    def _several(self, node: tree.Several, scope: Scope) -> Any:
        return tuple(self._values(node.items, scope))

    def _bars(self, node: tree.Bars, scope: Scope) -> Any:
        order = node.order
        kind = self.value(order, scope) if isinstance(order, tree.Node) else order
        return self.algebra.bars(self.value(node.operand, scope), node.double, kind)

    def _matrix(self, node: tree.Matrix, scope: Scope) -> Any:
        rows: list[list[Any]] = []
        for row in node.rows:
            first = row[0]
            if len(row) == 1 and isinstance(first, tree.Between) and first.operator == ";":
                rows += [[value] for value in self._values(row, scope)]
            elif any(isinstance(cell, tree.Between) for cell in row):
                rows.append(self._values(row, scope))
            else:
                rows.append([self.value(cell, scope) for cell in row])
        if len({len(row) for row in rows}) != 1:
            raise MathError("the rows of this matrix have different lengths")
        matrix = self.algebra.matrix(rows)
        return self.algebra.determinant(matrix) if node.bars else matrix

    def _cases(self, node: tree.Cases, scope: Scope) -> Any:
        rows = [
            (partial(self._case, row, scope), partial(self._hold, row.conditions, scope))
            for row in node.rows
        ]
        return self.algebra.cases(rows)

    def _case(self, row: tree.Case, scope: Scope) -> Any:
        self.used |= row.own
        return self.value(row.value, scope)

    def _hold(self, conditions: tuple[tree.Chain, ...], scope: Scope) -> Any:
        held: Any = True
        for condition in conditions:
            held = held & self.value(condition, scope)
        return held

    def _chain(self, node: tree.Chain, scope: Scope) -> Any:
        sides = [self.value(side, scope) for side in node.sides]
        held: Any = True
        for relation, one, other in zip(node.relations, sides, sides[1:], strict=False):
            held = held & self.algebra.related(relation, one, other)
        return held
