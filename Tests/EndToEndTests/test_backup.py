"""Backup, restore and scrub through the command line, as an operator uses them (F-082, S-003, drills 12 and 35)."""
from __future__ import annotations

import pytest

from journeys import samples
from tools.pages import Window
from tools.server import Server


@pytest.fixture(scope="module")
def kept(browser, tmp_path_factory):
    """A server with the sample contract, and a backup made while it ran."""
    folder = tmp_path_factory.mktemp("backup")
    server = Server(folder)
    server.start()
    anna, _ = samples.pair()
    window = Window(browser, server)
    samples.log_in(window, anna)
    window.page.goto("/contracts")
    window.until(lambda: window.open("/contracts").locator("a[href^='/contracts/0']").count(), "the sample contract is listed")
    window.close()
    backup = folder / "copy"
    told = server.run("backup", str(backup), "--data", str(server.data)).stdout
    assert "Backed up" in told
    server.stop()
    return server, anna, backup


def stored(folder):
    """Stored files of a root, largest first."""
    return sorted((file for file in folder.rglob("*") if file.is_file()), key=lambda file: -file.stat().st_size)


def flip(file) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0x10
    file.write_bytes(bytes(data))


def test_a_backup_becomes_a_server_again(browser, kept, tmp_path):
    """Restored into an empty folder, the same people sign in and read the same contract."""
    _, anna, backup = kept
    server = Server(tmp_path)
    told = server.run("restore", str(backup), "--data", str(server.data)).stdout
    assert "Restored" in told and "lost 0" in told
    server.start()
    window = Window(browser, server)
    samples.log_in(window, anna)
    page = window.open("/contracts")
    page.locator("a[href^='/contracts/0']").first.click()
    page.wait_for_url("**/contracts/0**")
    assert window.fetch(page.url.split("?")[0] + "/file.pdf").startswith(b"%PDF-")
    window.close()
    server.stop()


def test_a_damaged_backup_restores_nothing(kept, tmp_path):
    _, _, backup = kept
    victim = stored(backup / "files")[0]
    whole = victim.read_bytes()
    flip(victim)
    target = tmp_path / "data"
    refused = Server(tmp_path).run("restore", str(backup), "--data", str(target), check=False)
    victim.write_bytes(whole)
    assert refused.returncode != 0 and "missing or damaged" in refused.stderr + refused.stdout
    assert not (target / "heqi.sqlite").exists()


def test_data_are_never_restored_over_data(kept):
    server, _, backup = kept
    refused = server.run("restore", str(backup), "--data", str(server.data), check=False)
    assert refused.returncode != 0 and "already holds data" in refused.stderr + refused.stdout


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "remove"])
def test_scrub_mends_from_the_other_root(kept, harm):
    """A turned bit, a cut, two files in each other's place, a missing file: found and mended in one pass."""
    server, _, _ = kept
    first, second = stored(server.data / "files")[:2]
    whole = first.read_bytes()
    if harm == "flip":
        flip(first)
    elif harm == "cut":
        first.write_bytes(whole[: len(whole) // 3])
    elif harm == "swap":
        first.write_bytes(second.read_bytes())
    else:
        first.unlink()
    report = server.run("scrub", "--data", str(server.data)).stdout
    assert "repaired 1, lost 0" in report, report
    assert first.read_bytes() == whole
    assert "repaired 0, lost 0" in server.run("scrub", "--data", str(server.data)).stdout


def test_scrub_tells_a_loss(kept):
    """With both copies damaged nothing is mended or passed off: the command fails and names the file."""
    server, _, _ = kept
    first = stored(server.data / "files")[0]
    other = next(file for file in stored(server.data / "replica") if file.name == first.name)
    whole = first.read_bytes()
    flip(first)
    flip(other)
    report = server.run("scrub", "--data", str(server.data), check=False)
    first.write_bytes(whole)
    other.write_bytes(whole)
    assert report.returncode == 1 and "LOST" in report.stdout
