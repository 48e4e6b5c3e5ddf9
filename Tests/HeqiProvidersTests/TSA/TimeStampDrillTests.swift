import CMS
import HeqiDomain
import HeqiPorts
import HeqiProviders
import Testing

/// Drill 17 against loopback servers that speak RFC 3161, badly: none of their tokens is accepted, and the next one is asked.
@Suite("Time-stamp authorities that fail (drill 17)", .serialized)
struct TimeStampDrillTests {
  enum Fault: String, CaseIterable, Sendable {
    case hanging, closing, refusing, failing, slowBody, endlessBody, rubbish, emptyAnswer, grantedWithoutToken
    case wrongImprint, wrongNonce, noNonce, oldToken, expiredUnit, unfitUnit, damagedSignature, noCertificate
  }

  /// The platform's unit, and a stranger whose faults are made on purpose.
  private struct Bench: Sendable {
    let clock: StandingClock
    let pki: EmbeddedPKI
    let unit: EmbeddedTimeStamps
    let remembered = Remembered()

    /// The first answer is given for ever.
    final actor Remembered {
      private var answer: [UInt8]?
      func first(_ make: () async -> [UInt8]) async -> [UInt8] {
        if let answer { return answer }
        let made = await make()
        answer = made
        return made
      }
    }

    /// What a server with this fault answers.
    func answer(_ fault: Fault, to request: [UInt8]) async -> LoopbackTSA.Answer {
      do {
        let asked = try TimeStampRequest(der: request)
        switch fault {
        case .hanging: return .nothing
        case .closing: return .closed
        case .failing: return .status(500)
        case .refusing:
          let other = try #require(ObjectIdentifier("1.2.3.4"))
          let impossible = try TimeStampRequest(imprint: asked.imprint, nonce: asked.nonce, policy: other)
          return .ok(await unit.respond(to: impossible.der))
        case .slowBody: return .half(await unit.respond(to: request))
        case .endlessBody: return .flood
        case .rubbish: return .ok(Array("<html>503 Service Unavailable</html>".utf8))
        case .emptyAnswer: return .ok([])
        case .grantedWithoutToken: return .ok([0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x00])
        case .wrongImprint:
          let other = asked.imprint.map { $0 ^ 1 }
          return .ok(await unit.respond(to: try TimeStampRequest(imprint: other, nonce: asked.nonce).der))
        case .wrongNonce:
          return .ok(await unit.respond(to: try TimeStampRequest(imprint: asked.imprint, nonce: [0x55, 1, 2, 3]).der))
        case .noNonce:
          return .ok(await unit.respond(to: try TimeStampRequest(imprint: asked.imprint, nonce: nil).der))
        case .oldToken: return .ok(await remembered.first { await unit.respond(to: request) })
        case .expiredUnit: return .ok(try await stranger(.timeStampingUnit, ends: -3600).respond(to: request))
        case .unfitUnit:
          // A certificate without the purpose cannot be made a unit of, so its token is put together by hand.
          return .ok(try await unfit(asked))
        case .damagedSignature:
          var bytes = await unit.respond(to: request)
          bytes[bytes.count - 1] ^= 0x40
          return .ok(bytes)
        case .noCertificate:
          let bare = try TimeStampRequest(imprint: asked.imprint, nonce: asked.nonce, wantsCertificate: false)
          return .ok(await unit.respond(to: bare.der))
        }
      } catch {
        Issue.record("the drill itself failed: \(error)")
        return .nothing
      }
    }

    private func certificate(
      _ role: CertificateTemplate.Role, _ key: PrivateKey, ends seconds: Int64
    ) async throws -> X509Certificate {
      let now = PKITime(secondsSince1970: clock.now.seconds)
      let issuer = try CertificateIssuer(certificate: pki.issuing.certificate, key: pki.issuing.key)
      return try await issuer.issue(
        CertificateTemplate(
          role, subject: DistinguishedName([.init(.commonName, "Stranger")]), publicKey: key.publicKey,
          serialNumber: [0x55, 1], notBefore: now.adding(seconds: -7200), notAfter: now.adding(seconds: seconds)))
    }

    private func stranger(
      _ role: CertificateTemplate.Role, ends seconds: Int64
    ) async throws -> EmbeddedTimeStampAuthority {
      let key = try PrivateKey.generateP256()
      let now = PKITime(secondsSince1970: clock.now.seconds)
      return try EmbeddedTimeStampAuthority(
        certificate: try await certificate(role, key, ends: seconds), chain: [pki.issuing.certificate], key: key,
        policy: try #require(ObjectIdentifier("1.2.3.4")), clock: { now }, serialNumber: { [0x55, 2] })
    }

    /// A token whose signature is right and whose certificate may not stamp.
    private func unfit(_ asked: TimeStampRequest) async throws -> [UInt8] {
      let key = try PrivateKey.generateP256()
      let leaf = try await certificate(.signatory, key, ends: 3600)
      let honest = try await stranger(.timeStampingUnit, ends: 3600).token(imprint: asked.imprint, nonce: asked.nonce)
      let content = try #require(try TimeStampToken(der: honest).signedData.content)
      let signer = try SignedDataSigner(certificate: leaf, chain: [pki.issuing.certificate], algorithm: key.algorithm)
      let type = try #require(ObjectIdentifier("1.2.840.113549.1.9.16.1.4"))
      let attributes = try signer.attributes(contentDigest: DigestAlgorithm.sha256.hash(content), contentType: type)
      let token = signer.assemble(attributes, signature: try key.signature(over: attributes.bytes), content: content)
      let body = [0x30, 0x03, 0x02, 0x01, 0x00] + token
      return [0x30, 0x82, UInt8(body.count >> 8), UInt8(body.count & 255)] + body
    }
  }

