"""Names: letters with accents, indices and brackets, read by what a test binds to them."""

import re
from functools import lru_cache
from typing import Any

from ..errors import MathError
from . import arity
from .cursor import NOTHING, Cursor, Span
from .grammar import MARKS, arguments, expression, read
from .tokens import ACCENTS, BOLD, NO_NAMES, STYLES, Token, tokenize
from .tree import Indexed, Marked, Name, Node, Number, Power

_INCREMENTS = {r"\Delta": "Delta", r"\delta": "delta"}  # “\Delta x” may be one name


def symbol(cursor: Cursor) -> str:
    """Take a letter with its styles and accents; return its name: ``hat_beta`` for both."""
    token = cursor.take()
    if token.text in STYLES or token.text in ACCENTS:
        span = cursor.group()
        with cursor.within(*span):
            if span[0] == span[1]:
                raise cursor.error(f"{token.text} stands over nothing")
            inner = symbol(cursor)
            if cursor.at < cursor.stop:
                raise cursor.error(f"{token.text} stands over more than a name; use \\overline")
        if token.text in STYLES:
            return f"bold_{inner}" if token.text in BOLD and _distinct(cursor, inner) else inner
        return f"{ACCENTS[token.text]}_{inner}"
    if token.kind == "word":
        return token.text
    if token.text == r"\nabla":
        return f"nabla_{symbol(cursor)}"
    if token.text in _INCREMENTS:
        together = _together(cursor, _INCREMENTS[token.text])
        if together:
            return together
    if re.fullmatch(r"[^\W\d_]|\\[A-Za-z]+|\\[#%]", token.text) and token.text not in NO_NAMES:
        return token.name
    message = f"cannot read “{token.text}” here; write it another way, or bind a name"
    raise cursor.error(message, cursor.at - 1)


def differential(cursor: Cursor) -> str:
    """Take the variable behind a ``d``, which may have primes."""
    found = symbol(cursor)
    while cursor.accept("'"):
        found += "'"
    return found


def _distinct(cursor: Cursor, letter: str) -> bool:
    """Whether the bold letter is bound beside the plain one, or when a key is read."""
    return any(re.match(rf"bold_{letter}(?![a-zA-Z])", key) for key in cursor.names)


def _together(cursor: Cursor, increment: str) -> str:
    r"""The name that “\\Delta x” is, if it is bound as one; nothing is taken otherwise."""
    at = cursor.at
    if cursor.peek().kind not in ("character", "command") or not cursor.peek().name.isalpha():
        return ""
    try:
        key = f"{increment} {symbol(cursor)}"
    except MathError:
        key = ""
    if key and any(one == key or one.startswith(f"{key}_") for one in cursor.names):
        return key
    behind = cursor.peek().text
    cursor.at = at
    if increment in cursor.names and behind == "^":
        message = "is this the square of the increment, or Delta times a square? bind the "
        raise cursor.error(f"{message}increment as one name, {{r“\\Delta x”: …}}", at - 1)
    return ""


