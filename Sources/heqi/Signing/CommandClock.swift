internal import CMS
internal import Foundation
internal import HeqiServer

/// The machine's clock as commands need it, read once a command.
enum CommandClock {
  /// This moment.
  static func now() -> PKITime { TrustServices.now() }

  /// Minutes that the machine's wall clock is ahead of UTC at `time`.
  static func offsetMinutes(at time: PKITime) -> Int {
    TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.secondsSince1970))) / 60
  }
}
