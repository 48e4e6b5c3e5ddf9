import CMS
import Foundation
import PAdES
import PDF
import Testing

@testable import heqi

@Suite struct SignCommandTests {
  @Test("a signature without place is invisible, appended, and accepted by every judge")
  func basic() async throws {
    let bench = try await Workbench()
    let status = await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf")] + bench.who)
    #expect(status == 0)
    #expect(try bench.read("out.pdf").starts(with: try bench.read("in.pdf")))
    try bench.judge("out.pdf", level: "BB", signatures: 1)
    let signature = try #require(try bench.report("out.pdf").signatures.first)
    #expect(signature.signer == "签约人")
    #expect(signature.level == .basic)
  }

  @Test("a visible field shows the seal and carries the reason")
  func visible() async throws {
    let bench = try await Workbench()
    let seal = try bench.write("seal.png", SamplePNG.rgba())
    let status = await Heqi.exitStatus(
      ["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--page", "1", "--rect", "50,50,113,113"]
        + ["--seal", seal, "--reason", "同意"] + bench.who)
    #expect(status == 0)
    try bench.judge("out.pdf", level: "BB", signatures: 1)
    #expect(try bench.report("out.pdf").signatures.first?.reason == "同意")
  }

  @Test("two parties sign prepared fields; the first certifies, both stay valid")
  func parties() async throws {
    let bench = try await Workbench()
    #expect(
      await Heqi.exitStatus(
        ["prepare", bench.path("in.pdf"), "-o", bench.path("f.pdf"), "--field", "甲方:1:50,50,113,113"]
          + ["--field", "乙方:1:300,50,113,113"]) == 0)
    #expect(
      await Heqi.exitStatus(
        ["sign", bench.path("f.pdf"), "-o", bench.path("a.pdf"), "--field", "甲方", "--certify"] + bench.who) == 0)
    #expect(
      await Heqi.exitStatus(["sign", bench.path("a.pdf"), "-o", bench.path("b.pdf"), "--field", "乙方"] + bench.who) == 0)
    try bench.judge("b.pdf", level: "BB", signatures: 2)
    let report = try bench.report("b.pdf")
    #expect(report.verdict == .valid)
    #expect(report.signatures.map(\.kind) == [.certification, .approval])
  }

  @Test("without an answering authority the file is written at B-B and the status says so")
  func noAuthority() async throws {
    let bench = try await Workbench()
    let status = await Heqi.exitStatus(
      ["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--tsa", "http://127.0.0.1:9/"] + bench.who)
    #expect(status == 1)
    #expect(try bench.report("out.pdf").signatures.first?.level == .basic)
  }

  @Test("an authority that stamps something else, or nothing, leaves B-B", arguments: ["/liar", "/garbage", "/missing"])
  func badAuthority(path: String) async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let status = await Heqi.exitStatus(
        ["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--tsa", services.address + path] + bench.who)
      #expect(status == 1)
      let report = try bench.report("out.pdf")
      #expect(report.signatures.first?.level == .basic)
    }
  }

  @Test("the next authority is asked when the first fails")
  func failover() async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let status = await Heqi.exitStatus(
        ["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--tsa", "http://127.0.0.1:9/"]
          + ["--tsa", services.address + "/missing", "--tsa", services.address + "/tsa"] + bench.who)
      #expect(status == 0)
      try bench.judge("out.pdf", level: "BT", signatures: 1)
    }
  }

  @Test("long-term levels fetch what is missing", arguments: [("lt", "BLT"), ("lta", "BLTA")])
  func longTerm(level: String, judged: String) async throws {
    try await LoopbackPKI.run { services in
      let bench = services.bench
      let status = await Heqi.exitStatus(
        ["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--level", level]
          + ["--tsa", services.address + "/tsa"] + bench.who)
      #expect(status == 0)
      try bench.judge("out.pdf", level: judged, signatures: 1)
      #expect(try bench.report("out.pdf").signatures.first?.level.rawValue == "B-" + level.uppercased())
    }
  }

  @Test("revocation data that cannot be had leaves B-T and status 1")
  func noRevocationData() async throws {
    try await LoopbackPKI.run { services in
      let other = try await Workbench()
      let status = await Heqi.exitStatus(
        ["sign", other.path("in.pdf"), "-o", other.path("out.pdf"), "--level", "lt", "--timeout", "5"]
          + ["--tsa", services.address + "/tsa"] + other.who)
      #expect(status == 1)
      let time = try #require(try other.report("out.pdf").signatures.first)
      #expect(time.integrity == .intact)
    }
  }

  @Test(
    "usage errors end with 3 and write nothing",
    arguments: [
      [], ["--invisible", "--field", "A"], ["--page", "1"], ["--page", "0", "--rect", "1,2,3,4"],
      ["--page", "1", "--rect", "1,2,3"], ["--page", "1", "--rect", "1,2,0,4"], ["--level", "lt"], ["--level", "x"],
      ["--seal", "s.png"], ["--tsa", "ftp://a"], ["--timeout", "0"], ["--unknown"],
    ])
  func usage(extra: [String]) async throws {
    let bench = try await Workbench()
    let who = extra.isEmpty ? ["--key", bench.path("key.pem")] : bench.who
    #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf")] + who + extra) == 3)
    #expect(!bench.exists("out.pdf"))
  }

  @Test("what cannot be signed ends with 2 and writes nothing")
  func refusals() async throws {
    let bench = try await Workbench()
    let garbage = try bench.write("garbage.pdf", Array("not a PDF".utf8))
    for arguments in [
      [bench.path("in.pdf"), "-o", bench.path("in.pdf")], [garbage, "-o", bench.path("out.pdf")],
      [bench.path("missing.pdf"), "-o", bench.path("out.pdf")],
      [bench.path("in.pdf"), "-o", bench.path("no/such/folder.pdf")],
      [bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--field", "Nobody"],
      [bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--page", "9", "--rect", "1,1,9,9"],
      [bench.path("in.pdf"), "-o", bench.path("out.pdf"), "--page", "1", "--rect", "1,1,9,9", "--seal", garbage],
    ] {
      #expect(await Heqi.exitStatus(["sign"] + arguments + bench.who) == 2, "\(arguments)")
      #expect(!bench.exists("out.pdf"))
    }
    #expect(try bench.read("in.pdf") == SamplePDF.contract())
  }

  @Test("a new visible field after a signature is refused, because it would break that signature")
  func lateField() async throws {
    let bench = try await Workbench()
    #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("a.pdf")] + bench.who) == 0)
    let again = ["sign", bench.path("a.pdf"), "-o", bench.path("b.pdf")]
    #expect(await Heqi.exitStatus(again + ["--page", "1", "--rect", "1,1,50,50"] + bench.who) == 2)
    #expect(await Heqi.exitStatus(again + ["--certify"] + bench.who) == 2)
    #expect(await Heqi.exitStatus(again + bench.who) == 0)
    try bench.judge("b.pdf", level: "BB", signatures: 2)
  }
}
