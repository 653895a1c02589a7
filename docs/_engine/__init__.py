"""How the site is built: snippets are run, pages are checked against them, and both are shown.

Each module does one job and imports only from modules named before it:

``problem``        what went wrong, where, and what to do
``snippet``        one snippet file, parsed; runs nothing
``merge``          several snippets as one script
``order``          cells in another order, such that they mean the same
``shown``          what a fence shows of a snippet
``page``           one Markdown page, parsed; renders nothing
``figures``        a Matplotlib figure as a picture for each theme
``artists``        a figure in words and numbers
``colours``        colours as people see them
``facts``          the numbers among the names of a module
``worker``         a snippet executed in this process
``isolation``      a function called in a fresh process, within limits
``preload``        what such a process has imported already
``store``          results on disk
``fonts``          fonts with only the characters that the site shows
``stylesheets``    a theme's style sheet without what the site never shows
``runner``         many snippets: from the store, or by an executor
``comparisons``    words that say which of two numbers is larger
``literals``       a number as a page writes it
``prose``          what a text states: facts, words that compare them, numbers without a fact
``claims``         what a page says in its sentences, checked
``mathematics``    LaTeX; knows neither pages nor snippets
``glossary``       the symbols of a page and their meaning
``binding``        the mathematics of a page, for tests
``lazy``           snippets that run when a test first uses them
``pytest_plugin``  lists what of a page is unproved, and lets snippets be imported lazily
``scaffold``       a new recipe, and what is still to write in it
``recipes``        pages and snippets of one project, brought together
``notebook``       a recipe, and a chapter, as a notebook to take away
``takeaway``       recipes as zips
``citation``       how a page is cited
``assets``         the files that a build adds to the site
``blocks``         the HTML of what our fences show
``social``         the picture that stands for a page
``metadata``       what a page tells machines of itself
``conversion``     one page being converted, and what is wrong with it
``expand``         our fences to fences that everyone knows; facts to numbers
``markdown``       the Python-Markdown extension
``text``           a page as Markdown that everyone knows
``notebook_page``  a notebook as a page of the site
``plugin``         MkDocs
``rerun``          a script under another condition, a program of its own
``digits``         numbers that hold under other conditions
``bench``          what a build and the versions by hand cost
``audit``          other people's formulas, held against what their code computes
``drift``          changes of single tokens, and whether the checks notice
``shots``          pictures of the built pages, for a person to look at
``cli``            the command ``recipe``
"""
