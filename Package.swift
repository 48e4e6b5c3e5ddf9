// swift-tools-version: 6.2
// 合契 Heqi. Targets are grouped by floor; an arrow may only point downwards. See ARCHITECTURE.md.
import PackageDescription

/// Language settings that every one of our Swift targets shares.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioFoundation = Target.Dependency.product(name: "NIOFoundationCompat", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func source(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "heqi",
  products: [
    .executable(name: "heqi", targets: ["heqi"]),
    .library(name: "PDF", targets: ["PDF"]),
    .library(name: "CMS", targets: ["CMS"]),
    .library(name: "PAdES", targets: ["PAdES"]),
    .library(name: "MerkleLog", targets: ["MerkleLog"]),
    .library(name: "HeqiClient", targets: ["HeqiClient"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.0"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.0"),
  ],
  targets: [
    // ─ floor 0: standards; no domain; each could become its own package ─
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    source("PDF", ["CZlib", crypto, cryptoExtras]),  // ISO 32000-2: bytes → objects → appended revisions
    source("CMS", ["CLibCrypto", crypto, cryptoExtras]),  // RFC 5652, 3161, 6960, 5280
    source("PAdES", ["PDF", "CMS", crypto]),  // ETSI EN 319 142: signing and validation
    source("MerkleLog", [crypto]),  // RFC 6962 tree, C2SP tlog-tiles
    source("Graphics", ["CPango", "CQREncode", "CZlib"]),  // Pango/Cairo behind Swift values: seals, handwriting, QR
    source("Typeset", ["Graphics", "CPango", "CZlib"]),  // one block model → PDF
    source("Office", ["PDF", "CZlib", subprocess]),  // page images and text through worker processes

    source("HeqiClient", [httpClient, nioCore, nioHTTP1, crypto]),  // the open API for other programs; knows nothing of the rest

    // ─ floor 1: domain ─
    source("HeqiDomain"),  // values, state machines, policies; synchronous, deterministic

    // ─ floor 2: ports, SQL, storage ─
    source("HeqiPorts", ["HeqiDomain"]),  // one protocol per outside party
    source("HeqiSQL"),  // engine-neutral statements and connections
    source("HeqiSQLite", ["HeqiSQL", grdb, grdbSQLite]),  // the only importer of GRDB
    source("HeqiPostgres", ["HeqiSQL", "CLibPQ"]),  // the only importer of libpq
    source("HeqiStorage", ["HeqiSQL", "HeqiDomain", crypto, logging]),  // all SQL, blobs, personal-data vault

    // ─ floor 3: use cases ─
    source(
      "HeqiApplication",
      [
        "HeqiDomain", "HeqiPorts", "HeqiSQL", "HeqiStorage", "PAdES", "PDF", "CMS", "MerkleLog", "Typeset", "Graphics",
        "Office", crypto, cryptoExtras, logging,
      ]),
    source(
      "HeqiProviders",
      [
        "HeqiDomain", "HeqiPorts", "CMS", "Office", crypto, cryptoExtras, logging, httpClient, nioCore, nioHTTP1,
        nioPosix, nioSSL, subprocess,
      ]),

    // ─ floor 4: delivery ─
    source(
      "HeqiHTTPKit",
      [
        "HeqiDomain", "HeqiStorage", "HeqiSQL", "HeqiApplication", "HeqiPorts", hummingbird, nioCore, lifecycle, crypto, logging,
      ]),
    source("HeqiAPI", ["HeqiDomain", "HeqiPorts", "HeqiStorage", "HeqiApplication", "HeqiHTTPKit", "Graphics", hummingbird, nioCore, nioPosix, crypto, logging]),
    source(
      "HeqiWeb",
      ["HeqiDomain", "HeqiPorts", "HeqiStorage", "HeqiApplication", "HeqiHTTPKit", "PAdES", "CMS", "Graphics", hummingbird, mustache, crypto, logging],
      resources: [.copy("Resources")]),
    source("HeqiWorkers", ["HeqiDomain", "HeqiApplication", "HeqiPorts", "HeqiStorage", "HeqiSQL", lifecycle, logging]),

    // ─ floor 5: composition ─
    source(
      "HeqiServer",
      [
        "HeqiDomain", "HeqiPorts", "HeqiSQL", "HeqiStorage", "HeqiApplication", "HeqiProviders", "HeqiSQLite",
        "HeqiPostgres", "HeqiHTTPKit", "HeqiAPI", "HeqiWeb", "HeqiWorkers", "PAdES", "CMS", "Graphics", "Typeset",
        "MerkleLog", "Office", "PDF", hummingbird, lifecycle, unixSignals, logging, coreMetrics, crypto, httpClient,
        nioPosix,
      ]),
    .executableTarget(
      name: "heqi",
      dependencies: ["HeqiServer", "HeqiApplication", "PAdES", "CMS", "PDF", arguments, logging, subprocess],
      swiftSettings: strict),

    // ─ measurements; called by bin/bench ─
    .executableTarget(
      name: "HeqiBenchmarks",
      dependencies: [
        "HeqiApplication", "HeqiDomain", "HeqiPorts", "HeqiProviders", "HeqiSQL", "HeqiSQLite", "HeqiStorage", "HeqiWorkers", "MerkleLog", "PAdES", "PDF",
        "CMS", "Graphics", arguments, crypto, logging,
        httpClient, nioCore, nioFoundation, nioHTTP1, nioPosix,
      ],
      path: "Benchmarks/HeqiBenchmarks", swiftSettings: strict),

    // ─ tests mirror the sources ─
    .target(
      name: "HeqiTestSupport",
      dependencies: [
        "HeqiDomain", "HeqiPorts", "HeqiSQL", "HeqiSQLite", "HeqiPostgres", "HeqiStorage",
      ],
      path: "Tests/HeqiTestSupport", swiftSettings: strict),
    tests("PDFTests", ["PDF"]),
    tests("CMSTests", ["CMS", crypto, cryptoExtras]),
    tests("PAdESTests", ["PAdES", "PDF", "CMS", crypto, subprocess]),
    tests("MerkleLogTests", ["MerkleLog", crypto]),
    tests("GraphicsTests", ["Graphics", "CPango"]),
    tests("TypesetTests", ["Typeset", "Graphics"]),
    tests("OfficeTests", ["Office"]),
    tests("HeqiDomainTests", ["HeqiDomain"]),
    tests("HeqiSQLTests", ["HeqiSQL", "HeqiSQLite", "HeqiPostgres", "HeqiTestSupport"]),
    tests("HeqiStorageTests", ["HeqiStorage", "HeqiDomain", "HeqiSQL", "HeqiTestSupport", crypto]),
    tests(
      "HeqiApplicationTests",
      [
        "HeqiApplication", "HeqiDomain", "HeqiPorts", "HeqiProviders", "HeqiStorage", "HeqiSQL", "HeqiTestSupport", "HeqiWorkers", "PAdES", "PDF", "CMS", "MerkleLog",
        "Typeset", "Graphics", "Office", crypto, logging,
      ]),
    tests(
      "HeqiProvidersTests",
      [
        "HeqiProviders", "HeqiDomain", "HeqiPorts", "CMS", crypto, httpClient, nioCore, nioHTTP1, nioPosix, nioSSL,
      ]),
    tests(
      "HeqiHTTPKitTests",
      ["HeqiHTTPKit", "HeqiTestSupport", "HeqiStorage", "HeqiDomain", "HeqiPorts", hummingbird, hummingbirdTesting]),
    tests("HeqiAPITests", ["HeqiAPI", "HeqiApplication", "HeqiDomain", "HeqiHTTPKit", "HeqiPorts", "HeqiStorage", hummingbird, nioCore]),
    tests(
      "HeqiWebTests",
      [
        "HeqiWeb", "HeqiHTTPKit", "HeqiDomain", "HeqiPorts", "HeqiStorage", "HeqiSQL", "HeqiProviders", "HeqiTestSupport",
        "HeqiApplication", "PAdES", "CMS", "Graphics", mustache, hummingbird, hummingbirdTesting,
      ]),
    tests(
      "HeqiWorkersTests",
      ["HeqiWorkers", "HeqiTestSupport", "HeqiStorage", "HeqiSQL", "HeqiDomain", "HeqiPorts", "HeqiApplication", lifecycle, logging]),
    tests(
      "HeqiServerTests",
      ["HeqiServer", "HeqiTestSupport", "HeqiDomain", "HeqiHTTPKit", hummingbird, hummingbirdTesting, coreMetrics, logging]),
    tests(
      "AccessTests",
      [
        "HeqiServer", "HeqiTestSupport", "HeqiDomain", "HeqiHTTPKit", "HeqiPorts", "HeqiProviders", "HeqiSQL", "HeqiStorage",
        "HeqiApplication", hummingbird, hummingbirdTesting, logging, crypto,
      ]),
    tests(
      "HeqiCommandTests",
      ["heqi", "HeqiServer", "PAdES", "CMS", "PDF", arguments, nioCore, nioHTTP1, nioPosix]),
    tests("HeqiClientTests", ["HeqiClient", "heqi", httpClient, nioCore, nioHTTP1, nioPosix]),
    tests("TidyTests"),
  ]
)
