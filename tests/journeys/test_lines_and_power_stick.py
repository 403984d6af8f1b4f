"""A village without a line, by the command line alone: bundle, sync --from, receipts."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "feed"))
import feedlab as sample

from kiosk.cli import main
from kiosk.terminal.config import load_config
from kiosk.terminal.library import Library


def test_a_stick_is_written_taken_in_and_its_receipt_read(tmp_path, capsys):
    feed = sample.Feed(tmp_path)
    feed.push(sample.notice(), sample.pictured(tmp_path / "p"))
    stick = tmp_path / "stick"
    hall = tmp_path / "hall"
    hall.mkdir()
    (hall / "root.json").write_bytes(feed.root)
    (hall / "terminal.toml").write_text(
        f'division = "{sample.VILLAGE}"\nroot = "root.json"\n'
        'feed = "http://no-such-host.invalid/"\n'
    )
    config = load_config(hall / "terminal.toml")
    assert main(["bundle", sample.VILLAGE, str(stick / "柳河"), "--feed", str(feed.repo)]) == 0
    assert "1 个单位" in capsys.readouterr().out
    assert main(["receipts", str(stick)]) == 1
    assert main(["sync", str(hall / "terminal.toml"), "--from", str(stick)]) == 0
    assert "全部核对无误" in capsys.readouterr().out
    library = Library(config.library_path, config.blobs_path)
    assert library.count() == 2
    digest = library.edition().digest
    library.close()
    assert main(["receipts", str(stick)]) == 0
    said = capsys.readouterr().out
    assert sample.VILLAGE in said
    assert digest[:12] in said
    assert "没有签名" in said
    assert main(["sync", str(hall / "terminal.toml"), "--from", str(tmp_path / "p")]) == 1
    assert "没有公开内容的数据包" in capsys.readouterr().err
