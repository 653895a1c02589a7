"""Equations as tests use them: sides that evaluate, relations that hold, tokens that are used."""

from typing import Any

from . import optimization
from .binding import Names, bindings
from .formula import Expression, Formula, Statement

__all__ = ["Equation", "Statement"]


class Equation(Formula):
    """A piece of LaTeX, displayed or in a sentence: one statement or several."""

    def __repr__(self) -> str:
        return f"<Equation {self.label or self.tex}>"

    @property
    def only(self) -> Statement:
        """The statement, if there is one.

        Raises
        ------
        MathError
            If there are several.
        """
        if len(self.parts) != 1:
            raise self.error(f"{len(self.parts)} statements; take one of .parts")
        return self.parts[0]

    @property
    def sides(self) -> list[Expression]:
        """The sides of the only statement."""
        return self.only.sides

    @property
    def lhs(self) -> Expression:
        """The first side of the only statement."""
        return self.only.lhs

    @property
    def rhs(self) -> Expression:
        """The last side of the only statement."""
        return self.only.rhs

    @property
    def relations(self) -> list[str]:
        """The signs between the sides of the only statement."""
        return self.only.relations

    def __call__(self, names: Names | None = None, /, **more: Any) -> Any:
        """Return the value of an expression without a relation."""
        if self.relations:
            raise self.error("a relation has no value; take a side, or ask if it holds")
        return self.lhs(names, **more)

    def holds(
        self,
        names: Names | None = None,
        /,
        *,
        rtol: float | None = None,
        atol: float = 0.0,
        **more: Any,
    ) -> bool:
        """Whether all statements are true, with these names; see `Statement.holds`."""
        given = bindings(names, more)
        held = [
            part.check(scope, rtol, atol) for scope in self.scopes(given) for part in self.parts
        ]  # all are evaluated, so that all tokens count as used
        self.refuse_unused(given, self.parts)
        if not held:
            raise self.error("there is nothing that could hold")
        return all(held)

    def keys(self, names: Names) -> set[str]:
        """The names among these that the formula asks for."""
        given = bindings(names, {})
        return set().union(*(part.keys(given) for part in self.parts)) & set(given)

    def use(self, *relations: str) -> Statement:
        """See `Statement.use`."""
        return self.only.use(*relations)

    def defines(self, name: str) -> Expression:
        """See `Statement.defines`."""
        return self.only.defines(name)

    def sympy(self, names: Names | None = None, /, **more: Any) -> Any:
        """See `Statement.sympy`."""
        return self.only.sympy(names, **more)

    def problem(self) -> optimization.Problem:
        """Read a problem of optimization; see `optimization.problem`."""
        return optimization.problem(self)
