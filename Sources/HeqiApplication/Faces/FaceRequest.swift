package import HeqiDomain

/// `POST /api/v1/verification/face/initiate` after decoding (M-002).
package struct FaceRequest: Sendable {
  package let bizID: String
  package let purpose: FacePurpose
  package let person: FacePerson
  package let look: FaceLook
  package let callbackURL: String?
  /// JSON object of header names and values.
  package let callbackHeaders: String?
  package let expireMinutes: Int
  /// The raw body, to tell a repeat from another request.
  package let body: [UInt8]

  package init(
    bizID: String, purpose: FacePurpose, person: FacePerson, look: FaceLook, callbackURL: String?, callbackHeaders: String?,
    expireMinutes: Int, body: [UInt8]
  ) {
    self.bizID = bizID
    self.purpose = purpose
    self.person = person
    self.look = look
    self.callbackURL = callbackURL
    self.callbackHeaders = callbackHeaders
    self.expireMinutes = expireMinutes
    self.body = body
  }
}

/// A face check as its caller sees it.
package struct FaceView: Sendable {
  package let check: FaceVerification
  /// State now.
  package let status: FaceStatus
  /// Address of its page; only just after it was made.
  package let url: String?
  /// True when this is the answer to a repeat (40002).
  package let isDuplicate: Bool
}

/// Whom the address of a face page lets in.
package struct FaceVisit: Sendable {
  package let check: FaceVerification
  package let status: FaceStatus
  package let client: APIClient
}
