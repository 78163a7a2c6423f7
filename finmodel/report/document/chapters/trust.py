"""Whether the numbers may be trusted: proof, stage, and what they rest on."""

from __future__ import annotations

from finmodel.allocation.sign_off import ROLES, read_sign_off
from finmodel.report.document.labels import place_label
from finmodel.report.document.ledger.origins import Sum
from finmodel.report.document.parts import Block, Cell, Chapter, Column, Words
from finmodel.report.document.reasons import reason_in
from finmodel.report.document.subject import Subject, make_table
from finmodel.report.facts import APPROVED
from finmodel.report.languages.choices import choice_words
from finmodel.report.languages.language import marked
from finmodel.report.sign_off import signed, void
from finmodel.report.sourcing import provenance_facts

STATUSES = {
    "official": marked("official"),
    "derived": marked("derived"),
    "illustrative": marked("illustrative"),
}


def standing_words(about: Subject) -> str:
    """Say what may be read into the numbers: who approved them, or the stage of the budget."""
    _ = about.words
    sign_off = read_sign_off(about.side.folder)
    if sign_off is not None and sign_off.approved:
        return signed(sign_off.by("approved")[-1], about.language)
    if about.scenario.stage in APPROVED:
        stage = choice_words(about.language, about.scenario.stage)
        return _("Stage of the budget: {stage}.", stage=stage)
    return _("Proposed, not an appropriation.")


def trust(about: Subject) -> Chapter:
    """Say whether it may be trusted."""
    _ = about.words
    side = about.side
    blocks: list[Block] = []
    if side.verified:
        blocks.append(
            Words(
                _(
                    "Verified: every rule and every total holds in exact arithmetic, without a "
                    "solver. Digest {digest}.",
                    digest=side.digest,
                )
            )
        )
    else:
        blocks.append(Words(_("It fails verification: do not rely on its numbers."), firm=True))
        blocks += [Words(f"- {reason_in(about.language, reason)}") for reason in side.reasons]
    blocks += _signatures(about)
    rests = provenance_facts(side.loaded, side.allocation.panel)
    total = sum(rests["money"].values())
    share = rests["money"]["illustrative"] / total if total else 0.0
    blocks.append(
        about.say.words(
            "{standing} {share} of the money of the sources rests on illustrative figures, "
            "each source counted at its weakest figure.",
            standing=standing_words(about),
            share=about.say.share(
                share,
                Cell("firm-figures", "money", [_(STATUSES["illustrative"])]),
                Cell("firm-figures", "money"),
            ),
        )
    )
    columns = [
        Column("status", _("Status")),
        Column("figures", _("Figures"), "count", total=True, origin=Sum("firmness", "figures")),
        Column("money", _("Money of the sources"), "money", total=True, origin=Sum("firmness")),
    ]
    scale = about.scenario.money.scale
    rows = [
        {
            "status": _(words),
            "figures": rests["figures"][key],
            "money": rests["money"][key] * scale,
            "of": {"status": key},
        }
        for key, words in STATUSES.items()
    ]
    blocks.append(make_table("firm-figures", _("What the figures rest on"), columns, rows))
    blocks += _weighty(about)
    return Chapter("trust", _("May I trust it?"), blocks, "findings")


def _signatures(about: Subject) -> list[Block]:
    """Say who prepared, reviewed and approved it, that nobody did, or that it holds no longer."""
    sign_off = read_sign_off(about.side.folder)
    if sign_off is None:
        return [Words(about.words("Nobody has signed this allocation off."))]
    if sign_off.void:
        return [Words(void(sign_off, about.language), firm=True)]
    said = [signed(each, about.language) for role in ROLES for each in sign_off.by(role)]
    return [Words(" ".join(said))]


def _weighty(about: Subject) -> list[Block]:
    """The illustrative figures whose size moves most money."""
    _ = about.words
    found = about.solved.weighty
    if not found:
        return [Words(_("No figure that money rests on is illustrative."))]
    scale = about.scenario.money.scale
    most = found[0]
    moves = Sum("weighty", "moves", {"path": ".".join(map(str, most.path))})
    said = about.say.words(
        "Of the illustrative figures, “{figure}” moves most: {amount} where it is a fifth larger "
        "or smaller.",
        figure=place_label(about, most.path),
        amount=about.say.amount(most.moves * scale, about.unit, moves),
    )
    columns = [
        Column("figure", _("Figure")),
        Column("more", _("Moves if a fifth larger"), "money", origin=Sum("weighty", "more")),
        Column("less", _("Moves if a fifth smaller"), "money", origin=Sum("weighty", "less")),
    ]
    rows = [
        {
            "figure": place_label(about, each.path),
            "more": None if each.more is None else each.more * scale,
            "less": None if each.less is None else each.less * scale,
            "of": {"path": ".".join(map(str, each.path))},
        }
        for each in found
    ]
    note = _(
        "Figures were ranked by the money that rests on them; those at the top, each in all its "
        "years, were made a fifth larger and smaller and the scenario was solved again. Moves: "
        "money that goes from one programme to another, or in or out of the plan. Between equally "
        "good allocations the solver's own answer is taken, so that some of it may move by its "
        "choice alone. A dash: no allocation keeps all the rules."
    )
    table = make_table(
        "weighty-figures", _("Illustrative figures that move most money"), columns, rows, note
    )
    return [said, table]