  private func with(_ body: (Bench) async throws -> Void) async throws {
    try await Sample.withFolder { path in
      let clock = StandingClock()
      let pki = try await Sample.pki(path, clock: clock)
      try await body(Bench(clock: clock, pki: pki, unit: try EmbeddedTimeStamps(pki: pki, clock: clock, random: SystemRandom())))
    }
  }

  private func stamps(_ urls: [String], _ bench: Bench, deadline: Duration = .seconds(60)) -> HTTPTimeStamps {
    // Without configured roots, so that nothing but the token itself speaks against it.
    HTTPTimeStamps(urls: urls, deadline: deadline, random: SystemRandom(), clock: bench.clock)
  }

  @Test("drill 17: a bad token is never accepted, and the second authority is asked", arguments: Fault.allCases)
  func failover(_ fault: Fault) async throws {
    try await with { bench in
      let bad = try await LoopbackTSA { await bench.answer(fault, to: $0) }
      let good = try await LoopbackTSA { .ok(await bench.unit.respond(to: $0)) }
      // Only those that are silent need the deadline; it must do for an honest answer on a slow machine as well.
      let deadline: Duration = [.hanging, .slowBody].contains(fault) ? .seconds(2) : .seconds(60)
      if fault == .oldToken { _ = try? await stamps([bad.url], bench).token(over: Sample.digest) }
      let before = bad.count
      await #expect(throws: ProviderError.self, "\(fault)") {
        _ = try await stamps([bad.url], bench, deadline: deadline).token(over: Sample.digest)
      }
      #expect(bad.count == before + 1, "it was asked, not passed over")
      let token = try TimeStampToken(
        der: try await stamps([bad.url, good.url], bench, deadline: deadline).token(over: Sample.digest))
      #expect(token.info.imprint == Sample.digest.bytes && good.count == 1 && bad.count == before + 2)
      let unit = try #require(token.signedData.signers.first)
      #expect(unit.names(bench.pki.timeStamping.certificate), "the token is the honest unit's")
      try await bad.close()
      try await good.close()
    }
  }

  @Test("drill 17: an authority that nobody answers at costs nothing but its turn")
  func nobody() async throws {
    try await with { bench in
      let good = try await LoopbackTSA { .ok(await bench.unit.respond(to: $0)) }
      let gone = try await LoopbackTSA { _ in .nothing }
      try await gone.close()
      _ = try await stamps([gone.url, good.url], bench).token(over: Sample.digest)
      #expect(good.count == 1)
      try await good.close()
    }
  }

  @Test("drill 17: however many hang, the person waits no longer than the total, and the last of the list is asked")
  func total() async throws {
    try await with { bench in
      var hanging: [LoopbackTSA] = []
      for _ in 0..<3 { hanging.append(try await LoopbackTSA { _ in .nothing }) }
      let good = try await LoopbackTSA { .ok(await bench.unit.respond(to: $0)) }
      let all = HTTPTimeStamps(
        urls: hanging.map(\.url) + [good.url], deadline: .seconds(60), total: .seconds(4), random: SystemRandom(),
        clock: bench.clock)
      let clock = ContinuousClock()
      let start = clock.now
      _ = try await all.token(over: Sample.digest)
      #expect(clock.now - start < .seconds(60), "three shares of a second and not three of a minute")
      #expect(hanging.allSatisfy { $0.count == 1 } && good.count == 1)
      let none = HTTPTimeStamps(
        urls: hanging.map(\.url), deadline: .seconds(60), total: .seconds(1), random: SystemRandom(), clock: bench.clock)
      let second = clock.now
      await #expect(throws: ProviderError(.retryable, provider: "tsa", message: "")) {
        _ = try await none.token(over: Sample.digest)
      }
      #expect(clock.now - second < .seconds(60))
      for server in hanging + [good] { try await server.close() }
    }
  }

  @Test("drill 17: a caller who goes away asks nobody else, and no authority is blamed for it")
  func cancelled() async throws {
    try await with { bench in
      let (asked, note) = AsyncStream.makeStream(of: Void.self)
      let hanging = try await LoopbackTSA { _ in
        note.yield()
        return .nothing
      }
      let second = try await LoopbackTSA { .ok(await bench.unit.respond(to: $0)) }
      let stamps = stamps([hanging.url, second.url], bench, deadline: .seconds(30))
      for _ in 0..<4 {
        let task = Task { try await stamps.token(over: Sample.digest) }
        for await _ in asked { break }
        task.cancel()
        await #expect(throws: ProviderError.self) { _ = try await task.value }
      }
      #expect(hanging.count == 4, "a breaker would have opened after three failures")
      #expect(second.count == 0)
      try await hanging.close()
      try await second.close()
    }
  }
}
