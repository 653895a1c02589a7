"""The words in a sentence that say which of two numbers is larger.

``{{ 8 = a }} is {{ more }} than {{ 5 = b }}`` compares the facts that its sentence states around
the word; ``{{ 10 % more = surplus }}`` says it of one fact. A direction in a sentence with a
fact must be said in one of these ways, or elsewhere. In a phrase such as “more or less” or “the
right answer” the word is no direction.
"""

import re
from collections.abc import Iterator, Mapping

# Earlier in the sentence is greater, and the opposite.
_GREATER = """
more:less more:fewer larger:smaller greater:lesser bigger:smaller longer:shorter higher:lower
above:below faster:slower better:worse brighter:darker stronger:weaker wider:narrower
thicker:thinner steeper:flatter later:earlier after:before farther:nearer farther:closer
outside:inside exceeds:undercuts
"""
# From the earlier to the later number it grows, and the opposite.
_GROWING = """
rises:falls rise:fall rising:falling rose:fell grows:shrinks grow:shrink growing:shrinking
grew:shrank increases:decreases increase:decrease increasing:decreasing climbs:drops climb:drop
"""
# A number itself times as much, and the opposite; after “as”.
_AS = "long:short fast:slow large:small high:low strong:weak wide:narrow many:few much:little"
# Of these, what only a measured time is; a length is as “large” as another.
OF_TIME = frozenset("long short fast slow faster slower".split())
# What no two numbers prove: to be said in a sentence of its own.
_OTHER = """
most:least largest:smallest greatest:least highest:lowest longest:shortest fastest:slowest
best:worst brightest:darkest maximum:minimum first:last never:always left:right top:bottom
upper:lower positive:negative horizontal:vertical
"""


_BLANK = r"(?: |\n {0,4})"  # between two words, also at the end of a line; code is more blanks


def phrases(*patterns: str) -> re.Pattern[str]:
    """Return what finds any of the phrases, however they are broken into lines."""
    return re.compile(rf"\b(?:{'|'.join(patterns).replace(' ', _BLANK)})", re.I)


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(a, b) for a, _, b in (pair.partition(":") for pair in table.split())]


def _signs(table: str) -> dict[str, int]:
    return {word: sign for pair in _pairs(table) for word, sign in zip(pair, (1, -1), strict=True)}


