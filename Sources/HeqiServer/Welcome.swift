internal import Foundation

/// What a person at the terminal reads when the server is ready.
struct Welcome {
  let configuration: ServerConfiguration
  let port: Int

  func announce() {
    let address = configuration.publicURL.hasSuffix(":\(configuration.port)") ? "http://\(configuration.host):\(port)" : configuration.publicURL
    say("合契 Heqi is ready: \(address)")
    guard configuration.mode == .evaluation else { return }
    say(
      """
        1. Open \(address) and sign in as one of the two sample people:
             13800000001 or 13800000002, password Heqi-Evaluation-1
           A sample contract waits for the first signature.
        2. Codes sent by SMS and mail appear on \(address)/dev/outbox
        3. Back office: \(address)/office/login, admin@heqi.localhost, password Heqi-Evaluation-1
        4. Drop any signed PDF on \(address)/verify
      """)
  }

  /// Past any buffer, so that a log file has it at once.
  private func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
