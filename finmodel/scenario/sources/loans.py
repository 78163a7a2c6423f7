"""Money lent, which must be paid back."""

from __future__ import annotations

import math
import re
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator

from finmodel.scenario.base import Model, Sourced
from finmodel.scenario.sources.base import SourceBase
from finmodel.scenario.sources.certainty import Envelope
from finmodel.scenario.values import Amount, ByYear, Share

TIME = re.compile(r"^\s*([-+]?\d+(?:\.\d+)?)\s*(years?|months?)\s*$")
SPENT_AS_DRAWN = ("carry_over", "absorption", "use_at_least")
"""Fields of other sources that say nothing of money which is drawn only as it is spent."""


def _time(value: object) -> object:
    """Turn `5 years` into 5 and `18 months` into 1.5."""
    if isinstance(value, bool):
        raise ValueError("yes and no are not a time; write it as 5 years")
    if not isinstance(value, str):
        return value
    match = TIME.match(value)
    if not match:
        raise ValueError(f"`{value}` is not a time; write it as 5 years, or 18 months")
    return float(match[1]) / (12 if match[2].startswith("month") else 1)


Time = Annotated[
    float,
    Field(ge=0, le=100),
    BeforeValidator(_time),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": TIME.pattern},
                {"type": "number", "minimum": 0, "maximum": 100},
            ]
        }
    ),
]
"""A time such as `5 years` or `18 months`; a bare number counts years."""


class DrawBounds(Model):
    """How much is drawn in a year, in the loan's currency."""

    at_least: Amount = 0.0
    """Least that is drawn."""
    at_most: Amount
    """Most that may be drawn."""

    @model_validator(mode="after")
    def _in_order(self) -> DrawBounds:
        if self.at_least > self.at_most:
            raise ValueError(
                f"`at_least` {self.at_least:g} is above `at_most` {self.at_most:g}; "
                "lower the one or raise the other"
            )
        return self


class LoanTerms(Sourced):
    """What is paid for a loan, when, and from which source."""

    interest: Share
    """Interest a year on what is owed."""
    grace: Time = 0.0
    """Grace, such as 5 years; none where missing."""
    grace_means: Literal["interest only", "first principal"] | None = None
    """What grace counts: years in which only interest is paid, or the time to the first payment of
    principal."""
    maturity: Time
    """Time from a draw to its last payment, such as 25 years."""
    profile: Literal["equal principal", "annuity", "irregular shares"] = "equal principal"
    """How the principal is repaid after the grace."""
    shares: tuple[Share, ...] = ()
    """Part of the principal in each payment after the grace; goes with irregular shares."""
    payments_a_year: Literal[1, 2, 4, 12] = 1
    """Payments a year."""
    commitment_fee: Share = 0.0
    """Fee a year on what is committed and not yet drawn."""
    upfront_fee: Share = 0.0
    """Fee on the commitment, paid in the first year in which money may be drawn."""
    serviced_by: str
    """Source that pays interest, principal and fees, before programmes."""

    @field_validator("shares")
    @classmethod
    def _whole(cls, shares: tuple[float, ...]) -> tuple[float, ...]:
        total = math.fsum(shares)
        if shares and abs(total - 1) > 1e-9:
            raise ValueError(
                f"the shares add up to {total * 100:.6g}%; write shares that add up to 100%"
            )
        return shares

    @model_validator(mode="after")
    def _dates(self) -> LoanTerms:
        if self.grace > 0 and self.grace_means is None:
            raise ValueError(
                "grace has two meanings, and which one is meant is not said; write "
                "`grace_means: interest only`, or `grace_means: first principal`"
            )
        if self.grace == 0 and self.grace_means == "first principal":
            raise ValueError(
                "there is no time to the first principal; write `grace`, or take `grace_means` out"
            )
        if self.maturity <= 0:
            raise ValueError("the loan has no maturity; write it as 25 years")
        for name, time in (("grace", self.grace), ("maturity", self.maturity)):
            payments = time * self.payments_a_year
            if abs(payments - round(payments)) > 1e-9:
                raise ValueError(
                    f"`{name}` of {time:g} years ends between two payments; write whole payments, "
                    f"{self.payments_a_year} a year"
                )
        if self.repayments < 1:
            raise ValueError(
                f"a grace of {self.grace:g} years leaves no time to repay before the maturity of "
                f"{self.maturity:g} years; shorten `grace`, or lengthen `maturity`"
            )
        return self

    @model_validator(mode="after")
    def _irregular(self) -> LoanTerms:
        if (self.profile == "irregular shares") != bool(self.shares):
            raise ValueError(
                "`profile: irregular shares` and `shares` go together; write both, or neither"
            )
        if self.shares and len(self.shares) != self.repayments:
            raise ValueError(
                f"there are {len(self.shares)} shares for {self.repayments} repayments; "
                "write one for each payment after the grace"
            )
        return self

    @property
    def first_due(self) -> int:
        """Years from a draw to the first year in which something is paid for it."""
        if self.interest > 0:
            return 1
        last = round(self.maturity * self.payments_a_year)
        return math.ceil((last - self.repayments + 1) / self.payments_a_year)

    @property
    def repayments(self) -> int:
        """Payments that repay principal."""
        waiting = round(self.grace * self.payments_a_year)
        first = waiting if self.grace_means == "first principal" else waiting + 1
        return round(self.maturity * self.payments_a_year) - first + 1


class Loan(SourceBase):
    """Money lent: how much is drawn is decided, and drawn only as it is spent."""

    funding: ClassVar[bool] = False

    draw: ByYear[DrawBounds] | None = None
    """How much may be drawn in each year, in the loan's currency; nothing in a year that is not
    named. Where missing, `limit` is the only bound."""
    limit: Amount | None = None
    """Amount of the loan, in its currency: the most that may be drawn in all."""
    terms: LoanTerms
    """Interest, grace, maturity, fees, and who pays them."""
    lender: Literal["external", "domestic"] = "external"
    """Whether the lender is outside the country."""

    @model_validator(mode="after")
    def _bounded(self) -> Loan:
        if self.draw is None and self.limit is None:
            raise ValueError(
                "how much may be drawn is not given; write `draw: {2026: {at_most: 1.5}}`, "
                "or `limit`"
            )
        for name in SPENT_AS_DRAWN:
            if getattr(self, name) is not None:
                raise ValueError(
                    f"`{name}` says nothing of a loan, which is drawn as it is spent; "
                    "bound its `draw` instead"
                )
        return self

    @property
    def domestic(self) -> bool:  # type: ignore[override]
        """Whether the lender is in the country."""
        return self.lender == "domestic"

    def most_drawn(self, year: int, envelope: Envelope) -> float:
        """Most that may be drawn in a year, as far as an envelope counts it [loan's currency]."""
        most = self.limit or 0.0
        if self.draw is not None:
            bounds = self.draw.at(year)
            most = 0.0 if bounds is None else bounds.at_most
            most = most if self.limit is None else min(most, self.limit)
        return most * self.counted(year, envelope)

    def least_drawn(self, year: int, envelope: Envelope) -> float:
        """Least that is drawn in a year, as far as an envelope counts it [loan's currency]."""
        bounds = None if self.draw is None else self.draw.at(year)
        return 0.0 if bounds is None else bounds.at_least * self.counted(year, envelope)


class ConcessionalLoan(Loan):
    """Money lent on better terms than the market's."""

    kind: Literal["concessional loan"]


class CommercialLoan(Loan):
    """Money lent on the market's terms."""

    kind: Literal["commercial loan"]
