/// Addresses of face checks; the token is the whole right.
extension Links {
  static func face(_ token: String) -> String { "/f/\(token)" }
  static func faceConsent(_ token: String) -> String { "\(face(token))/consent" }
  static func faceResult(_ token: String) -> String { "\(face(token))/result" }
  static func testFace(_ token: String) -> String { "/dev/face/\(token)" }
}
