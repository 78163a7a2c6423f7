"""Who signed an allocation, and what may therefore be read into its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from finmodel.allocation.sign_off import in_words
from finmodel.report.facts import standing
from finmodel.report.languages.language import Language, marked

if TYPE_CHECKING:
    from finmodel.allocation.sign_off import Signature, SignOff
    from finmodel.scenario.scenario import Scenario


SIGNED = {
    "prepared": marked("Prepared by {name}, document {document}, {date}."),
    "reviewed": marked("Reviewed by {name}, document {document}, {date}."),
    "approved": marked("Approved by {name}, document {document}, {date}."),
}
"""A signature as a sentence, by its role."""


def signed(signature: Signature, language: Language) -> str:
    """Say in a language who signed, by which document."""
    return language.gettext(
        SIGNED[signature.role],
        name=signature.name,
        document=signature.document,
        date=signature.date.isoformat(),
    )


def void(sign_off: SignOff, language: Language) -> str:
    """Say in a language that a sign-off holds no longer."""
    return language.gettext(
        "The sign-off beside this allocation is void: it is of the allocation with the digest "
        "{digest}, and this one is another or was changed.",
        digest=sign_off.digest,
    )


def standing_of(scenario: Scenario, sign_off: SignOff | None) -> str:
    """What may be read into the numbers: approved by whom, or not.

    Parameters
    ----------
    scenario : Scenario
        The scenario, whose stage counts where nobody signed an approval.
    sign_off : SignOff or None
        Who signed.

    Returns
    -------
    str
        The last approval, as part of a sentence; else the standing by the stage of the budget.
    """
    if sign_off is None or not sign_off.approved:
        return standing(scenario)
    return in_words(sign_off.by("approved")[-1])


def sign_off_facts(sign_off: SignOff | None) -> dict[str, Any] | None:
    """Return a sign-off as plain data: signatures, digest signed, why it is void; None if none."""
    if sign_off is None:
        return None
    return {
        "signatures": [
            {**each.model_dump(mode="json"), "in_words": in_words(each)}
            for each in sign_off.signatures
        ],
        "digest": sign_off.digest,
        "void": list(sign_off.void),
    }


def sign_off_sentence(facts: Mapping[str, Any] | None) -> str:
    """Say who signed, or that nobody did, or that it holds no longer and why."""
    if facts is None:
        return "Nobody has signed this allocation off."
    if facts["void"]:
        return (
            "The sign-off beside this allocation is void: it is of the allocation with the digest "
            f"{facts['digest']}; {'; '.join(facts['void'])}."
        )
    said = "; ".join(each["in_words"] for each in facts["signatures"])
    return f"{said[:1].upper()}{said[1:]}."
