/// Addresses of face checks; the token is the whole right.
extension Links {
  static func face(_ token: String) -> String { "/f/\(token)" }
  static func faceConsent(_ token: String) -> String { "\(face(token))/consent" }
  static func faceResult(_ token: String) -> String { "\(face(token))/result" }
  static func faceAgain(_ token: String) -> String { "\(face(token))/again" }
  static func faceReview(_ token: String) -> String { "\(face(token))/review" }
  static func faceTheme(_ token: String) -> String { "\(face(token))/theme.css" }
  static func testFace(_ token: String) -> String { "/dev/face/\(token)" }
}

/// Addresses of manual face checks in the back office.
extension Links {
  package static let officeFaces = "/office/faces"
  static func officeFace(_ id: String) -> String { "\(officeFaces)/\(id)" }
  static func officeFaceImage(_ id: String, _ kind: String) -> String { "\(officeFace(id))/images/\(kind)" }
}
