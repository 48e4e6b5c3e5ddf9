import HeqiDomain

/// What the signers of an API contract sign, before fields are put into it: an uploaded file or a filled template.
struct ClientPaper: Sendable {
  let name: String
  let bytes: [UInt8]
  let template: TemplateVersion?
  /// Where it was put together from several files.
  let parts: [FilePart]
  /// Places that the text itself holds.
  let fields: [ClientContractRequest.Field]

  init(name: String, bytes: [UInt8], parts: [FilePart] = []) {
    self.name = name
    self.parts = parts
    self.bytes = bytes
    template = nil
    fields = []
  }

  /// Gives each place of the text to the signer it names, by `partyId` or else by `partyType`.
  ///
  /// Throws `ClientError` naming `signers` when nobody bears the name.
  init(_ filled: FilledTemplate, of request: ClientContractRequest) throws(ClientError) {
    name = request.title + ".pdf"
    bytes = filled.bytes
    parts = []
    template = filled.version
    var fields: [ClientContractRequest.Field] = []
    for found in filled.places {
      let place = found.place
      let named = request.signers.filter { $0.partyID == place.party }
      let signers = named.isEmpty ? request.signers.filter { $0.partyType == place.party } : named
      guard signers.indices.contains(place.number - 1) else {
        let party = place.number == 1 ? place.party : "\(place.party)#\(place.number)"
        throw .parameter(
          "signers", "模板为 \(party) 留了签署位置，signers 中没有 partyId 或 partyType 为它的签署方。",
          "The template has a place for \(party), and no signer bears it as partyId or partyType.")
      }
      fields.append(
        ClientContractRequest.Field(
          partyID: signers[place.number - 1].partyID, kind: place.kind,
          position: .box(page: found.page, x: found.box.x, y: found.box.y), width: place.width, height: place.height,
          path: "templateId"))
    }
    self.fields = fields
  }
}
