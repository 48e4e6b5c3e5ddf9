import HeqiDomain

/// Fixed values for the identity suites.
enum Sample {
  static let now = CivilTime.instant(year: 2026, month: 11, day: 21, hour: 9)!
  static let random: [UInt8] = Array(1...10)

  static func id<Entity>(_ number: UInt8, _: Entity.Type = Entity.self) -> ID<Entity> {
    ID(at: now, random: [number, 2, 3, 4, 5, 6, 7, 8, 9, number])
  }

  static let account = Account(
    id: id(1), tenantID: "main", name: "叶小三", mobile: MobileNumber("13812341234")!,
    email: EmailAddress("ye@example.com")!, createdAt: now)
  static let reviewer: ID<Account> = id(9)
  static let adult = try! IDCardNumber("310101199001011234")
  static let other = try! IDCardNumber("11010519491231002X")
  static let scene = Scene(client: .web, ip: "172.124.10.22", deviceID: "a1b2c3d4", userAgent: "Test")

  static func digest(_ byte: UInt8) -> Digest { Digest([UInt8](repeating: byte, count: 32))! }

  static func image(_ byte: UInt8) -> StoredImage { StoredImage(digest: digest(byte), length: 1000) }

  static func submission(
    number: IDCardNumber = adult, live: StoredImage? = image(3), face: Bool = true, show: Bool = true
  ) -> VerificationSubmission {
    VerificationSubmission(
      name: PersonName("叶小三")!, idCardNumber: number, front: image(1), back: image(2), live: live,
      consentsToFaceData: face, consentsToShowLiveImage: show)
  }

  static func verification() -> IdentityVerification {
    IdentityVerification(id: id(2), accountID: account.id, tenantID: "main")
  }
}

extension IdentityVerification {
  /// The verification after a list of commands; every one must be accepted.
  func after(_ commands: VerificationCommand..., at now: Instant = Sample.now) throws -> IdentityVerification {
    try commands.reduce(self) {
      try IdentityVerificationLifecycle.apply($1, to: $0, account: Sample.account, at: now).verification
    }
  }

  func apply(_ command: VerificationCommand, at now: Instant = Sample.now) throws(IdentityError) -> VerificationTransition {
    try IdentityVerificationLifecycle.apply(command, to: self, account: Sample.account, at: now)
  }
}