def name(cursor: Cursor) -> Node:
    """Read a name with its indices, primes and arguments."""
    start = cursor.at
    base = symbol(cursor)
    base = f"bold_{base}" if _bold_elements(cursor, base) else base
    subscript: Span | None = None
    superscript: Span | None = None
    base, primes = _dots(cursor, base)
    before = 0  # where the superscript stands, if it comes last
    while True:
        if cursor.peek().text == "_":
            if subscript is not None:
                raise cursor.error("two subscripts; write one, with a comma")
            cursor.take()
            subscript = cursor.group()
            before = 0
        elif cursor.accept("'"):
            primes += 1
        elif cursor.peek().text == "^" and superscript is None:
            before = cursor.at
            cursor.take()
            span = cursor.group()
            if set(cursor.canonical(span)) == {"'"}:
                primes += span[1] - span[0]
            else:
                superscript = span
        else:
            break
    below = f"_{cursor.canonical(subscript)}" if subscript else ""
    above = f"^{cursor.canonical(superscript)}" if superscript else ""
    marks = "'" * primes
    for key, rest in (
        (base + below + above + marks, None),
        (base + above + marks, subscript),
    ):
        if above and (key in cursor.names or f"{key}[]" in cursor.names):
            return _called(cursor, start, key, key, _indices(cursor, rest, key))
    if superscript is not None and f"{base}^" in cursor.names:  # a function with an upper index
        uppers = _upper_indices(cursor, superscript, cursor.in_brackets(superscript))
        indices = (*_indices(cursor, subscript, f"{base}^", upper=len(uppers)), *uppers)
        given = arguments(cursor) if cursor.peek().text in ("(", "[") else None
        return Name(cursor.span(start), f"{base}^", base + below + above, indices, given)
    if superscript is None:
        return _with_index(cursor, start, base, subscript, primes)
    full = base + below
    value = cursor.names.get(full, cursor.names.get(base))
    if cursor.in_brackets(superscript) and not _is_number(value):
        return _upper(cursor, start, base, subscript, superscript, primes, bracketed=True)
    if not before:  # “x^2_i”, “A^T_{ij}”
        return _crossed(cursor, start, base, subscript, superscript)
    brackets = cursor.peek().text
    mark = cursor.canonical(superscript)
    if arity.is_function(value) and brackets in ("(", "[") and mark not in MARKS:
        return _upper(cursor, start, base, subscript, superscript, primes, bracketed=False)
    if arity.is_function(value) and subscript and full not in cursor.names and mark not in MARKS:
        count = len(_indices(cursor, subscript, base, upper=1))
        if arity.accepts(value, count + 1) and not arity.accepts(value, count):
            return _upper(cursor, start, base, subscript, superscript, primes, bracketed=False)
    room = subscript and full not in cursor.names and mark not in MARKS
    if room and mark != "-1" and _has_room(value, len(_indices(cursor, subscript, base))):
        message = f"is this a power, or an upper index of “{base}”? bind “{base}” to a function of "
        raise cursor.error(message + "both indices, the lower first", before)
    letters = cursor.tokens[slice(*superscript)]
    if len(letters) > 1 and all(map(_is_letter, letters)) and _has_room(value, 0):
        message = f"are these upper indices of “{base}”, or a power? bind “{base}” to a function, "
        raise cursor.error(message + "or write \\cdot between them", before)
    cursor.at = before
    return _with_index(cursor, start, base, subscript, primes)


def _dots(cursor: Cursor, base: str) -> tuple[str, int]:
    """A name under dots is a derivative, if a function is bound and the dotted name is not."""
    found = re.fullmatch(r"(d?)dot_(.+)", base)
    if not found or any(one.startswith(base) for one in cursor.names):
        return base, 0
    below = f"_{cursor.canonical((cursor.at + 1, cursor.at + cursor.following(1)))}"
    keys = (found[2], found[2] + below if cursor.peek().text == "_" else found[2])
    if any(arity.is_function(cursor.names.get(key)) for key in keys):
        return found[2], 2 if found[1] else 1
    return base, 0


def _bold_elements(cursor: Cursor, base: str) -> bool:
    """Whether ``x_i`` is an element of what is bound to the bold letter alone."""
    bold = f"bold_{base}" in cursor.names and base not in cursor.names
    return bold and base not in cursor.bound and cursor.peek().text == "_"


def _is_number(value: Any) -> bool:
    return arity.is_plain_number(value)


def _has_room(value: Any, count: int) -> bool:
    """Whether a table has more dimensions than indices, so that an upper index may be meant."""
    return arity.is_table(value) and (arity.dimensions(value) or 0) > count


def _with_index(cursor: Cursor, start: int, base: str, subscript: Span | None, primes: int) -> Node:
    below = f"_{cursor.canonical(subscript)}" if subscript else ""
    marks = "'" * primes
    full = base + below + marks
    if full in cursor.names or (full in cursor.bound and subscript is None):
        return _called(cursor, start, full, full, ())
    if primes and base + marks not in cursor.names:
        key = base + below if base + below in cursor.names else base
        bound = cursor.names.get(key)
        if arity.is_function(bound) or (subscript and _holds_functions(bound)):
            indices = () if key != base else _indices(cursor, subscript, base)
            order = Number((start, cursor.at), str(primes))
            return _called(cursor, start, key, full, indices, order=order)
    return _called(cursor, start, base + marks, full, _indices(cursor, subscript, base + marks))


