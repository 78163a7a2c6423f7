"""What the libraries use of the processor, and how to keep them from it."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyarrow as pa
import scipy

PLAIN_BLAS = "Prescott"
"""The oldest 64-bit processor that OpenBLAS has loops of its own for."""
PLAIN_BLAS_SAYS = ("Prescott", "Katmai")
"""What OpenBLAS answers when it runs for it."""


def numpy_loops() -> list[str]:
    """Features of the processor beyond the baseline for which numpy has loops, and uses them."""
    numpy: Any = np._core._multiarray_umath  # type: ignore[attr-defined]
    return [name for name in numpy.__cpu_dispatch__ if numpy.__cpu_features__[name]]


def blas() -> dict[str, str]:
    """Processor for which OpenBLAS runs inside numpy and scipy, where it can be asked."""
    found = {}
    for package in (np, scipy):
        for library in _libraries(package).glob("*openblas*"):
            loaded = ctypes.CDLL(str(library))
            for name in ("scipy_openblas_get_corename64_", "scipy_openblas_get_corename"):
                if hasattr(loaded, name):
                    ask = getattr(loaded, name)
                    ask.restype = ctypes.c_char_p
                    found[package.__name__] = ask().decode()
    return found


def _libraries(package: ModuleType) -> Path:
    assert package.__file__ is not None
    return Path(package.__file__).parents[1] / f"{package.__name__}.libs"


def in_use() -> str:
    """All of it in one line."""
    parts = [
        f"Python {platform.python_version()}",
        f"numpy {np.__version__} with {' '.join(numpy_loops()) or 'its baseline alone'}",
        *(f"{name}'s OpenBLAS for {core}" for name, core in blas().items()),
        f"Arrow with {pa.runtime_info().simd_level}",
    ]
    return ", ".join(parts)


def plain() -> Mapping[str, str]:
    """Environment of a process that uses nothing of the processor beyond the baseline.

    It names only what is in use here: numpy refuses to start without a feature of its baseline.
    """
    wanted = {"ARROW_USER_SIMD_LEVEL": "NONE"}
    if loops := numpy_loops():
        wanted["NPY_DISABLE_CPU_FEATURES"] = " ".join(loops)
    if platform.machine() in ("x86_64", "AMD64"):
        wanted["OPENBLAS_CORETYPE"] = PLAIN_BLAS
    return wanted


def check_plain() -> None:
    """Refuse to go on where the environment did not take effect."""
    if loops := numpy_loops():
        raise SystemExit(f"numpy still uses {' '.join(loops)}")
    if pa.runtime_info().simd_level != "none":
        raise SystemExit(f"Arrow still uses {pa.runtime_info().simd_level}")
    if "OPENBLAS_CORETYPE" in plain():
        for package, core in blas().items():
            if core not in PLAIN_BLAS_SAYS:
                raise SystemExit(f"OpenBLAS inside {package} still runs for {core}")
