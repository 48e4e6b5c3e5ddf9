internal import Typeset

/// The one-page lease of the evaluation sample.
enum SampleContract {
  static func pdf() throws -> [UInt8] {
    try Document(
      title: "房屋租赁合同（示例）", language: .chinese,
      blocks: [
        .heading(level: 0, [Run("房屋租赁合同（示例）")]),
        .paragraph([Run("出租方：林晓示　　承租方：陈例")]),
        .paragraph([Run("第一条　出租方将位于示例市示例路 1 号 101 室的房屋出租给承租方居住使用，租期自 2027 年 1 月 1 日起至 2027 年 12 月 31 日止。")]),
        .paragraph([Run("第二条　月租金人民币 3,000 元，承租方于每月 5 日前支付；押金为一个月租金，租期届满且无欠费时全额退还。")]),
        .paragraph([Run("第三条　承租方应当合理使用房屋，不得擅自改变结构；正常使用产生的损耗由出租方负责维修。")]),
        .paragraph([Run("第四条　任何一方提前解除合同，应当提前三十日书面通知对方，并赔偿由此造成的实际损失。")]),
        .paragraph([Run("第五条　本合同采用电子形式订立，双方以各自的数字证书签名后成立，与书面合同具有同等效力。")]),
        .paragraph([Run("第六条　因本合同发生争议，双方先行协商；协商不成的，提交房屋所在地人民法院解决。")]),
        .paragraph([Run("出租方（签名）：　　　　　　　　　　　　　　　　承租方（签名）：")]),
      ]
    ).render()
  }
}
