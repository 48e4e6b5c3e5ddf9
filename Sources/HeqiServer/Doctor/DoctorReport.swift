internal import Crypto
internal import FoundationEssentials
internal import Graphics
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL
internal import HeqiStorage

/// Looks at everything the program needs and says what to do about what is missing.
package struct DoctorReport: Sendable {
  let configuration: ServerConfiguration

  package init(configuration: ServerConfiguration) { self.configuration = configuration }

  /// All findings in the order a person would fix them. Makes the data folder when it is missing.
  package func findings() async -> [DoctorFinding] {
    var findings = [fonts()] + tools() + [clock()]
    do {
      let data = try OpenedData(configuration, random: SystemRandom())
      findings.append(disk(data.directory))
      findings.append(await database(data))
      findings += await keysAndTimeStamps(data)
      await data.engine.close()
    } catch {
      findings.append(
        DoctorFinding("data", .failed, "\(error)", remedy: "Correct --data, --database-url or the master key file as it says."))
    }
    return findings + [resources(), mail(), sms(), faces(), cards(), mode()]
  }

  private func fonts() -> DoctorFinding {
    let check = FontCheck()
    return check.isComplete
      ? DoctorFinding("fonts", .good, "Chinese serif and sans are installed")
      : DoctorFinding("fonts", .failed, "missing: \(check.missing.map(\.rawValue).joined(separator: ", "))", remedy: FontCheck.remedy)
  }

  private func tools() -> [DoctorFinding] {
    let needed = [
      ("pdftoppm", "page images", "apt-get install poppler-utils"),
      ("tesseract", "reading of card images", "apt-get install tesseract-ocr tesseract-ocr-chi-sim"),
    ]
    return needed.map { tool, purpose, remedy in
      let isThere = ["/usr/bin/", "/usr/local/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + tool) }
      return isThere
        ? DoctorFinding(tool, .good, "installed (\(purpose))") : DoctorFinding(tool, .failed, "missing (\(purpose))", remedy: remedy)
    }
  }

  private func clock() -> DoctorFinding {
    if configuration.clockOffset != .zero {
      return DoctorFinding(
        "clock", .warning, "moved by \(configuration.clockOffset.components.seconds) s for a drill",
        remedy: "Set clock-offset-seconds to 0; nothing signed on a moved clock proves its time.")
    }
    let now = SystemClock().now
    let isPlausible = CivilTime(now, offsetMinutes: 0).year >= 2025
    let isSynchronised = FileManager.default.fileExists(atPath: "/run/systemd/timesync/synchronized")
      || FileManager.default.fileExists(atPath: "/run/chrony/chronyd.pid")
    if !isPlausible {
      return DoctorFinding("clock", .failed, "says \(now.iso8601())", remedy: "Set the clock; signatures and codes depend on it.")
    }
    return isSynchronised
      ? DoctorFinding("clock", .good, "\(now.iso8601()), synchronised")
      : DoctorFinding(
        "clock", .warning, "\(now.iso8601()), no sign of synchronisation", remedy: "Run chrony or systemd-timesyncd against several servers.")
  }

  private func disk(_ directory: DataDirectory) -> DoctorFinding {
    guard let free = directory.freeBytes else {
      return DoctorFinding("disk", .warning, "free space of \(directory.path) is unknown")
    }
    let text = "\(free >> 20) MiB free in \(directory.path)"
    return free < HealthRoutes.freeBytesMin
      ? DoctorFinding("disk", .failed, text, remedy: "Make room: new files are refused below 100 MiB.")
      : DoctorFinding("disk", .good, text)
  }

  private func database(_ data: OpenedData) async -> DoctorFinding {
    do {
      let pending = try await HeqiMigrations.runner(HeqiMigrations.all, at: SystemClock().now).pending(on: data.engine)
      let kind = data.engine.dialect == .sqlite ? "SQLite" : "PostgreSQL"
      return pending.isEmpty
        ? DoctorFinding("database", .good, "\(kind), schema up to date")
        : DoctorFinding("database", .warning, "\(kind), \(pending.count) migrations wait", remedy: "Run `heqi migrate`; `heqi serve` does it by itself.")
    } catch {
      return DoctorFinding("database", .failed, "\(error)", remedy: "Check that the server runs and database-url is right.")
    }
  }

  private func keysAndTimeStamps(_ data: OpenedData) async -> [DoctorFinding] {
    let clock = SystemClock(), random = SystemRandom()
    do {
      let pki = try await EmbeddedPKI.bootstrap(
        directory: data.directory.pki, masterKey: data.masterKey.reveal(), publicURL: configuration.publicURL, clock: clock,
        random: random)
      let keys = DoctorFinding("keys", .good, "master key and platform certificates fit together")
      let authority = try Parties.timeStamps(
        configuration, pki, roots: try Parties.roots(configuration), clock: clock, random: random)
      return [keys, await timeStamps(authority)]
    } catch {
      return [DoctorFinding("keys", .failed, "\(error)", remedy: "Restore the key folder and the master key from your backup.")]
    }
  }

  private func timeStamps(_ authority: any TimeStampAuthority) async -> DoctorFinding {
    guard let digest = Digest(Array(SHA256.hash(data: Array("heqi doctor".utf8)))) else {
      return DoctorFinding("time stamps", .failed, "no digest")
    }
    do {
      let token = try await authority.token(over: digest)
      let source = configuration.timestampURLs.isEmpty ? "embedded authority" : configuration.timestampURLs.joined(separator: ", ")
      return DoctorFinding("time stamps", .good, "a token of \(token.count) bytes from: \(source)")
    } catch {
      return DoctorFinding(
        "time stamps", .failed, error.message,
        remedy: "Check tsa-urls and the network; until then signatures stay at B-B and are raised later.")
    }
  }

  private func resources() -> DoctorFinding {
    guard let path = configuration.resourcesPath else { return DoctorFinding("resources", .good, "built in beside the program") }
    return FileManager.default.fileExists(atPath: path + "/Templates")
      ? DoctorFinding("resources", .good, path)
      : DoctorFinding("resources", .failed, "\(path) holds no Templates folder", remedy: "Correct or remove the setting “resources”.")
  }

  private func mail() -> DoctorFinding {
    configuration.smtp.map { DoctorFinding("mail", .good, "SMTP server \($0.host):\($0.port)") }
      ?? DoctorFinding("mail", .warning, "goes to the evaluation outbox", remedy: "Set smtp-url for real mail.")
  }

  private func sms() -> DoctorFinding {
    let names = names(.sms)
    return names.isEmpty
      ? DoctorFinding("SMS", .warning, "goes to the evaluation outbox", remedy: "Set sms-vendor-urls for real messages.")
      : DoctorFinding("SMS", .good, names)
  }

  private func faces() -> DoctorFinding {
    let names = names(.face)
    if !names.isEmpty { return DoctorFinding("face checks", .good, names + ", then a reviewer") }
    return configuration.mode == .evaluation
      ? DoctorFinding("face checks", .warning, "the tester chooses the outcome", remedy: "Set face-vendor-urls for real checks.")
      : DoctorFinding("face checks", .warning, "none is offered", remedy: "Set face-vendor-urls if contracts ask for FACE_AND_SMS.")
  }

  private func cards() -> DoctorFinding {
    let names = names(.ocr)
    return DoctorFinding("card reading", .good, names.isEmpty ? "built-in reader" : names + ", then the built-in reader")
  }

  /// Vendors of a port in the order of the settings, such as `tencent > aliyun`; `heqi vendor list` tells the order in force.
  private func names(_ port: VendorPort) -> String { configuration.vendors(port).map(\.name).joined(separator: " > ") }

  private func mode() -> DoctorFinding {
    let defaults = configuration.evaluationDefaultsInUse
    switch configuration.mode {
    case .evaluation: return DoctorFinding("mode", .warning, "evaluation; \(defaults.count) embedded defaults are in use")
    case .production where defaults.isEmpty: return DoctorFinding("mode", .good, "production")
    case .production:
      return DoctorFinding("mode", .failed, "production with evaluation defaults", remedy: defaults.joined(separator: "; "))
    }
  }
}
