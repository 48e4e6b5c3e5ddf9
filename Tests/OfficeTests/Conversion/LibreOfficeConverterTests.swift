import Foundation
import Testing

@testable import Office

@Suite("Office files become PDF", .serialized)
struct LibreOfficeConverterTests {
  private static let lease = OfficeFiles.paragraph("房屋租赁合同 Lease 7788")

  private static func refusal(_ bytes: [UInt8], _ format: OfficeFormat = .docx) async throws -> OfficeError.Code? {
    let bench = try OfficeBench()
    defer { bench.remove() }
    let code = await OfficeBench.code { () throws(OfficeError) in
      _ = try await LibreOfficeConverter(workers: bench.workers).pdf(from: bytes, format: format)
    }
    #expect(bench.leftovers == [])
    return code
  }

  @Test("Word, Excel and PowerPoint files keep their words", arguments: OfficeFormat.allCases)
  func formats(format: OfficeFormat) async throws {
    let bytes =
      switch format {
      case .docx: OfficeFiles.docx(Self.lease)
      case .xlsx: OfficeFiles.xlsx("房屋租赁合同 Lease 7788", formula: "40+2")
      case .pptx: OfficeFiles.pptx("房屋租赁合同 Lease 7788")
      }
    #expect(OfficeUpload(bytes) == .format(format))
    let bench = try OfficeBench()
    defer { bench.remove() }
    let pdf = try await LibreOfficeConverter(workers: bench.workers).pdf(from: bytes, format: format)
    let text = try await bench.workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(pdf, name: "out.pdf")
      return try await bench.workers.run(.pdftotext, [file, "-"], in: workspace, limits: .text)
    }
    let words = String(decoding: text, as: UTF8.self)
    #expect(words.contains("房屋租赁合同") && words.contains("7788"), "\(words)")
    if format == .xlsx { #expect(words.contains("42")) }
    #expect(bench.leftovers == [])
  }

  @Test("a file that takes content from elsewhere is refused before a program opens it")
  func outside() async throws {
    let image = OfficeFiles.docx(Self.lease, external: ("image", "file:///etc/passwd"))
    let template = OfficeFiles.docx(Self.lease, external: ("attachedTemplate", "http://192.0.2.1/a.dotm"))
    let simple = OfficeFiles.docx(#"<w:p><w:fldSimple w:instr=" INCLUDETEXT /etc/passwd "/></w:p>"#)
    let spread = OfficeFiles.docx(
      """
      <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> INCLUDE</w:instrText></w:r>\
      <w:r><w:instrText>TEXT "/etc/passwd"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
      """)
    for bytes in [image, template, simple, spread] { #expect(try await Self.refusal(bytes) == .reachesOutside) }
    let fetching = OfficeFiles.xlsx("报价", formula: "WEBSERVICE(\"http://192.0.2.1/\")")
    #expect(try await Self.refusal(fetching, .xlsx) == .reachesOutside)
  }

  @Test("a link to click on and an ordinary field stay")
  func links() async throws {
    let body = Self.lease + #"<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>"#
    let bytes = OfficeFiles.docx(body, external: ("hyperlink", "https://example.com/"))
    #expect(try await Self.refusal(bytes) == nil)
  }

  /// Whether a process runs whose command line names the folder.
  private static func isUsed(_ folder: String) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { entry in
      guard Int(entry) != nil, let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else { return false }
      return String(decoding: line, as: UTF8.self).contains(folder)
    }
  }

  @Test("a conversion that is stopped takes all its processes along: none writes on behind it", arguments: [50, 150, 300])
  func stopped(milliseconds: Int) async throws {
    let bench = try OfficeBench()
    defer { bench.remove() }
    var limits = WorkerLimits.conversion
    limits.time = .milliseconds(milliseconds)
    let code = await OfficeBench.code { () throws(OfficeError) in
      _ = try await LibreOfficeConverter(workers: bench.workers, limits: limits).pdf(from: OfficeFiles.docx(Self.lease), format: .docx)
    }
    #expect(code == .timedOut)
    // Whoever still worked for it would make its folder anew.
    while try Self.isUsed(bench.root) { try await Task.sleep(for: .milliseconds(10)) }
    #expect(bench.leftovers == [])
  }

  @Test("damage, slowness and foreign formats are told apart, and nothing stays behind")
  func faults() async throws {
    #expect(try await Self.refusal(Array("PK damaged".utf8)) == .unreadable)
    let bench = try OfficeBench()
    defer { bench.remove() }
    var limits = WorkerLimits.conversion
    limits.time = .milliseconds(50)
    let code = await OfficeBench.code { () throws(OfficeError) in
      _ = try await LibreOfficeConverter(workers: bench.workers, limits: limits).pdf(
        from: OfficeFiles.docx(Self.lease), format: .docx)
    }
    #expect(code == .timedOut && bench.leftovers == [])
    #expect(OfficeUpload([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]) == .compound)
    #expect(OfficeUpload(Array("%PDF-1.7".utf8)) == nil)
    #expect(OfficeUpload(OfficeFiles.zip([("mimetype", "application/epub+zip")])) == nil)
  }
}
