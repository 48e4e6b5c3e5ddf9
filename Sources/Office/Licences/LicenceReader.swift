/// What was read from a business licence. A help for comparing: a reviewer sees the picture itself.
public struct LicenceReading: Sendable, Equatable {
  /// Characters after 名称, or nil.
  public let name: String?
  /// Runs of 18 characters that may be the credit code; whoever knows its check digit picks the right one.
  public let codes: [String]
  /// Chinese characters after 法定代表人, 负责人, 经营者 or 投资人, or nil.
  public let legalRepresentative: String?
}

/// Reads name, credit code and legal representative from a picture of a licence with tesseract, in a worker process.
public struct LicenceReader: Sendable {
  /// Candidates that are given back; a licence has one code and a few other numbers.
  static let codesMax = 200

  private let workers: OfficeWorkers

  public init(workers: OfficeWorkers) { self.workers = workers }

  /// Takes two to five seconds of one core for a sharp picture.
  /// - Parameter image: JPEG or PNG as uploaded.
  /// - Throws: as `ImageReencoder`; an unreadable licence is not an error but a reading without values.
  public func read(_ image: [UInt8]) async throws(OfficeError) -> LicenceReading {
    let small = try await ImageReencoder(workers: workers).reencode(image, as: .png, sideMax: 2_000)
    return try await workers.withWorkspace { workspace throws(OfficeError) in
      let file = try workspace.write(small.bytes, name: "licence.png")
      let output = try await workers.run(
        .tesseract, [file, "stdout", "-l", "chi_sim+eng", "--psm", "6"], in: workspace, limits: .recognition)
      return Self.reading(String(decoding: output, as: UTF8.self))
    }
  }

  /// Picks the three values out of recognised text.
  static func reading(_ text: String) -> LicenceReading {
    let lines = text.split(separator: "\n").map { String($0.filter { !$0.isWhitespace }) }
    return LicenceReading(
      name: value(in: lines, after: ["企业名称", "名称"]) { $0.isLetter || $0.isNumber || "（）()·".contains($0) },
      codes: codes(in: lines),
      legalRepresentative: value(in: lines, after: ["法定代表人", "负责人", "经营者", "投资人"]) { isHan($0) || $0 == "·" })
  }

  private static func value(
    in lines: [String], after labels: [String], keeping isKept: (Character) -> Bool
  ) -> String? {
    for label in labels {
      for line in lines {
        guard let range = line.firstRange(of: label) else { continue }
        let value = line[range.upperBound...].drop { !isKept($0) }.prefix(while: isKept)
        if (2...60).contains(value.count) { return String(value) }
      }
    }
    return nil
  }

  /// Windows of 18 characters in runs of digits and capital letters; common misreadings are put right, since the alphabet
  /// of the code has no I, O, S, V and Z (GB 32100 §4).
  private static func codes(in lines: [String]) -> [String] {
    var found: [String] = []
    for line in lines {
      let runs = line.split { !$0.isASCII || !($0.isNumber || $0.isLetter) }
      for run in runs where run.count >= 18 {
        let letters = run.uppercased().map { character -> Character in
          switch character {
          case "O": "0"
          case "I": "1"
          case "S": "5"
          case "Z": "2"
          default: character
          }
        }
        for start in 0...(letters.count - 18) where found.count < codesMax {
          found.append(String(letters[start..<(start + 18)]))
        }
      }
    }
    return found
  }

  private static func isHan(_ character: Character) -> Bool {
    guard let value = character.unicodeScalars.first?.value else { return false }
    return (0x3400...0x9FFF).contains(value) || (0x20000...0x3FFFF).contains(value)
  }
}