def _crossed(
    cursor: Cursor, start: int, base: str, subscript: Span | None, superscript: Span
) -> Node:
    """Read a superscript that stands before the subscript."""
    mark = cursor.canonical(superscript)
    if mark in MARKS:
        assert subscript is not None
        whole = Name((start, superscript[0] - 1), base, base)
        marked = Marked((start, superscript[1]), whole, mark)
        return Indexed(cursor.span(start), marked, _indices(cursor, subscript, base), False)
    found = _with_index(cursor, start, base, subscript, 0)
    return Power(cursor.span(start), found, read(cursor, superscript))


def _upper(
    cursor: Cursor,
    start: int,
    base: str,
    subscript: Span | None,
    superscript: Span,
    primes: int,
    bracketed: bool,
) -> Node:
    """Read a superscript of a function or a table: an index, an order, or a power of a call."""
    below = f"_{cursor.canonical(subscript)}" if subscript else ""
    above = f"^{cursor.canonical(superscript)}"
    whole = base + below in cursor.names
    key = base + below if whole else base
    value = cursor.names.get(key)
    indices = () if whole else _indices(cursor, subscript, base, upper=1)
    uppers = _upper_indices(cursor, superscript, bracketed)
    upper = uppers[0]
    if not arity.is_function(value):
        both = (*indices, *uppers)
        return _called(cursor, start, key, base + below + above + "'" * primes, both)
    given = arguments(cursor) if cursor.peek().text in ("(", "[") else ()
    count = len(indices) + len(given)
    takes, fits = arity.accepts(value, count + len(uppers)), arity.accepts(value, count)
    if len(uppers) > 1:
        takes, fits = True, False
    span = cursor.span(start)
    called = given or None
    if takes and not fits:
        return Name(span, key, base + below + above, (*indices, *uppers), called)
    if takes is not False and fits is not False:
        reading = "the order of a derivative" if bracketed else "a power"
        message = (
            f"is this an upper index of “{base}”, or {reading}? bind “{base}^” to the function "
        )
        raise cursor.error(
            f"{message}with an upper index, or “{base}” to one of {count} arguments", start
        )
    if bracketed:
        return Name(span, key, base + below, indices, called, order=upper)
    if cursor.canonical(superscript) == "-1":
        message = f"is this the inverse of “{base}” or its reciprocal? bind “{base}^{{-1}}”, or "
        raise cursor.error(f"{message}write a fraction", start)
    return Name(span, key, base + below, indices, called, exponent=upper)


def _upper_indices(cursor: Cursor, span: Span, bracketed: bool) -> tuple[Node, ...]:
    if not bracketed:
        return (read(cursor, span),)
    with cursor.within(span[0] + 1, span[1] - 1):
        found = [expression(cursor)]
        while cursor.accept(",", ";"):
            found.append(expression(cursor))
        if cursor.at < cursor.stop:
            raise cursor.error("cannot read this index; write a name, or numbers with commas")
    return tuple(found)


def _indices(cursor: Cursor, span: Span | None, key: str, upper: int = 0) -> tuple[Node, ...]:
    """Read ``i, j``, or ``ij`` for two indices of one letter each, or ``2n`` for a product."""
    if span is None:
        return ()
    first, last = span
    tokens = cursor.tokens[first:last]
    if len(tokens) == 1 and tokens[0].kind == "number":
        return _digits(cursor, first, key, upper)
    separate = [token.kind == "number" or _is_letter(token) for token in tokens]
    if len(tokens) > 1 and all(separate) and any(token.kind != "number" for token in tokens):
        room = _room(cursor, key, len(tokens), upper)
        if tokens[0].kind != "number" or sum(token.kind == "number" for token in tokens) > 1:
            if room is False and _room(cursor, key, 1, upper):
                one, two = ("".join(t.text for t in tokens), ",".join(t.text for t in tokens))
                message = f"is this one index or {len(tokens)}? write {{{two}}}, or a product with "
                raise cursor.error(f"{message}\\cdot instead of {{{one}}}", first)
            return tuple(read(cursor, (k, k + 1)) for k in range(first, last))
        if room and not _room(cursor, key, 1, upper):
            message = "is this a product or two indices? write a comma or \\cdot between them"
            raise cursor.error(message, first)
    with cursor.within(first, last):
        found = [expression(cursor)]
        while cursor.accept(",", ";"):
            found.append(expression(cursor))
        if cursor.at < last:
            raise cursor.error("cannot read this index; write a name, or numbers with commas")
    return tuple(found)


