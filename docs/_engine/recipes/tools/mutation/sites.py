"""The tokens that say something, and what a mistake makes of each of them.

In mathematics that is another number, operator, relation, symbol or function; in a sentence, a
caption or an alt text another number, another fact or the opposite direction; in a snippet another
constant, operator, order, bound, function or method.
"""

import ast
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from recipes.mathematics.parsing.tokens import Token, tokenize
from recipes.reading import comparisons, numbers, prose


@dataclass(frozen=True, order=True)
class Mutant:
    """A token and what it becomes.

    Attributes
    ----------
    path
        Of the file, below the project's root.
    start, end
        Where the token stands in the file's bytes.
    kind
        One of `rates.CLASSES`.
    """

    path: str
    start: int
    end: int
    old: str
    new: str
    kind: str

    def applied(self, content: bytes) -> bytes:
        """Return the file with the change."""
        return content[: self.start] + self.new.encode() + content[self.end :]

    def line(self, content: bytes) -> int:
        """The line of the token, from 1."""
        return content[: self.start].count(b"\n") + 1

    def line_text(self, content: bytes) -> str:
        """The text of that line, without blanks around it."""
        return content.split(b"\n")[self.line(content) - 1].decode().strip()


@dataclass(frozen=True)
class Site:
    """A token and all that it may become."""

    start: int
    end: int
    old: str
    choices: tuple[str, ...]


def choose(path: str, content: bytes, sites: Iterable[Site], kind: str, seed: int) -> list[Mutant]:
    """Draw one change for each site; the draw depends on the seed and on the token's place."""
    found = []
    for site in sites:
        choices = [new for new in dict.fromkeys(site.choices) if new != site.old]
        if choices:
            draw = random.Random(f"{seed} {path} {site.start} {site.old}")
            found.append(Mutant(path, site.start, site.end, site.old, draw.choice(choices), kind))
    assert all(content[one.start : one.end].decode() == one.old for one in found)
    return found


def in_bytes(text: str, sites: Sequence[Site]) -> list[Site]:
    """Turn places in a text into places in its bytes."""
    places = [0]
    for letter in text:
        places.append(places[-1] + len(letter.encode()))
    return [Site(places[one.start], places[one.end], one.old, one.choices) for one in sites]


# Mathematics

_SWAPS = {
    "+": ("-",),
    "-": ("+",),
    "=": (r"\ne ", "<"),
    "<": (">",),
    ">": ("<",),
    r"\le": (r"\ge",),
    r"\ge": (r"\le",),
    r"\ne": ("=",),
    r"\in": (r"\notin",),
    r"\cdot": ("+",),
    r"\times": ("+",),
    "/": (r"\cdot ",),
    "*": (r"\star ",),
    r"\star": ("*",),
    r"\bmod": ("+",),
    "^": ("_",),
    "_": ("^",),
    r"\sum": (r"\prod",),
    r"\prod": (r"\sum",),
    r"\int": (r"\sum",),
    r"\iint": (r"\int",),
    r"\max": (r"\min",),
    r"\min": (r"\max",),
    r"\sin": (r"\cos",),
    r"\cos": (r"\sin",),
    r"\tan": (r"\sin",),
    r"\exp": (r"\log",),
    r"\log": (r"\exp",),
    r"\sqrt": (r"\log",),
    r"\overline": (r"\hat",),
    r"\bar": (r"\hat",),
    r"\mid": ("+",),
    r"\infty": (r"\pi",),
    r"\|": ("|",),
}
# What names nothing: structure, spacing, styles.
_SILENT = set(r"\frac \binom \left \right \quad \qquad \begin \end \mathbf \boldsymbol \bm".split())
_SILENT |= set(r"\mathcal \mathbb \text \dots \lvert \rvert \lVert \rVert".split())
_LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")


def symbols(pieces: Sequence[str]) -> list[str]:
    """Return the letters that formulas use, each once."""
    found: dict[str, None] = {}
    for tex in pieces:
        for token in tokenize(tex):
            if _is_symbol(token):
                found[token.text] = None
    return list(found)


