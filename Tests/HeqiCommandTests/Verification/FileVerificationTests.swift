import CMS
import Foundation
import HeqiServer
import PAdES
import Testing

@testable import heqi

@Suite struct FileVerificationTests {
  @Test("many files are reported once each, in their order, with the worst status")
  func order() async throws {
    let bench = try await Workbench()
    let signed = await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf")] + bench.who)
    #expect(signed == 0)
    let garbage = try bench.write("garbage.pdf", [1, 2, 3])
    let files = (0..<300).map { index in
      index % 50 == 7 ? garbage : index % 2 == 0 ? bench.path("out.pdf") : bench.path("in.pdf")
    }
    let verification = FileVerification(
      SignatureValidator(roots: [bench.root.certificate], time: bench.now.adding(seconds: 60)), workers: 4)
    var seen: [String] = []
    var verdicts: [ValidationReport.Verdict] = []
    let status = await verification.run(files) { file, report in
      seen.append(file)
      verdicts.append(report.verdict)
    }
    #expect(status == 2)
    #expect(seen == files)
    #expect(verdicts[0] == .valid && verdicts[1] == .unsigned && verdicts[7] == .unreadable)
  }

  @Test("the exit status follows verdict and trust")
  func exitStatus() async throws {
    let bench = try await Workbench()
    #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf")] + bench.who) == 0)
    let file = bench.path("out.pdf")
    var broken = try bench.read("out.pdf")
    let place = try #require(broken.firstRange(of: Array("(Contract)".utf8))).lowerBound
    broken[place + 1] ^= 1
    let changed = try bench.write("changed.pdf", broken)
    let data = ["--data", bench.path("none")]
    let table: [([String], Int32)] = [
      ([file, "--trust", bench.path("root.pem")], 0), ([file, "--trust", bench.folder.path], 0), ([file], 1),
      ([file, "--no-trust"], 0), ([changed, "--no-trust"], 1), ([bench.path("in.pdf"), "--no-trust"], 2),
      ([bench.path("missing.pdf")], 2), ([bench.folder.path], 2), ([file, "--json", "--no-trust"], 0),
      ([file, "--at", "yesterday"], 3), ([file, "--trust", bench.path("missing")], 3), ([], 3),
      ([file, "--trust", bench.path("key.pem")], 3), ([file, "--no-trust", "--at", "2000-01-01"], 0),
      ([file, "--trust", bench.path("root.pem"), "--at", "2000-01-01"], 1),
    ]
    for (arguments, expected) in table {
      #expect(await Heqi.exitStatus(["verify"] + arguments + data) == expected, "\(arguments)")
    }
  }

  @Test("one line of JSON has every key that programs rely on")
  func json() async throws {
    let bench = try await Workbench()
    #expect(await Heqi.exitStatus(["sign", bench.path("in.pdf"), "-o", bench.path("out.pdf")] + bench.who) == 0)
    let line = try bench.report("out.pdf").json(file: bench.path("out.pdf"))
    #expect(!line.contains("\n"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["file", "readable", "problem", "signatures", "verdict"])
    let signature = try #require((object["signatures"] as? [[String: Any]])?.first)
    #expect(
      Set(signature.keys).isSuperset(of: [
        "field", "kind", "signer", "claimedTime", "provenTime", "timeSource", "coverage", "integrity", "changes",
        "level", "trust", "indication", "subIndication", "algorithm", "certificate", "message",
      ]))
    #expect(object["verdict"] as? String == "valid")
  }

  @Test(
    "moments are read as RFC 3339 writes them",
    arguments: [
      ("2027-03-01", "2027-03-01T00:00:00Z"), ("2027-03-01T08:30:15Z", "2027-03-01T08:30:15Z"),
      ("2027-03-01T16:30:00+08:00", "2027-03-01T08:30:00Z"), ("2027-03-01T16:30", "2027-03-01T16:30:00Z"),
      ("2027-03-01 00:30:00-01:00", "2027-03-01T01:30:00Z"),
    ])
  func moments(text: String, expected: String) { #expect(VerificationTime.parse(text)?.description == expected) }

  @Test("what is no moment is refused", arguments: ["", "now", "2027-02-30", "2027-13-01", "2027-03-01T25:00:00Z"])
  func noMoments(text: String) { #expect(VerificationTime.parse(text) == nil) }

  @Test("a file is replaced in one step and nothing is left behind when that fails")
  func writing() async throws {
    let bench = try await Workbench()
    try FileBytes.write([[1, 2][...], [3][...]], to: bench.path("new"))
    #expect(try FileBytes.read(bench.path("new")) == [1, 2, 3])
    #expect(throws: FileError(.unwritable, "")) { try FileBytes.write([[1][...]], to: bench.path("no/new")) }
    #expect(throws: FileError(.unwritable, "")) { try FileBytes.write([[1][...]], to: bench.folder.path) }
    #expect(throws: FileError(.tooLarge, "")) { try FileBytes.read(bench.path("new"), octetCountMax: 2) }
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder.deletingLastPathComponent().path)
    #expect(!names.contains { $0.hasPrefix(bench.folder.lastPathComponent) && $0.hasSuffix(".part") })
  }

  @Test("the bar grows with what is done")
  func bar() {
    var bar = ProgressBar(total: 4, isShown: false)
    #expect(bar.text == String(repeating: "░", count: 28) + " 0/4")
    bar.advance()
    #expect(bar.text == String(repeating: "█", count: 7) + String(repeating: "░", count: 21) + " 1/4")
  }
}
