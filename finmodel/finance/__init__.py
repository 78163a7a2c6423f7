"""Public finance as pure functions: numpy in, numpy out.

Rates, shares and probabilities are plain numbers (0.05 is 5 %), except where a name ends in
``_pct``. Money is in whatever unit the caller uses, the same throughout a call. Functions that
work element by element take scalars or arrays; a scalar result is a numpy float. What cannot be
computed is refused with a ``ValueError`` that names the argument.

A docstring marks a construction of this package, for which no published source is known, with
[own].
"""
