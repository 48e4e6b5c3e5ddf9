// swift-tools-version: 6.2
// Endless damage for everything that reads bytes from outside. Apart from the main package, so that nobody who only
// uses the libraries builds it. See README.md.
import PackageDescription

let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "heqi", path: "..")],
  targets: [
    .executableTarget(
      name: "FuzzDriver",
      dependencies: [
        .product(name: "PDF", package: "heqi"), .product(name: "CMS", package: "heqi"),
        .product(name: "PAdES", package: "heqi"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ])
