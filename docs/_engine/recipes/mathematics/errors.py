"""What the engine says about LaTeX that has no one meaning."""


class MathError(ValueError):
    """LaTeX that cannot be given one meaning, or a name without a value.

    Parameters
    ----------
    message
        What is wrong, and what to do.
    tex, position
        Where given, the LaTeX and the place in it, which the message then shows with a caret.
    place
        Where the LaTeX stands, such as ``page:line``.
    """

    def __init__(self, message: str, tex: str = "", position: int = 0, place: str = "") -> None:
        self.message = message
        self.tex = tex
        self.position = min(position, len(tex))
        text = f"{place}: {message}" if place else message
        if tex:
            before = tex[: self.position]
            line = before.count("\n")
            column = len(before) - (before.rfind("\n") + 1)
            text += f"\n    {tex.split(chr(10))[line]}\n    {' ' * column}^"
        super().__init__(text)