def _is_symbol(token: Token) -> bool:
    named = _LETTER.fullmatch(token.text) and token.text not in _SILENT | set(_SWAPS)
    return bool(named and token.kind in ("character", "command"))


def of_formula(tex: str, offset: int, letters: Sequence[str]) -> Iterator[Site]:
    """Find the tokens of a formula that say something, with what they may become."""
    for token in tokenize(tex):
        written = tex[token.start : token.end]
        choices: tuple[str, ...] = ()
        if token.kind == "number" and written.replace(".", "").isdigit():
            choices = (_next(written),)
        elif token.text in _SWAPS:
            choices = _SWAPS[token.text]
        elif _is_symbol(token):
            others = [one for one in letters if one != token.text]
            apart = " " if tex[token.end : token.end + 1].isalpha() else ""
            choices = tuple(one + apart if one.startswith("\\") else one for one in others)
        start = offset + token.start
        yield Site(start, start + len(written), written, choices)


def _next(digits: str) -> str:
    """A number that differs in its last digit."""
    last = (int(digits[-1]) + 1) % 10 if "." in digits else None
    return digits[:-1] + str(last) if last is not None else str(int(digits) + 1)


# Sentences

_DIGITS = re.compile(r"\d+")
_FACT = re.compile(r"[A-Za-z_]\w*")


def of_sentences(
    text: str, shown: Sequence[tuple[int, int]], facts: Mapping[str, Any]
) -> Iterator[Site]:
    """Find what a text says in numbers, names of facts and directions.

    Parameters
    ----------
    shown
        The parts of the text that hold sentences, from and to; the rest is code and structure.
    facts
        What the snippet computed: a name becomes the one that is spelled most like it.
    """
    blanked = prose.blanked(text)
    stated = [fact for fact in prose.stated(text) if within(fact.start, shown)]
    for fact in stated:
        yield from _of_fact(text, fact, facts)
    for start, spelling in prose.bare_numbers(text)[0]:
        if within(start, shown):
            yield from _of_literal(spelling, start)
    for first, last in comparisons.sentences(blanked):
        if any(first <= fact.start < last for fact in stated):
            for start, word in comparisons.directions(blanked[first:last]):
                if within(first + start, shown):
                    yield _direction(word, first + start)