def _is_letter(token: Token) -> bool:
    greek = token.kind == "command" and token.name.isalpha() and token.text not in NO_NAMES
    return greek or bool(re.fullmatch(r"[A-Za-z]", token.text))


def _digits(cursor: Cursor, at: int, key: str, upper: int) -> tuple[Node, ...]:
    """An index of digits: ``12`` is 1 and 2 where the table has two indices and no more fits."""
    token = cursor.tokens[at]
    count = len(token.text)
    if count > 1 and _room(cursor, key, count, upper) and _room(cursor, key, 1, upper) is False:
        return tuple(Number((at, at + 1), digit) for digit in token.text)
    return (Number((at, at + 1), token.text),)


def _room(cursor: Cursor, key: str, count: int, upper: int) -> bool | None:
    """Whether what is bound to a name takes so many indices; None where nothing is known."""
    value = cursor.names.get(f"{key}[]", cursor.names.get(key))
    if value is None or key in cursor.bound:
        return None
    if arity.is_function(value):
        return arity.accepts(value, count + upper + _arguments_ahead(cursor))
    if arity.is_table(value):
        dimensions = arity.dimensions(value)
        return None if dimensions is None else dimensions == count + upper
    return None


def _arguments_ahead(cursor: Cursor) -> int:
    """How many arguments stand in the brackets that come."""
    if cursor.peek().text not in ("(", "["):
        return 0
    level, ahead, commas = 0, 0, 0
    while (token := cursor.peek(ahead)) is not NOTHING:
        level += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        commas += level == 1 and token.text in (",", ";", r"\mid")
        if level == 0:
            break
        ahead += 1
    return commas + 1


def _called(
    cursor: Cursor,
    start: int,
    key: str,
    full: str,
    indices: tuple[Node, ...],
    order: Node | None = None,
) -> Node:
    """Read brackets behind a name: arguments of a function, or indices of a table."""
    value = None if key in cursor.bound else cursor.names.get(key)
    family = cursor.names.get(f"{key}[]") if indices else None
    value = family if family is not None else value
    brackets, given = cursor.peek().text, None
    comma = brackets in ("(", "[") and _arguments_ahead(cursor) > 1
    if arity.is_function(value):
        if brackets in ("(", "[") and (comma or not _is_factor(cursor, key, value)):
            given = arguments(cursor)
        elif not indices and _is_taken_somewhere(cursor, value):
            given = _implied(cursor, start, key, value)
    elif arity.is_table(value) and not isinstance(value, str):
        functions = indices and brackets == "(" and _holds_functions(value)
        if functions or brackets == "[" or comma:
            given = arguments(cursor)
        lone = given is None and not indices and brackets == "(" and cursor.peek(2).text == ")"
        if lone and arity.dimensions(value) == 1:
            message = f"is this an entry of “{key}” or a product? write {key}[…], or \\cdot"
            raise cursor.error(message)
    elif comma and brackets == "(" and _is_number(value):
        raise cursor.error(f"“{key}” is bound to a number and is called; bind a function", start)
    return Name(cursor.span(start), key, full, indices, given, order=order)


