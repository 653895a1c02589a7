"""A tree becomes a value: every name has the value that a test binds to it."""

import itertools
from collections.abc import Callable, Mapping
from functools import partial, reduce
from operator import and_
from typing import Any

import numpy as np

from ..errors import MathError
from ..parsing import tree
from ..parsing.tokens import Token
from .arrays import as_column, item_of, squeeze
from .invariants import UNKNOWN, VARIES, Invariants
from .numeric import MAXIMUM_TERMS, Numeric, integers

Scope = Mapping[str, Any]
# What NumPy, SciPy and SymPy raise for values that they cannot use.
FAILURES = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    Warning,
)
# What ``^{-1}`` behind a function's name makes of it, where that has one meaning.
INVERSES = {name: f"arc{name}" for name in "sin cos tan sec csc cot".split()}
INVERSES |= {name: f"ar{name}" for name in "sinh cosh tanh sech csch coth".split()}
INVERSES |= {"erf": "erfinv", "erfc": "erfcinv"}


class Evaluator:
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
        self._evaluated: set[int] = set()  # the identities of nodes: each is noted once
        self._methods: dict[type[tree.Node], Callable[[Any, Scope], Any]] = {}
        self.invariants = Invariants()

    def value(self, node: tree.Node, scope: Scope) -> Any:
        """Return the value of a node; columns and matrices are arrays of two dimensions.

        Raises
        ------
        MathError
            If it has none; the message shows the place.
        """
        identity = id(node)
        known = self.invariants.values.get(identity, VARIES)
        if known is not VARIES and known is not UNKNOWN:
            return known
        kind = type(node)
        if kind not in self._methods:
            self._methods[kind] = getattr(self, f"_{kind.__name__.lower()}")
        try:
            found = self._methods[kind](node, scope)
        except MathError as error:
            if error.tex:
                raise
            raise MathError(error.message, self.tex, self._start(node)) from error.__cause__
        except RecursionError:
            raise MathError("the formula is too deep; split it", self.tex, 0) from None
        except FAILURES as error:
            message = f"cannot be computed: {str(error).partition(chr(10))[0]}"
            raise MathError(message, self.tex, self._start(node)) from error
        if identity not in self._evaluated:
            self._evaluated.add(identity)
            self.used |= node.own_tokens
        if known is UNKNOWN:
            self.invariants.values[identity] = found
        return found

    def _start(self, node: tree.Node) -> int:
        return self.tokens[node.span[0]].start if node.span[0] < len(self.tokens) else 0

    def _values(self, nodes: tuple[tree.Node, ...], scope: Scope) -> list[Any]:
        """The values of nodes; what dots stand for are several."""
        found = []
        for node in nodes:
            if isinstance(node, tree.Between) and node.operator in ",;":
                found += self._between(node, scope)
                self.used |= node.own_tokens
            else:
                found.append(squeeze(self.value(node, scope)))
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
            return self.algebra.unknown(node.full, node.key, indices, bool(indices))
        found = self._lookup(node, scope)
        if node.exponent is not None:
            found = self.algebra.power(found, self.value(node.exponent, scope))
        return as_column(found)

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

    def _lookup(self, node: tree.Name, scope: Scope) -> Any:
        family = f"{node.key}[]"
        value = scope[family if node.indices and family in scope else node.key]
        if not node.indices and node.arguments is None:
            return value
        given = tuple(self._values((*node.indices, *(node.arguments or ())), scope))
        if callable(value) and not isinstance(value, np.ndarray):
            return value(*given)
        if np.ndim(value) == 0 and not isinstance(value, dict) and not hasattr(value, "shape"):
            raise MathError(f"“{node.key}” is bound to a number and has an index; bind a table")
        return item_of(value, given) if not hasattr(value, "atoms") else value[given]

    def _applied(self, node: tree.Applied, scope: Scope) -> Any:
        base = self.value(node.base, scope)
        given = self._values(node.arguments, scope)
        if callable(base) and not isinstance(base, np.ndarray):
            return as_column(base(*given))
        if isinstance(base, np.ndarray):
            return item_of(squeeze(base), tuple(given))
        if len(given) > 1:
            raise MathError("brackets with a comma behind a number; bind what is before them")
        return self.algebra.multiply(base, as_column(given[0]))

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
            product = self._combined(operator, product, self.value(factor, scope), scope)
        return product

    def _combined(self, operator: str, one: Any, other: Any, scope: Scope) -> Any:
        if operator in scope:
            return as_column(scope[operator](squeeze(one), squeeze(other)))
        if operator in ("", r"\cdot", r"\times"):
            if callable(one) or callable(other):
                raise MathError("a function is multiplied; write its argument in brackets")
            shape = np.shape(one) if operator and np.shape(one) == np.shape(other) else ()
            if operator == r"\times" and shape == (3, 1):
                return self.algebra.cross(one, other)
            if operator == r"\cdot" and shape[1:] == (1,):
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

    def _function(self, node: tree.Function, scope: Scope) -> Any:
        given = [self.value(one, scope) for one in node.arguments]
        inverse = node.exponent is not None and self._is_minus_one(node.exponent)
        if inverse and (node.name not in INVERSES or node.base is not None):
            raise MathError(
                f"“{node.name}^{{-1}}” may be the inverse function or the reciprocal; write a "
                "fraction, or the inverse function by its name"
            )
        if node.base is not None:
            found = self.algebra.logarithm(self.value(node.base, scope), *given)
        else:
            found = self._known(INVERSES[node.name] if inverse else node.name)(*given)
        if node.exponent is None:
            return as_column(found)
        if inverse:
            self._mark((node.exponent,))
            return as_column(found)
        return self.algebra.power(found, self.value(node.exponent, scope))

    def _is_minus_one(self, node: tree.Node) -> bool:
        return (
            isinstance(node, tree.Signed)
            and node.signs == "-"
            and isinstance(node.terms[0], tree.Number)
            and node.terms[0].digits == "1"
        )

    def _known(self, name: str) -> Callable[..., Any]:
        if name not in self.algebra.functions:
            raise MathError(f"“{name}” is not known here; bind it like a name")
        return self.algebra.functions[name]

    # Brackets, bars, matrices

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
        return self.algebra.functions["det"](matrix) if node.bars else matrix

    def _cases(self, node: tree.Cases, scope: Scope) -> Any:
        rows = [
            (partial(self._case, row, scope), partial(self._hold, row.conditions, scope))
            for row in node.rows
        ]
        return self.algebra.cases(rows)

    def _case(self, row: tree.Case, scope: Scope) -> Any:
        self.used |= row.own_tokens
        return self.value(row.value, scope)

    def _hold(self, conditions: tuple[tree.Chain, ...], scope: Scope) -> Any:
        return reduce(and_, (self.value(condition, scope) for condition in conditions), True)

    def _chain(self, node: tree.Chain, scope: Scope) -> Any:
        sides = [self.value(side, scope) for side in node.sides]
        links = zip(node.relations, sides, sides[1:], strict=False)
        return reduce(and_, (self.algebra.related(*link) for link in links), True)

    # What gives a variable its values

    def _of(self, body: tree.Node, variable: str, scope: Scope) -> Callable[[Any], Any]:
        """The body as a function of a variable."""
        return lambda value: self.value(body, {**scope, variable: value})

    def _between(self, node: tree.Between, scope: Scope) -> Any:
        low, high = self.value(node.low, scope), self.value(node.high, scope)
        term = self._of(node.pattern, node.variable, scope)
        if node.previous is not None:
            before = self.value(node.previous, scope)
            if not self.algebra.related("=", before, term(low - 1)):
                raise MathError("these dots do not go up in steps of one; write it with an index")
        if node.operator in "+*":
            return self.algebra.series(term, low, high, node.operator, "running")
        return [squeeze(term(number)) for number in integers(low, high)]

    def _series(self, node: tree.Series, scope: Scope) -> Any:
        if node.low is not None and node.high is not None and not node.conditions:
            (variable,) = node.variables
            low, high = self.value(node.low, scope), self.value(node.high, scope)
            term = self._of(node.body, variable, scope)
            return self.algebra.series(term, low, high, node.operator, variable)
        values = []
        for count, chosen in enumerate(itertools.product(*self._ranges(node, scope))):
            if count >= MAXIMUM_TERMS:
                raise MathError(f"a sum of more than {MAXIMUM_TERMS} terms")
            inner = {**scope, **dict(zip(node.variables, chosen, strict=True))}
            if self._hold(node.conditions, inner):
                values.append(self.value(node.body, inner))
        return self.algebra.fold(values, node.operator)

    def _ranges(self, node: tree.Series, scope: Scope) -> list[Any]:
        if node.sets:
            return [squeeze(self.value(one, scope)) for one in node.sets]
        if node.low is not None and node.high is not None:
            return [integers(self.value(node.low, scope), self.value(node.high, scope))]
        return [self._range(node, variable, scope) for variable in node.variables]

    def _range(self, node: tree.Series, variable: str, scope: Scope) -> Any:
        """What an index runs through: what it is bound to, or what its conditions leave."""
        if hasattr(scope.get(variable), "__iter__"):
            return scope[variable]
        for chain in node.conditions:
            keys = [side.key if isinstance(side, tree.Name) else "" for side in chain.sides]
            if variable not in keys or not set(chain.relations) <= {"<", r"\le"}:
                continue
            fixed = [n for n, key in enumerate(keys) if key not in node.variables]
            at = keys.index(variable)
            below, above = [n for n in fixed if n < at], [n for n in fixed if n > at]
            if below and above:
                return integers(*(self.value(chain.sides[n], scope) for n in (below[-1], above[0])))
        raise MathError(f"bind the index “{variable}” to what it runs through")

    def _integral(self, node: tree.Integral, scope: Scope) -> Any:
        low, high = self.value(node.low, scope), self.value(node.high, scope)
        with self.invariants.of(node.body, node.variable):
            integrand = self._of(node.body, node.variable, scope)
            return self.algebra.integral(integrand, node.variable, low, high)

    def _domainintegral(self, node: tree.DomainIntegral, scope: Scope) -> Any:
        region = self.value(node.region, scope)
        if not isinstance(region, dict) or set(region) != set(node.variables):
            raise MathError(
                f"bind the region to limits for {', '.join(node.variables)}, the outer first, such "
                "as {'x': (0, 1), 'y': (0, lambda x: 1 - x)}"
            )

        def inner(pairs: list[tuple[str, Any]], outer: list[Any], at: Scope) -> Any:
            if not pairs:
                return self.value(node.body, at)
            (variable, limits), *rest = pairs
            low, high = (end(*outer) if callable(end) else end for end in limits)

            def integrand(point: Any) -> Any:
                return inner(rest, [*outer, point], {**at, variable: point})

            return self.algebra.integral(integrand, variable, low, high)

        return inner(list(region.items()), [], scope)

    def _extremum(self, node: tree.Extremum, scope: Scope) -> Any:
        domain = scope.get(node.variable) if node.domain is None else self.value(node.domain, scope)
        domain = squeeze(domain)
        if not hasattr(domain, "__iter__"):
            raise MathError(f"bind “{node.variable}” to the set that is searched")
        choose = max if node.largest else min
        function = self._of(node.body, node.variable, scope)
        pairs = [(squeeze(function(as_column(point))), point) for point in domain]
        value, point = choose(pairs, key=lambda pair: pair[0])
        return as_column(point) if node.where else value

    def _limit(self, node: tree.Limit, scope: Scope) -> Any:
        function = self._of(node.body, node.variable, scope)
        return self.algebra.limit(function, node.variable, self.value(node.target, scope))

    def _derivative(self, node: tree.Derivative, scope: Scope) -> Any:
        def derived(variables: tuple[str, ...], at: Scope) -> Any:
            if not variables:
                return self.value(node.body, at)
            variable, *rest = variables

            def function(point: Any) -> Any:
                return derived(tuple(rest), {**at, variable: point})

            return self.algebra.derivative(function, variable, at.get(variable))

        return derived(node.variables, scope)
