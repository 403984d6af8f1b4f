"""A TUF repository in memory, behind a web server on this machine: honest until told otherwise."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

TOP = ("root", "targets", "snapshot", "timestamp")
MAKE = {"root": Root, "targets": Targets, "snapshot": Snapshot, "timestamp": Timestamp}


class Simulated:
    """Roles are changed in ``signed`` and ``signers``, and go out with `publish`.

    ``files`` is what the server answers, by path; ``asked`` what it was asked for.
    """

    def __init__(self, *, hashes: bool = False) -> None:
        self.hashes = hashes
        self.later = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.signed = {role: MAKE[role](expires=self.later) for role in TOP}
        self.signers: dict[str, list[CryptoSigner]] = {}
        for role in TOP:
            self.rekey(role)
        self.publish(*TOP)
        self.first_root = self.files["metadata/1.root.json"]

    def rekey(self, role: str, count: int = 1, threshold: int | None = None) -> None:
        """New keys for a top-level role; root must be published for them to count."""
        root = self.signed["root"]
        root.roles[role].keyids.clear()
        self.signers[role] = [CryptoSigner.generate_ed25519() for _ in range(count)]
        for signer in self.signers[role]:
            root.add_key(signer.public_key, role)
        root.roles[role].threshold = threshold or count

    def delegate(self, name: str, paths: list[str], parent: str = "targets", **how) -> Targets:
        """A new delegated role with a key of its own; publish it and its parent."""
        signer = CryptoSigner.generate_ed25519()
        signed = self.signed[parent]
        if signed.delegations is None:
            signed.delegations = Delegations({}, roles={})
        role = DelegatedRole(name, [], 1, paths=paths, **({"terminating": False} | how))
        signed.delegations.roles[name] = role
        signed.add_key(signer.public_key, name)
        self.signers[name] = [signer]
        self.signed[name] = Targets(expires=self.later)
        self.signed[name].version = 0
        return self.signed[name]

    def target(self, path: str, data: bytes, role: str = "targets") -> None:
        target = TargetFile.from_data(path, data, ["sha256"])
        self.signed[role].targets[path] = target
        folder, slash, name = path.rpartition("/")
        self.files[f"targets/{folder}{slash}{target.hashes['sha256']}.{name}"] = data

    def publish(self, *roles: str, by=None) -> None:
        """The next version of each, signed by its keys (or ``by``), in the order given."""
        for role in roles:
            if f"metadata/{self.name(role)}" in self.files:
                self.signed[role].version += 1
            elif self.signed[role].version == 0:
                self.signed[role].version = 1
            self.put(role, by=by)

    def update(self, *roles: str) -> None:
        """Publish roles, then the snapshot and timestamp that name them."""
        self.publish(*roles)
        for role in (r for r in self.signed if r not in {"root", "snapshot", "timestamp"}):
            self.signed["snapshot"].meta[f"{role}.json"] = self.meta(role)
        self.publish("snapshot")
        self.signed["timestamp"].snapshot_meta = self.meta("snapshot")
        self.publish("timestamp")

    def meta(self, role: str) -> MetaFile:
        version = self.signed[role].version
        if not self.hashes:
            return MetaFile(version)
        return MetaFile.from_data(version, self.files[f"metadata/{self.name(role)}"], ["sha256"])

    def put(self, role: str, by=None) -> None:
        """Sign a role as it stands and serve it."""
        metadata = Metadata(self.signed[role])
        for signer in self.signers[role] if by is None else by:
            metadata.sign(signer, append=True)
        self.files[f"metadata/{self.name(role)}"] = metadata.to_bytes()

    def name(self, role: str) -> str:
        if role == "timestamp":
            return "timestamp.json"
        return f"{self.signed[role].version}.{quote(role, '')}.json"


class Server:
    """Serves one `Simulated` on the loopback address while it is entered."""

    def __init__(self) -> None:
        self.repo = Simulated()

    def __enter__(self):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(handler):  # noqa: N805
                path = handler.path.lstrip("/")
                self.repo.asked.append(path.removeprefix("metadata/"))
                data = self.repo.files.get(path)
                handler.send_response(200 if data is not None else 404)
                handler.send_header("Content-Length", str(len(data or b"")))
                handler.end_headers()
                handler.wfile.write(data or b"")

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
