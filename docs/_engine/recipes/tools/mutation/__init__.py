"""Would a change be noticed? Single tokens of pages and snippets are changed, and tests must fail.

``mutants``    one change, and how it is made
``formulas``   changes of mathematics
``sentences``  changes of numbers, names and words in prose, captions and alt texts
``code``       changes of snippets
``judge``      whether the checks notice one change, in a process of its own
``runs``       many changes, side by side
``report``     rates and survivors
``record``     what complete runs have recorded, and whether it is older than the recipes
"""
