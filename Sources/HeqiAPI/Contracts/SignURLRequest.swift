import HeqiDomain

/// `POST /api/v1/contract/{id}/sign-url` (J-012).
struct SignURLRequest: Sendable {
  let partyID: String
  let scene: LinkScene

  init(body: [UInt8], client: APIClient) throws(ClientError) {
    let object = try RequestObject(body: body)
    partyID = try object.text("partyId", max: 64)
    scene = try LinkSceneRequest(object, client: client).scene
  }
}
