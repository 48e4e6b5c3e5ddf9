import HeqiPorts
package import Office

/// Everything the pages can ask about seals; built once by the server.
package struct SealActions: Sendable {
  package let list: ListSeals
  package let drawing: ReadSealDrawing
  package let page: ReadSealPage
  package let design: DesignSeal
  package let upload: UploadSeal
  package let change: ChangeSeal
  package let pins: SealPINDesk
  /// For names of owners on the maker's page.
  package let ledger: PeopleLedger

  package init(ledger: PeopleLedger, passwords: PasswordHasher, workers: OfficeWorkers) {
    self.ledger = ledger
    list = ListSeals(ledger: ledger)
    drawing = ReadSealDrawing(ledger: ledger)
    page = ReadSealPage(ledger: ledger)
    design = DesignSeal(ledger: ledger)
    upload = UploadSeal(ledger: ledger, workers: workers)
    change = ChangeSeal(ledger: ledger)
    pins = SealPINDesk(engine: ledger.engine, clock: ledger.clock, random: ledger.random, hasher: passwords)
  }
}
