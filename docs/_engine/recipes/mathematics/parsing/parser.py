r"""Tokens to a tree, by what the names mean: ``f(x + 1)`` is a call if ``f`` is a function.

The levels of the grammar are methods here; what begins with a word of its own (``\sum``,
``\frac``, ``\begin``) is read by the functions that `ATOMS` names.
"""

from collections.abc import Callable, Mapping

from . import dots, environments, names, operators, quotients
from .cursor import NOTHING, Cursor
from .tokens import ACCENTS, QUADS, RELATIONS, STYLES
from .tree import (
    Applied,
    Bars,
    Between,
    Chain,
    Factorial,
    Marked,
    Node,
    Number,
    Power,
    Product,
    Rounded,
    Several,
    Signed,
)

MAXIMUM_DEPTH = 40  # formulas within formulas
CLOSING = {")": "(", "]": "[", "}": "{", r"\}": r"\{", r"\rangle": r"\langle"}
ENDS = {*CLOSING, r"\rfloor", r"\rceil", ",", ";", "&", "\\\\", r"\mid", r"\choose", ".", ":"}
ENDS |= RELATIONS | QUADS | set("+-^_!")
MARKS = {"T", "H", "*", "dagger", "+", "-T"}
# What must be bound like a name before it joins two factors.
BOUND_OPERATORS = frozenset(r"* \star \otimes \odot \circ \wedge \ast".split())
JOINING = BOUND_OPERATORS | {r"\cdot", r"\times", "/", r"\bmod"}
CONDITION_WORDS = frozenset("if for when otherwise else and or where with".split())


