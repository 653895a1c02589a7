"""The theme's templates as Python compiles them: a quarter of a bare build's time."""

import hashlib
import sys
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from recipes.running.store import Store


class CompiledTemplates(BytecodeCache):
    """Keeps the templates of an environment in a store, which notices what is damaged."""

    def __init__(self, environment: Environment, store: Store) -> None:
        self.store = store
        self.settings = (
            sys.version,
            version("Jinja2"),
            environment.autoescape,
            environment.optimized,
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.keep_trailing_newline,
            environment.newline_sequence,
            environment.block_start_string,
            environment.block_end_string,
            environment.variable_start_string,
            environment.variable_end_string,
            environment.comment_start_string,
            environment.comment_end_string,
            environment.line_statement_prefix,
            environment.line_comment_prefix,
            environment.undefined.__qualname__,
            environment.finalize,
            sorted(environment.extensions),
            _named(environment.filters),  # which are applied to constants as it is compiled
            _named(environment.tests),
        )

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what its template, as it is now, was compiled to."""
        content = self.store.recall(self._key(bucket))
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        self.store.keep(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        """Of the template's name and file, its source, and how it is compiled."""
        parts = repr(("template", bucket.key, bucket.checksum, self.settings))
        return hashlib.sha256(parts.encode()).hexdigest()


def _named(functions: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    return sorted(
        (name, getattr(one, "__module__", ""), getattr(one, "__qualname__", ""))
        for name, one in functions.items()
    )
