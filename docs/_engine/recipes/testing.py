"""What a test of a recipe imports: the page that it proves, and proofs for tables and figures."""

from recipes.checking.bound_page import page
from recipes.checking.colours import distinguishable, drawn
from recipes.checking.shown import shows
from recipes.mathematics.binding import shared
from recipes.mathematics.evaluation.arrays import centred, one_based

__all__ = ["centred", "distinguishable", "drawn", "one_based", "page", "shared", "shows"]
