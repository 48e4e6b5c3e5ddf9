package import HeqiDomain

/// Every address of the pages, typed. Templates and handlers name no path of their own.
package enum Links {
  package static let home = "/"
  package static let register = "/register"
  package static let officeLogin = "/office/login"
  package static let agreement = "/agreement"
  package static let statement = "/validity"
  package static let reset = "/password/reset"
  package static let codes = "/codes"
  package static let language = "/language"
  package static let mode = "/mode"
  package static let logout = "/logout"
  package static let verifyFile = "/verify"
  package static let workbench = "/workbench"
  package static let dashboard = "/dashboard"
  package static let workbenchEvents = "/workbench/events"
  package static let account = "/account"
  package static let verification = "/account/verification"
  package static let verificationReview = "/account/verification/review"
  package static let sessions = "/account/sessions"
  package static let otherSessionsEnd = "/account/sessions/end"
  package static let personalLog = "/account/log"
  package static let seals = "/account/seals"
  package static let password = "/account/password"
  package static let email = "/account/email"
  package static let newEmail = "/account/email/new"
  package static let newMobile = "/account/mobile"
  package static let contracts = "/contracts"
  package static let newContract = "/contracts/new"
  package static let reviewQueue = "/office/reviews"
  package static let reviewOverdue = "/office/reviews/overdue"
  package static let announcements = "/announcements"
  package static let officeAnnouncements = "/office/announcements"
  package static let jobs = "/office/jobs"
  package static let officeClients = "/office/clients"
  package static let newOfficeClient = "/office/clients/new"
  package static let apiDescription = "/api/docs"
  package static let outbox = "/dev/outbox"
  package static let inboxReading = "/workbench/notices/reading"
  package static let outboxJSON = "/dev/outbox.json"

  /// Sign-in page that comes back to `next` afterwards.
  package static func login(next: String? = nil) -> String {
    guard let next, let safe = returnPath(next), safe != home else { return "/login" }
    return "/login?next=\(encode(safe))"
  }

  /// The choice between 个人合同 and 企业合同 that comes back to `next` afterwards (F-029).
  package static func mode(next: String?) -> String {
    guard let next, let safe = returnPath(next), safe != home else { return mode }
    return "\(mode)?next=\(encode(safe))"
  }

  package static func folder(_ folder: ContractFolder) -> String { "/folders/\(folder.rawValue)" }
  package static func contract(_ id: String) -> String { "\(contracts)/\(id)" }
  package static func signing(_ id: String) -> String { "\(contract(id))/sign" }
  package static func session(_ id: String) -> String { "\(sessions)/\(id)/end" }
  package static func seal(_ id: String) -> String { "\(seals)/\(id).svg" }
  package static func officeClient(_ id: String) -> String { "\(officeClients)/\(id)" }
  package static func review(_ id: String) -> String { "\(reviewQueue)/\(id)" }
  package static func reviewImage(_ id: String, _ kind: String) -> String { "\(review(id))/images/\(kind)" }

  /// The same page with a sentence about what was just done (`notice.<code>` of the locale files).
  package static func noticing(_ path: String, _ code: String) -> String { "\(path)\(path.contains("?") ? "&" : "?")notice=\(code)" }

  /// A path of our own to return to; nil for anything that could lead to another site.
  package static func returnPath(_ text: String?) -> String? {
    guard let text, text.utf8.count <= 512, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
      text.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") })
    else { return nil }
    return text
  }

  /// Percent-encoding of a query value (RFC 3986 §2.3).
  package static func encode(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        result.append(Character(UnicodeScalar(byte)))
      default: result += "%" + Hex.encode([byte]).uppercased()
      }
    }
    return result
  }
}
