import PAdES
import PDF
import Testing

@testable import heqi

@Suite struct ExtendCommandTests {
  @Test("a B-B signature is raised to B-LTA, and again later; every judge agrees")
  func raise() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let stamp = ["--tsa", services.address + "/tsa"]
      #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("b.pdf")] + bench.who) == 0)
      #expect(await Heqi.exitStatus(["extend", bench.path("b.pdf"), "-o", bench.path("t.pdf"), "--level", "t"] + stamp) == 0)
      try bench.judge("t.pdf", level: "BT", signatures: 1)
      #expect(
        await Heqi.exitStatus(
          ["extend", bench.path("b.pdf"), "-o", bench.path("lta.pdf"), "--trust", bench.path("root.pem")] + stamp) == 0)
      try bench.judge("lta.pdf", level: "BLTA", signatures: 1)
      #expect(await Heqi.exitStatus(["extend", bench.path("lta.pdf"), "-o", bench.path("again.pdf")] + stamp) == 0)
      try bench.judge("again.pdf", level: "BLTA", signatures: 1)
    }
  }

  @Test("signatures that another one follows get a document time-stamp; nothing before it changes")
  func followed() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      for (input, output) in [("in.pdf", "a.pdf"), ("a.pdf", "b.pdf")] {
        #expect(await Heqi.exitStatus(["sign", bench.path(input), "-o", bench.path(output)] + bench.who) == 0)
      }
      let stamp = ["--tsa", services.address + "/tsa"]
      #expect(await Heqi.exitStatus(["extend", bench.path("b.pdf"), "-o", bench.path("lta.pdf")] + stamp) == 0)
      #expect(try bench.read("lta.pdf").starts(with: try bench.read("b.pdf")))
      try bench.judge("lta.pdf", level: "BT", signatures: 2)
      let report = try bench.report("lta.pdf")
      #expect(report.verdict == .valid)
      #expect(report.signatures.filter { $0.kind == .approval }.map(\.level) == [.archival, .archival])
    }
  }

  @Test("the token goes into the room that was kept when the authority was silent at signing")
  func late() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let silent = ["--tsa", "http://127.0.0.1:9/"]
      #expect(
        await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("b.pdf")] + silent + bench.who) == 1)
      #expect(
        await Heqi.exitStatus(
          ["extend", bench.path("b.pdf"), "-o", bench.path("t.pdf"), "--level", "t", "--tsa", services.address + "/tsa"])
          == 0)
      #expect(try PDFDocument(try bench.read("t.pdf")).revisions.count == 2)
      try bench.judge("t.pdf", level: "BT", signatures: 1)
    }
  }

  @Test("a document time-stamp can stand on an unsigned file")
  func timestamp() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let command = ["timestamp", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--tsa"]
      #expect(await Heqi.exitStatus(command + ["http://127.0.0.1:9/"]) == 2)
      #expect(!bench.exists("out.pdf"))
      #expect(await Heqi.exitStatus(command + [services.address + "/tsa"]) == 0)
      let report = try bench.report("out.pdf")
      #expect(report.signatures.map(\.kind) == [.docTimeStamp])
    }
  }

  @Test("an unsigned file and a file nothing can be added to are refused")
  func refused() async throws {
    let bench = try await Workbench()
    #expect(await Heqi.exitStatus(["extend", bench.path("in.pdf"), "-o", bench.path("out.pdf")]) == 2)
    #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("b.pdf")] + bench.who) == 0)
    #expect(await Heqi.exitStatus(["extend", bench.path("b.pdf"), "-o", bench.path("out.pdf")]) == 2)
    #expect(await Heqi.exitStatus(["extend", bench.path("b.pdf"), "-o", bench.path("out.pdf"), "--level", "lta"]) == 3)
    #expect(!bench.exists("out.pdf"))
  }

  @Test("lint tells of history and normalize takes it away")
  func lintAndNormalize() async throws {
    let bench = try await Workbench()
    #expect(
      await Heqi.exitStatus(
        ["prepare", bench.path("in.pdf"), "-o", bench.path("f.pdf"), "--field", "A:1:50,50,100,100"]) == 0)
    #expect(await Heqi.exitStatus(["lint", bench.path("f.pdf"), "--json"]) == 1)
    #expect(await Heqi.exitStatus(["lint", bench.path("missing.pdf")]) == 2)
    #expect(await Heqi.exitStatus(["normalize", bench.path("f.pdf"), "-o", bench.path("n.pdf")]) == 0)
    let document = try PDFDocument(try bench.read("n.pdf"))
    #expect(document.revisions.count == 1)
    #expect(try document.currentView.signatureFields().map(\.name) == ["A"])
    let findings = try PreSignLinter.findings(in: document)
    #expect(!findings.contains { $0.code == .incrementalHistory })
    #expect(LintText.json(findings, file: "n.pdf").hasPrefix(#"{"file":"n.pdf","findings":"#))
  }
}