def within(place: int, shown: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of some parts, from and to."""
    return any(start <= place < end for start, end in shown)


def _of_fact(text: str, fact: prose.Stated, facts: Mapping[str, Any]) -> Iterator[Site]:
    whole = text[fact.start : fact.end]
    if fact.is_word:
        at = fact.start + whole.index(fact.literal)
        yield _direction(fact.literal, at)
        return
    if not fact.key:
        return
    literal = whole.index(fact.literal)
    yield from _of_literal(fact.literal, fact.start + literal)
    for at, word in comparisons.directions(f"as {fact.literal}"):
        if at > 2 or fact.literal.startswith(word):
            yield _direction(word, fact.start + literal + at - 3)
    key = whole.rindex(fact.key)
    name = _FACT.match(fact.key)
    assert name
    others = _alike(name[0], facts)
    start = fact.start + key
    yield Site(start, start + len(name[0]), name[0], tuple(others))
    for index in re.finditer(r"(?<=\[)\d+(?=\])", fact.key):
        at = start + index.start()
        yield Site(at, at + len(index[0]), index[0], tuple(_indices(fact, index, facts)))


def _indices(fact: prose.Stated, index: re.Match[str], facts: Mapping[str, Any]) -> Iterator[str]:
    """A neighbouring index at which the sentence would be false; beyond the last there is none."""
    for number in (int(index[0]) + 1, int(index[0]) - 1):
        other = f"{fact.key[: index.start()]}{number}{fact.key[index.end() :]}"
        try:
            if number >= 0 and not numbers.holds(fact.literal, prose.value_of(other, facts)):
                yield str(number)
                return
        except numbers.FactError:
            continue


def _of_literal(literal: str, start: int) -> Iterator[Site]:
    """Each run of digits grows by one; a number word becomes the next."""
    for digits in _DIGITS.finditer(literal):
        new = str(int(digits[0]) + 1).rjust(len(digits[0]), "0")
        yield Site(start + digits.start(), start + digits.end(), digits[0], (new,))
    words = list(numbers.WORDS)
    first = literal.split(" ")[0]
    if first.lower() in words:
        other = words[(words.index(first.lower()) + 1) % len(words)]
        other = other.capitalize() if first[0].isupper() else other
        yield Site(start, start + len(first), first, (other,))


def _direction(word: str, start: int) -> Site:
    table = {**comparisons.OPPOSITES_AFTER_AS, **comparisons.OPPOSITES}
    opposite = table[word.lower()]
    new = opposite.capitalize() if word[0].isupper() else opposite
    return Site(start, start + len(word), word, (new,))


def _alike(name: str, facts: Mapping[str, Any]) -> list[str]:
    """The fact with another value whose name is spelled most like this one."""
    others = [other for other in facts if other != name and facts[other] != facts.get(name)]
    others.sort(key=lambda other: -SequenceMatcher(None, name, other).ratio())
    return others[:1]


# Snippets

_OPERATORS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.MatMult: ("@", "*"),
    ast.Lt: ("<", ">"),
    ast.Gt: (">", "<"),
    ast.LtE: ("<=", ">"),
    ast.GtE: (">=", "<"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}
# Functions that someone takes for one another, each with the module that has it.
_SIBLINGS = """
numpy: sin/cos cos/sin argmax/argmin argmin/argmax log/log10 log1p/log sqrt/square exp/expm1
numpy: mean/median median/mean sum/mean abs/real hypot/add cumsum/cumprod linspace/geomspace
numpy: ones/zeros zeros/ones rint/floor vstack/hstack any/all all/any degrees/radians
numpy: radians/degrees outer/inner diff/cumsum max/min min/max dstack/vstack
scipy.fft: fft2/ifft2 rfft2/fft2 fftshift/ifftshift fftfreq/rfftfreq
scipy.signal: convolve2d/correlate2d correlate2d/convolve2d
scipy.signal.windows: hann/boxcar
scipy.linalg: svd/qr eigh/eig hilbert/invhilbert invhilbert/hilbert
scipy.integrate: dblquad/tplquad
scipy.optimize: minimize_scalar/minimize
scipy.special: expit/logit
scipy.stats: pearsonr/spearmanr
scipy.ndimage: sobel/prewitt binary_erosion/binary_dilation gaussian_filter/uniform_filter
scipy.ndimage: center_of_mass/maximum_position mean/maximum
"""
METHODS = {
    "full": "same",
    "same": "full",
    "valid": "same",
    "symm": "wrap",
    "fill": "wrap",
    "symmetric": "wrap",
    "trust-constr": "SLSQP",
    "SLSQP": "trust-constr",
    "2-point": "3-point",
    "bounded": "brent",
    "L": "1",
    "JPEG": "PNG",
    "PNG": "BMP",
    "ignore": "error",
}
# The same for methods of arrays, results and distributions.
_OF_OBJECTS = {
    "mean": "sum",
    "sum": "mean",
    "max": "min",
    "min": "max",
    "any": "all",
    "all": "any",
    "argmax": "argmin",
    "argmin": "argmax",
    "pdf": "cdf",
    "cdf": "pdf",
    "real": "imag",
    "conj": "copy",
    "ravel": "squeeze",
}
# Keywords and calls that say how something looks; “strict” changes no result.
_LOOKS = set(
    "color colors c cmap linewidth linewidths linestyle marker markersize alpha figsize layout"
    " fontsize ha va rotation label xlabel ylabel zlabel title loc ncols shrink orientation extend"
    " textcoords arrowprops aspect rasterized location pad sharex sharey subplot_kw fill zorder"
    " interpolation dpi xytext strict".split()
)
_LOOKING = set(
    "show subplots figure colorbar legend set_title set_axis_off set_pane_color suptitle"
    " set_facecolor tight_layout".split()
)
# Functions of two arguments whose order means nothing.
_SYMMETRIC = set("allclose array_equal isclose hypot corrcoef pearsonr".split())
_OFFSET = {"annotate": 2}  # positional arguments from here on are offsets of a label


class _Finder:
    """Walks through a snippet and collects the tokens that mean something."""

    def __init__(self, source: str) -> None:
        self.text = source
        self.content = source.encode()
        self.lines = [0]
        for line in self.content.split(b"\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.siblings = dict(siblings())

    def place(self, line: int | None, column: int | None) -> int:
        assert line is not None and column is not None
        return self.lines[line - 1] + column

    def span(self, node: ast.expr) -> tuple[int, int]:
        start = self.place(node.lineno, node.col_offset)
        return start, self.place(node.end_lineno, node.end_col_offset)

    def site(self, start: int, end: int, *choices: str) -> Site:
        return Site(start, end, self.content[start:end].decode(), choices)

    def walk(self, node: ast.AST) -> Iterator[Site]:
        if isinstance(node, ast.Import | ast.ImportFrom):
            return
        if isinstance(node, ast.FormattedValue):
            yield from self.shown(node)
            return
        if isinstance(node, ast.Call):
            yield from self.call(node)
            return
        if isinstance(node, ast.Dict):
            yield from self.entries(node)
            return
        yield from self.own(node)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.Constant) or not _is_docstring(node, child):
                yield from self.walk(child)

    def printed(self, node: ast.Call) -> Iterator[Site]:
        """Find the sites of what is printed; to how many digits it is rounded is a format."""
        for argument in node.args:
            yield from self.walk(_unrounded(argument))

    def shown(self, node: ast.FormattedValue) -> Iterator[Site]:
        """Find the sites of an expression in an f-string, without its format."""
        start, end = self.span(node.value)
        text = self.content[start:end].decode(errors="replace")
        try:
            here = ast.dump(ast.parse(text, mode="eval").body)
        except SyntaxError:
            return
        if here == ast.dump(node.value):  # before Python 3.12 the place may be wrong
            yield from self.walk(_unrounded(node.value))

    def entries(self, node: ast.Dict) -> Iterator[Site]:
        """Find the sites of a dictionary, without entries that say how something looks."""
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and key.value in _LOOKS):
                yield from self.walk(value)

    def own(self, node: ast.AST) -> Iterator[Site]:
        if isinstance(node, ast.Constant):
            yield from self.constant(node)
        elif isinstance(node, ast.BinOp):
            yield from self.operator(node.op, node.left, node.right)
        elif isinstance(node, ast.AugAssign):
            yield from self.operator(node.op, node.target, node.value)
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for sign, left, right in zip(node.ops, sides, sides[1:], strict=False):
                yield from self.operator(sign, left, right)
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from self.operator(node.op, left, right)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            start, _ = self.span(node)
            yield self.site(start, start + 1, "+")
        elif isinstance(node, ast.Slice):
            for bound in (node.lower, node.upper):
                if isinstance(bound, ast.Name):
                    yield self.site(*self.span(bound), f"{bound.id} + 1")
        elif isinstance(node, ast.Attribute | ast.Name):
            yield from self.function(node)

    def constant(self, node: ast.Constant) -> Iterator[Site]:
        """A number becomes its neighbour, true becomes false."""
        start, end = self.span(node)
        written = self.content[start:end].decode()
        if isinstance(node.value, bool):
            yield self.site(start, end, str(not node.value))
        elif isinstance(node.value, int | float | complex):
            yield self.site(start, end, neighbour(written))
        elif isinstance(node.value, str) and node.value in METHODS:
            quote = written[0]
            yield self.site(start, end, f"{quote}{METHODS[node.value]}{quote}")

    def operator(self, sign: ast.AST, left: ast.expr, right: ast.expr) -> Iterator[Site]:
        if type(sign) not in _OPERATORS:
            return
        old, new = _OPERATORS[type(sign)]
        start, stop = self.span(left)[1], self.span(right)[0]
        between = re.sub(rb"#[^\n]*", lambda m: b" " * len(m[0]), self.content[start:stop])
        at = between.find(old.encode())
        if at >= 0:
            yield self.site(start + at, start + at + len(old), new)

    def function(self, node: ast.Attribute | ast.Name) -> Iterator[Site]:
        name = node.attr if isinstance(node, ast.Attribute) else node.id
        if not isinstance(node.ctx, ast.Load):
            return
        start, end = self.span(node)
        if isinstance(node, ast.Attribute) and not _is_module(node.value):
            if name in _OF_OBJECTS:
                yield self.site(end - len(name), end, _OF_OBJECTS[name])
        elif name in self.siblings and isinstance(node, ast.Attribute):
            yield self.site(end - len(name), end, self.siblings[name][1])
        elif name in self.siblings:
            module, sibling = self.siblings[name]
            rest = module.partition(".")[2]
            path = ".".join(filter(None, [f'__import__("{module}")', rest, sibling]))
            yield self.site(start, end, path)

    def call(self, node: ast.Call) -> Iterator[Site]:
        name = _called(node)
        if name in _LOOKING:
            return
        if name == "print":
            yield from self.printed(node)
            return
        yield from self.walk(node.func)
        arguments = node.args[: _OFFSET.get(name, len(node.args))]
        texts = [self.content[slice(*self.span(one))] for one in arguments[:2]]
        plain = not any(isinstance(one, ast.Starred) for one in arguments[:2])
        if len(texts) == 2 and plain and texts[0] != texts[1] and name not in _SYMMETRIC:
            (start, _), (_, end) = self.span(arguments[0]), self.span(arguments[1])
            middle = self.content[self.span(arguments[0])[1] : self.span(arguments[1])[0]]
            yield self.site(start, end, (texts[1] + middle + texts[0]).decode())
        for argument in arguments:
            yield from self.walk(argument)
        for keyword in node.keywords:
            if keyword.arg not in _LOOKS:
                yield from self.walk(keyword.value)


def _unrounded(node: ast.expr) -> ast.expr:
    """What ``values.round(2)`` or ``np.round(values, 2)`` rounds; else the node itself."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return node
    if node.func.attr != "round":
        return node
    return node.args[0] if _is_module(node.func.value) else node.func.value


def _is_docstring(parent: ast.AST, child: ast.Constant) -> bool:
    return isinstance(parent, ast.Expr) and isinstance(child.value, str)


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("np", "ndimage", "plt")


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def siblings() -> Iterator[tuple[str, tuple[str, str]]]:
    """Functions by name, each with its module and the one that somebody takes for it."""
    for line in reversed(_SIBLINGS.strip().splitlines()):
        module, _, pairs = line.partition(": ")
        for pair in pairs.split():
            name, _, sibling = pair.partition("/")
            yield name, (module, sibling)


def neighbour(written: str) -> str:
    """Return a number whose last digit differs, of the same form."""
    match = re.fullmatch(r"(?P<head>[\d_.]*?)(?P<last>\d)(?P<tail>\.?(?:e[-+]?\d+)?j?)", written)
    if not match:
        return f"({written} + 1)"
    if re.fullmatch(r"[\d_]+", written):
        return str(int(written) + 1)
    last = (int(match["last"]) + 1) % 10
    head = match["head"]
    if match["last"] == "9":
        return f"({written} * 1.1)"
    return f"{head}{last}{match['tail']}"


def of_code(source: str) -> list[Site]:
    """Find the tokens of a snippet that mean something, with what they may become."""
    return list(_Finder(source).walk(ast.parse(source)))
