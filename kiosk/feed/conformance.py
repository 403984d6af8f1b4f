"""The terminal's trust, driven as TUF's conformance suite drives a client.

``python -m kiosk.feed.conformance --metadata-dir DIR init ROOT``
``... --metadata-dir DIR --metadata-url URL refresh``
``... --target-name PATH --target-base-url URL --target-dir DIR download``

Exit status 0 or 1.  The folder holds ``root.json``, ``timestamp.json`` ... as the suite looks for
them, and below ``.trust`` what only we keep: the pinned root and the floors.  The suite sets the
clock back to judge old repositories, so the day of this release is no floor here; everything
else is what runs in the village hall.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Root, TargetFile  # type: ignore[attr-defined]
from tuf.ngclient.config import UpdaterConfig

from kiosk.feed import durable
from kiosk.feed.fetcher import Fetcher
from kiosk.feed.refusals import refused
from kiosk.feed.trust import DurableUpdater, Floors

_OURS = ".trust"


class _Client(DurableUpdater):
    """Our updater for any repository: plain ``root.json`` beside the rest, no timestamp given."""

    def __init__(self, folder: Path, url: str, fetcher: Fetcher) -> None:
        super().__init__(
            folder=folder,
            url=url,
            fetcher=fetcher,
            bootstrap=(folder / _OURS / "root.json").read_bytes(),
            timestamp=None,
            floors=Floors(folder / _OURS),
            reference=lambda _floor: datetime.now(UTC),
        )

    def _update_root_symlink(self) -> None:
        """Copy the newest root to where the suite looks for it."""
        root = self._trusted_set[Root.type].version
        data = Path(self._dir, "root_history", f"{root}.root.json").read_bytes()
        self._persist_file(str(Path(self._dir, "root.json")), data)

    @property
    def prefixes_targets(self) -> bool:
        """Whether a target's file begins with its digest."""
        return bool(self._trusted_set.root.consistent_snapshot)


def init(folder: Path, root: Path) -> None:
    """Pin a root.  Nothing is asked of any server, and nothing checked yet."""
    data = root.read_bytes()
    durable.write_durable(folder / _OURS / "root.json", data)
    durable.write_durable(folder / "root.json", data)


def refresh(folder: Path, url: str) -> None:
    """Bring the top-level roles up to date; RepositoryError or DownloadError."""
    with _floors_kept(_Client(folder, url, Fetcher())) as client:
        client.refresh()


def download(folder: Path, url: str, name: str, *, base: str, targets: Path) -> Path:
    """Have a target, verified, below ``targets``; one that is there already is not fetched again.

    Raises RepositoryError, DownloadError, or LookupError if nobody who may names it.
    """
    fetcher = Fetcher()
    with _floors_kept(_Client(folder, url, fetcher)) as client:
        client.refresh()
        target = client.get_targetinfo(name)
        if target is None:
            raise LookupError(name)
        file = targets / quote(name, "")
        if client.find_cached_target(target, str(file)) is None:
            prefixed = client.prefixes_targets and UpdaterConfig().prefix_targets_with_hash
            address = f"{base.rstrip('/')}/{_path(target, prefixed=prefixed)}"
            data = fetcher.download_bytes(address, target.length)
            target.verify_length_and_hashes(data)
            durable.write_durable(file, data)
    return file


@contextlib.contextmanager
def _floors_kept(client: _Client) -> Iterator[_Client]:
    """Keep the floors that were reached, whatever happens after."""
    try:
        yield client
    finally:
        client.floors.save()


def _path(target: TargetFile, *, prefixed: bool) -> str:
    if not prefixed:
        return str(target.path)
    folder, slash, name = target.path.rpartition("/")
    digest = next(iter(target.hashes.values()))
    return f"{folder}{slash}{digest}.{name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all of it succeeded, else 1 with the reason on the error output."""
    parser = argparse.ArgumentParser(prog="kiosk.feed.conformance", description=__doc__)
    parser.add_argument("--metadata-dir", type=Path, required=True)
    parser.add_argument("--metadata-url")
    parser.add_argument("--target-name")
    parser.add_argument("--target-base-url")
    parser.add_argument("--target-dir", type=Path)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("init").add_argument("trusted_root", type=Path)
    acts.add_parser("refresh")
    acts.add_parser("download")
    options = parser.parse_args(arguments)
    wanted = {
        "init": (),
        "refresh": ("metadata_url",),
        "download": ("metadata_url", "target_name", "target_base_url", "target_dir"),
    }
    lacking = [name for name in wanted[options.act] if getattr(options, name) is None]
    if lacking:
        parser.error("lacking: " + " ".join(f"--{name.replace('_', '-')}" for name in lacking))
    try:
        _act(options)
    except LookupError as error:
        print(f"nobody names {error}", file=sys.stderr)  # noqa: T201
        return 1
    except (RepositoryError, DownloadError, OSError, ValueError) as error:
        print(refused(error, options.act), file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _act(options: argparse.Namespace) -> None:
    if options.act == "init":
        init(options.metadata_dir, options.trusted_root)
    elif options.act == "refresh":
        refresh(options.metadata_dir, options.metadata_url)
    else:
        download(
            options.metadata_dir,
            options.metadata_url,
            options.target_name,
            base=options.target_base_url,
            targets=options.target_dir,
        )


if __name__ == "__main__":
    sys.exit(main())
