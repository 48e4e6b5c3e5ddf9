package import HeqiDomain
package import HeqiPorts

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A clock that is off by a fixed time, so that drills can see what another day brings. Never in production.
package struct ShiftedClock: WallClock {
  private let base: any WallClock
  private let offset: Duration

  package init(_ base: any WallClock, by offset: Duration) {
    self.base = base
    self.offset = offset
  }

  package var now: Instant { base.now.adding(offset) }
}

/// The machine's real-time clock, kept right by NTP (B-13).
package struct SystemClock: WallClock {
  package init() {}

  package var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
  }
}
