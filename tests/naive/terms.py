"""Sums of coefficient × variable."""

from __future__ import annotations

import pulp

Terms = list[tuple[pulp.LpVariable, float]]


def total(terms: Terms) -> pulp.LpAffineExpression:
    """Sum of coefficient × variable; a variable may be named more than once."""
    coefficients: dict[pulp.LpVariable, float] = {}
    for variable, coefficient in terms:
        coefficients[variable] = coefficients.get(variable, 0.0) + coefficient
    return pulp.LpAffineExpression(coefficients)


def scaled(terms: Terms, factor: float) -> Terms:
    """Terms times a factor."""
    return [(variable, coefficient * factor) for variable, coefficient in terms]
