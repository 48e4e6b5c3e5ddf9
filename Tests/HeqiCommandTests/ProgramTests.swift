import Foundation
import PAdES
import PDF
import Testing

/// Every option of the signing commands, through the program itself.
@Suite("the program at a shell", .serialized)
struct ProgramTests {
  private func run(_ bench: Workbench, _ arguments: [String]) throws -> Program.Run {
    try Program.run(arguments, in: bench.folder)
  }

  @Test("sign takes key and certificate, or PKCS#12, with password files")
  func identities() async throws {
    let bench = try await Workbench()
    let made = try bench.tool([
      "openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-certfile", "chain.pem", "-out", "who.p12",
      "-passout", "pass:秘密",
    ])
    try #require(made.status == 0, "\(made.text)")
    let locked = try bench.tool(["openssl", "pkcs8", "-topk8", "-in", "key.pem", "-out", "locked.pem", "-passout", "pass:秘密"])
    try #require(locked.status == 0, "\(locked.text)")
    _ = try bench.write("password", Array("秘密\n".utf8))
    _ = try bench.write("wrong", Array("no\n".utf8))
    let table: [([String], Int32)] = [
      (["--key", "key.pem", "--cert", "cert.pem"], 0), (["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"], 0),
      (["--p12", "who.p12", "--password-file", "password"], 0), (["--p12", "who.p12", "--password-file", "wrong"], 2),
      (["--p12", "who.p12"], 2), (["--key", "locked.pem", "--cert", "cert.pem", "--password-file", "password"], 0),
      (["--key", "locked.pem", "--cert", "cert.pem"], 2), (["--key", "key.pem"], 3), ([], 3),
      (["--p12", "who.p12", "--key", "key.pem", "--cert", "cert.pem"], 3), (["--key", "none.pem", "--cert", "cert.pem"], 2),
    ]
    for (index, (who, status)) in table.enumerated() {
      let run = try run(bench, ["sign", "in.pdf", "-o", "out\(index).pdf"] + who)
      #expect(run.status == status, "\(who): \(run.notes)")
      #expect(bench.exists("out\(index).pdf") == (status == 0))
      #expect(run.notes.isEmpty == (status == 0))
    }
    try bench.judge("out1.pdf", level: "BB", signatures: 1)
    try bench.judge("out2.pdf", level: "BB", signatures: 1)
  }

  @Test("sign takes a prepared field, a page with a rectangle, or nothing to see, with seal, reason and certification")
  func places() async throws {
    let bench = try await Workbench()
    _ = try bench.write("seal.png", SamplePNG.rgba())
    let prepared = try run(bench, ["prepare", "in.pdf", "-o", "fields.pdf", "--field", "甲方:1:50,50,113,113", "--field", "B:1:300,50,113,113"])
    #expect(prepared.status == 0 && prepared.out == "fields.pdf: 甲方, B\n")
    let steps = [
      ["fields.pdf", "-o", "one.pdf", "--field", "甲方", "--seal", "seal.png", "--reason", "同意", "--location", "上海", "--certify"],
      ["one.pdf", "-o", "two.pdf", "--field", "B"], ["two.pdf", "-o", "three.pdf", "--invisible"],
      ["in.pdf", "-o", "rect.pdf", "--page", "1", "--rect", "50,50,113,113", "--seal", "seal.png"],
    ]
    for step in steps {
      let run = try run(bench, ["sign"] + step + bench.who)
      #expect(run.status == 0, "\(step): \(run.notes)")
    }
    try bench.judge("three.pdf", level: "BB", signatures: 3)
    try bench.judge("rect.pdf", level: "BB", signatures: 1)
    let report = try bench.report("three.pdf")
    #expect(report.verdict == .valid && report.signatures.map(\.kind) == [.certification, .approval, .approval])
    #expect(report.signatures[0].reason == "同意" && report.signatures[0].location == "上海" && report.signatures[0].permission == 2)
    for bad in [["--field", "Nobody"], ["--page", "7", "--rect", "1,1,9,9"], ["--field", "甲方"]] {
      #expect(try run(bench, ["sign", "one.pdf", "-o", "bad.pdf"] + bad + bench.who).status == 2, "\(bad)")
    }
    for bad in [["--page", "1"], ["--rect", "1,1,9,9"], ["--invisible", "--field", "B"], ["--seal", "seal.png"], ["--level", "z"]] {
      #expect(try run(bench, ["sign", "in.pdf", "-o", "bad.pdf"] + bad + bench.who).status == 3, "\(bad)")
    }
    #expect(!bench.exists("bad.pdf"))
  }

  @Test("an encrypted file is signed and verified with its password, from a file or the command line, and not without")
  func passwords() async throws {
    let bench = try await Workbench()
    let made = try bench.tool(["qpdf", "--encrypt", "user 密", "owner", "256", "--", "in.pdf", "locked.pdf"])
    try #require(made.status == 0, "\(made.text)")
    _ = try bench.write("pdf-password", Array("user 密\n".utf8))
    for (index, (password, status)) in [([], 2), (["--password", "no"], 2), (["--password", "user 密"], 0), (["--pdf-password-file", "pdf-password"], 0)].enumerated() as EnumeratedSequence<[([String], Int32)]> {
      let name = "out\(index).pdf"
      #expect(try run(bench, ["sign", "locked.pdf", "-o", name] + password + bench.who).status == status)
      guard status == 0 else { continue }
      #expect(try run(bench, ["verify", name, "--no-trust"] + password).status == 0)
      #expect(try run(bench, ["verify", name, "--no-trust"]).status == 2)
      #expect(try run(bench, ["verify", name, "--no-trust", "--password", "no"]).status == 2)
    }
    #expect(try run(bench, ["lint", "locked.pdf"]).status == 2)
    #expect(try run(bench, ["lint", "locked.pdf", "--pdf-password-file", "pdf-password"]).status == 1)
    #expect(try run(bench, ["normalize", "locked.pdf", "-o", "open.pdf", "--pdf-password-file", "pdf-password"]).status == 0)
    #expect(try run(bench, ["lint", "open.pdf"]).out.contains("fontNotEmbedded"))
  }

