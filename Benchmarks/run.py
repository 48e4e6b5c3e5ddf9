"""Runs the benchmarks named on the command line, or all, and prints one table."""
from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from suite import audit_append, footprint, http_floor, sign_engine, tlog, verify_engine  # noqa: E402
from suite.measure import Row  # noqa: E402

BENCHMARKS = {"footprint": footprint.run, "http-floor": http_floor.run, "audit-append": audit_append.run,
              "tlog": tlog.run, "sign-engine": sign_engine.run, "verify-engine": verify_engine.run}
LOAD_MAX = 1.5


def main(names: list[str]) -> int:
    if names == ["--list"]:
        print("\n".join(BENCHMARKS))
        return 0
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 3
    load = os.getloadavg()[0]
    print(f"cores {os.cpu_count()}, load before {load:.2f}" + (" — busy machine, figures are low" if load > LOAD_MAX else ""))
    print(Row.head())
    failed = 0
    for name in names or BENCHMARKS:
        for row in BENCHMARKS[name]():
            print(row.line(), flush=True)
            failed += not row.is_met
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
