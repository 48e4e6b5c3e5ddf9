import HeqiDomain
import HeqiSQL
import HeqiStorage
import HeqiTestSupport
import Testing

@Suite("Seal and certificate stores")
struct SealStoreTests {
  private func seal(_ base: PeopleBase, _ number: UInt8, _ owner: ID<Account>) -> Seal {
    Seal(
      id: base.id(number), tenantID: "main", ownerID: owner, kind: .personalName, name: "叶小三", status: .active,
      isDefault: true, widthMM: 20, heightMM: 18.5, createdAt: base.now.adding(.seconds(Int64(number))))
  }

  @Test("a new default takes the place of the old; drawings come back byte for byte", arguments: TestDatabase.engines)
  func seals(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let owner = try await base.insertAccount().id
      let store = SealStore(tenantID: "main")
      let drawing = SealDrawing(pdf: [0x25, 0, 255], svg: Array("<svg/>".utf8))
      let first = seal(base, 1, owner)
      let second = seal(base, 2, owner)
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(first, drawing: drawing, in: connection)
        try store.insert(second, drawing: drawing, in: connection)
        let list = try store.list(ownedBy: owner, in: connection)
        #expect(list.map(\.isDefault) == [false, true])
        #expect(list[1] == second)
        #expect(try store.drawing(first.id, in: connection) == drawing)
        let suspended = try SealLifecycle.apply(.suspend, to: second).seal
        try store.save(suspended, in: connection)
        #expect(try store.find(second.id, in: connection)?.status == .suspended)
      }
      await #expect(throws: IdentityError(.staleRevision)) { try await base.engine.write { try store.save(second, in: $0) } }
    }
  }

  @Test("a certificate is usable until revoked; revoked ones are listed while they would be valid", arguments: TestDatabase.engines)
  func certificates(kind: TestDatabase.Engine) async throws {
    try await PeopleBase.with(kind) { (base: PeopleBase) async throws in
      let account = try await base.insertAccount().id
      let store = CertificateStore(tenantID: "main")
      let certificate = Certificate(
        id: base.id(1), tenantID: "main", accountID: account, serial: "0a1b", subjectName: "叶小三",
        chain: [[1, 2, 3], [UInt8](repeating: 9, count: 300)], keyHandle: [7, 7], notBefore: base.now,
        notAfter: base.now.adding(.seconds(1000)))
      try await base.engine.write { (connection: any SQLConnection) throws in
        try store.insert(certificate, in: connection)
        #expect(try store.usable(by: account, at: base.now, in: connection) == certificate)
        #expect(try store.usable(by: account, at: base.now.adding(.seconds(1000)), in: connection) == nil)
        #expect(try store.find(serial: "0a1b", in: connection) == certificate)
        #expect(try store.revoke(certificate.id, reason: .affiliationChanged, at: base.now, in: connection))
        #expect(try !store.revoke(certificate.id, reason: .superseded, at: base.now, in: connection))
        #expect(try store.usable(by: account, at: base.now, in: connection) == nil)
        let expected = RevokedCertificate(serial: "0a1b", revokedAt: base.now, reason: .affiliationChanged)
        #expect(try store.revoked(at: base.now, in: connection) == [expected])
        #expect(try store.revoked(at: base.now.adding(.seconds(1001)), in: connection).isEmpty)
      }
    }
  }
}
