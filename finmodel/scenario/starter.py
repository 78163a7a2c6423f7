"""The small commented scenario that a planner starts from."""

from __future__ import annotations

import shutil
import tempfile
from importlib import resources
from pathlib import Path

PACKAGE_FILES = {
    "scenario.yaml": "starter_files/scenario.yaml",
    "regions.csv": "starter_files/regions.csv",
    "scenario.schema.json": "scenario.schema.json",
}
"""File of the new folder, and where it comes from."""


class FolderTaken(OSError):
    """The folder cannot take a new scenario."""


def write_starter(folder: Path) -> tuple[Path, ...]:
    """Write the starter scenario into a new or empty folder.

    The files are written aside first and moved in as the last step, so that a disk that fills up
    leaves nothing half written.

    Parameters
    ----------
    folder : Path
        Folder to make.

    Returns
    -------
    tuple of Path
        Files that were written.

    Raises
    ------
    FolderTaken
        If the folder exists and is not empty, or cannot be written.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderTaken(f"{folder} is there already and is not a folder; choose another name")
    if folder.is_dir() and any(folder.iterdir()):
        raise FolderTaken(f"{folder} is there already and is not empty; choose another name")
    new = not folder.exists()
    home = folder.parent if new else folder
    aside: Path | None = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".finmodel-", dir=home))
        aside.chmod(0o755)
        package = resources.files("finmodel.scenario")
        for name, origin in PACKAGE_FILES.items():
            (aside / name).write_bytes((package / origin).read_bytes())
        if new:
            aside.rename(folder)
        else:
            for name in PACKAGE_FILES:
                (aside / name).rename(folder / name)
    except OSError as error:
        message = f"{folder} cannot be written ({error.strerror}); choose another place"
        raise FolderTaken(message) from None
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    return tuple(folder / name for name in PACKAGE_FILES)
