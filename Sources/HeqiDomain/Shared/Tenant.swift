/// Namespaces of data. One deployment has one until companies bring their own.
package enum Tenant {
  package static let main = "main"
}
