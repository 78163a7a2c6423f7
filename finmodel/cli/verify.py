"""`finmodel verify`: proof that a saved allocation is what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from finmodel.cli.options import Json
from finmodel.cli.progress import phases
from finmodel.cli.screens import console, print_json
from finmodel.cli.status import ExitStatus

NAME = "verify"
HELP = """Prove that a saved allocation is what it says, without a solver.

Its files are checked against its manifest, every rule and every total in exact arithmetic, and a
bound says how good an allocation can be at most. It ends with status 5 where something does not
hold.

\b
Examples:
  finmodel verify allocations/mongolia-lifelong-learning
  finmodel verify plan-2027 --digest 3f1c6a0e
  finmodel verify plan-2027 --solver CBC
"""


def run(
    allocation: Annotated[
        Path, typer.Argument(metavar="ALLOCATION", help="Folder of a saved allocation.")
    ],
    digest: Annotated[
        str | None,
        typer.Option(
            metavar="DIGEST",
            help="Digest that a report prints, or its first letters, at least eight: the "
            "allocation must be that one.",
        ),
    ] = None,
    solver: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Solve again with this solver, CBC or any other that is installed, by its name in "
            "PuLP, and compare the stages and the allocation.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Verify a saved allocation."""
    from finmodel.allocation.proof.failed import NotVerified
    from finmodel.allocation.proof.verify import verify

    if solver is not None:
        from finmodel.solve.other import find_solver

        find_solver(solver)
    opinion = None
    try:
        with phases() as progress:
            proof = verify(allocation, digest, progress)
            if solver is not None:
                from finmodel.allocation.proof.second_opinion import second_opinion

                opinion = second_opinion(proof, solver, progress)
    except NotVerified as error:
        if not json:
            raise
        print_json({"verified": False, "reasons": error.reasons})
        raise typer.Exit(ExitStatus.NOT_VERIFIED) from None
    from finmodel.allocation.sign_off import read_sign_off
    from finmodel.report.proof import print_proof, proof_facts

    facts = proof_facts(proof, opinion, read_sign_off(allocation))
    if json:
        print_json(facts)
        return
    print_proof(console(), facts, allocation)
