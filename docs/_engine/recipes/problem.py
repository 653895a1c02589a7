"""What went wrong, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that a person has to fix.

    Attributes
    ----------
    path, line
        The file, relative to the project, and the line in it, counted from 1.
    message
        What was expected, what there is, and what to do.
    detail
        What helps to understand it, such as the traceback of a snippet.
    """

    path: str
    line: int
    message: str
    detail: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}: {self.message}"
        return f"{text}\n{self.detail.rstrip()}" if self.detail else text


class ProblemError(Exception):
    """Raised where a `Problem` ends the work on one snippet or one block."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