def _is_factor(cursor: Cursor, key: str, value: Any) -> bool:
    """Whether brackets behind a function in an equation with derivatives are a factor.

    They are where the function stands without brackets elsewhere, and other functions in them.
    """
    if cursor.variables is None or not arity.accepts(value, 1):
        return False
    stop, level = 1, 1
    while level and (token := cursor.peek(stop)) is not NOTHING:
        level += (token.text in ("(", "[")) - (token.text in (")", "]"))
        stop += 1
    inside = [cursor.peek(k) for k in range(1, stop - 1)]
    texts = [token.text for token in inside]
    if not {"+", "-", "/", r"\frac"} & set(texts):
        return False
    bare = any(
        token.name == key and cursor.tokens[k + 1 : k + 2] and cursor.tokens[k + 1].text != "("
        for k, token in enumerate(cursor.tokens)
    )
    if not bare:
        return False
    if any(arity.is_function(cursor.names.get(token.name)) for token in inside):
        return True
    message = (
        f"is “{key}” taken there, or multiplied with it? write \\cdot before the brackets, or "
    )
    raise cursor.error(f"{message}“{key}” with its argument everywhere")


def _holds_functions(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(arity.is_function, value.values()))
    array = getattr(value, "array", value)
    if getattr(getattr(array, "dtype", None), "kind", "") == "O":
        return any(map(arity.is_function, array.ravel()))
    return isinstance(value, list | tuple) and any(map(arity.is_function, value))


def _is_taken_somewhere(cursor: Cursor, value: Any) -> bool:
    """Whether a function without brackets is meant at what is integrated or differentiated by."""
    wanted = arity.parameters(value)
    return cursor.variables is not None or (bool(wanted) and set(wanted) <= set(cursor.bound))


def _implied(cursor: Cursor, start: int, key: str, value: Any) -> tuple[Node, ...] | None:
    """Where a function without brackets is taken in an equation with derivatives: there."""
    known = {*cursor.names, *cursor.bound}
    span = (start, cursor.at)
    wanted = arity.parameters(value)
    if wanted and set(wanted) <= known:
        return tuple(Name(span, one, one) for one in wanted)
    places = cursor.variables or tuple(one for one in ("t", "x") if one in known)
    if len(places) == 1 and arity.accepts(value, 1) is not False:
        return (Name(span, places[0], places[0]),)
    message = f"where is “{key}” taken? write its arguments in brackets, or bind a function whose "
    raise cursor.error(f"{message}parameters are names of this formula", start)


# Keys


@lru_cache(maxsize=1024)
def key_of(tex: str) -> str:
    r"""The name that a test means by a key: ``hat_x`` for ``\hat x``, ``s_i-1`` for ``s_{i-1}``.

    Identifiers, operators and ``dy/dt`` stay as they are.
    """
    if re.fullmatch(r"[\w/]+(\[\])?", tex) or not re.search(r"[\\^{}]|[\w)]_|'", tex):
        return tex
    before = re.fullmatch(r"\{\}_\{?(\d+)\}?F_\{?(\d+)\}?", tex)
    if before:
        return f"{before[1]}F{before[2]}"
    plain = tex.removesuffix("[]")
    try:
        tokens = tokenize(plain)
        cursor = Cursor(plain, tokens, {}, {})
        key = _key(cursor)
    except MathError:
        return tex
    if cursor.at < cursor.stop:
        return tex
    return key + ("[]" if plain != tex else "")


def _key(cursor: Cursor) -> str:
    if cursor.peek().text in _INCREMENTS and cursor.peek(1).text not in ("", "_", "^", "'"):
        increment = _INCREMENTS[cursor.take().text]
        base = f"{increment} {_key_symbol(cursor)}"
    else:
        base = _key_symbol(cursor)
    parts = {"_": "", "^": ""}
    primes = ""
    while cursor.peek().text in ("_", "^", "'"):
        sign = cursor.take().text
        if sign == "'":
            primes += sign
            continue
        text = cursor.canonical(cursor.group())
        if set(text) == {"'"}:
            primes += text
        else:
            parts[sign] = sign + text
    return base + parts["_"] + parts["^"] + primes


def _key_symbol(cursor: Cursor) -> str:
    if cursor.peek().text in BOLD:
        cursor.take()
        with cursor.within(*cursor.group()):
            return f"bold_{symbol(cursor)}"
    return symbol(cursor)
