internal import Glibc

/// The programs that read files of users, each in a process of its own.
public enum OfficeTool: String, Sendable, CaseIterable {
  case pdfinfo, pdftoppm, pdftotext, tesseract, gm, prlimit, unshare
  case rsvg = "rsvg-convert"
  /// LibreOffice itself, without the starter that would outlive a kill.
  case soffice = "soffice.bin"

  /// The Debian package that holds it.
  public var package: String {
    switch self {
    case .pdfinfo, .pdftoppm, .pdftotext: "poppler-utils"
    case .tesseract: "tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-eng"
    case .gm: "graphicsmagick"
    case .prlimit, .unshare: "util-linux"
    case .rsvg: "librsvg2-bin"
    case .soffice: "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
    }
  }

  /// Where programs may be; nothing is taken from `PATH`, so that a writable folder there cannot slip in a program.
  static let folders = ["/usr/bin", "/usr/local/bin", "/bin", "/usr/lib/libreoffice/program"]

  /// The first executable of this name in the fixed folders.
  var path: String? { Self.folders.map { "\($0)/\(rawValue)" }.first { access($0, X_OK) == 0 } }
}

/// Says which worker programs this machine lacks; used by `heqi doctor`.
public struct OfficeCheck: Sendable, Equatable {
  public let missing: [OfficeTool]
  public var isComplete: Bool { missing.isEmpty }

  public init() { missing = OfficeTool.allCases.filter { $0.path == nil } }

  /// The command that repairs it on Debian and Ubuntu.
  public var remedy: String {
    var packages: [String] = []
    for tool in missing where !packages.contains(tool.package) { packages.append(tool.package) }
    return "apt-get install " + packages.joined(separator: " ")
  }
}
