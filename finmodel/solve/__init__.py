"""Solving: HiGHS, the stages of the objective, and what to say when there is no answer."""
