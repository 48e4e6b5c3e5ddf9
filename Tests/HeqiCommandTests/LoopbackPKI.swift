import CMS
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// The services of a workbench's PKI on this machine's loopback: time-stamps, OCSP, CRL, issuer certificate.
final class LoopbackPKI: Sendable {
  let bench: Workbench
  let address: String
  private let channel: NIOAsyncChannel<NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, Never>

  /// Binds first, because certificates name the address.
  static func run(_ body: (LoopbackPKI) async throws -> Void) async throws {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          return try NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>(wrappingChannelSynchronously: channel)
        }
      }
    let address = "http://127.0.0.1:\(try #require(channel.channel.localAddress?.port))"
    let services = LoopbackPKI(bench: try await Workbench(services: address), address: address, channel: channel)
    let answers = try await Answers(services.bench)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try? await services.serve(answers) }
      try await body(services)
      group.cancelAll()
    }
  }

  private init(
    bench: Workbench, address: String,
    channel: NIOAsyncChannel<NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, Never>
  ) {
    self.bench = bench
    self.address = address
    self.channel = channel
  }

  private func serve(_ answers: Answers) async throws {
    try await channel.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections {
          group.addTask { try? await Self.converse(connection, answers) }
        }
      }
    }
  }

  private static func converse(
    _ connection: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>, _ answers: Answers
  ) async throws {
    try await connection.executeThenClose { inbound, outbound in
      var path = ""
      var body: [UInt8] = []
      for try await part in inbound {
        switch part {
        case .head(let head): (path, body) = (head.uri, [])
        case .body(let buffer): body += buffer.readableBytesView
        case .end:
          let answer = await answers.answer(path, body)
          let headers = HTTPHeaders([("content-length", "\(answer?.count ?? 0)")])
          let status = answer == nil ? HTTPResponseStatus.notFound : .ok
          try await outbound.write(.head(.init(version: .http1_1, status: status, headers: headers)))
          try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: answer ?? []))))
          try await outbound.write(.end(nil))
        }
      }
    }
  }

  /// What the services say.
  private struct Answers: Sendable {
    let bench: Workbench
    let authority: EmbeddedTimeStampAuthority
    let responder: OCSPResponder
    let list: CertificateRevocationList

    init(_ bench: Workbench) async throws {
      self.bench = bench
      let (now, day) = (bench.now, Int64(86_400))
      func leaf(_ role: CertificateTemplate.Role, _ name: String, _ key: PrivateKey, _ serial: UInt8) async throws
        -> X509Certificate
      {
        try await bench.issuing.issue(
          CertificateTemplate(
            role, subject: Workbench.name(name), publicKey: key.publicKey, serialNumber: [0x40, serial],
            notBefore: now.adding(seconds: -day), notAfter: now.adding(seconds: 3000 * day),
            locations: .init(ocspURL: bench.certificate.ocspURLs[0])))
      }
      let (unitKey, responderKey) = (try PrivateKey.generateP256(), try PrivateKey.generateP256())
      authority = try EmbeddedTimeStampAuthority(
        certificate: try await leaf(.timeStampingUnit, "TSA", unitKey, 4), chain: [bench.issuing.certificate],
        key: unitKey, policy: try #require(ObjectIdentifier("1.3.6.1.4.1.99999.1")), clock: { now },
        serialNumber: { (0..<8).map { _ in UInt8.random(in: 1...127) } })
      responder = try OCSPResponder(
        certificate: try await leaf(.ocspResponder, "OCSP", responderKey, 5), issuer: bench.issuing.certificate,
        key: responderKey)
      list = try await bench.root.revocationList(
        [], number: 1, thisUpdate: now.adding(seconds: -3600), nextUpdate: now.adding(seconds: 7 * day))
    }

    private static let otherRequest =
      (try? TimeStampRequest(imprint: [UInt8](repeating: 7, count: 32), nonce: nil))?.der ?? []

    func answer(_ path: String, _ body: [UInt8]) async -> [UInt8]? {
      switch path {
      case "/tsa": await authority.respond(to: body)
      // A token over something else, without the nonce that was sent.
      case "/liar": await authority.respond(to: Self.otherRequest)
      case "/garbage": Array("not a time-stamp".utf8)
      case "/ocsp": await responder.respond(to: body, now: bench.now, validSeconds: 86_400) { _ in .good }
      case "/root.crl": list.der
      case "/issuing.der": bench.issuing.certificate.der
      default: nil
      }
    }
  }
}
