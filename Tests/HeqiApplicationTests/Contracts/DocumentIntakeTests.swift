import HeqiDomain
import PDF
import Testing

@testable import HeqiApplication

@Suite("Uploads")
struct DocumentIntakeTests {
  func code(_ bytes: [UInt8]) -> ContractError.Code? {
    do {
      _ = try DocumentIntake.accept(bytes)
      return nil
    } catch { return error.code }
  }

  /// A one-page file with extra entries in its catalog and its page, and objects from number 4 on.
  func file(catalog: String, page: String = "", more: [String] = []) -> [UInt8] {
    var out = "%PDF-1.7\n%\u{e2}\n"
    var offsets: [Int] = []
    let objects = [
      "<</Type/Catalog/Pages 2 0 R\(catalog)>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>\(page)>>",
    ] + more
    for (index, body) in objects.enumerated() {
      offsets.append(out.utf8.count)
      out += "\(index + 1) 0 obj\n\(body)\nendobj\n"
    }
    let start = out.utf8.count
    out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets { out += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n" }
    out += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(out.utf8)
  }

  @Test("an ordinary file passes and keeps its pages")
  func ordinary() throws {
    let document = try DocumentIntake.accept(try ContractWorld.pdf(pages: 3))
    #expect(document.pageCount == 3)
    #expect(code(file(catalog: "")) == nil)
  }

  @Test("no PDF, damage, scripts and signatures are refused with the reason")
  func refusals() throws {
    #expect(code(Array("hello".utf8)) == .fileRefused)
    #expect(code([]) == .fileRefused)
    #expect(code(Array(try ContractWorld.pdf().prefix(900))) == .fileRefused)
    #expect(code(file(catalog: "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")) == .fileRefused)
    #expect(code(file(catalog: "/OpenAction<</S/Launch/F(calc.exe)>>")) == .fileRefused)
    do {
      _ = try DocumentIntake.accept(file(catalog: "/OpenAction<</S/JavaScript/JS(1)>>"))
    } catch {
      #expect(error.message.chinese.contains("脚本") && error.message.english.contains("script"))
    }
  }

  @Test("an honest but broken file is accepted as a repaired copy, and that is said")
  func broken() throws {
    let sound = file(catalog: "")
    #expect(try DocumentIntake.accept(sound).wasRepaired == false)
    let document = try DocumentIntake.accept(Array("mail header\n".utf8) + sound)
    #expect(document.wasRepaired)
    #expect(document.pageCount == 1)
    #expect(code(Array("mail header\n".utf8) + file(catalog: "/OpenAction<</S/JavaScript/JS(1)>>")) == .fileRefused)
  }

  @Test("fifty megabytes are the limit")
  func size() {
    #expect(code([UInt8](repeating: 0x25, count: ContractLimits.fileBytesMax + 1)) == .fileTooLarge)
    #expect(code([UInt8](repeating: 0x25, count: 100)) == .fileRefused)
  }

  @Test(
    "file names become titles",
    arguments: [("a/b/租赁.pdf", "租赁"), ("C:\\x\\合同*?.PDF", "合同"), ("", "未命名合同"), ("..pdf", ".")])
  func titles(name: String, title: String) { #expect(UploadContractFile.title(of: name) == title) }

  @Test("filled fields without a look are drawn, hidden layers dropped, and that is said")
  func settled() throws {
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V(\\344)/DA(/F 0 Tf)/Rect[10 10 90 30]>>"
    let form = file(catalog: "/AcroForm<</Fields[4 0 R]>>", page: "/Annots[4 0 R]", more: [field])
    let document = try DocumentIntake.accept(form)
    #expect(document.wasSettled && !document.wasRepaired)
    #expect(try PDFDocument(document.bytes).currentView.formFields().isEmpty)
    let layers = "/OCProperties<</OCGs[4 0 R]/D<</OFF[4 0 R]>>>>"
    let stamp = "<</Type/Annot/Subtype/Stamp/OC 4 0 R/Rect[1 1 9 9]>>"
    #expect(try DocumentIntake.accept(file(catalog: layers, page: "/Annots[\(stamp)]", more: ["<</Type/OCG/Name(x)>>"])).wasSettled)
    #expect(try DocumentIntake.accept(file(catalog: "")).wasSettled == false)
    #expect(code(file(catalog: "/AcroForm<</Fields[4 0 R]>>", page: "/Annots[4 0 R]", more: [field.replacing("/FT/Tx", with: "/FT/Ch")])) == .fileRefused)
  }
}
