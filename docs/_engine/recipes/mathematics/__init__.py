"""LaTeX, evaluated with names that a test binds, and rendered; knows no pages and no snippets.

Each module imports only from those above it:

``errors``        what has no one meaning, shown with a caret
``tokens``        LaTeX as tokens
``tree``          the parts of a formula
``cursor``        where a parser stands
``names``, ``quotients``, ``dots``, ``environments``, ``operators``   what begins with a word
``parser``        tokens to a tree
``arrays``, ``relations``   values as formulas use them
``calculus``      integrals, series, limits and derivatives in numbers
``numeric``, ``exact``      the algebras of NumPy and of SymPy
``fixed``         parts that stay as they are while a variable changes
``values``, ``evaluate``    a tree to a value
``expression``    one side of an equation
``equation``      sides, statements, tokens that were used
``optimization``  problems with constraints
``katex``         LaTeX to HTML
"""
