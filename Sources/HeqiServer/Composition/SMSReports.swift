internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL

/// Delivery reports of the SMS vendors that the settings name (H-05).
struct SMSReports: Sendable {
  let take: TakeSMSReports
  /// Last part of the addresses: derived from the master key, so the same on every node.
  let secret: String
  /// Where each vendor pushes.
  let addresses: [String: String]
}

extension Parties {
  func smsReports(_ publicURL: String, master: [UInt8], engine: any SQLEngine) -> SMSReports {
    let secret = DerivedKey.bytes(master, for: "sms-reports").map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let readers = CloudSMSReports.allCases.filter { vendors.configured[.sms]?.contains($0.rawValue) == true }
    return SMSReports(
      take: TakeSMSReports(
        engine: engine, clock: clock, readers: Dictionary(uniqueKeysWithValues: readers.map { ($0.rawValue, $0) })),
      secret: secret,
      addresses: Dictionary(
        uniqueKeysWithValues: readers.map { ($0.rawValue, "\(publicURL)/callbacks/sms/\($0.rawValue)/\(secret)") }))
  }
}