  @Test("levels are reached with an authority; without one the status says what is missing; extend and timestamp raise")
  func levels() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let stamp = ["--tsa", services.address + "/tsa"]
      for (level, name, judged) in [("b", "b.pdf", "BB"), ("t", "t.pdf", "BT"), ("lt", "lt.pdf", "BLT"), ("lta", "lta.pdf", "BLTA")] {
        let run = try run(bench, ["sign", "in.pdf", "-o", name, "--level", level] + stamp + bench.who)
        #expect(run.status == 0 && run.out == "\(name): level B-\(level.uppercased())\n", "\(run.notes)")
        try bench.judge(name, level: judged, signatures: 1)
      }
      let usage = try run(bench, ["sign", "in.pdf", "-o", "no.pdf", "--level", "t"] + bench.who)
      #expect(usage.status == 3 && usage.notes.contains("--tsa"))
      let silent = try run(bench, ["sign", "in.pdf", "-o", "silent.pdf", "--level", "lt", "--tsa", "http://127.0.0.1:9/"] + bench.who)
      #expect(silent.status == 1 && silent.notes.contains("heqi extend"))
      for (level, judged) in [("t", "BT"), ("lt", "BLT"), ("lta", "BLTA")] {
        let raised = try run(bench, ["extend", "silent.pdf", "-o", "raised.pdf", "--level", level] + stamp)
        #expect(raised.status == 0, "\(raised.notes)")
        try bench.judge("raised.pdf", level: judged, signatures: 1)
      }
      #expect(try run(bench, ["extend", "in.pdf", "-o", "no.pdf"] + stamp).status == 2)
      #expect(try run(bench, ["extend", "b.pdf", "-o", "no.pdf", "--level", "b"]).status == 3)
      #expect(try run(bench, ["timestamp", "in.pdf", "-o", "stamped.pdf"] + stamp).status == 0)
      #expect(try run(bench, ["timestamp", "in.pdf", "-o", "no.pdf"]).status == 3)
      #expect(try run(bench, ["timestamp", "in.pdf", "-o", "no.pdf", "--tsa", services.address + "/liar"]).status == 2)
      #expect(!bench.exists("no.pdf"))
    }
  }

  @Test("lint and normalize say what they found, and what cannot be done and why")
  func uploads() async throws {
    let bench = try await Workbench()
    let text = String(decoding: SamplePDF.contract(), as: UTF8.self)
    _ = try bench.write("broken.pdf", Array(text.replacing("startxref\n", with: "startxref\n9").utf8))
    #expect(try run(bench, ["lint", "in.pdf"]).status == 1)
    let found = try run(bench, ["lint", "--json", "broken.pdf"])
    #expect(found.status == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(found.out.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["file", "findings", "problem", "readable"] || Set(object.keys) == ["file", "findings", "readable"])
    let mended = try run(bench, ["normalize", "broken.pdf", "-o", "mended.pdf"])
    #expect(mended.status == 0 && mended.notes.contains("was damaged") && mended.notes.contains("Compare its pages"))
    #expect(try run(bench, ["sign", "broken.pdf", "-o", "no.pdf"] + bench.who).status == 2)
    #expect(try run(bench, ["sign", "mended.pdf", "-o", "signed.pdf"] + bench.who).status == 0)
    let signed = try run(bench, ["normalize", "signed.pdf", "-o", "no.pdf"])
    #expect(signed.status == 2 && signed.notes.contains("signed already"))
    #expect(try run(bench, ["normalize", "in.pdf"]).status == 3)
    #expect(try run(bench, ["prepare", "in.pdf", "-o", "no.pdf"]).status == 3)
    #expect(try run(bench, ["prepare", "in.pdf", "-o", "no.pdf", "--field", "A:1:x"]).status == 3)
    #expect(try run(bench, ["prepare", "in.pdf", "-o", "no.pdf", "--field", "A:9:1,1,9,9"]).status == 2)
    #expect(!bench.exists("no.pdf"))
  }

  @Test("a filled field without a look is drawn with the platform's own letters, Chinese ones too")
  func fields() async throws {
    let bench = try await Workbench()
    let text = String(decoding: SamplePDF.contract(), as: UTF8.self)
      .replacing("/Pages 2 0 R >>", with: "/Pages 2 0 R /AcroForm << /Fields [9 0 R] /DA (/F1 0 Tf 0 g) >> >>")
      .replacing("/Contents 4 0 R", with: "/Annots [9 0 R] /Contents 4 0 R")
    let field = "9 0 obj\n<</Type/Annot/Subtype/Widget/FT/Tx/T(f)/V<FEFF75326D4B>/F 4/Rect[100 100 300 130]>>\nendobj\n"
    _ = try bench.write("form.pdf", Array((field.isEmpty ? "" : text.replacing("xref\n0 6", with: field + "xref\n0 6")).utf8))
    let run = try run(bench, ["normalize", "form.pdf", "-o", "flat.pdf"])
    #expect(run.status == 0 && run.notes.contains("without a look"), "\(run.notes)")
    let document = try PDFDocument(try bench.read("flat.pdf"))
    #expect(try document.currentView.formFields().isEmpty)
    let page = try document.currentView.page(at: 0)
    #expect(try document.currentView.dictionary("XObject", of: page.resources)?.count == 1)
  }
}
