"""A program of Node that answers questions line by line, each within a time limit."""

import json
import os
import re
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from . import npm

ANSWER_SECONDS = 15.0


class NodeError(RuntimeError):
    """The program ended, hangs, or says something else; the message says which."""


class Node:
    """A program that answers each line of JSON with an object.

    Parameters
    ----------
    arguments
        The script, and what it is given.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [npm.node(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,  # ended with all that it started
        )

    @property
    def ended(self) -> bool:
        """Whether it can answer no more."""
        return self._process.poll() is not None

    def ask(self, question: object) -> dict[str, Any]:
        """Return the answer.

        Raises
        ------
        NodeError
            If none comes; the program is ended then.
        """
        assert self._process.stdin and self._process.stdout
        late = threading.Event()

        def end() -> None:
            late.set()
            self._kill()

        watch = threading.Timer(ANSWER_SECONDS, end)
        watch.daemon = True
        watch.start()
        line = ""
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line)
        except (OSError, ValueError):  # it ended, or says something else
            answer = None
        finally:
            watch.cancel()
        if isinstance(answer, dict):
            return answer
        if line:
            self._kill()
        complaint = self.close()
        if late.is_set():
            raise NodeError(f"no answer within {ANSWER_SECONDS:.0f} s")
        raise NodeError(f"it answers “{line[:60].strip()}”" if line else complaint)

    def close(self) -> str:
        """End the program, and return why it ended as far as it says."""
        try:
            _, complaint = self._process.communicate(timeout=ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
            return "it does not end"
        lines = complaint.splitlines()
        errors = [line for line in lines if re.match(r"\w*Error\b", line)]
        return next(iter(errors or lines), f"it ended with exit code {self._process.returncode}")

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
