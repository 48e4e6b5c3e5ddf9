/// What the dashboard (看板) says of one list of contracts (F-044).
package struct ContractFigures: Equatable, Sendable {
  /// One calendar month of China Standard Time (B-13).
  package struct Month: Equatable, Sendable {
    package let year: Int
    package let month: Int
    package let start: Instant
    package let end: Instant
    package var initiated: Int
    package var completed: Int

    package init(year: Int, month: Int, start: Instant, end: Instant, initiated: Int = 0, completed: Int = 0) {
      self.year = year
      self.month = month
      self.start = start
      self.end = end
      self.initiated = initiated
      self.completed = completed
    }

    /// The month of `now` and those before it, the oldest first.
    package static func last(_ count: Int, at now: Instant) -> [Month] {
      let today = CivilTime(now)
      let latest = today.year * 12 + today.month - 1
      return (latest - count + 1...latest).compactMap { index in
        guard let start = CivilTime.instant(year: index / 12, month: index % 12 + 1, day: 1),
          let end = CivilTime.instant(year: (index + 1) / 12, month: (index + 1) % 12 + 1, day: 1)
        else { return nil }
        return Month(year: index / 12, month: index % 12 + 1, start: start, end: end)
      }
    }
  }

  /// From initiation to the last signature.
  package struct TimeToSign: Equatable, Sendable {
    package let median: Duration
    /// Nine of ten contracts took at most this long.
    package let p90: Duration
    package let count: Int

    /// Nil where nothing was completed.
    package init?(_ durations: [Duration]) {
      guard !durations.isEmpty else { return nil }
      let sorted = durations.sorted()
      // Nearest rank.
      func rank(_ share: Int) -> Duration { sorted[max(0, (sorted.count * share + 99) / 100 - 1)] }
      median = rank(50)
      p90 = rank(90)
      count = sorted.count
    }
  }

  package static let monthCount = 12

  package let folders: [ContractFolder: Int]
  /// Live contracts whose deadline is over and that no sweep has ended yet, and those ended by it in these months.
  package let overdue: Int
  /// Live contracts whose deadline lies within the next seven days.
  package let dueSoon: Int
  package let timeToSign: TimeToSign?
  package let months: [Month]

  package init(
    folders: [ContractFolder: Int], overdue: Int, dueSoon: Int, timeToSign: TimeToSign?, months: [Month]
  ) {
    self.folders = folders
    self.overdue = overdue
    self.dueSoon = dueSoon
    self.timeToSign = timeToSign
    self.months = months
  }
}
