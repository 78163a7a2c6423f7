"""Sign-off: who prepared, reviewed and approved a saved allocation.

It stands in a file beside the folder, not in it: the folder stays what it was when it was saved.
The file cites the digest of the allocation, so that it holds for that one and for no other.
"""

from __future__ import annotations

import datetime
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from finmodel.allocation.proof.failed import NotVerified, Reason, reason
from finmodel.allocation.proof.saved_folder import open_folder
from finmodel.scenario.write import write_tree

Role = Literal["prepared", "reviewed", "approved"]
ROLES: tuple[Role, ...] = ("prepared", "reviewed", "approved")
ENDING = ".sign-off.yaml"
_Line = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[^\s\x00-\x1f][^\x00-\x1f]*$")
]


def _day(said: Any) -> Any:
    """Read a day as year-month-day and not, as pydantic would, as seconds since 1970."""
    return datetime.date.fromisoformat(said) if isinstance(said, str) else said


class CannotSign(ValueError):
    """A sign-off cannot be read, or cannot be added to."""


class Signature(BaseModel):
    """Who signed, by which document."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    """What the person did."""
    name: _Line
    """Who it was."""
    document: _Line
    """Number of the document that says so."""
    date: Annotated[datetime.date, BeforeValidator(_day)]
    """Date of that document."""


class _Written(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    allocation: str
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    signatures: tuple[Signature, ...] = Field(min_length=1)


@dataclass(frozen=True)
class SignOff:
    """The sign-off of an allocation, and whether it still holds."""

    signatures: tuple[Signature, ...]
    """In the order in which they were given."""
    digest: str
    """Digest of the allocation that was signed."""
    void: tuple[Reason, ...] = ()
    """Why it holds no longer; empty where it holds."""

    def by(self, role: Role) -> tuple[Signature, ...]:
        """Signatures of one role."""
        return tuple(each for each in self.signatures if each.role == role)

    @property
    def approved(self) -> bool:
        """Whether the allocation, as it stands, was approved."""
        return not self.void and bool(self.by("approved"))


def sign_off_file(folder: str | Path) -> Path:
    """Place of an allocation's sign-off: beside its folder, under the same name."""
    place = Path(folder)
    if place.name in ("", ".."):
        place = place.resolve()
    return place.with_name(f"{place.name}{ENDING}")


def read_sign_off(folder: str | Path) -> SignOff | None:
    """Read the sign-off of a saved allocation.

    Parameters
    ----------
    folder : str or Path
        A saved allocation.

    Returns
    -------
    SignOff or None
        None where nobody signed. `void` says why one holds no longer: the allocation has another
        digest now, or its files are not those that its manifest names.

    Raises
    ------
    CannotSign
        If the file is not one that finmodel wrote.
    NotAnAllocation
        If there is no such folder.
    """
    file = sign_off_file(folder)
    if not os.path.lexists(file):
        return None
    written = _read(file)
    try:
        found = open_folder(folder).digest
    except NotVerified as error:
        return SignOff(written.signatures, written.digest, tuple(error.reasons))
    other = reason("the allocation has the digest {found}", found=found)
    void = () if found == written.digest else (other,)
    return SignOff(written.signatures, written.digest, void)


def sign(folder: str | Path, signature: Signature, digest: str | None = None) -> Path:
    """Add a signature to the sign-off of a saved allocation.

    Parameters
    ----------
    folder : str or Path
        A saved allocation, whose files must be those of its manifest.
    signature : Signature
        Who signs.
    digest : str, optional
        Digest that the allocation must have, or its first letters, at least eight.

    Returns
    -------
    Path
        The file, written whole or not at all.

    Raises
    ------
    CannotSign
        If the sign-off is of another allocation or says the same already.
    NotVerified
        If the allocation is not what it was when it was saved, or has another digest.
    NotAnAllocation
        If there is no such folder.
    """
    found = open_folder(folder, digest).digest
    file = sign_off_file(folder)
    before = _read(file) if os.path.lexists(file) else None
    if before is not None and before.digest != found:
        raise CannotSign(
            f"{file} signs the allocation with the digest {before.digest}, and this one has "
            f"{found}: that sign-off is void; move it away to sign anew"
        )
    earlier = before.signatures if before is not None else ()
    if signature in earlier:
        raise CannotSign(f"{file} says already that it was {in_words(signature)}")
    _write(file, found, (*earlier, signature))
    return file


def in_words(signature: Signature) -> str:
    """A signature as part of a sentence, in English."""
    each = signature
    return f"{each.role} by {each.name}, document {each.document}, {each.date.isoformat()}"


def signature_of(role: str, name: str, document: str, date: str) -> Signature:
    """Make a signature of what somebody typed.

    Raises
    ------
    CannotSign
        If a name or number is empty, longer than a line or of several lines, or the date is none.
    """
    said = {"role": role, "name": name, "document": document, "date": date}
    try:
        return Signature.model_validate(said)
    except ValidationError as error:
        raise CannotSign("\n".join(_problems(error, said))) from None


_REMEDIES = {
    "role": "write prepared, reviewed or approved",
    "name": "write a name on one line of at most 200 letters",
    "document": "write the number of a document on one line of at most 200 letters",
    "date": "write a date as year-month-day, such as 2026-11-27",
}


def _problems(error: ValidationError, said: Mapping[str, Any]) -> list[str]:
    """One line for each key that is wrong: what stands there, and what to write."""
    lines = []
    for each in error.errors():
        key = str(each["loc"][-1]) if each["loc"] else ""
        stands = f" {said[key]!r}" if key in said else ""
        lines.append(f"{key}{stands}: {_REMEDIES.get(key, 'finmodel writes no such thing')}")
    return lines


def _read(file: Path) -> _Written:
    refusal = f"{file} is not a sign-off that finmodel wrote"
    try:
        data = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
        return _Written.model_validate(data)
    except ValidationError as error:
        raise CannotSign("\n".join([refusal, *_problems(error, {})])) from None
    except (OSError, UnicodeDecodeError, YAMLError):
        raise CannotSign(f"{refusal}: it cannot be read") from None


def _write(file: Path, digest: str, signatures: tuple[Signature, ...]) -> None:
    """Write beside and rename, so that nobody ever finds half of it."""
    tree = {
        "allocation": file.name.removesuffix(ENDING),
        "digest": digest,
        "signatures": [each.model_dump(mode="json") for each in signatures],
    }
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".finmodel-") as beside:
        written = Path(beside) / file.name
        write_tree(tree, written)
        written.replace(file)
