/// When an organization's directory is pulled: at 06:00 and 18:00 China Standard Time (F-057).
package enum DirectorySchedule {
  package static let hours = [6, 18]

  /// The latest time at or before `now` at which a pull was due.
  package static func slot(before now: Instant) -> Instant {
    let today = WorkingCalendar.day(of: now)
    let midnight = today * 86_400 - Int64(CivilTime.chinaOffsetMinutes) * 60
    let slots = [(today - 1, 18)].map { day, hour in Instant(seconds: day * 86_400 - Int64(CivilTime.chinaOffsetMinutes) * 60 + Int64(hour) * 3600) }
      + hours.map { Instant(seconds: midnight + Int64($0) * 3600) }
    return slots.last { $0 <= now } ?? slots[0]
  }

  /// True when no pull was tried since the last time it was due.
  package static func isDue(lastTried: Instant?, at now: Instant) -> Bool {
    guard let lastTried else { return true }
    return lastTried < slot(before: now)
  }
}
