internal import Subprocess

/// Opens password-protected keys with the `openssl` program. The password goes through its standard input, never
/// through its arguments, which every user of the machine can read.
enum OpenSSLTool {
  /// Octets of PEM that are read; a PKCS#12 file with a long chain stays below 100 kB.
  static let outputMax = 1 << 20

  /// Key and certificates of a PKCS#12 file as PEM text. Files of old programs need the legacy ciphers.
  static func openPKCS12(_ path: String, password: String) async throws(CommandRefusal) -> String {
    for legacy in [[], ["-legacy"]] {
      let arguments = ["pkcs12", "-in", path, "-passin", "stdin", "-nodes"] + legacy
      if let text = try await run(arguments, password: password) { return text }
    }
    throw CommandRefusal(
      "\(path): cannot be opened as PKCS#12. Check --password-file, and that the file is a .p12 or .pfx file.")
  }

  /// An encrypted private key, PEM or DER, as plain PEM text.
  static func openKey(_ path: String, password: String) async throws(CommandRefusal) -> String {
    if let text = try await run(["pkey", "-in", path, "-passin", "stdin"], password: password) { return text }
    throw CommandRefusal("\(path): the private key cannot be decrypted. Check --password-file.")
  }

  /// Standard output, or `nil` when the program says no.
  private static func run(_ arguments: [String], password: String) async throws(CommandRefusal) -> String? {
    do {
      let result = try await Subprocess.run(
        .name("openssl"), arguments: Arguments(arguments), input: .array(Array((password + "\n").utf8)),
        output: .bytes(limit: outputMax), error: .discarded)
      guard case .exited(0) = result.terminationStatus else { return nil }
      return String(decoding: result.standardOutput, as: UTF8.self)
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw CommandRefusal("The program openssl is not installed: apt-get install openssl.")
    } catch {
      throw CommandRefusal("The program openssl could not be run: \(error).")
    }
  }
}
