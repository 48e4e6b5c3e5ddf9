extension Links {
  package static let officeCallbacks = "/office/callbacks"
  package static let callbackReplays = "/office/callbacks/replays"
  package static let officeAlarms = "/office/alarms"
  package static let officeArchives = "/office/archives"

  package static func officeCallback(_ id: String) -> String { "\(officeCallbacks)/\(id)" }
  package static func callbackReplay(_ id: String) -> String { "\(officeCallbacks)/\(id)/replay" }
  package static func archiveRetry(_ tenant: String, _ contract: String) -> String { "\(officeArchives)/\(encode(tenant))/\(contract)" }
}
