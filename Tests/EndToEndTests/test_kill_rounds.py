"""Drill 1 in hundreds of rounds: the process dies at every numbered step of signing and completing, and at any moment.

Nothing acknowledged is lost, nothing is signed twice, every contract can be finished. Without a browser, so that a round
takes seconds; 200 rounds and 50 kills at random moments are `HEQI_DRILL_ROUNDS=20 pytest test_kill_rounds.py`, with
`HEQI_BINARY` at a release build.
"""
from __future__ import annotations

import os
import random
import time

import pytest

from journeys import plain, power_cuts
from journeys.power_cuts import Town, Turn
from tools import failpoints

#: Rounds of each step.
ROUNDS = int(os.environ.get("HEQI_DRILL_ROUNDS", "1"))
#: Kills at random moments.
KILLS = int(os.environ.get("HEQI_DRILL_KILLS", str(max(3, ROUNDS * 5 // 2))))
SEED = int(os.environ.get("HEQI_DRILL_SEED", str(random.SystemRandom().randrange(1_000_000))))
SIGN_STEPS, COMPLETE_STEPS = failpoints.names("sign."), failpoints.names("complete.")
#: The only step of signing after the commit: there the signature exists though nobody was told.
COMMITTED = "sign.6.committed"
#: A kill comes within this time of the request, or within twice the time that an undisturbed signature takes.
KILL_SECONDS_MIN = 0.05


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A server of its own, because it is killed again and again; its books are audited when all rounds are over."""
    town = Town(tmp_path_factory.mktemp("rounds"), cuts=ROUNDS * len(SIGN_STEPS + COMPLETE_STEPS) + KILLS)
    try:
        yield town
        town.close()
    finally:
        town.server.kill()
    slow = max(town.restarts)
    print(f"\n{len(town.restarts)} cuts; restarts {sum(town.restarts) / len(town.restarts):.2f} s on average, {slow:.2f} s at most")


@pytest.mark.parametrize("step", SIGN_STEPS)
def test_killed_while_signing(town, step):
    turns = list(Turn)
    for number in range(ROUNDS):
        case = town.prepare(f"断电 {step} 第{number + 1:03d}轮", turns[(number + SIGN_STEPS.index(step)) % len(turns)])
        town.arm(step)
        sent = case.signer.visitor.send(case.request)
        town.wait_for_cut(step)
        assert power_cuts.answer_of(sent) is None, "answered before the step was passed"
        town.restart()
        assert power_cuts.recover(case, acknowledged=False) == (step == COMMITTED)
        power_cuts.finish(case)
    power_cuts.judge(case, town)


@pytest.mark.parametrize("step", COMPLETE_STEPS)
def test_killed_while_completing(town, step):
    """After the last signature report and letter are made in the background; they come exactly once all the same."""
    for number in range(ROUNDS):
        case = town.prepare(f"断电 {step} 第{number + 1:03d}轮", Turn.LAST)
        town.arm(step)
        sent = case.signer.visitor.send(case.request)
        town.wait_for_cut(step)
        acknowledged = power_cuts.is_acknowledged(case, power_cuts.answer_of(sent))
        town.restart()
        assert power_cuts.recover(case, acknowledged=acknowledged), "completed without the last signature"
        power_cuts.finish(case)
    power_cuts.judge(case, town)


def test_killed_at_any_moment(town):
    """kill -9 a random while after the request is sent; the seed that a failure names repeats the delays."""
    chance = random.Random(SEED)
    turns = list(Turn)
    seconds_max = max(KILL_SECONDS_MIN, 2 * quiet_seconds(town))
    tally: dict[tuple[str, str], int] = {}
    for number in range(KILLS):
        delay = chance.uniform(0, seconds_max)
        try:
            outcome = kill_once(town, f"断电 随机 第{number + 1:03d}轮", turns[number % len(turns)], delay)
        except BaseException as error:
            error.add_note(f"HEQI_DRILL_SEED={SEED}, kill {number + 1} after {delay * 1000:.1f} of {seconds_max * 1000:.0f} ms")
            raise
        tally[outcome] = tally.get(outcome, 0) + 1
    print(f"\nseed {SEED}, within {seconds_max * 1000:.0f} ms: " + ", ".join(f"{' and '.join(words)} {times}" for words, times in sorted(tally.items())))


def kill_once(town: Town, title: str, turn: Turn, delay: float) -> tuple[str, str]:
    case = town.prepare(title, turn)
    sent = case.signer.visitor.send(case.request)
    time.sleep(delay)
    town.server.kill()
    acknowledged = power_cuts.is_acknowledged(case, power_cuts.answer_of(sent))
    town.restart()
    is_there = power_cuts.recover(case, acknowledged=acknowledged)
    power_cuts.finish(case)
    if turn is Turn.LAST:
        power_cuts.judge(case, town)
    return ("acknowledged" if acknowledged else "unanswered", "there" if is_there else "not there")


def quiet_seconds(town: Town) -> float:
    """How long one signature takes when nobody pulls the plug."""
    case = town.prepare("断电 没有", Turn.RECEIVER_FIRST)
    begin = time.monotonic()
    assert power_cuts.is_acknowledged(case, case.signer.visitor.ask(case.request))
    seconds = time.monotonic() - begin
    case.revisions.append(power_cuts.signed_file(case.signer, case.contract))
    power_cuts.finish(case)
    return seconds
