import HeqiDomain
import HeqiTestSupport
import PDF
import Testing

@testable import HeqiApplication

@Suite("several files in one contract (J-014)")
struct SeveralFilesTests {
  private static func field(file: Int?, page: Int) -> ClientContractRequest.Field {
    ClientContractRequest.Field(
      partyID: ClientWorld.zhang.name, kind: .seal, position: .box(page: page, x: 50, y: 50), width: nil, height: nil,
      path: "signFields[0]", file: file)
  }

  @Test("a file or page that does not exist is refused by name", arguments: [
    (4, 1, "signFields[0].file"), (2, 3, "signFields[0].page"),
  ])
  func bounds(_ file: Int, _ page: Int, _ name: String) async throws {
    try await ClientWorld.with { world in
      await #expect(throws: ClientError(.parameter, field: name)) {
        _ = try await world.order("A", [world.signer(ClientWorld.zhang)], files: 3, fields: [Self.field(file: file, page: page)])
      }
    }
  }

  @Test("parts keep their names, hashes and pages, and places count within their file", arguments: TestDatabase.engines)
  func parts(_ engine: TestDatabase.Engine) async throws {
    try await ClientWorld.with(engine) { world in
      let made = try await world.order("A", [world.signer(ClientWorld.zhang)], files: 3, fields: [Self.field(file: 2, page: 2)])
      let contract = try await world.contract(made.view.contract.id)
      let file = try #require(contract.round.file)
      #expect(file.parts.map(\.name) == ["文件1.pdf", "文件2.pdf", "文件3.pdf"])
      #expect(file.parts.map(\.firstPage) == [1, 3, 5] && file.pageCount == 6)
      #expect(Set(file.parts.map(\.digest)).count == 3)
      #expect(contract.round.places.map(\.page) == [4])
      let pages = try PDFDocument(try await ContractFiles(blobs: world.base.blobs).read(contract)).currentView.pages()
      #expect(pages.count == 6)
    }
  }
}
