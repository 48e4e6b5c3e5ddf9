import HeqiDomain
import Testing

@Suite("Seal lifecycle")
struct SealLifecycleTests {
  private func seal(_ status: SealStatus) -> Seal {
    Seal(
      id: Sample.id(6), tenantID: "main", ownerID: Sample.account.id, kind: .personalName, name: "叶小三", status: status,
      isDefault: true, widthMM: 20, heightMM: 20, createdAt: Sample.now)
  }

  @Test("every status × every command: the table of E-10", arguments: SealStatus.allCases)
  func table(status: SealStatus) {
    let expected: [SealStatus: [SealCommand: SealStatus]] = [
      .pending: [.activate: .active, .cancel: .cancelled],
      .active: [.suspend: .suspended, .cancel: .cancelled, .expire: .expired],
      .suspended: [.resume: .active, .cancel: .cancelled, .expire: .expired], .cancelled: [:], .expired: [:],
    ]
    for command in SealCommand.allCases {
      let next = try? SealLifecycle.apply(command, to: seal(status)).seal.status
      #expect(next == expected[status]?[command])
    }
  }

  @Test("suspending ends grants and the default; only active seals can be used")
  func suspend() throws {
    let suspended = try SealLifecycle.apply(.suspend, to: seal(.active)).seal
    #expect(suspended.grantVersion == 2 && !suspended.isDefault && !suspended.isUsable)
    #expect(seal(.active).isUsable)
  }
}
