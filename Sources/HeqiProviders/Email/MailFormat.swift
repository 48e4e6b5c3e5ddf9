import Crypto
import Foundation
import HeqiDomain
import HeqiPorts

/// Writes a plain-text mail in the Internet message format (RFC 5322, MIME RFC 2045 and 2047).
enum MailFormat {
  /// The message with CRLF line ends. Line breaks in header values are dropped, so none can be injected.
  static func text(_ message: MailMessage, from sender: MailSenderAddress, at now: Instant) -> String {
    let body = base64Lines(message.body)
    let headers = [
      "From: \(sender.header)", "To: <\(oneLine(message.to.reveal()))>", "Subject: \(encodedWord(oneLine(message.subject)))",
      "Date: \(date(now))", "Message-ID: <\(messageID(message.idempotencyKey))@\(sender.host)>", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated",
    ]
    return headers.joined(separator: "\r\n") + "\r\n\r\n" + body
  }

  /// The same key gives the same id, so that a repeated message is seen to be one.
  static func messageID(_ key: String) -> String {
    Hex.encode(Array(SHA256.hash(data: Array(key.utf8))).prefix(16))
  }

  /// RFC 2047 words of at most 75 characters; plain ASCII stays as it is.
  static func encodedWord(_ text: String) -> String {
    if text.utf8.allSatisfy({ (32...126).contains($0) }), text.utf8.count <= 900 { return text }
    var words: [String] = []
    var chunk = ""
    for character in text {
      if chunk.utf8.count + character.utf8.count > 42 {
        words.append(chunk)
        chunk = ""
      }
      chunk.append(character)
    }
    words.append(chunk)
    return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
  }

  static func base64Lines(_ text: String) -> String {
    let encoded = Array(Data(text.utf8).base64EncodedString().utf8)
    return stride(from: 0, to: encoded.count, by: 76)
      .map { String(decoding: encoded[$0..<min($0 + 76, encoded.count)], as: UTF8.self) + "\r\n" }.joined()
  }

  /// `Sat, 21 Nov 2026 14:30:00 +0800` (RFC 5322 §3.3).
  static func date(_ now: Instant) -> String {
    let time = CivilTime(now)
    let day = ((now.seconds + 8 * 3600) / 86_400 + 4) % 7
    let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return
      "\(days[Int(day)]), \(two(time.day)) \(months[time.month - 1]) \(time.year) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) +0800"
  }

  static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
  }
}

/// The sender's address, from `合契 <no-reply@example.com>` or a bare address.
struct MailSenderAddress: Sendable {
  let address: String
  let host: String
  let header: String

  /// `nil` when there is no valid address in the text.
  init?(_ text: String) {
    var name = ""
    var address = text.trimmingWhitespace
    if let open = address.lastIndex(of: "<"), address.hasSuffix(">") {
      name = address[..<open].trimmingWhitespace
      address = String(address[address.index(after: open)...].dropLast())
    }
    guard let email = EmailAddress(address) else { return nil }
    self.address = email.text
    host = String(email.text[email.text.index(after: email.text.lastIndex(of: "@") ?? email.text.startIndex)...])
    let clean = MailFormat.oneLine(name)
    header = clean.isEmpty ? "<\(email.text)>" : "\(MailFormat.encodedWord(clean)) <\(email.text)>"
  }
}