GREATER: Mapping[str, int] = _signs(_GREATER)
GROWING: Mapping[str, int] = _signs(_GROWING)
AS: Mapping[str, int] = _signs(_AS)
# What each word becomes when someone mistakes it; after “as” the last table is meant.
OPPOSITES: Mapping[str, str] = {
    word: other
    for table in (_OTHER, _GROWING, _GREATER)
    for a, b in reversed(_pairs(table))
    for word, other in ((b, a), (a, b))
}
OPPOSITES_AFTER_AS: Mapping[str, str] = {
    word: other for a, b in _pairs(_AS) for word, other in ((a, b), (b, a))
}
_WORD = re.compile(
    rf"(?P<as>(?<=\bas ))?\b(?:{'|'.join(sorted({*OPPOSITES, *AS}, key=len, reverse=True))})\b",
    re.I,
)
# Only what can hardly mean anything else: an alarm costs a rewording, and a gap lets a false
# sentence pass. So “after 3 steps”, “is right of”, “from above” and “at most” are directions.
_PAUSE = r"(?=[.,;:!?)])"
_HERE = (
    "(?:formula|equation|integral|sum|code|cell|call|snippet|example|section|table|figure|picture"
    "|output|sentence|definition)"
)
_NO_DIRECTION = phrases(
    # correct
    r"right (?:answers?|results?|ways?|tools?|angles?|triangles?|away|now)\b",
    rf"(?:is|are|was|were|be|gets?|got|not|all|digits|answers) right{_PAUSE}",
    # remaining
    rf"(?:is|are|was|were|be|has|have|nothing|what) left{_PAUSE}",
    r"(?:is|are|was|were|be) left (?:over|out|alone|as it is|as they are|to you)\b",
    # elsewhere on the page
    rf"{_HERE} (?:above|below){_PAUSE}|the above {_HERE}\b",
    rf"{_HERE} (?:above|below) (?:is|are|has|gives?|takes?|shows?|prints?|returns?|needs)\b",
    rf"(?:see|as|shown|given|said|defined|used|printed) (?:above|below){_PAUSE}",
    r"(?:for|find|see|read|say|says) more (?:details?|information|about)\b",
    # in time, without a number
    rf"as before{_PAUSE}|after all{_PAUSE}|one after (?:another|the other)\b|sooner or later",
    r"no longer (?!than\b)(?=[a-z])|as long as (?:you|there|nobody|nothing|no)\b",
    # in so many words
    rf"more or less|once more|any more{_PAUSE}|what is more,|above all,|first of all,",
    r"(?:(?-i:M)|(?<=[,;:(]\s)m)ore (?:exactly|precisely|specifically|generally)\b",
    r"most (?:people|users|authors|readers|programmers|books|textbooks)\b",
    r"at first sight|not least|inside out|on top of (?:this|that)\b|better to\b|closer look",
    r"best.(?:fit|known)\b|g(?:ive|ives|iving|ave) rise to|never mind",
    # terms
    r"least.squares|maximum likelihood|maximum entropy|minimum spanning trees?",
    r"positive.(?:semi-?)?definite|(?:upper|lower).case",
)
# What a reader is asked to do: “Scale the data before you cluster”.
_REQUEST = re.compile(
    r"\s*(?!(?:With|Without|In|At|For|Of|By|On|From|To|Is|Are|When|Where|If|As)\b)[A-Z][a-z]+"
    r" (?:the|an?|all|your|each|it|them|both)(?: [\w-]+)* (?:before|after)(?= you\b)".replace(
        " ", _BLANK
    )
)
# “It is not {{ 5 = count }}” is false if the fact holds; “not 5 but 6” names two.
_DENIAL = phrases(
    "(?:is|are|was|were|be|do|does|did|has|have|can|could) not"
    r"(?: (?:about|at|by|even|exactly|just|of|off|only|still|take|up to))*\s*\Z"
)
_INSTEAD = phrases(r"but\b|only\b|instead\b")
_END = re.compile(r"[.!?](?=[\s)]|$)|\n[ \t]*\n|\n[ \t]*(?=[-*] |\d+[.)] )|\n(?=[#|])")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Find where the sentences of a text begin and end."""
    start = 0
    for match in _END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def directions(text: str) -> Iterator[tuple[int, str]]:
    """Find the words of a sentence that say a direction, with their places."""
    request = _REQUEST.match(text)
    other = [match.span() for match in (*_NO_DIRECTION.finditer(text), request) if match]
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if any(start <= match.start() < end for start, end in other):
            continue
        if word in OPPOSITES or match["as"] is not None:
            yield match.start(), match[0]


def denies(before: str, after: str) -> bool:
    """Whether a sentence says of a number that it is not, by the words before and after it."""
    return bool(_DENIAL.search(before)) and not _INSTEAD.search(after)


def compares(word: str) -> bool:
    """Whether the word can stand between the two numbers that it compares."""
    return word.lower() in GREATER or word.lower() in GROWING


def agrees(word: str, earlier: float, later: float) -> bool:
    """Whether what the word says of two numbers, in the order of the sentence, is true."""
    word = word.lower()
    if word in GROWING:
        return (later - earlier) * GROWING[word] > 0
    return (earlier - later) * GREATER[word] > 0


def sign(word: str) -> int:
    """Return which way a word says that a difference goes: 1 for more, -1 for less."""
    word = word.lower()
    return GREATER.get(word, GROWING.get(word, 0))
