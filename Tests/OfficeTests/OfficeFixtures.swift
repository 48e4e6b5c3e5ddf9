import Foundation

@testable import Office

/// Workers of one test, with a temporary root of its own that the test can look into.
struct OfficeBench {
  let root: String
  let workers: OfficeWorkers

  init(count: Int = 2, waitingMax: Int = 64) throws {
    root = FileManager.default.temporaryDirectory.path + "/office-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    workers = OfficeWorkers(count: count, waitingMax: waitingMax, temporaryRoot: root)
  }

  /// Files and folders left behind.
  var leftovers: [String] { (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? ["?"] }

  func remove() { try? FileManager.default.removeItem(atPath: root) }

  /// Runs any program under `limits`.
  func run(_ program: String, _ arguments: [String], _ limits: WorkerLimits) async throws(OfficeError) -> [UInt8] {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      try await workers.run(program: program, arguments, in: workspace, limits: limits)
    }
  }

  /// A picture made by GraphicsMagick from its own generators.
  func picture(_ arguments: [String]) async throws(OfficeError) -> [UInt8] {
    try await workers.withWorkspace { workspace throws(OfficeError) in
      try await workers.run(.gm, ["convert"] + arguments, in: workspace, limits: .image)
    }
  }

  /// The error of `body`, nil when it succeeds.
  static func code(_ body: () async throws(OfficeError) -> Void) async -> OfficeError.Code? {
    do {
      try await body()
      return nil
    } catch { return error.code }
  }
}

/// A PDF with one line of Latin text per page, the second page turned by 90 degrees, the third showing its middle only.
enum SmallPDF {
  static func bytes(_ lines: [String]) -> [UInt8] {
    var objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    var kids = ""
    for (index, line) in lines.enumerated() {
      let content = "BT /F1 20 Tf 72 700 Td (\(line)) Tj ET"
      let number = objects.count + 1
      kids += "\(number) 0 R "
      objects.append(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]\(index == 2 ? "/CropBox[50 80 550 760]" : "")/Rotate \(index == 1 ? 90 : 0)/Resources<</Font<</F1 3 0 R>>>>/Contents \(number + 1) 0 R>>")
      objects.append("<</Length \(content.utf8.count)>>stream\n\(content)\nendstream")
    }
    objects[1] = "<</Type/Pages/Count \(lines.count)/Kids[\(kids)]>>"
    var text = "%PDF-1.7\n"
    var table = ""
    for (index, object) in objects.enumerated() {
      let digits = String(text.utf8.count)
      table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(table)trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(text.utf8)
  }
}
