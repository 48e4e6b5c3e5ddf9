internal import ArgumentParser
internal import Foundation
internal import HeqiServer

/// `heqi client …`: business systems of the open API.
struct Client: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client", abstract: "Create, rotate, revoke and list clients of the open API.",
    subcommands: [Create.self, Rotate.self, Revoke.self, Approval.self, List.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Create a client; prints its id and its secret once.")
    @OptionGroup var options: ServerOptions
    @Option(help: "Name, shown to signers as the party that asks.") var name: String
    @Option(help: "What it may do, such as contract.write; repeat for more. Without it everything.") var scope: [String] = []
    @Option(help: "Address or block it may call from, such as 10.0.0.0/8; repeat for more.") var ip: [String] = []
    @Option(help: "Host a signer may be sent back to; repeat for more.") var returnHost: [String] = []
    @Option(help: "Origin that may embed the signing page, such as https://shop.example; repeat for more.")
    var frameAncestor: [String] = []
    @Option(help: "Signed requests a minute before 429, 1 to 1000000.") var rate: Int = 120_000
    @Option(help: "Namespace shared with other clients of the same business; without it one of its own.") var tenant: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
      guard (1...1_000_000).contains(rate) else { throw ValidationError("--rate is 1 to 1000000.") }
    }

    func run() async throws {
      let client = try await Administration(options.configuration()).createClient(
        name: name, scopes: scope, addresses: ip, returnHosts: returnHost, frameAncestors: frameAncestor, rate: rate, tenant: tenant)
      try Client.show(client, asJSON: json)
    }
  }

  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a new secret; the former works for one more day.")
    @OptionGroup var options: ServerOptions
    @Argument(help: "Client id.") var id: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
      try Client.show(try await Administration(options.configuration()).rotateClient(id), asJSON: json)
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "End a client; its requests are refused from now on.")
    @OptionGroup var options: ServerOptions
    @Argument(help: "Client id.") var id: String

    func run() async throws {
      try await Administration(options.configuration()).revokeClient(id)
      print("Revoked \(id).")
    }
  }

  struct Approval: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether changed templates of the client's business need approval by another client before use.")
    @OptionGroup var options: ServerOptions
    @Argument(help: "Client id.") var id: String
    @Argument(help: "on or off.") var state: String

    func validate() throws {
      guard ["on", "off"].contains(state) else { throw ValidationError("Say on or off.") }
    }

    func run() async throws {
      try await Administration(options.configuration()).setTemplateApproval(state == "on", client: id)
      print("Template approval is \(state).")
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all clients, newest first.")
    @OptionGroup var options: ServerOptions

    func run() async throws {
      for client in try await Administration(options.configuration()).listClients() {
        print("\(client.id)  \(client.isActive ? "active " : "revoked")  \(client.name)  \(client.scopes.joined(separator: ","))")
      }
    }
  }

  private struct Printed: Encodable {
    let clientId: String
    let secret: String?
    let name: String
    let scopes: [String]
  }

  static func show(_ client: ClientSummary, asJSON: Bool) throws {
    if asJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      let printed = Printed(clientId: client.id, secret: client.secret, name: client.name, scopes: client.scopes)
      print(String(decoding: try encoder.encode(printed), as: UTF8.self))
    } else {
      print("Client id: \(client.id)")
      if let secret = client.secret { print("Secret (shown once): \(secret)") }
    }
  }
}
