"""The terminal's configuration: one TOML file, ``terminal.toml``.

    division = "990101101201"
    feed = "https://example.cn/feed"
    root = "root.json"
    data = "data"

    [panel]
    width = 1080
    height = 1920

Paths are relative to the file.  Everything but the first three has a default.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import msgspec

from kiosk.affairs.division import DivisionError, lineage, scope_of

_Positive = Annotated[int, msgspec.Meta(gt=0)]
_Seconds = Annotated[float, msgspec.Meta(gt=0)]


class ConfigError(Exception):
    """The file cannot be used.  The message is Chinese and names file and key."""


class Panel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The screen: pixels as mounted (upright is 1080 wide), inches, reading distance in mm.

    ``bottom_mm`` is the height of its lower edge above the floor.  ``preset`` names one of
    `PRESETS`, of which single values may be replaced.
    """

    preset: str = ""
    width: _Positive = 1080
    height: _Positive = 1920
    diagonal_inches: Annotated[float, msgspec.Meta(ge=5, le=120)] = 21.5
    distance_mm: Annotated[float, msgspec.Meta(ge=200, le=5000)] = 600.0
    bottom_mm: Annotated[float, msgspec.Meta(ge=0, le=2000)] = 700.0


PRESETS: dict[str, dict[str, int | float]] = {
    "21.5-upright": {"width": 1080, "height": 1920, "diagonal_inches": 21.5, "distance_mm": 600},
    "21.5-wide": {"width": 1920, "height": 1080, "diagonal_inches": 21.5, "distance_mm": 600},
    "32-upright": {"width": 1080, "height": 1920, "diagonal_inches": 32, "distance_mm": 650},
    "32-wide": {"width": 1920, "height": 1080, "diagonal_inches": 32, "distance_mm": 650},
    "43-upright": {"width": 1080, "height": 1920, "diagonal_inches": 43, "distance_mm": 750},
    "43-wide": {"width": 1920, "height": 1080, "diagonal_inches": 43, "distance_mm": 750},
    "55-upright": {"width": 2160, "height": 3840, "diagonal_inches": 55, "distance_mm": 900},
    "55-wide": {"width": 3840, "height": 2160, "diagonal_inches": 55, "distance_mm": 900},
}
"""The panels on the market, upright and wide; larger ones are read from a step further back."""


class Night(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When the panel rests, as ``HH:MM`` in China; equal times mean never.

    From ``dim`` on an idle panel is dimmed, from ``dark`` on it is black, until ``until``.  A
    touch wakes it at any hour.
    """

    dim: Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "21:00"
    dark: Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "23:00"
    until: Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "05:30"


class TerminalConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one terminal must know.

    ``division`` is the 12-digit code of the village whose board it is; ``feed`` the address of
    the folder with ``metadata``, ``targets`` and ``blobs`` (http, https or file); ``root`` the
    pinned ``1.root.json``; ``input`` Kivy's provider for the touch panel, empty for a mouse;
    ``center`` the address that it reports to once enrolled, empty for none; ``phones`` the address
    that its codes lead to, where phones know the center by another one; ``tls_ca`` a PEM file
    with the one authority to trust for HTTPS, empty for those of the system; ``daily_megabytes``
    what may be fetched in a day, of which pictures get nine tenths.
    """

    division: str
    feed: str
    root: str
    data: str = "data"
    poll_seconds: Annotated[float, msgspec.Meta(ge=5, le=3600)] = 60.0
    panel: Panel = Panel()
    night: Night = Night()
    idle_seconds: _Seconds = 90.0
    attract_seconds: _Seconds = 12.0
    input: str = ""
    center: str = ""
    phones: str = ""
    tls_ca: str = ""
    daily_megabytes: Annotated[float, msgspec.Meta(ge=1)] = 2_000.0
    folder: Path = Path()

    @property
    def data_path(self) -> Path:
        """The folder that sync writes to."""
        return self.folder / self.data

    @property
    def library_path(self) -> Path:
        """The SQLite file."""
        return self.data_path / "library.sqlite"

    @property
    def blobs_path(self) -> Path:
        """Verified documents and pictures."""
        return self.data_path / "blobs"

    @property
    def trust_path(self) -> Path:
        """Signed metadata and the floors below which nothing goes."""
        return self.data_path / "trust"

    @property
    def root_path(self) -> Path:
        """The pinned root."""
        return self.folder / self.root

    @property
    def tls_ca_path(self) -> Path | None:
        """The pinned authority."""
        return self.folder / self.tls_ca if self.tls_ca else None

    @property
    def scopes(self) -> list[str]:
        """What this terminal shows: its own division, its township or street, its county."""
        return [scope_of(code) for code in lineage(self.division)]


def load_config(path: Path) -> TerminalConfig:
    """The configuration in a file; ConfigError names what is wrong with it."""
    try:
        found = msgspec.toml.decode(path.read_bytes())
        config = msgspec.convert(_with_preset(found, path), TerminalConfig)
    except FileNotFoundError as error:
        raise ConfigError(
            f"找不到配置文件 {path}。请先运行 kiosk setup，或用 --config 指出它的位置。"
        ) from error
    except OSError as error:
        raise ConfigError(f"读不了配置文件 {path}：{error.strerror}") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}：{_explain(str(error))}") from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path} 不是正确的 TOML 文件：{error}") from error
    try:
        scope_of(config.division)
    except DivisionError as error:
        raise ConfigError(f"{path}：division：{error}") from error
    if not re.match(r"(https?|file)://", config.feed):
        raise ConfigError(f"{path}：feed 应当以 http://、https:// 或 file:// 开头")
    if config.center and not re.match(r"https?://[^/]", config.center):
        raise ConfigError(f"{path}：center 应当以 http:// 或 https:// 开头，不上报就留空")
    if config.phones and not re.fullmatch(r"https?://[^/]+/?", config.phones):
        raise ConfigError(f"{path}：phones 应当像 https://gk.example.cn，和 center 一样就留空")
    return msgspec.structs.replace(config, folder=path.resolve().parent)


def _with_preset(found: dict[str, Any], path: Path) -> dict[str, Any]:
    """The file's values over those of the preset that it names."""
    panel = found.get("panel")
    if not isinstance(panel, dict) or not panel.get("preset"):
        return found
    name = panel["preset"]
    if name not in PRESETS:
        raise ConfigError(f"{path}：panel.preset 没有“{name}”，可以写 {'、'.join(PRESETS)}")
    return found | {"panel": PRESETS[name] | panel}


def _explain(message: str) -> str:
    """Msgspec's sentence in Chinese, with the key."""
    where = re.search(r" - at `\$\.?(.*?)`$", message)
    key = where[1] if where else ""
    if found := re.search(r"missing required field `(.*?)`", message):
        return f"缺少 {_joined(key, found[1])}"
    if found := re.search(r"unknown field `(.*?)`", message):
        return f"不认识 {_joined(key, found[1])}，请检查是否写错"
    return f"{key or '文件'} 的值不对（{message.partition(' - at ')[0]}）"


def _joined(parent: str, key: str) -> str:
    return f"{parent}.{key}" if parent else key
