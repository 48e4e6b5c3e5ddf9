import CMS
package import HeqiDomain
package import HeqiPorts
import HeqiSQL
import HeqiStorage
import PAdES
import PDF
import Typeset

/// 法定代表人授权书 as the representative sees it before signing.
package struct AuthorizationLetter: Sendable {
  package let verificationID: ID<OrganizationVerification>
  package let company: String
  package let code: String
  package let representative: String
  package let applicant: String
  package let digest: Digest
  package let pdf: [UInt8]
}

/// The letter with which a legal representative entrusts the applicant (F-018, E-18): a scan for a reviewer, or a PDF made
/// here and signed online with the representative's own key after a code bound to that very file (E-02).
package struct AuthorizeApplicant: Sendable {
  private let desk: CompanyDesk
  private let files: CompanyFiles
  private let codes: CodeDesk
  private let keys: any KeyStore
  private let timeStamps: any TimeStampAuthority
  private let publicURL: String

  package init(
    desk: CompanyDesk, files: CompanyFiles, codes: CodeDesk, keys: any KeyStore, timeStamps: any TimeStampAuthority, publicURL: String
  ) {
    self.desk = desk
    self.files = files
    self.codes = codes
    self.keys = keys
    self.timeStamps = timeStamps
    self.publicURL = publicURL
  }

  /// Sends the representative a link to the letter.
  package func ask(_ typedMobile: String, _ id: ID<OrganizationVerification>, caller: Caller) async throws {
    guard let mobile = MobileNumber(typedMobile) else { throw IdentityError(.invalidMobile, field: "mobile") }
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    let link = "\(publicURL)/companies/authorizations/\(id)"
    try await desk.ledger.engine.write { [desk] connection in
      let (verification, account) = try desk.own(id, caller, vault, in: connection)
      let asked = try desk.apply(
        .askRepresentative(mobile), to: verification, of: account, by: account.actor, scene: caller.scene, vault: vault, at: now,
        in: connection
      ).verification
      let company = asked.data?.name.text ?? ""
      try MessageOutbox(vault: vault, random: desk.ledger.random).sms(
        to: Sensitive(mobile.text),
        text: "【合契】\(Mask.name(account.name)) 正在为“\(company)”办理企业认证，请法定代表人登录并签署授权书：\(link)",
        key: "authorization:\(id):\(asked.revision)", at: now, in: connection)
    }
  }

  /// A scan of a letter signed on paper.
  package func byScan(_ picture: [UInt8], _ id: ID<OrganizationVerification>, caller: Caller) async throws {
    let now = desk.ledger.clock.now
    let vault = try await desk.ledger.open(caller.tenantID)
    let blob = try await files.put(picture, .letter, of: caller.accountID, tenantID: caller.tenantID, at: now)
    try await desk.ledger.engine.write { [desk, files] connection in
      let (verification, account) = try desk.own(id, caller, vault, in: connection)
      try files.record(blob, at: now, in: connection)
      try desk.apply(
        .authorize(.scan(blob.storedImage)), to: verification, of: account, by: account.actor, scene: caller.scene, vault: vault,
        at: now, in: connection)
    }
  }

  /// The letter for the representative who was asked. Others find nothing.
  /// - Throws: `OrganizationError` `.notFound`, `.notTheRepresentative`.
  package func letter(_ id: ID<OrganizationVerification>, caller: Caller) async throws -> AuthorizationLetter {
    try await prepared(id, caller).letter
  }

  /// Sends the code for signing this letter.
  package func sendCode(_ id: ID<OrganizationVerification>, caller: Caller) async throws -> CodeReceipt {
    let (letter, representative, _) = try await prepared(id, caller)
    return try await codes.issue(
      .sign, binding: Self.binding(letter, caller), to: .mobile(representative.mobile), scene: caller.scene, tenantID: caller.tenantID,
      isSignedIn: true
    ) { code in
      ("", caller.language == .chinese
        ? "【合契】验证码 \(code)，用于签署“\(letter.company)”的法定代表人授权书，10 分钟内有效。请勿告诉任何人。"
        : "[Heqi] \(code) is your code to sign the letter of authority of \(letter.company), valid for 10 minutes. Tell nobody.")
    }
  }

  /// Signs the letter that was shown.
  /// - Throws: also `IdentityError` `.codeRefused`, `OrganizationError` `.notExpected` when the letter has changed.
  package func sign(_ id: ID<OrganizationVerification>, seen: Digest, code: String, caller: Caller) async throws {
    let (letter, representative, verification) = try await prepared(id, caller)
    guard letter.digest == seen else { throw OrganizationError(.notExpected) }
    try await codes.consume(
      code, .sign, binding: Self.binding(letter, caller), from: .mobile(representative.mobile), tenantID: caller.tenantID)
    let now = desk.ledger.clock.now
    let signed = try await signature(letter, representative, now)
    let blob = try await files.put(
      made: signed, .signedLetter, of: verification.accountID, tenantID: caller.tenantID, at: now)
    let vault = try await desk.ledger.open(caller.tenantID)
    try await desk.ledger.engine.write { [desk, files] connection in
      let (current, applicant) = try desk.of(id, vault, in: connection)
      guard current.submission == verification.submission else { throw OrganizationError(.notExpected) }
      try files.record(blob, at: now, in: connection)
      try desk.apply(
        .authorize(.signed(by: representative.id, file: blob.storedImage)), to: current, of: applicant, by: representative.actor,
        scene: caller.scene, vault: vault, at: now, in: connection)
    }
  }

  private static func binding(_ letter: AuthorizationLetter, _ caller: Caller) -> CodeBinding {
    .signature(contract: "authorization:\(letter.verificationID)", file: letter.digest, account: caller.accountID)
  }

  private func prepared(
    _ id: ID<OrganizationVerification>, _ caller: Caller
  ) async throws -> (letter: AuthorizationLetter, representative: Account, verification: OrganizationVerification) {
    let vault = try await desk.ledger.open(caller.tenantID)
    let (verification, applicant, representative) = try await desk.ledger.engine.read { [desk] connection in
      let (verification, applicant) = try desk.of(id, vault, in: connection)
      let representative = try desk.ledger.account(caller, AccountStore(vault: vault), in: connection)
      return (verification, applicant, representative)
    }
    guard verification.representativeMobile == representative.mobile, verification.status == .awaitingAuthorization,
      let data = verification.data, let submittedAt = verification.submittedAt
    else { throw OrganizationError(.notFound) }
    guard representative.isVerified, data.legalRepresentative.matches(representative.name) else {
      throw OrganizationError(.notTheRepresentative)
    }
    let pdf = try Self.document(data, applicant: applicant.name, at: submittedAt).render()
    let letter = AuthorizationLetter(
      verificationID: id, company: data.name.text, code: data.code.text, representative: data.legalRepresentative.text,
      applicant: applicant.name, digest: ContentHash.sha256(pdf), pdf: pdf)
    return (letter, representative, verification)
  }

  /// The same data give the same bytes, so that the digest shown is the digest signed.
  static func document(_ data: OrganizationSubmission, applicant: String, at instant: Instant) -> Document {
    let day = CivilTime(instant)
    return Document(
      title: "法定代表人授权书", language: .chinese,
      blocks: [
        .heading(level: 0, [Run("法定代表人授权书")]),
        .paragraph([
          Run(
            "本人 \(data.legalRepresentative.text) 系 \(data.name.text)（统一社会信用代码：\(data.code.text)）的法定代表人（负责人），"
              + "现授权 \(applicant) 代表本企业在合契电子合同平台办理企业认证，并以授权委托人身份管理本企业的组织架构、合同业务类型和人员权限。")
        ]),
        .paragraph([Run("被授权人不因本授权书取得签章使用权；签章授权须由法定代表人另行签署签章授权委托书。")]),
        .paragraph([Run("本授权自签署之日起生效，至法定代表人在平台撤销之日止。")]),
        .paragraph([Run("法定代表人（电子签名）：见本文件数字签名")]),
        .paragraph([Run("日期：\(day.year) 年 \(day.month) 月 \(day.day) 日")]),
      ], createdSeconds: instant.seconds)
  }

  private func signature(_ letter: AuthorizationLetter, _ representative: Account, _ now: Instant) async throws -> [UInt8] {
    let certificate = try await desk.ledger.engine.read {
      try CertificateStore(tenantID: representative.tenantID).usable(by: representative.id, at: now, in: $0)
    }
    guard let certificate else { throw OrganizationError(.notTheRepresentative) }
    do {
      let chain = try certificate.chain.map { der throws(CMSError) in try X509Certificate(der: der) }
      guard let leaf = chain.first else { throw OrganizationError(.signingUnavailable) }
      let key = KeyStoreSigningKey(
        keys: keys, handle: certificate.keyHandle, owner: representative.id.description, publicKey: leaf.publicKey)
      let signer = try PDFSigner(certificate: leaf, chain: Array(chain.dropFirst()), algorithm: key.algorithm)
      var request = SignatureRequest(
        field: .new(.init(name: "legal-representative", page: 0, rect: .zero)),
        time: PKITime(microsecondsSince1970: now.microseconds))
      request.name = letter.representative
      request.reason = "签署法定代表人授权书 \(letter.company)"
      let timeStamps = timeStamps
      return try await signer.sign(PDFDocument(letter.pdf), request, key: key) { imprint in
        guard let digest = HeqiDomain.Digest(imprint) else { return nil }
        return try await timeStamps.token(over: digest)
      }.bytes
    } catch let error as OrganizationError {
      throw error
    } catch {
      throw OrganizationError(.signingUnavailable)
    }
  }
}
