import Foundation
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
      .pending: [.activate: .active, .cancel: .cancelled, .changePIN: .pending],
      .active: [.suspend: .suspended, .cancel: .cancelled, .expire: .expired, .changePIN: .active],
      .suspended: [.resume: .active, .cancel: .cancelled, .expire: .expired, .changePIN: .suspended],
      .cancelled: [:], .expired: [:],
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

  @Test("a new PIN ends grants and leaves the status; resuming brings no grant back")
  func versions() throws {
    let changed = try SealLifecycle.apply(.changePIN, to: seal(.active)).seal
    #expect(changed.grantVersion == 2 && changed.isUsable && changed.isDefault)
    let back = try SealLifecycle.apply(.resume, to: SealLifecycle.apply(.suspend, to: seal(.active)).seal).seal
    #expect(back.grantVersion == 2)
  }

  @Test("a cancellation says why, and the platform's own says so")
  func reasons() throws {
    let renamed = try SealLifecycle.apply(.cancel, to: seal(.active), because: .ownerRenamed)
    #expect(renamed.event.author == .system && renamed.event.facts.contains(.init("reason", "ownerRenamed")))
    let own = try SealLifecycle.apply(.cancel, to: seal(.active))
    #expect(own.event.author == .caller && own.event.kind == "seal.cancelled")
  }

  static func text() -> String {
    var out = """
      # Seals

      Printed by `SealLifecycleTests` from the code; do not edit. `HEQI_UPDATE_EXPECTED=1 bin/test` writes it anew.

      ## Life of a seal (E-10, F-048, F-062)

      One row per status, one column per command: the status afterwards; empty = refused. `*` ends every grant of the
      seal (B-17).

      | Status |\(SealCommand.allCases.map { " \($0.rawValue) \($0.label.chinese) |" }.joined())
      |---|\(SealCommand.allCases.map { _ in "---|" }.joined())

      """
    for status in SealStatus.allCases {
      out += "| \(status.rawValue) \(status.label.chinese) |"
      for command in SealCommand.allCases {
        let next = SealLifecycle.next(command, status)
        out += next.map { " \($0.rawValue)\(SealLifecycle.endsGrants(command) ? " *" : "") |" } ?? " |"
      }
      out += "\n"
    }
    out += """

      ## 授权委托书 (F-047, F-061)

      | Status |\(PowerOfAttorney.Command.allCases.map { " \($0.rawValue) |" }.joined())
      |---|\(PowerOfAttorney.Command.allCases.map { _ in "---|" }.joined())

      """
    for status in PowerOfAttorney.Status.allCases {
      out += "| \(status.rawValue) \(status.label.chinese) |"
      for command in PowerOfAttorney.Command.allCases {
        out += PowerOfAttorney.next(command, status).map { " \($0.rawValue) |" } ?? " |"
      }
      out += "\n"
    }
    out += "\n## Kinds, shapes and sizes (E-22, B-15), in millimetres; the usual one first\n\n| Kind | Faces |\n|---|---|\n"
    for kind in SealKind.allCases {
      let faces = kind.shapes.flatMap { shape in SealDesign.sizes(kind, shape).map { "\(shape.rawValue) \($0.text)" } }
      out += "| \(kind.rawValue) \(kind.label.chinese) | \(faces.joined(separator: ", ")) |\n"
    }
    out += "\n## Uploaded pictures (F-046): the longer side on paper, in millimetres; at least 300 dpi\n\n| Kind | Longer side |\n|---|---|\n"
    for kind in SealKind.allCases {
      let range = SealPictureSize.longer(kind)
      out += "| \(kind.rawValue) \(kind.label.chinese) | \(Int(range.lowerBound)) to \(Int(range.upperBound)) |\n"
    }
    return out
  }

  @Test("the printed tables equal the machines")
  func printed() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "docs/seals.md")
    let text = Self.text()
    if ProcessInfo.processInfo.environment["HEQI_UPDATE_EXPECTED"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text)
  }
}
