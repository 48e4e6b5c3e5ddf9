package import HeqiPorts
package import HeqiStorage
package import Office

/// Everything the pages can ask about powers of attorney; built once by the server.
package struct PowerActions: Sendable {
  package let list: ListPowers
  package let read: ReadPower
  package let draft: DraftPower
  package let sign: SignPower
  package let revoke: RevokePower

  package init(
    ledger: PeopleLedger, blobs: BlobStore, codes: CodeDesk, keys: any KeyStore,
    authority: any CertificateAuthority, timeStamps: any TimeStampAuthority, renderer: PageRenderer
  ) {
    let desk = PowerDesk(ledger: ledger, blobs: blobs)
    list = ListPowers(desk: desk)
    read = ReadPower(desk: desk, renderer: renderer)
    draft = DraftPower(desk: desk)
    sign = SignPower(
      desk: desk, codes: codes,
      certificates: IssueCompanyCertificate(ledger: ledger, keys: keys, authority: authority),
      signFile: SignFile(keys: keys, timeStamps: timeStamps))
    revoke = RevokePower(desk: desk)
  }
}
