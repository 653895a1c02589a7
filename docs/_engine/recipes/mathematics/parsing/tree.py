"""The tree of a formula: what each part is, and which tokens it spans."""

from dataclasses import dataclass, fields
from functools import cached_property


@dataclass(frozen=True)
class Node:
    """A part of a formula, from its first token to the one behind its last."""

    span: tuple[int, int]

    @cached_property
    def parts(self) -> tuple["Node", ...]:
        """The nodes right below this one."""
        found: list[Node] = []
        pending = [getattr(self, one.name) for one in fields(self)]
        while pending:
            value = pending.pop()
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                pending += value
        return tuple(found)

    @cached_property
    def own_tokens(self) -> frozenset[int]:
        """The tokens of this node that belong to none below it."""
        below = {k for part in self.parts for k in range(*part.span)}
        return frozenset(range(*self.span)) - below


@dataclass(frozen=True)
class Number(Node):
    """Digits."""

    digits: str


@dataclass(frozen=True)
class Name(Node):
    """A name, with what stands in its indices and in the brackets behind it.

    Attributes
    ----------
    key
        What a test binds: ``sigma``, ``bar_x``, ``A_k``, ``f'``.
    full
        The key together with its indices, for messages and for SymPy.
    exponent
        Of a call, as in ``f^2(x)``.
    order
        Of a derivative, as in ``f'(x)``.
    """

    key: str
    full: str
    indices: tuple[Node, ...] = ()
    arguments: tuple[Node, ...] | None = None
    exponent: Node | None = None
    order: Node | None = None

    @cached_property
    def is_bare(self) -> bool:
        """Whether nothing stands at the name that says which value of it is meant."""
        return not self.indices and self.arguments is None and self.order is None


@dataclass(frozen=True)
class Applied(Node):
    """Brackets behind brackets: a call or an index, as the value before them has it."""

    base: Node
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Indexed(Node):
    """Brackets with an index below: an element, or ``(x)_n``, Pochhammer's symbol."""

    base: Node
    indices: tuple[Node, ...]
    square: bool


@dataclass(frozen=True)
class Braced(Node):
    """A sum in braces, which are not printed: it may stand only where a sum may."""

    body: Node


@dataclass(frozen=True)
class Signed(Node):
    """Terms with their signs, one of ``+-±∓`` each."""

    signs: str
    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Product(Node):
    """Factors from left to right; an operator stands before each but the first."""

    operators: tuple[str, ...]
    factors: tuple[Node, ...]


@dataclass(frozen=True)
class Quotient(Node):
    """A fraction."""

    top: Node
    bottom: Node


@dataclass(frozen=True)
class Power(Node):
    """A base with its exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Marked(Node):
    """A base with a mark above: ``T``, ``H``, ``*``, ``dagger``, ``+``, ``-T``."""

    base: Node
    mark: str


@dataclass(frozen=True)
class Root(Node):
    """A root; without a degree, the square root."""

    radicand: Node
    degree: Node | None = None


@dataclass(frozen=True)
class Function(Node):
    r"""A function that everybody knows, such as ``\sin`` or ``n!``, with what it is applied to.

    Attributes
    ----------
    base
        Of a logarithm.
    exponent
        As in ``\sin^2 x``.
    order
        Of a derivative, as in ``\Gamma'(x)``.
    """

    name: str
    arguments: tuple[Node, ...]
    base: Node | None = None
    exponent: Node | None = None
    order: Node | None = None


@dataclass(frozen=True)
class Several(Node):
    """Things in brackets, separated by commas."""

    items: tuple[Node, ...]
    opening: str = "("
    closing: str = ")"


@dataclass(frozen=True)
class Filtered(Node):
    """A set of values for which conditions hold: ``{x^2 : x in X, x > 0}``."""

    value: Node
    variables: tuple[str, ...]
    domain: Node
    conditions: tuple["Chain", ...]
    pairs: bool = False


@dataclass(frozen=True)
class Difference(Node):
    """What a body is at one value of a variable, or the difference between two."""

    body: Node
    variable: str
    low: Node
    high: Node | None


@dataclass(frozen=True)
class Hypergeometric(Node):
    """A generalized hypergeometric function, with its upper and lower parameters."""

    upper: tuple[Node, ...]
    lower: tuple[Node, ...]
    argument: Node


@dataclass(frozen=True)
class Bars(Node):
    r"""``|x|`` is a modulus, a determinant or a number of elements; ``\|x\|`` a norm."""

    operand: Node
    double: bool
    order: str | Node = "2"


@dataclass(frozen=True)
class Matrix(Node):
    """Rows of a matrix; ``bars`` round it make it a determinant."""

    rows: tuple[tuple[Node, ...], ...]
    bars: bool = False


@dataclass(frozen=True)
class Chain(Node):
    r"""A relation, or several in a row: ``0 \le m < k``."""

    relations: tuple[str, ...]
    sides: tuple[Node, ...]


@dataclass(frozen=True)
class Case(Node):
    """A row of ``cases``: it holds where all conditions of one of its alternatives do."""

    value: Node
    alternatives: tuple[tuple[Chain, ...], ...]


@dataclass(frozen=True)
class Cases(Node):
    """Values for different conditions; the first that holds counts."""

    rows: tuple[Case, ...]


@dataclass(frozen=True)
class Series(Node):
    """A sum or a product over one or more indices.

    Attributes
    ----------
    low, high
        Limits of a single index, or None.
    sets
        For each index what it runs through; without, the name is bound to it.
    conditions
        What the indices must satisfy.
    """

    operator: str
    variables: tuple[str, ...]
    body: Node
    low: Node | None = None
    high: Node | None = None
    sets: tuple[Node, ...] = ()
    conditions: tuple[Chain, ...] = ()


@dataclass(frozen=True)
class Between(Node):
    """What dots stand for: a pattern with a running number, from the first to the last.

    Attributes
    ----------
    operator
        ``+`` or ``*`` joins what there is, ``,`` lists it, ``;`` puts it below each other.
    previous
        What stands before the first: it must fit the pattern.
    """

    operator: str
    variable: str
    pattern: Node
    low: Node
    high: Node
    previous: Node | None = None


@dataclass(frozen=True)
class Integral(Node):
    """An integral between limits."""

    variable: str
    body: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class DomainIntegral(Node):
    """An integral over a region, in as many variables as it has signs."""

    variables: tuple[str, ...]
    body: Node
    region: Node


@dataclass(frozen=True)
class Extremum(Node):
    """The largest or smallest value over a set, or where it is taken."""

    largest: bool
    where: bool
    variable: str
    body: Node
    domain: Node | None = None
    conditions: tuple[Chain, ...] = ()


@dataclass(frozen=True)
class Limit(Node):
    """What the body tends to; ``side`` is ``+`` from above, ``-`` from below."""

    variable: str
    target: Node
    body: Node
    side: str = ""


@dataclass(frozen=True)
class Derivative(Node):
    """A derivative of the body, with a variable for each order; ``index`` picks a component.

    Attributes
    ----------
    asked
        The names whose values say which order it has.
    """

    variables: tuple[str, ...]
    body: Node
    index: Node | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Nabla(Node):
    """A gradient, a divergence or a Laplacian of a function that is called."""

    kind: str
    function: Name


def is_minus_one(node: Node) -> bool:
    """Whether a node is ``-1``."""
    inner = node.terms[0] if isinstance(node, Signed) and node.signs == "-" else None
    return isinstance(inner, Number) and inner.digits == "1"
