import AsyncHTTPClient
import Glibc
package import HeqiDomain
import HeqiPorts
import NIOCore
import NIOHTTP1
import NIOPosix

/// Calls business systems over HTTP and never a place inside the network (drill 28): the name is resolved once, the
/// address is checked, and the connection goes to that very address. A name that points elsewhere a moment later
/// (DNS rebinding) changes nothing; certificates are still checked against the name.
package struct HTTPCallbackSender: CallbackSender {
  static let answerBytesMax = 64 << 10

  private let allowsPrivateNetworks: Bool
  private let deadline: Duration

  package init(allowsPrivateNetworks: Bool, deadline: Duration = .seconds(15)) {
    self.allowsPrivateNetworks = allowsPrivateNetworks
    self.deadline = deadline
  }

  package func post(
    _ body: String, to address: CallbackAddress, headers: [(name: String, value: String)]
  ) async -> CallbackAnswer {
    guard address.isSecure || allowsPrivateNetworks else { return .failed("https is required") }
    do throws(ProviderError) {
      return try await Deadline.run(deadline, provider: "callback") {
        guard let target = try await target(of: address) else { return .failed("the address is not in the public internet") }
        return try await send(body, to: address, at: target, headers: headers)
      }
    } catch {
      return .failed(error.message)
    }
  }

  /// The address to connect to; nil when it, or any other of the same name, is closed.
  func target(of address: CallbackAddress) async throws -> String? {
    let found = try await NIOThreadPool.singleton.runIfActive { try HostAddress.resolve(address.host) }
    guard allowsPrivateNetworks || found.allSatisfy({ PublicNetwork.contains($0.bytes) }) else { return nil }
    return found.first?.text
  }

  private func send(
    _ body: String, to address: CallbackAddress, at target: String, headers: [(name: String, value: String)]
  ) async throws -> CallbackAnswer {
    var configuration = HTTPClient.Configuration()
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.redirectConfiguration = .disallow
    configuration.dnsOverride = [address.host: target]
    return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      var request = HTTPClientRequest(url: address.text)
      request.method = .POST
      for header in headers { request.headers.add(name: header.name, value: header.value) }
      request.body = .bytes(ByteBuffer(string: body))
      let response = try await client.execute(request, timeout: .nanoseconds(Int64(deadline / .nanoseconds(1))))
      var count = 0
      for try await part in response.body {
        count += part.readableBytes
        if count >= Self.answerBytesMax { break }
      }
      let wait = response.headers.first(name: "retry-after").flatMap { Int($0) }
      return .answered(status: Int(response.status.code), retryAfterSeconds: wait)
    }
  }
}

/// One address of a host.
struct HostAddress: Equatable {
  let bytes: [UInt8]
  let text: String

  /// What the system's resolver says, decimal and octal forms of IPv4 included. Blocks.
  static func resolve(_ host: String) throws -> [HostAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &list) == 0 else {
      throw ProviderError(.retryable, provider: "callback", message: "the host has no address")
    }
    defer { freeaddrinfo(list) }
    var found: [HostAddress] = []
    var next = list
    while let entry = next {
      next = entry.pointee.ai_next
      guard let raw = entry.pointee.ai_addr else { continue }
      let bytes: [UInt8]
      switch entry.pointee.ai_family {
      case AF_INET:
        bytes = raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
          withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) }
        }
      case AF_INET6:
        bytes = raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
          withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) }
        }
      default: continue
      }
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      guard getnameinfo(raw, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { continue }
      let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      found.append(HostAddress(bytes: bytes, text: name))
    }
    guard !found.isEmpty else { throw ProviderError(.retryable, provider: "callback", message: "the host has no address") }
    return found
  }
}
