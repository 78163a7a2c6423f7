"""Words that the language of scenarios has for a choice, such as a goal, in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finmodel.report.languages.marked import marked

if TYPE_CHECKING:
    from finmodel.report.languages.language import Language

CHOICES = (
    # Questions, stages of the budget, and how much money is counted on.
    marked("allocate"),
    marked("gap"),
    marked("mobilise"),
    marked("ceiling"),
    marked("budget proposal"),
    marked("approved"),
    marked("amended"),
    marked("executed"),
    marked("secured"),
    marked("committed"),
    marked("expected"),
    marked("everything"),
    # How firm a figure is, and blanks.
    marked("official"),
    marked("derived"),
    marked("illustrative"),
    marked("none recorded"),
    marked("unknown"),
    marked("mean"),
    marked("yes"),
    marked("no"),
    # Goals.
    marked("maximise benefit"),
    marked("maximise coverage"),
    marked("maximise lowest coverage"),
    marked("maximise lowest coverage, then the next"),
    marked("minimise cost"),
    marked("minimise deviation"),
    marked("minimise gap"),
    marked("minimise cost of raising"),
    marked("minimise risk-weighted cost"),
    marked("minimise effort"),
    marked("minimise new debt"),
    # Kinds of sources.
    marked("central budget"),
    marked("local own revenue"),
    marked("earmarked transfer"),
    marked("special fund"),
    marked("private contribution"),
    marked("community contribution"),
    marked("community contribution in kind"),
    marked("training levy"),
    marked("grant"),
    marked("private donor"),
    marked("matching grant"),
    marked("pooled fund"),
    marked("results-based finance"),
    marked("household fee"),
    marked("concessional loan"),
    marked("commercial loan"),
    marked("guarantee"),
    marked("efficiency saving"),
    # Forms of contract.
    marked("availability payment"),
    marked("viability gap"),
    marked("user-fee concession"),
    marked("minimum revenue guarantee"),
    marked("joint venture"),
    marked("operating contract"),
    marked("outcome contract"),
    # Whom and what a rule speaks of.
    marked("year"),
    marked("programme"),
    marked("region"),
    marked("programme and region"),
    marked("together"),
    marked("each year"),
    marked("whole plan"),
    marked("own region"),
    marked("parent"),
    # Loans.
    marked("external"),
    marked("domestic"),
    marked("interest only"),
    marked("first principal"),
    marked("equal principal"),
    marked("annuity"),
    marked("irregular shares"),
    marked("weak"),
    marked("medium"),
    marked("strong"),
    # The 12 areas of focus of the key features of learning cities.
    marked("individual empowerment and social cohesion"),
    marked("economic development and cultural prosperity"),
    marked("sustainable development"),
    marked("learning in the education system"),
    marked("learning in families and communities"),
    marked("learning for and in the workplace"),
    marked("modern learning technologies"),
    marked("quality in learning"),
    marked("culture of learning throughout life"),
    marked("political will and commitment"),
    marked("governance and participation"),
    marked("mobilisation and use of resources"),
)
"""Every word that a scenario may choose among; a test reads them from the schema."""


def choice_words(language: Language, word: str) -> str:
    """A word of the language of scenarios in a language; any other word as it is."""
    return language.gettext(word) if word in CHOICES else word
