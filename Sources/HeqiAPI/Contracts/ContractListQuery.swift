import HeqiApplication
import HeqiDomain
import HeqiStorage

/// `GET /api/v1/contract`: bizId, status, mobile, from, to, limit, after (api.md).
struct ContractListQuery: Sendable {
  let filter: ClientContractStore.Filter
  let status: ContractAPIStatus?
  let from: Instant?
  let until: Instant?
  let after: ID<Contract>?
  let limit: Int

  /// - Parameter text: the query's value of a name, decoded.
  init(_ text: (String) -> String?) throws(ClientError) {
    if let bizID = text("bizId"), !bizID.isEmpty {
      filter = .bizID(bizID)
    } else if let typed = text("mobile") {
      guard let mobile = MobileNumber(typed) else {
        throw .parameter("mobile", "mobile 应为 11 位大陆手机号码。", "mobile must be a mainland mobile number.")
      }
      filter = .mobile(Sensitive(mobile.text))
    } else {
      filter = .all
    }
    if let word = text("status") {
      guard let status = ContractAPIStatus(rawValue: word) else {
        throw .parameter(
          "status", "status 应为 \(ContractAPIStatus.allCases.map(\.rawValue).joined(separator: " | ")) 之一。",
          "status must be one of \(ContractAPIStatus.allCases.map(\.rawValue).joined(separator: " | ")).")
      }
      self.status = status
    } else {
      status = nil
    }
    from = try Self.time(text("from"), "from")
    until = try Self.time(text("to"), "to")
    if let cursor = text("after"), !cursor.isEmpty {
      guard let id = ID<Contract>(cursor) else { throw .parameter("after", "after 不是有效的游标。", "after is no cursor.") }
      after = id
    } else {
      after = nil
    }
    if let number = text("limit") {
      guard let limit = Int(number), (1...ManageClientContracts.pageMax).contains(limit) else {
        throw .parameter("limit", "limit 应为 1 到 100 的整数。", "limit must be an integer from 1 to 100.")
      }
      self.limit = limit
    } else {
      limit = 20
    }
  }

  private static func time(_ text: String?, _ name: String) throws(ClientError) -> Instant? {
    guard let text, !text.isEmpty else { return nil }
    guard let instant = ISOTime.read(text) else {
      throw .parameter(name, "\(name) 应为 ISO 8601 UTC 时间，例如 2026-01-31T08:00:00Z。", "\(name) must be an ISO 8601 UTC time such as 2026-01-31T08:00:00Z.")
    }
    return instant
  }
}

/// Reads `YYYY-MM-DD` and `YYYY-MM-DDThh:mm:ssZ`.
enum ISOTime {
  static func read(_ text: String) -> Instant? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10 || bytes.count == 20, bytes[4] == 45, bytes[7] == 45 else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (48...57).contains(byte) else { return nil }
        value = value * 10 + Int(byte) - 48
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let days = CivilTime.days(year: year, month: month, day: day)
    else { return nil }
    var seconds = Int64(days) * 86_400
    if bytes.count == 20 {
      guard bytes[10] == 84, bytes[13] == 58, bytes[16] == 58, bytes[19] == 90, let hour = number(11..<13), hour < 24,
        let minute = number(14..<16), minute < 60, let second = number(17..<19), second < 60
      else { return nil }
      seconds += Int64(hour * 3600 + minute * 60 + second)
    }
    return Instant(seconds: seconds)
  }
}
