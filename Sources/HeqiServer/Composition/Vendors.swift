internal import HeqiApplication
internal import HeqiDomain
internal import HeqiPorts
internal import HeqiProviders
internal import HeqiSQL

/// The vendors that the settings name, each port's in a chain.
struct Vendors: Sendable {
  private static let region = "ap-guangzhou"

  let faces: VendorChain<any FaceVendor>
  let sms: VendorChain<any SMSSender>
  let pictures: VendorChain<any PictureReader>

  /// - Parameter testFaces: only in evaluation mode without a face vendor.
  init(
    _ configuration: ServerConfiguration, testFaces: EvaluationFaceVendor?, engine: any SQLEngine, clock: any WallClock,
    random: any RandomSource
  ) {
    let maker = Maker(clock: clock, random: random)
    var faces = configuration.vendors(.face).map { ($0.name, maker.face($0)) }
    if let testFaces { faces.append((testFaces.name, testFaces)) }
    self.faces = VendorChain(.face, faces, engine: engine, clock: clock)
    sms = VendorChain(.sms, configuration.vendors(.sms).map { ($0.name, maker.sms($0)) }, engine: engine, clock: clock)
    pictures = VendorChain(.ocr, configuration.vendors(.ocr).map { ($0.name, maker.reader($0)) }, engine: engine, clock: clock)
  }

  var links: [VendorLink] { faces.links + sms.links + pictures.links }

  var configured: [VendorPort: [String]] {
    [.face: faces.links.map(\.name), .sms: sms.links.map(\.name), .ocr: pictures.links.map(\.name)]
  }

  /// Builds adapters.
  private struct Maker {
    let clock: any WallClock
    let random: any RandomSource

    func face(_ setting: CloudVendorSetting) -> any FaceVendor {
      switch setting.kind {
      case .aliyun:
        AliyunFaceVendor(
          client: aliyun(setting, AliyunFaceVendor.service), sceneID: setting.account, pageScript: setting.options["script"])
      case .tencent, .gateway:
        TencentFaceVendor(
          client: tencent(setting, TencentFaceVendor.service, TencentFaceVendor.version), ruleID: setting.account)
      }
    }

    func sms(_ setting: CloudVendorSetting) -> any SMSSender {
      let templates = SMSTemplates(
        signature: setting.options["sign"] ?? "", code: setting.options["code"] ?? "", notice: setting.options["notice"])
      return switch setting.kind {
      case .aliyun: AliyunSMSSender(client: aliyun(setting, AliyunSMSSender.service), templates: templates)
      case .tencent:
        TencentSMSSender(
          client: tencent(setting, TencentSMSSender.service, TencentSMSSender.version), appID: setting.account, templates: templates)
      case .gateway:
        HTTPSMSSender(url: "\(setting.baseURL)/\(setting.account)", token: setting.keySecret, clock: clock)
      }
    }

    func reader(_ setting: CloudVendorSetting) -> any PictureReader {
      switch setting.kind {
      case .aliyun: AliyunOCR(client: aliyun(setting, AliyunOCR.service, deadline: .seconds(15)))
      case .tencent, .gateway:
        TencentOCR(client: tencent(setting, TencentOCR.service, TencentOCR.version, deadline: .seconds(15)))
      }
    }

    private func tencent(
      _ setting: CloudVendorSetting, _ service: String, _ version: String, deadline: Duration = .seconds(5)
    ) -> TencentCloudClient {
      TencentCloudClient(
        baseURL: setting.baseURL, service: service, version: version, region: Vendors.region,
        signature: TencentCloudSignature(secretID: setting.keyID, secretKey: setting.keySecret), deadline: deadline, clock: clock)
    }

    private func aliyun(
      _ setting: CloudVendorSetting, _ service: AliyunClient.Service, deadline: Duration = .seconds(5)
    ) -> AliyunClient {
      AliyunClient(
        baseURL: setting.baseURL, service: service,
        signature: AliyunSignature(keyID: setting.keyID, keySecret: setting.keySecret), deadline: deadline, clock: clock,
        random: random)
    }
  }
}
