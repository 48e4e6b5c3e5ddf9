/// Sums and dates in Chinese characters, as the banks' rules for bills write them (《支付结算办法》附一).
package enum ChineseCapitals {
  private static let digits: [Character] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
  private static let units = ["", "拾", "佰", "仟"]
  /// Digits before the point that have names: up to 仟万亿.
  package static let wholeDigitsMax = 16

  /// `壹万陆仟肆佰零玖元零贰分`; nil for more than two decimals or sixteen digits.
  package static func money(_ sum: DecimalText) -> String? {
    guard sum.whole.count <= wholeDigitsMax, sum.fraction.count <= 2 else { return nil }
    let (tenths, hundredths) = (sum.fraction.first ?? 0, sum.fraction.count > 1 ? sum.fraction[1] : 0)
    var text = sum.isNegative ? "负" : ""
    if !sum.whole.isEmpty { text += whole(sum.whole) + "元" }
    if sum.isZero { text += "零元" }
    if tenths > 0 { text += "\(digits[Int(tenths)])角" }
    if hundredths > 0 {
      if tenths == 0, !sum.whole.isEmpty { text += "零" }
      return text + "\(digits[Int(hundredths)])分"
    }
    return text + "整"
  }

  /// Groups of four: 万, 亿, 万亿. Several zeros are read once; those at the end of the number not at all.
  private static func whole(_ number: [UInt8]) -> String {
    var text = ""
    var isZeroPending = false
    var groupHasDigit = false
    var aboveHundredMillion = false
    for (index, digit) in number.enumerated() {
      let position = number.count - 1 - index
      if digit == 0 {
        isZeroPending = !text.isEmpty
      } else {
        if isZeroPending { text.append("零") }
        isZeroPending = false
        text.append(digits[Int(digit)])
        text += units[position % 4]
        groupHasDigit = true
      }
      guard position % 4 == 0, position > 0 else { continue }
      if position == 8 {
        if groupHasDigit || aboveHundredMillion { text += "亿" }
      } else if groupHasDigit {
        text += "万"
        aboveHundredMillion = aboveHundredMillion || position == 12
      }
      groupHasDigit = false
    }
    return text
  }

  /// `二〇二六年一月三十一日`.
  package static func date(year: Int, month: Int, day: Int) -> String {
    let plain: [Character] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    func small(_ number: Int) -> String {
      let (tens, ones) = number.quotientAndRemainder(dividingBy: 10)
      let head = tens == 0 ? "" : tens == 1 ? "十" : "\(plain[tens])十"
      return head + (ones == 0 ? "" : String(plain[ones]))
    }
    let digits = String(year).compactMap { $0.wholeNumberValue.map { plain[$0] } }
    return "\(String(digits))年\(small(month))月\(small(day))日"
  }
}
