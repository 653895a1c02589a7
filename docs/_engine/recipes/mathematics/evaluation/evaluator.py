"""A tree becomes a value: every name has the value that a test binds to it."""

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial, reduce
from operator import and_, or_
from typing import Any, cast

import numpy as np

from ..errors import MathError
from ..parsing import arity, tree
from ..parsing.fractions import MAXIMUM_ORDER
from ..parsing.grammar import SET_OPERATORS, TIMES
from ..parsing.tokens import Token
from . import sets
from .arrays import Counted, as_column, counted_alike, item_of, squeeze, whole
from .differentiation import component, nabla
from .functions import INVERSES, check_count
from .invariants import UNKNOWN, VARIES, Invariants
from .keys import all_nodes, names_in, only_free
from .numeric import MAXIMUM_TERMS, PLAIN, Numeric, integers
from .units import UNITS, is_unit

Scope = Mapping[str, Any]


class Evaluator:
    r"""Evaluates trees of one formula, and remembers which tokens had a part in it.

    Parameters
    ----------
    algebra
        What adds, multiplies, integrates: `Numeric`, or `exact.Exact`.
    names
        What the test binds.
    upper
        Whether ``\pm`` is a plus, as ``\mp`` is a minus then.

    Attributes
    ----------
    used
        The tokens of all that was evaluated.
    """

    def __init__(
        self,
        tex: str,
        tokens: tuple[Token, ...],
        algebra: Numeric,
        names: Scope,
        upper: bool = True,
    ) -> None:
        self.tex = tex
        self.tokens = tokens
        self.algebra = algebra
        self.names = names
        self._plus = "+±" if upper else "+∓"
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
        except Exception as error:  # whatever a bound function, NumPy, SciPy and SymPy raise
            reason = str(error).partition(chr(10))[0] or type(error).__name__
            message = f"cannot be computed: {reason}; bind other values, or a value for this"
            raise MathError(message, self.tex, self._start(node)) from error
        if identity not in self._evaluated:
            self._evaluated.add(identity)
            self.used |= node.own_tokens
        if known is UNKNOWN:
            self.invariants.values[identity] = found
        return found

    def _whole(self, node: tree.Node, scope: Scope) -> Any:
        """The value of a node that is computed with: of a table, all of it."""
        return whole(self.value(node, scope))

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

    def _number(self, node: tree.Number, _: Scope) -> Any:
        return self.algebra.number(node.digits)

    def _name(self, node: tree.Name, scope: Scope) -> Any:
        r"""The value of a name; with an index, ``x[]`` comes before ``x``, for ``x - x_m``."""
        if node.key not in scope and not (node.indices and f"{node.key}[]" in scope):
            if node.key in self.algebra.constants and not node.indices and node.arguments is None:
                return self.algebra.constants[node.key]
            if is_unit(node.key, self.tokens, node.span):
                return UNITS[node.key]
            indices = tuple(self._values(node.indices, scope)) if self._runs(node, scope) else ()
            self._mark(node.indices)
            return self.algebra.unknown(node.full, node.key, indices, bool(indices))
        value = scope[node.key] if node.is_bare else self._lookup(node, scope)
        found = self.algebra.named(value)
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
        if node.order is not None:
            return self._derived(node, value, scope)
        indices = tuple(self._values(node.indices, scope))
        given = tuple(self._values(node.arguments or (), scope))
        if arity.is_function(value):
            return value(*indices, *given)
        if arity.is_plain_number(value):
            raise MathError(f"“{node.key}” is bound to a number and has an index; bind a table")
        if hasattr(value, "atoms"):
            return value[(*indices, *given)]
        entry = item_of(value, indices or given)
        if indices and given:
            return entry(*given) if arity.is_function(entry) else item_of(value, indices + given)
        return entry

    def _derived(self, node: tree.Name, value: Any, scope: Scope) -> Any:
        """A derivative of a bound function of one argument, such as ``f'(x)``."""
        indices = tuple(self._values(node.indices, scope))
        if indices and not arity.is_function(value):
            value, indices = item_of(value, indices), ()
        if node.arguments is None or len(node.arguments) != 1:
            message = f"where is this derivative of “{node.key}” taken? write one argument in "
            raise MathError(message + "brackets")
        at = self.value(node.arguments[0], scope)
        assert node.order is not None
        return self._of_order(lambda x: as_column(value(*indices, x)), node.order, at, scope)

    def _of_order(
        self, function: Callable[[Any], Any], order: tree.Node, at: Any, scope: Scope
    ) -> Any:
        count = self.value(order, scope)
        if not isinstance(count, int) or not 0 <= count <= MAXIMUM_ORDER:
            message = f"the order of a derivative is an integer up to {MAXIMUM_ORDER}; bind the "
            raise MathError(message + "derivative as a name of its own")
        return self.algebra.derivative(function, "", at, count) if count else function(at)

    def _applied(self, node: tree.Applied, scope: Scope) -> Any:
        base = self.value(node.base, scope)
        given = self._values(node.arguments, scope)
        if arity.is_function(base):
            return as_column(base(*given))
        if isinstance(base, np.ndarray) and len(given) == 1 and np.ndim(given[0]) == 2:
            return self.algebra.multiply(base, given[0])
        if isinstance(base, np.ndarray):
            return item_of(squeeze(base), tuple(given))
        if len(given) > 1:
            raise MathError("brackets with a comma behind a number; bind what is before them")
        return self.algebra.multiply(base, as_column(given[0]))

    def _indexed(self, node: tree.Indexed, scope: Scope) -> Any:
        base = self.value(node.base, scope)
        given = tuple(self._values(node.indices, scope))
        if isinstance(base, np.ndarray):
            return item_of(
                counted_alike(squeeze(base), [scope.get(one.key) for one in names_in(node.base)]),
                given,
            )
        if isinstance(base, tuple | list):
            return item_of(base, given)
        if node.square or len(given) > 1:
            raise MathError("what is an index of a number in brackets? bind a table")
        return self.algebra.call("rising factorial", [base, *given])

    def _braced(self, node: tree.Braced, scope: Scope) -> Any:
        return self.value(node.body, scope)

    # Arithmetic

    def _signed(self, node: tree.Signed, scope: Scope) -> Any:
        total = None
        for sign, term in zip(node.signs, node.terms, strict=True):
            value = self._whole(term, scope)
            if sign not in self._plus:
                value = self.algebra.multiply(-1, value)
            total = value if total is None else self.algebra.add(total, value)
        return total

    def _product(self, node: tree.Product, scope: Scope) -> Any:
        product = self.value(node.factors[0], scope)
        for operator, factor in zip(node.operators, node.factors[1:], strict=True):
            product = self._combined(operator, product, self.value(factor, scope), scope)
        return product

    def _combined(self, operator: str, one: Any, other: Any, scope: Scope) -> Any:
        if operator in scope:
            if not arity.is_function(scope[operator]):
                raise MathError(f"“{operator}” joins two values; bind it to a function of two")
            return as_column(scope[operator](squeeze(one), squeeze(other)))
        if type(one) in PLAIN and type(other) in PLAIN and operator in TIMES:
            return self.algebra.multiply(one, other)
        one, other = map(whole, (one, other))
        if operator in SET_OPERATORS:
            return sets.combined(operator, squeeze(one), squeeze(other))
        if operator in TIMES:
            if callable(one) or callable(other):
                raise MathError("a function is multiplied; write its argument in brackets")
            shape = np.shape(one) if operator and np.shape(one) == np.shape(other) else ()
            if operator == r"\times" and shape == (3, 1):
                return self.algebra.cross(one, other)
            if operator == r"\cdot" and shape[1:] == (1,):
                return self.algebra.multiply(one.T, other)
            return self.algebra.multiply(one, other)
        if operator in ("/", r"\div"):
            return self.algebra.divide(one, other)
        if operator == r"\bmod":
            return self.algebra.modulo(one, other)
        raise MathError(f"the operator “{operator}” has many meanings; bind it like a name")

    def _quotient(self, node: tree.Quotient, scope: Scope) -> Any:
        top = self._whole(node.top, scope)
        return self.algebra.divide(top, self._whole(node.bottom, scope))

    def _power(self, node: tree.Power, scope: Scope) -> Any:
        base = self._whole(node.base, scope)
        if isinstance(base, sets.Numbers):
            return self._space(base, node.exponent, scope)
        if isinstance(base, float) and base == math.e and "exp" in scope:  # of a matrix
            exponent = self.value(node.exponent, scope)
            if self.algebra.is_matrix(exponent):
                return as_column(scope["exp"](squeeze(exponent)))
        return self.algebra.power(base, self.value(node.exponent, scope))

    def _space(self, numbers: sets.Numbers, exponent: tree.Node, scope: Scope) -> sets.Numbers:
        r"""Vectors ``R^n`` or matrices ``R^{m \times n}``."""
        factors: tuple[tree.Node, ...] = (exponent,)
        if isinstance(exponent, tree.Product) and set(exponent.operators) == {r"\times"}:
            factors = exponent.factors
            self.used |= exponent.own_tokens
        return sets.Numbers(numbers.kind, tuple(int(self.value(one, scope)) for one in factors))

    def _marked(self, node: tree.Marked, scope: Scope) -> Any:
        return self.algebra.marked(self._whole(node.base, scope), node.mark)

    def _root(self, node: tree.Root, scope: Scope) -> Any:
        degree = None if node.degree is None else self.value(node.degree, scope)
        return self.algebra.root(self.value(node.radicand, scope), degree)

    def _function(self, node: tree.Function, scope: Scope) -> Any:
        given = [self._whole(one, scope) for one in node.arguments]
        inverse = node.exponent is not None and tree.is_minus_one(node.exponent)
        if inverse and (node.name not in INVERSES or node.base is not None):
            raise MathError(
                f"“{node.name}^{{-1}}” may be the inverse function or the reciprocal; write a "
                "fraction, or the inverse function by its name"
            )
        check_count(node.name, len(given))
        if node.base is not None:
            found = self.algebra.logarithm(self.value(node.base, scope), *given)
        else:
            name = INVERSES[node.name] if inverse else node.name
            self._known(name)
            if node.order is not None:
                found = self._of_order(
                    lambda x: self.algebra.call(name, [x]), node.order, given[0], scope
                )
            else:
                found = self.algebra.call(name, given)
        if node.exponent is None:
            return as_column(found)
        if inverse:
            self._mark((node.exponent,))
            return as_column(found)
        return self.algebra.power(found, self.value(node.exponent, scope))

    def _known(self, name: str) -> Callable[..., Any]:
        if name not in self.algebra.functions:
            raise MathError(f"“{name}” is not known here; bind it like a name")
        return self.algebra.functions[name]

    # Brackets, bars, matrices

    def _several(self, node: tree.Several, scope: Scope) -> Any:
        values = self._values(node.items, scope)
        if node.opening == r"\{":
            return sets.Finite(values)
        if node.opening == r"\langle":
            return self.algebra.inner_product(values)
        if len(values) == 2 and node.opening in ("(", "["):
            return sets.Ends.of(values, node.opening, node.closing)
        return tuple(values)

    def _filtered(self, node: tree.Filtered, scope: Scope) -> Any:
        domain = sets.elements(squeeze(self.value(node.domain, scope)))
        found = []
        for element in domain:
            chosen = tuple(element) if node.pairs else (element,)
            inner = {**scope, **dict(zip(node.variables, map(as_column, chosen), strict=True))}
            if self._hold(node.conditions, inner):
                found.append(squeeze(self.value(node.value, inner)))
        return sets.Finite(sets.distinct(found))

    def _hypergeometric(self, node: tree.Hypergeometric, scope: Scope) -> Any:
        upper, lower = (self._values(part, scope) for part in (node.upper, node.lower))
        return self.algebra.hypergeometric(upper, lower, self.value(node.argument, scope))

    def _difference(self, node: tree.Difference, scope: Scope) -> Any:
        """What the body is at one value, or from one to another."""
        variable = node.variable or only_free(node.body, {*scope, *self.algebra.constants})
        values = [self.value(end, scope) for end in (node.low, node.high) if end is not None]
        found = [self.value(node.body, {**scope, variable: value}) for value in values]
        if len(found) == 1:
            return found[0]
        return self.algebra.add(found[1], self.algebra.multiply(-1, found[0]))

    def _nabla(self, node: tree.Nabla, scope: Scope) -> Any:
        function = scope.get(node.function.key)
        if isinstance(function, Counted | list) and node.function.indices:
            indices = tuple(self._values(node.function.indices, scope))
            function = item_of(function, indices)
            node = replace(node, function=replace(node.function, indices=()))
        if not arity.is_function(function) or node.function.arguments is None:
            raise MathError("bind a function, of which nabla is taken")
        arguments = node.function.arguments
        given = self._values((*node.function.indices, *arguments), scope)
        self._mark((node.function,))
        count = len(node.function.indices)
        first, at = given[:count], given[count:]
        vector = len(at) == 1 and np.ndim(at[0]) == 1
        space = [
            k
            for k in range(len(at[0]) if vector else len(at))
            if vector or getattr(arguments[k], "key", "") != "t"
        ]  # nabla differentiates by places, not by the time
        point = list(at[0]) if vector else at

        called = partial(cast("Callable[..., Any]", function), *first)
        return nabla(self.algebra, node.kind, called, point, space, vector)

    def _bars(self, node: tree.Bars, scope: Scope) -> Any:
        order = node.order
        kind = self.value(order, scope) if isinstance(order, tree.Node) else order
        return self.algebra.bars(self._whole(node.operand, scope), node.double, kind)

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
            (partial(self._case, row, scope), partial(self._one_of, row.alternatives, scope))
            for row in node.rows
        ]
        return self.algebra.cases(rows)

    def _case(self, row: tree.Case, scope: Scope) -> Any:
        self.used |= row.own_tokens
        return self.value(row.value, scope)

    def _one_of(self, alternatives: tuple[tuple[tree.Chain, ...], ...], scope: Scope) -> Any:
        return reduce(or_, (self._hold(conditions, scope) for conditions in alternatives))

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
        ranges = self._ranges(node, scope)
        paired = len(ranges) == 1 and len(node.variables) > 1
        choices = (tuple(one) for one in ranges[0]) if paired else itertools.product(*ranges)
        for count, chosen in enumerate(choices):
            if count >= MAXIMUM_TERMS:
                raise MathError(f"a sum of more than {MAXIMUM_TERMS} terms")
            inner = {**scope, **dict(zip(node.variables, chosen, strict=True))}
            if self._hold(node.conditions, inner):
                values.append(self.value(node.body, inner))
        return self.algebra.fold(values, node.operator)

    def _ranges(self, node: tree.Series, scope: Scope) -> list[Any]:
        if node.sets:
            return [sets.elements(squeeze(self.value(one, scope))) for one in node.sets]
        if node.low is not None and node.high is not None:
            return [integers(self.value(node.low, scope), self.value(node.high, scope))]
        return [self._range(node, variable, scope) for variable in node.variables]

    def _range(self, node: tree.Series, variable: str, scope: Scope) -> Any:
        """What an index runs through: what it is bound to, or what its conditions leave."""
        if hasattr(scope.get(variable), "__iter__"):
            return sets.elements(scope[variable])
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
            nested = any(isinstance(one, tree.Integral) for one in all_nodes(node.body))
            return self.algebra.integral(integrand, node.variable, low, high, self._hints(), nested)

    def _hints(self) -> list[float]:
        """Numbers of the test, near which an integrand may have its peak."""
        found = [float(one) for one in self.names.values() if isinstance(one, int | float)]
        return [x for one in found for x in (one, -one) if math.isfinite(x)]

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

            return self.algebra.integral(integrand, variable, low, high, (), bool(rest))

        return inner(list(region.items()), [], scope)

    def _extremum(self, node: tree.Extremum, scope: Scope) -> Any:
        function = self._of(node.body, node.variable, scope)
        domain = self._domain(node, scope)
        if isinstance(domain, sets.Ends) and domain.brackets != ("{", "}"):
            low, high = domain
            kind, where = node.largest, node.where
            return self.algebra.extremum(function, low, high, kind, where, self._hints())
        choose = max if node.largest else min
        pairs = [(squeeze(function(as_column(point))), point) for point in domain]
        if not pairs:
            raise MathError("there is nothing to choose from: the set is empty")
        value, point = choose(pairs, key=lambda pair: pair[0])
        return as_column(point) if node.where else value

    def _domain(self, node: tree.Extremum, scope: Scope) -> Any:
        """What is searched: an interval, or a list."""
        if node.domain is not None:
            domain = squeeze(self.value(node.domain, scope))
            if isinstance(domain, sets.Numbers) and domain.kind == "R" and not domain.shape:
                return sets.Ends.of((-math.inf, math.inf), "(", ")")
        elif node.conditions and node.variable not in scope:
            domain = self._between_bounds(node, scope)
        else:
            domain = squeeze(scope.get(node.variable))
        if isinstance(domain, sets.Ends):
            return domain
        if not hasattr(domain, "__iter__"):
            raise MathError(f"bind “{node.variable}” to the set that is searched")
        return [
            one
            for one in sets.elements(domain)
            if self._hold(node.conditions, {**scope, node.variable: as_column(one)})
        ]

    def _between_bounds(self, node: tree.Extremum, scope: Scope) -> Any:
        r"""What ``1 \le i \le n`` leaves: integers for letters from i to n, else an interval."""
        chain = node.conditions[0]
        keys = [side.key if isinstance(side, tree.Name) else "" for side in chain.sides]
        if len(keys) == 3 and keys[1] == node.variable and set(chain.relations) == {r"\le"}:
            low, high = (self.value(chain.sides[n], scope) for n in (0, 2))
            if node.variable.lower() in tuple("ijklmn"):
                return list(integers(low, high))
            return sets.Ends.of((low, high), "[", "]")
        raise MathError(f"bind “{node.variable}” to the set that is searched")

    def _limit(self, node: tree.Limit, scope: Scope) -> Any:
        function = self._of(node.body, node.variable, scope)
        target = self.value(node.target, scope)
        return self.algebra.limit(function, node.variable, target, node.side)

    def _derivative(self, node: tree.Derivative, scope: Scope) -> Any:
        named = {name.key for name in names_in(node.body)}
        for variable in node.variables:
            if variable not in named:
                what = ", ".join(sorted(named)) or "this"
                message = (
                    f"“{what}” does not change with “{variable}” here: bind a function of it, "
                )
                raise MathError(f"{message}or the derivative as “d…/d{variable}”")
        if node.index is not None:
            return self._component(node, scope)

        def derived(variables: tuple[str, ...], at: Scope) -> Any:
            if not variables:
                return self.value(node.body, at)
            variable = variables[0]
            order = next((n for n, one in enumerate(variables) if one != variable), len(variables))

            def function(point: Any) -> Any:
                return derived(variables[order:], {**at, variable: point})

            return self.algebra.derivative(function, variable, at.get(variable), order)

        return derived(node.variables, scope)

    def _component(self, node: tree.Derivative, scope: Scope) -> Any:
        """A derivative by one element of a vector."""
        (variable,) = node.variables
        vector = squeeze(scope.get(variable))
        if not isinstance(vector, np.ndarray) or vector.ndim != 1 or node.index is None:
            raise MathError(f"bind “{variable}” to a vector, by whose element is differentiated")
        index = self.value(node.index, scope)
        item_of(vector, (index,))
        function = self._of(node.body, variable, scope)
        return component(self.algebra, function, vector, int(index))
