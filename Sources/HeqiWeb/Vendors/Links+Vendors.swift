extension Links {
  package static let officeVendors = "/office/vendors"
  package static func officeVendor(_ port: String) -> String { "\(officeVendors)/\(port)" }
}
