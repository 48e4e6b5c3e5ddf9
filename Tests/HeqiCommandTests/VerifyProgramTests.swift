import Foundation
import PAdES
import Testing

/// `heqi verify` as strangers call it: its statuses, its JSON, many files at once.
@Suite("heqi verify at a shell", .serialized)
struct VerifyProgramTests {
  private static let certificateKeys: Set<String> = ["subject", "issuer", "serial", "notBefore", "notAfter"]
  private static let signatureKeys: Set<String> = [
    "field", "kind", "signer", "claimedTime", "provenTime", "timeSource", "coverage", "integrity", "changes", "level",
    "trust", "indication", "subIndication", "algorithm", "certificate", "message",
  ]
  /// What each word may be.
  private static let words: [String: Set<String>] = [
    "kind": ["approval", "certification", "docTimeStamp"], "timeSource": ["timestamp", "claimed"],
    "coverage": ["wholeFile", "wholeRevision", "invalid"], "integrity": ["intact", "broken"],
    "changes": ["none", "archival", "formFilling", "annotations", "forbidden"],
    "level": ["B-B", "B-T", "B-LT", "B-LTA", "CMS", "none"], "trust": ["trusted", "untrusted", "unknown"],
    "indication": ["TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"],
  ]

  /// The objects of a run's standard output, each checked against the words.
  private func objects(_ run: Program.Run) throws -> [[String: Any]] {
    try run.lines.map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(Set(object.keys) == ["file", "readable", "problem", "signatures", "verdict"])
      #expect(["valid", "invalid", "indeterminate", "unsigned", "unreadable"].contains(object["verdict"] as? String))
      #expect(object["readable"] is Bool && (object["problem"] is String || object["problem"] is NSNull))
      for signature in try #require(object["signatures"] as? [[String: Any]]) {
        #expect(Set(signature.keys) == Self.signatureKeys)
        for (key, words) in Self.words { #expect(words.contains(signature[key] as? String ?? ""), "\(key) \(signature[key] ?? "")") }
        let certificate = try #require(signature["certificate"] as? [String: Any])
        #expect(Set(certificate.keys) == Self.certificateKeys)
        #expect((signature["message"] as? String)?.isEmpty == false)
      }
      return object
    }
  }

  private func signed(_ services: LoopbackPKI) throws {
    for (output, arguments) in [
      ("b.pdf", ["--certify"]), ("lta.pdf", ["--level", "lta", "--tsa", services.address + "/tsa"]),
    ] {
      let run = try Program.run(["sign", "in.pdf", "-o", output] + arguments + services.bench.who, in: services.bench.folder)
      #expect(run.status == 0, "\(run.notes)")
    }
    var changed = try services.bench.read("b.pdf")
    changed[try #require(changed.firstRange(of: Array("(Contract)".utf8))).lowerBound + 1] ^= 1
    _ = try services.bench.write("changed.pdf", changed)
    _ = try services.bench.write("garbage.pdf", Array("hello".utf8))
  }

  @Test("the status follows verdict and trust; --trust takes files and folders, --at a moment")
  func statuses() async throws {
    try await LoopbackPKI.run { services in
      try signed(services)
      let table: [([String], Int32, String?)] = [
        (["b.pdf", "--trust", "root.pem"], 0, "valid"), (["b.pdf", "--trust", "."], 0, "valid"), (["b.pdf"], 1, "indeterminate"),
        (["b.pdf", "--no-trust"], 0, "valid"), (["lta.pdf", "--trust", "root.pem"], 0, "valid"),
        (["lta.pdf", "--trust", "root.pem", "--at", "2200-01-01"], 1, "indeterminate"),
        (["changed.pdf", "--no-trust"], 1, "invalid"), (["changed.pdf", "--trust", "root.pem"], 1, "invalid"),
        (["in.pdf", "--no-trust"], 2, "unsigned"), (["garbage.pdf"], 2, "unreadable"), (["missing.pdf"], 2, "unreadable"),
        (["b.pdf", "in.pdf", "--no-trust"], 2, nil), (["b.pdf", "changed.pdf", "--no-trust"], 1, nil),
        (["b.pdf", "--trust", "root.pem", "--at", "2000-01-01"], 1, "indeterminate"), (["b.pdf", "--at", "soon"], 3, nil),
        (["b.pdf", "--trust", "none.pem"], 3, nil), ([], 3, nil), (["b.pdf", "--what"], 3, nil),
        (["b.pdf", "--password", "a", "--pdf-password-file", "in.pdf"], 3, nil),
      ]
      for (arguments, status, verdict) in table {
        let run = try Program.run(["verify", "--json"] + arguments, in: services.bench.folder)
        #expect(run.status == status, "\(arguments): \(run.out) \(run.notes)")
        if status == 3 { #expect(run.out.isEmpty && !run.notes.isEmpty) }
        if let verdict { #expect(try objects(run).map { $0["verdict"] as? String } == [verdict], "\(arguments)") }
        let plain = try Program.run(["verify"] + arguments, in: services.bench.folder)
        #expect(plain.status == status && (status == 3 || !plain.out.isEmpty))
      }
    }
  }

  @Test("the JSON has exactly the keys and words that programs rely on, with every level and kind")
  func json() async throws {
    try await LoopbackPKI.run { services in
      try signed(services)
      let run = try Program.run(
        ["verify", "--json", "--trust", "root.pem", "b.pdf", "lta.pdf", "changed.pdf", "in.pdf", "garbage.pdf"],
        in: services.bench.folder)
      #expect(run.status == 2)
      let objects = try objects(run)
      #expect(objects.map { $0["file"] as? String } == ["b.pdf", "lta.pdf", "changed.pdf", "in.pdf", "garbage.pdf"])
      #expect(objects.map { $0["readable"] as? Bool } == [true, true, true, true, false])
      func all(_ key: String) -> [[String]] {
        objects.map { ($0["signatures"] as? [[String: Any]] ?? []).map { $0[key] as? String ?? "null" } }
      }
      #expect(all("kind") == [["certification"], ["approval", "docTimeStamp"], ["certification"], [], []])
      #expect(all("level")[0] == ["B-B"] && all("level")[1].first == "B-LTA")
      #expect(all("timeSource")[0] == ["claimed"] && all("timeSource")[1].first == "timestamp")
      #expect(all("changes")[1].first == "archival" && all("integrity")[2] == ["broken"])
      #expect(all("coverage")[1] == ["wholeRevision", "wholeFile"])
      #expect(all("indication")[2] == ["TOTAL-FAILED"] && all("subIndication")[2] == ["HASH_FAILURE"])
      #expect(all("signer")[0] == ["签约人"] && all("algorithm")[0] == ["ecdsa-with-SHA256"])
      let times = all("claimedTime")[0] + all("provenTime")[1]
      #expect(times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil })
    }
  }

  @Test("two thousand files are reported in their order, streamed, in memory that one file needs")
  func many() async throws {
    let bench = try await Workbench()
    #expect(try Program.run(["sign", "in.pdf", "-o", "out.pdf"] + bench.who, in: bench.folder).status == 0)
    // A file of some size, so that keeping the files or their reports would show.
    let files = (0..<2000).map { "f\($0).pdf" }
    for (index, file) in files.enumerated() {
      try FileManager.default.linkItem(atPath: bench.path(index % 40 == 7 ? "in.pdf" : "out.pdf"), toPath: bench.path(file))
    }
    func peak(_ count: Int) throws -> (memory: Int, names: [String]) {
      let script = """
        import resource, subprocess, sys
        done = subprocess.run(sys.argv[1:], stdout=open("many.json", "wb"))
        print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
        """
      let run = try bench.tool(["python3", "-c", script, Program.path, "verify", "--json", "--no-trust"] + files.prefix(count))
      let numbers = run.text.split(separator: "\n").last?.split(separator: " ").compactMap { Int($0) } ?? []
      try #require(numbers.count == 2 && numbers[0] == 2, "\(run.text)")
      let names = String(decoding: try bench.read("many.json"), as: UTF8.self).split(separator: "\n").compactMap {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?["file"] as? String
      }
      return (numbers[1], names)
    }
    let (few, many) = (try peak(20), try peak(2000))
    #expect(many.names == files)
    #expect(many.memory < few.memory + 24, "\(few.memory) MiB for 20 files, \(many.memory) MiB for 2000")
  }

  @Test("a bar shows on a terminal only, and only for more than one file")
  func bar() async throws {
    let bench = try await Workbench()
    #expect(try Program.run(["sign", "in.pdf", "-o", "out.pdf"] + bench.who, in: bench.folder).status == 0)
    let verify = ["verify", "--no-trust", "out.pdf", "out.pdf", "out.pdf"]
    let shown = try Program.terminal(verify, in: bench.folder)
    #expect(shown.contains("█") && shown.contains(" 1/3") && shown.hasSuffix("\u{1B}[K"))
    #expect(try !Program.terminal(["verify", "--no-trust", "out.pdf"], in: bench.folder).contains("█"))
    #expect(try Program.run(verify, in: bench.folder).notes.isEmpty)
  }
}
