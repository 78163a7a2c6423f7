"""Solve the scenarios here and compare the bytes with the record.

`python -m tests.reproducible` does it as it is, `--plain-processor` without what the processor can
do beyond the baseline. Standard library, numpy and the package are enough: any Python can run it.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.reproducible import cases, processor

PLAIN = "--plain-processor"
ALREADY = "--already-plain"


def main() -> int:
    """Compare, and say what differs."""
    if PLAIN in sys.argv:
        environment = {**os.environ, **processor.plain()}
        command = [sys.executable, "-m", "tests.reproducible", ALREADY]
        return subprocess.run(command, env=environment, check=False).returncode
    if ALREADY in sys.argv:
        processor.check_plain()
    print(processor.in_use())
    record = cases.recorded()
    different = 0
    for name, scenario in cases.cases().items():
        found = cases.digests(cases.saved(scenario))
        for file, digest in found.items():
            if digest != record[name][file]:
                different += 1
                print(f"{name}, {file}: {digest} is not {record[name][file]}")
    print(f"{different} of {len(record) * len(cases.FILES)} files differ from the record")
    return 1 if different else 0


sys.exit(main())
