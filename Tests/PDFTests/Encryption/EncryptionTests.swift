import Foundation
import Testing

@testable import PDF

@Suite struct EncryptionTests {
  /// A file encrypted by qpdf, so that the other side of the handler is not ours.
  static func encrypted(_ options: [String], user: String, owner: String) throws -> [UInt8] {
    var file = TestFile()
    file.onePage(catalog: "/Lang(zh-CN)/Perms<</X 6 0 R>>")
    file.object(5, "(a secret string)")
    file.object(6, "<</Type/Sig/ByteRange[0 1 2 3]/Contents<DEADBEEF>/Name(signer)/More 5 0 R>>")
    file.table("/Root 1 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pdftest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output) = (folder.appendingPathComponent("in.pdf"), folder.appendingPathComponent("out.pdf"))
    try Data(file.bytes).write(to: input)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/qpdf")
    process.arguments =
      ["--allow-weak-crypto", "--encrypt", user, owner] + options + ["--", input.path, output.path]
    try process.run()
    process.waitUntilExit()
    return [UInt8](try Data(contentsOf: output))
  }

  static let methods: [[String]] = [
    ["40"], ["128", "--use-aes=n"], ["128", "--use-aes=y"], ["128", "--use-aes=y", "--cleartext-metadata"],
    ["256", "--force-R5"], ["256"],
  ]

  @Test("every handler revision is read with either password", .enabled(if: QPDF.isAvailable), arguments: methods)
  func reads(_ options: [String]) throws {
    let bytes = try EncryptionTests.encrypted(options, user: "user", owner: "owner")
    #expect(throws: PDFError(.passwordRequired, "")) { try PDFDocument(bytes) }
    #expect(throws: PDFError(.passwordRequired, "")) { try PDFDocument(bytes, password: "wrong") }
    for (password, isOwner) in [("user", false), ("owner", true)] {
      let document = try PDFDocument(bytes, password: password)
      #expect(document.permissions?.isOwner == isOwner)
      let view = document.currentView
      let catalog = try view.catalog()
      #expect(try view.value("Lang", of: catalog) == .string(Array("zh-CN".utf8)))
      #expect(try view.contentData(of: try view.page(at: 0)) == Array("0 0 10 10 re f".utf8))
      let holder = try #require(try view.dictionary("Perms", of: catalog))
      let signature = try #require(try view.dictionary("X", of: holder))
      #expect(signature["Contents"]?.stringValue?.bytes == [0xDE, 0xAD, 0xBE, 0xEF])
      #expect(signature["Name"]?.stringValue?.text == "signer")
      #expect(try view.value("More", of: signature)?.stringValue?.text == "a secret string")
    }
  }

  @Test("what is added is unreadable without the key and read back with it", .enabled(if: QPDF.isAvailable), arguments: methods)
  func extends(_ options: [String]) throws {
    let document = try PDFDocument(
      try EncryptionTests.encrypted(options, user: "user", owner: "owner"), password: "owner")
    var update = try IncrementalUpdate(document)
    let added = update.add(.dictionary(["A": .array([.text("a new secret"), .string([])])]))
    let stream = update.addStream(dictionary: ["Note": .text("noted")], data: Array("streamed secret".utf8))
    let signature = update.allocate()
    update.setSignature(signature, dictionary: ["Type": .name("Sig"), "Name": .text("signer two")], capacity: 4)
    try update.setCatalogEntry("Heqi", .array([.reference(added), .reference(stream), .reference(signature)]))
    var prepared = try update.prepare()
    try prepared.fillContents([1, 2, 3, 4])
    let bytes = prepared.serialize()
    for text in ["a new secret", "streamed secret", "noted", "signer two"] {
      let wanted = Array(text.utf8)
      #expect(!bytes.indices.contains { bytes[$0...].starts(with: wanted) }, "\(text) is in the clear")
    }
    #expect(bytes == (try { var again = try update.prepare(); try again.fillContents([1, 2, 3, 4]); return again.serialize() }()))
    let view = try PDFDocument(bytes, password: "user").currentView
    #expect(try view.object(added) == .dictionary(["A": .array([.text("a new secret"), .string([])])]))
    let read = try #require(try view.object(stream).streamValue)
    #expect(try view.data(of: read) == Array("streamed secret".utf8) && read.dictionary["Note"] == .text("noted"))
    let signed = try #require(try view.object(signature).dictionaryValue)
    #expect(signed["Contents"]?.stringValue?.bytes == [1, 2, 3, 4] && signed["Name"] == .text("signer two"))
    #expect(try QPDF.complaint(bytes, arguments: ["--password=user"]) == nil)
  }

  @Test("a file with an integrity code is not extended: the code would break")
  func integrityCode() throws {
    var file = TestFile()
    file.onePage()
    file.table("/Root 1 0 R/AuthCode<</MACLocation/Standalone>>")
    let document = try file.open()
    #expect(throws: PDFError(.updateRefused, "")) { try IncrementalUpdate(document) }
  }

  @Test("a password with accents opens old files in either spelling", .enabled(if: QPDF.isAvailable))
  func accents() throws {
    #expect(PDFString.documentEncoded("é€\u{141}") == [0xE9, 0xA0, 0x95])
    #expect(PDFString.documentEncoded("密码") == nil)
    let bytes = try EncryptionTests.encrypted(["128", "--use-aes=y"], user: "caf\u{E9}", owner: "x")
    #expect(try PDFDocument(bytes, password: "caf\u{E9}").isEncrypted)
  }

  @Test(
    "a file without a user password opens and can be normalised", .enabled(if: QPDF.isAvailable), arguments: methods)
  func normalises(_ options: [String]) throws {
    let bytes = try EncryptionTests.encrypted(options, user: "", owner: "owner")
    let document = try PDFDocument(bytes)
    let result = try DocumentRewriter.rewrite(document)
    #expect(result.removed.contains(.encryption))
    let plain = try PDFDocument(result.bytes)
    #expect(!plain.isEncrypted)
    #expect(try plain.currentView.contentData(of: try plain.currentView.page(at: 0)) == Array("0 0 10 10 re f".utf8))
    #expect(try QPDF.complaint(result.bytes) == nil)
  }

  @Test("objects in encrypted object streams are read", .enabled(if: QPDF.isAvailable))
  func objectStreams() throws {
    let bytes = try EncryptionTests.encrypted(["256"] + ["--"] + ["--object-streams=generate"], user: "", owner: "o")
    let view = try PDFDocument(bytes).currentView
    #expect(try view.value("Lang", of: try view.catalog()) == .string(Array("zh-CN".utf8)))
  }

  @Test("RC4 gives the known stream")
  func rc4() {
    let expected: [UInt8] = [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]
    #expect(RC4(key: Array("Key".utf8)).apply(Array("Plaintext".utf8)) == expected)
  }

  @Test(
    "handlers and versions that are not known are refused",
    arguments: [
      "/Filter/Adobe.PubSec/V 4", "/Filter/Standard/V 3/R 3", "/Filter/Standard/V 5/R 4",
      "/Filter/Standard/V 1/R 2/O()/U()/P 0",
      "/Filter/Standard/V 5/R 6/KDFSalt(x)", "/Filter/Standard",
    ])
  func unknown(_ dictionary: String) {
    var file = TestFile()
    file.onePage()
    file.table("/Root 1 0 R/Encrypt<<\(dictionary)>>")
    let bytes = file.bytes
    #expect(throws: PDFError(.encryptionUnsupported, "")) { try PDFDocument(bytes) }
  }

  @Test(
    "what the permission bits allow",
    arguments: [
      (Int32(-1), 3, true, true), (0, 3, false, false), (1 << 8, 3, false, true), (1 << 8, 2, false, false),
      (1 << 5, 2, false, true),
      (1 << 3, 2, true, false),
    ])
  func permissions(_ bits: Int32, _ revision: Int, _ modification: Bool, _ filling: Bool) {
    let permissions = PDFPermissions(isOwner: false, bits: bits, handlerRevision: revision)
    #expect(permissions.allowsModification == modification)
    #expect(permissions.allowsFormFilling == filling)
    #expect(permissions.allowsFieldCreation == (bits == -1))
    #expect(PDFPermissions(isOwner: true, bits: 0, handlerRevision: 3).allowsModification)
  }
}
