"""The command line: `finmodel VERB …`."""

from finmodel.cli.run import main

__all__ = ["main"]
