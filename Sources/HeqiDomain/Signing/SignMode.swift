/// How a party binds itself (J-002).
package enum SignMode: String, Sendable, CaseIterable {
  /// 电子签: a digital signature by the signer's own key, with a visible seal or handwriting.
  case certificate
  /// 协议勾选: the signer ticks that the text is accepted. No certificate, no seal: the platform's time stamp fixes what was
  /// shown, and the record of the click is the evidence. Never a reliable signature in the sense of art. 13 (B-30).
  case clickwrap

  /// As evidence names it.
  package var title: Bilingual {
    switch self {
    case .certificate: Bilingual("数字证书签名", "Digital signature")
    case .clickwrap: Bilingual("勾选确认（未使用数字证书）", "Accepted by ticking (no digital certificate)")
    }
  }

  /// What it is worth (Electronic Signature Law, art. 13).
  package var standing: Bilingual {
    switch self {
    case .certificate:
      Bilingual("符合《电子签名法》第十三条所列条件的，为可靠的电子签名", "Reliable where the conditions of art. 13 of the Electronic Signature Law are met")
    case .clickwrap:
      Bilingual(
        "不是《电子签名法》第十三条所称可靠的电子签名；以平台对文件加盖的时间戳和本次确认的操作记录为证据",
        "No reliable electronic signature in the sense of art. 13 of the Electronic Signature Law; the platform's time stamp over the file and the record of this act are the evidence")
    }
  }
}

/// The least that every party of a contract must bind itself by (B-26, B-30).
package enum AssuranceLevel: String, Sendable, CaseIterable {
  /// Ticking is enough.
  case simple = "SIMPLE"
  /// Digital signatures by identified people.
  case reliable = "RELIABLE"

  package func allows(_ mode: SignMode) -> Bool { self == .simple || mode == .certificate }
}
