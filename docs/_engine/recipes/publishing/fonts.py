"""Fonts with only the characters that the site shows: a tenth of the bytes."""

import hashlib
import io
import logging
from collections.abc import Iterable
from pathlib import Path

from recipes.running.store import Store

VERSION = Path(__file__).read_bytes()  # a change of this module makes all fonts again


def subset(font: bytes, characters: Iterable[str]) -> bytes:
    """Return a WOFF2 font without the glyphs of all other characters; the same bytes each time."""
    from fontTools import subset, ttLib

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it finds old fonts very old
    options = subset.Options(flavor="woff2", layout_features=["kern"], hinting=False)
    options.recalc_timestamp = False
    opened = ttLib.TTFont(io.BytesIO(font), recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=map(ord, characters))
    worker.subset(opened)
    opened.flavor = "woff2"
    written = io.BytesIO()
    opened.save(written)
    return written.getvalue()


def stored_subset(store: Store, font: bytes, characters: Iterable[str]) -> bytes:
    """Return what `subset` makes, from the store where it was made before."""
    wanted = "".join(sorted(set(characters)))
    key = hashlib.sha256(b"\0".join((font, wanted.encode(), VERSION))).hexdigest()
    return store.remember(key, lambda: subset(font, wanted))
