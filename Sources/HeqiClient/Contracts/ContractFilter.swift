public import FoundationEssentials

/// Which contracts a list shows. Of `bizID` and `mobile` one is used, `bizID` first.
public struct ContractFilter: Sendable {
  public var bizID: String?
  /// Of a signer.
  public var mobile: String?
  public var status: ContractStatus?
  /// Started at this time or later.
  public var from: Date?
  /// Started before this time.
  public var to: Date?
  /// Items a page, 1–100.
  public var limit = 20

  public init() {}

  func query(after: String?) -> [(String, String?)] {
    [
      ("bizId", bizID), ("mobile", mobile), ("status", status?.rawValue), ("from", from?.formatted(.iso8601)),
      ("to", to?.formatted(.iso8601)), ("limit", String(limit)), ("after", after),
    ]
  }
}
