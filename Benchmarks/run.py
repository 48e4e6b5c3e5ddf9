"""Runs the benchmarks named on the command line, or all, and prints one table."""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from suite import api_mix, approval, audit_append, envelope_e2e, footprint, http_floor, list_million, sign_e2e, sign_engine, template_fill, tlog, verify_engine, webhook  # noqa: E402
from suite.measure import CHECKOUT, Row, fdatasync_rate  # noqa: E402

BENCHMARKS = {"footprint": footprint.run, "http-floor": http_floor.run, "sign-e2e": sign_e2e.run,
              "envelope-e2e": envelope_e2e.run, "audit-append": audit_append.run, "tlog": tlog.run,
              "sign-engine": sign_engine.run, "verify-engine": verify_engine.run,
              "template-fill": template_fill.run, "list-1m": list_million.run,
              "approval": approval.run, "api-mix": api_mix.run, "webhook": webhook.run}
LOAD_MAX = 1.5


def main(names: list[str]) -> int:
    if names == ["--list"]:
        print("\n".join(BENCHMARKS))
        return 0
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 3
    rows: list[Row] = []
    failures: list[str] = []
    for name in names or BENCHMARKS:
        # The load average before the start counts; later it is our own.
        load, syncs = os.getloadavg()[0], fdatasync_rate(CHECKOUT / ".build")
        busy = " — busy machine, figures are low" if load > LOAD_MAX else ""
        print(f"\n{name}: load before {load:.2f} on {os.cpu_count()} cores{busy}; fdatasync {syncs:,.0f}/s", flush=True)
        begin = time.monotonic()
        try:
            found = BENCHMARKS[name]()
        except Exception as error:  # one that cannot run must not take the others' figures with it
            failures.append(f"{name}: {error}")
            print(f"  could not be measured: {error}", flush=True)
            continue
        rows += found
        for row in found:
            print(f"  {row.line()}", flush=True)
        print(f"  took {time.monotonic() - begin:.0f} s", flush=True)
    print(f"\n{Row.head()}")
    for row in rows:
        print(row.line())
    for failure in failures:
        print(f"could not be measured: {failure}")
    missed = [row.name for row in rows if not row.is_met]
    print(f"{len(rows) - len(missed)} of {len(rows)} goals met" + (f"; missed: {', '.join(missed)}" if missed else ""))
    return 1 if missed or failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
