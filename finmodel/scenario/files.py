"""Files of a scenario: read whole, bounded in size, inside the scenario's folder, in UTF-8."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from finmodel.scenario.problems import Problem, ScenarioError, shown

READ_ERRORS = {
    FileNotFoundError: ("there is no such file", "check the name and the folder"),
    IsADirectoryError: ("this is a folder", "name the file inside it"),
    PermissionError: ("the file may not be read", "give yourself the right to read it"),
}


def confined(written: object, beside: str, folder: Path) -> tuple[Path, str] | str:
    """Find the file that a scenario names, which must lie inside the scenario's folder.

    Parameters
    ----------
    written : object
        Name of the file as the planner wrote it, with `/` between folders.
    beside : str
        File that names it, relative to the folder; the name is relative to where this one stands.
    folder : Path
        Folder of the scenario, resolved.

    Returns
    -------
    tuple of Path and str, or str
        The file and its name relative to the folder; or what is wrong with the name.
    """
    if not isinstance(written, str) or not written.strip() or "\x00" in written:
        return f"{shown(written)} is not the name of a file"
    if PurePosixPath(written).is_absolute() or PureWindowsPath(written).anchor:
        return f"{shown(written)} is an absolute path"
    try:
        found = (folder / PurePosixPath(beside).parent / written).resolve()
    except (OSError, RuntimeError, ValueError):
        return f"{shown(written)} is not the name of a file"
    if not found.is_relative_to(folder):
        return f"{shown(written)} leaves the scenario's folder"
    return found, found.relative_to(folder).as_posix()


def read_bytes(path: Path, file: str, largest: int) -> bytes:
    """Read a file that must be a regular file of a bounded size.

    Raises
    ------
    ScenarioError
        If it is missing, cannot be read, or is too large; a file too large is not read.
    """
    try:
        if path.is_dir():
            raise IsADirectoryError
        if path.exists() and not path.is_file():
            raise ScenarioError([Problem(file, "this is not a regular file", "name a file")])
        size = path.stat().st_size
        if size > largest:
            message = f"the file has {size / 1e6:.0f} MB, more than the {largest / 1e6:.0f} MB read"
            raise ScenarioError([Problem(file, message, "put large tables into CSV files")])
        return path.read_bytes()
    except OSError as error:
        for kind, (message, remedy) in READ_ERRORS.items():
            if isinstance(error, kind):
                raise ScenarioError([Problem(file, message, remedy)]) from None
        message = f"the file cannot be read ({error.strerror})"
        raise ScenarioError([Problem(file, message, "check the disk and the name")]) from None


def decode(raw: bytes, file: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises
    ------
    ScenarioError
        If the bytes are not UTF-8; the place is the first line that is not.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            [Problem(f"{file}:{line}", "the text is not UTF-8", "save the file again as UTF-8")]
        ) from None