class Parser(Cursor):
    """Reads tokens by the levels of the grammar."""

    def read(self, span: tuple[int, int]) -> Node:
        """Read all of an argument as one expression."""
        with self.within(*span):
            return self.whole()

    def argument(self) -> Node:
        """Read an argument in braces, or of one token, or of one command with its own."""
        token = self.peek()
        if token.text in (r"\frac", r"\sqrt", *STYLES, *ACCENTS):
            return self.atom()
        return self.read(self.group())

    def whole(self) -> Node:
        """Read an expression that ends where the tokens do."""
        node = self.expression()
        if self.at < self.stop:
            raise self.error(
                f"cannot read “{self.peek().text}” here; write a sign or an operator before it"
            )
        return node

    # Levels

    def chain(self) -> Chain:
        """Read a relation, or several in a row."""
        start = self.at
        sides, relations = [self.expression()], []
        while self.peek().text in RELATIONS:
            relations.append(self.take().text)
            sides.append(self.expression())
        if not relations:
            raise self.error("a condition needs a relation such as “=” or “<”")
        return Chain((start, self.at), tuple(relations), tuple(sides))

    def expression(self) -> Node:
        """Read terms with their signs."""
        start = self.at
        signs = [self.take().text if self.peek().text in ("+", "-") else ""]
        terms = [self.term()]
        while self.peek().text in ("+", "-"):
            signs.append(self.take().text)
            if self.peek().text == r"\dots":
                if "-" in signs:
                    raise self.error(
                        "dots in a sum with minus signs have no one meaning; write \\sum"
                    )
                terms[-1] = dots.series(self, terms, "+")
                signs.pop()
            else:
                terms.append(self.term())
        if signs == [""]:
            return terms[0]
        return Signed((start, self.at), "".join(sign or "+" for sign in signs), tuple(terms))

    def term(self) -> Node:
        """Read factors; between two without an operator stands a multiplication."""
        start = self.at
        factors, joined = [self.factor()], [""]
        while True:
            text = self.peek().text
            if text == r"\dots" and self.starts_factor(1):
                factors[-1] = dots.series(self, factors, "*")
            elif text in JOINING:
                self.take()
                if self.peek().text == r"\dots":
                    factors[-1] = dots.series(self, factors, "*")
                    continue
                joined.append(text)
                factors.append(self.signed_factor())
            elif self.starts_factor():
                if "/" in joined:
                    raise self.error("is this below the “/” or not? write \\frac, or brackets")
                joined.append("")
                factors.append(self.factor())
            else:
                break
        if len(factors) == 1:
            return factors[0]
        return Product((start, self.at), tuple(joined[1:]), tuple(factors))

    def signed_factor(self) -> Node:
        r"""Read a factor that may have a minus sign, as behind ``\cdot``."""
        start = self.at
        if self.peek().text != "-":
            return self.factor()
        self.take()
        operand = self.factor()
        return Signed((start, self.at), "-", (operand,))

    def starts_factor(self, ahead: int = 0) -> bool:
        """Whether what comes is multiplied with what was, without an operator."""
        token = self.peek(ahead)
        if token is NOTHING or token.kind == "end" or token.text in ENDS or token.text in JOINING:
            return False
        if token.kind == "word":
            return token.text.split()[0].strip(",.") not in CONDITION_WORDS
        if token.text in ("|", r"\|"):
            free = not self.bars and not self.conditional
            return token.side == "l" or (not token.side and free)
        if self.differentials and self.at_differential(ahead):
            return False
        return token.side != "r" and token.text != r"\dots"

    def at_differential(self, ahead: int = 0) -> bool:
        """Whether ``dx`` comes."""
        following = self.peek(ahead + 1)
        letter = following.kind in ("character", "command") and following.name.isalpha()
        return self.peek(ahead).text == "d" and letter

    def factor(self) -> Node:
        """Read an atom with its exponents and factorials."""
        start = self.at
        node = self.atom()
        while True:
            text = self.peek().text
            if text == "!":
                self.take()
                node = Factorial((start, self.at), node)
            elif text == "^":
                node = self.power(start, node)
            elif text in ("(", "[") and start < self.at and self.applies(node):
                arguments = names.arguments(self)
                node = Applied((start, self.at), node, arguments)
            else:
                return node

    def applies(self, node: Node) -> bool:
        """Whether brackets behind this one hold an argument or an index: ``(f * g)[m, n]``."""
        joined = isinstance(node, Product) and BOUND_OPERATORS & set(node.operators)
        closed = self.tokens[self.at - 1].text in (")", "]")
        return bool(closed and (joined or self.peek().text == "["))

    def power(self, start: int, base: Node) -> Node:
        """Read an exponent, which may be a mark such as ``T``."""
        closed = self.tokens[self.at - 1].text in CLOSING
        if isinstance(base, Power | Marked) and not closed:
            raise self.error("two exponents; write brackets round the first power")
        self.take("^")
        at = self.at
        span = self.group()
        mark = self.canonical(span)
        if mark in MARKS and not (mark == "T" and isinstance(self.names.get("T"), int | float)):
            return Marked((start, self.at), base, mark)
        if span[0] == span[1]:
            raise self.error("an exponent is missing", at)
        return Power((start, self.at), base, self.read(span))

    # Atoms

    def atom(self) -> Node:
        """Read what stands on its own."""
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise self.error(f"more than {MAXIMUM_DEPTH} levels of brackets; split the formula")
        try:
            return self._atom()
        finally:
            self.depth -= 1

    def _atom(self) -> Node:
        token, start = self.peek(), self.at
        if token is NOTHING:
            raise self.error("something is missing here")
        if token.kind == "number":
            self.take()
            return Number((start, self.at), token.text)
        if token.text in CLOSING.values():
            return self.brackets()
        if token.text in (r"\lfloor", r"\lceil"):
            self.take()
            operand = self.expression()
            closed = self.take(r"\rceil" if token.text == r"\lceil" else r"\rfloor")
            return Rounded((start, self.at), operand, closed.text == r"\rceil")
        if token.text in ("|", r"\|"):
            return self.between_bars()
        if token.kind == "begin":
            return environments.read(self)
        if token.text in ATOMS and token.kind == "command":
            return ATOMS[token.text](self)
        if names.is_function(self):
            return names.function(self)
        return names.name(self)

    def brackets(self) -> Node:
        """Read ``(...)``, with one thing in it or several."""
        start = self.at
        opening = self.take().text
        kept = self.bars, self.conditional, self.differentials
        self.bars, self.conditional, self.differentials = 0, False, 0
        items = dots.items(self)
        if opening == "{" and self.peek().text == r"\choose":
            return quotients.choose(self, start, items[0], kept)
        closing = self.take().text
        if CLOSING.get(closing) not in (
            opening,
            "(" if opening == "[" else "[" if opening == "(" else "",
        ):
            raise self.error(
                f"“{opening}” is not closed by “{closing}”; fix the brackets", self.at - 1
            )
        self.bars, self.conditional, self.differentials = kept
        if len(items) == 1 and opening != r"\{":
            return (
                items[0] if not isinstance(items[0], Between) else Several((start, self.at), items)
            )
        return Several((start, self.at), items)

    def between_bars(self) -> Node:
        r"""Read ``|...|`` or ``\|...\|``, the latter with the kind of norm."""
        start = self.at
        bar = self.take().text
        kept, self.differentials = self.differentials, 0
        self.bars += 1
        operand = self.expression()
        self.bars -= 1
        if self.peek().text != bar:
            raise self.error(f"“{bar}” is not closed here")
        self.take()
        self.differentials = kept
        order: str | Node = "2"
        if bar == r"\|" and self.peek().text == "_":
            self.take()
            span = self.group()
            order = self.canonical(span)
            if order not in ("F", "infty", "*", "1", "2", "max"):
                order = self.read(span)
        return Bars((start, self.at), operand, bar == r"\|", order)


ATOMS: Mapping[str, Callable[[Parser], Node]] = {
    r"\frac": quotients.fraction,
    r"\binom": quotients.binomial,
    r"\sqrt": quotients.root,
    r"\underbrace": quotients.underbrace,
    r"\overbrace": quotients.underbrace,
    r"\overline": names.overline,
    r"\sum": operators.series,
    r"\prod": operators.series,
    r"\int": operators.integral,
    r"\iint": operators.integral,
    r"\iiint": operators.integral,
    r"\sup": operators.extremum,
    r"\inf": operators.extremum,
    r"\max": operators.extremum,
    r"\min": operators.extremum,
    r"\arg": operators.extremum,
    r"\lim": operators.limit,
}
