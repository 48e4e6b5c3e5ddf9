internal import ArgumentParser
internal import Foundation
internal import HeqiServer

/// `heqi create-admin`: a back-office account.
struct CreateAdmin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create-admin", abstract: "Create a back-office account; prints a password when none is given.")

  @OptionGroup var options: ServerOptions
  @Option(help: "Name of the person.") var name: String
  @Option(help: "E-mail address to log in with.") var email: String
  @Option(help: "Mobile number.") var mobile: String
  @Option(help: "File with the password on its first line; without it one is made and printed once.")
  var passwordFile: String?

  func run() async throws {
    let given = try passwordFile.map { path in
      try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first.map(String.init) ?? ""
    }
    let password = try await Administration(options.configuration())
      .createAdmin(name: name, email: email, mobile: mobile, password: given)
    print("Created \(email).")
    if given == nil { print("Password (shown once): \(password)") }
  }
}
