"""A tree becomes a value: every name has the value that a test binds to it."""

import itertools
from typing import Any

from ..errors import MathError
from ..parsing import tree
from .arrays import column, settled
from .numeric import MAXIMUM_TERMS
from .values import Scope, Values


class Evaluator(Values):
    """Evaluates trees, also those that give a variable its values: sums, integrals, limits."""

    def _between(self, node: tree.Between, scope: Scope) -> Any:
        low, high = (self.value(one, scope) for one in (node.low, node.high))

        def term(number: Any) -> Any:
            return self.value(node.pattern, {**scope, node.variable: number})

        if node.previous is not None:
            before = self.value(node.previous, scope)
            if not self.algebra.related("=", before, term(low - 1)):
                raise MathError("these dots do not go up in steps of one; write it with an index")
        if node.operator in "+*":
            return self.algebra.series(term, low, high, node.operator, "running")
        if (
            not float(low).is_integer()
            or not float(high).is_integer()
            or high - low > MAXIMUM_TERMS
        ):
            raise MathError(f"dots from {low} to {high}: bind whole numbers")
        return [settled(term(number)) for number in range(int(low), int(high) + 1)]

    def _series(self, node: tree.Series, scope: Scope) -> Any:
        if node.low is not None and node.high is not None and not node.conditions:
            (variable,) = node.variables
            return self.algebra.series(
                lambda number: self.value(node.body, {**scope, variable: number}),
                self.value(node.low, scope),
                self.value(node.high, scope),
                node.operator,
                variable,
            )
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
            return [settled(self.value(one, scope)) for one in node.sets]
        if node.low is not None and node.high is not None:
            low, high = self.value(node.low, scope), self.value(node.high, scope)
            return [range(int(low), int(high) + 1)]
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
                ends = [self.value(chain.sides[n], scope) for n in (below[-1], above[0])]
                if not all(float(end).is_integer() for end in ends):
                    raise MathError("the limits of a sum are not whole numbers")
                return range(int(ends[0]), int(ends[1]) + 1)
        raise MathError(f"bind the index “{variable}” to what it runs through")

    def _integral(self, node: tree.Integral, scope: Scope) -> Any:
        low, high = self.value(node.low, scope), self.value(node.high, scope)
        with self.fixed.below(node.body, node.variable):
            return self.algebra.integral(
                lambda point: self.value(node.body, {**scope, node.variable: point}),
                node.variable,
                low,
                high,
            )

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
            return self.algebra.integral(
                lambda point: inner(rest, [*outer, point], {**at, variable: point}),
                variable,
                low,
                high,
            )

        return inner(list(region.items()), [], scope)

    def _extremum(self, node: tree.Extremum, scope: Scope) -> Any:
        domain = scope.get(node.variable) if node.domain is None else self.value(node.domain, scope)
        domain = settled(domain)
        if not hasattr(domain, "__iter__"):
            raise MathError(f"bind “{node.variable}” to the set that is searched")
        choose = max if node.largest else min
        pairs = [
            (settled(self.value(node.body, {**scope, node.variable: column(point)})), point)
            for point in domain
        ]
        value, point = choose(pairs, key=lambda pair: pair[0])
        return column(point) if node.where else value

    def _limit(self, node: tree.Limit, scope: Scope) -> Any:
        return self.algebra.limit(
            lambda point: self.value(node.body, {**scope, node.variable: point}),
            node.variable,
            self.value(node.target, scope),
        )

    def _derivative(self, node: tree.Derivative, scope: Scope) -> Any:
        def derived(variables: tuple[str, ...], at: Scope) -> Any:
            if not variables:
                return self.value(node.body, at)
            variable, *rest = variables
            return self.algebra.derivative(
                lambda point: derived(tuple(rest), {**at, variable: point}),
                variable,
                at.get(variable),
            )

        return derived(node.variables, scope)
