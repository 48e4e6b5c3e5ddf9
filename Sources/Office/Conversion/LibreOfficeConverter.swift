/// LibreOffice in a process of its own for each file: no network, a profile that is thrown away, no macros, limits on
/// time, memory and output. A file that asks for anything outside of itself is refused before the process starts.
public struct LibreOfficeConverter: OfficeConverter {
  /// Bytes of an office file.
  public static let fileBytesMax = 50 << 20
  /// The first start in a new profile makes the profile and asks to be started again.
  private static let startsMax = 2

  private let workers: OfficeWorkers
  private let limits: WorkerLimits

  /// - Parameter workers: a pool of its own, so that slow conversions do not hold up page images.
  public init(workers: OfficeWorkers = OfficeWorkers(count: 1, waitingMax: 8), limits: WorkerLimits = .conversion) {
    self.workers = workers
    self.limits = limits
  }

  public func pdf(from bytes: [UInt8], format: OfficeFormat) async throws(OfficeError) -> [UInt8] {
    guard let program = OfficeTool.soffice.path, let unshare = OfficeTool.unshare.path else {
      throw OfficeError(
        .converterUnavailable, "LibreOffice is not installed: apt-get install \(OfficeTool.soffice.package)")
    }
    try OfficeContent(bytes).requireSelfContained()
    let (workers, limits) = (workers, limits)
    return try await workers.withWorkspace { workspace throws(OfficeError) in
      let input = try workspace.write(bytes, name: "input.\(format.rawValue)")
      _ = try workspace.makeFolder("profile/user")
      _ = try workspace.write(Array(Self.settings.utf8), name: "profile/user/registrymodifications.xcu")
      let arguments = Self.isolation + ["--", program] + Self.arguments(input, workspace.path)
      for start in 1...Self.startsMax {
        do throws(OfficeError) {
          _ = try await workers.run(program: unshare, arguments, in: workspace, limits: limits)
        } catch {
          guard error.code == .unreadable, start < Self.startsMax else { throw error }
        }
        if let pdf = workspace.read("input.pdf"), pdf.starts(with: Array("%PDF-".utf8)) { return pdf }
      }
      throw OfficeError(.unreadable, "The file could not be set as PDF; it may be damaged.")
    }
  }

  /// No network, and process numbers of its own: LibreOffice starts a second process, which would work on when only the
  /// first is killed. With the first of the numbers the kernel ends all of them.
  private static let isolation = ["--user", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"]

  private static func arguments(_ input: String, _ folder: String) -> [String] {
    [
      "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard",
      "-env:UserInstallation=file://\(folder)/profile", "--convert-to", "pdf", "--outdir", folder, input,
    ]
  }

  /// Macros never run, links of documents are never followed, sheets keep the values they were saved with.
  private static let settings = """
    <?xml version="1.0" encoding="UTF-8"?>
    <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
    \(item("Common/Security/Scripting", "DisableMacrosExecution", "true"))
    \(item("Common/Security/Scripting", "MacroSecurityLevel", "3"))
    \(item("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"))
    \(item("Common/Security/Scripting", "DisableActiveContent", "true"))
    \(item("Calc/Formula/Load", "OOXMLRecalcMode", "1"))
    \(item("Calc/Content/Update", "Link", "2"))
    \(item("Writer/Content/Update", "Link", "0"))
    </oor:items>
    """

  private static func item(_ path: String, _ name: String, _ value: String) -> String {
    """
    <item oor:path="/org.openoffice.Office.\(path)"><prop oor:name="\(name)" oor:op="fuse"><value>\(value)</value></prop></item>
    """
  }
}
