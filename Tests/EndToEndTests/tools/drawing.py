"""Draws what a person would photograph. Nobody's card, nobody's face: every name and number is invented here."""
from __future__ import annotations

import itertools
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = next(Path("/usr/share/fonts").glob("**/NotoSansCJK-Regular.ttc"), None)
CARD = (1011, 638)  # 85.6 × 54 mm at 300 dpi
_sequence = itertools.count(1)


def font(size: int) -> ImageFont.FreeTypeFont:
    if FONT is None:
        raise RuntimeError("Noto Sans CJK is missing: run bin/setup test")
    return ImageFont.truetype(str(FONT), size, index=2)


def id_number(birth: str = "19900307", region: str = "110101") -> str:
    """A number with a right check digit (GB 11643, ISO 7064 MOD 11-2), a new one at each call."""
    body = f"{region}{birth}{next(_sequence) % 1000:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights))
    return body + "10X98765432"[total % 11]


def card_front(path: Path, name: str, number: str) -> Path:
    image = Image.new("RGB", CARD, "#e9f0f4")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((6, 6, CARD[0] - 6, CARD[1] - 6), 36, outline="#9db4c0", width=3)
    rows = [("姓名", name), ("性别", "女    民族  汉"), ("出生", f"{number[6:10]} 年 {int(number[10:12])} 月 {int(number[12:14])} 日"),
            ("住址", "样本市样本区样本路 1 号")]
    for position, (label, value) in enumerate(rows):
        draw.text((60, 70 + position * 86), label, font=font(30), fill="#3c6e91")
        draw.text((150, 64 + position * 86), value, font=font(38), fill="#141414")
    draw.text((60, 540), "公民身份号码", font=font(30), fill="#3c6e91")
    draw.text((330, 532), number, font=font(46), fill="#141414")
    image.paste(portrait((270, 340), seed=number), (680, 90))
    draw.text((560, 20), "测试样张 SPECIMEN", font=font(24), fill="#b0413e")
    image.save(path, quality=92)
    return path


def card_back(path: Path) -> Path:
    image = Image.new("RGB", CARD, "#e9f0f4")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((6, 6, CARD[0] - 6, CARD[1] - 6), 36, outline="#9db4c0", width=3)
    draw.text((330, 90), "居民身份证", font=font(72), fill="#141414")
    draw.text((120, 430), "签发机关    样本市公安局样本分局", font=font(36), fill="#141414")
    draw.text((120, 510), "有效期限    2020.01.01-2040.01.01", font=font(36), fill="#141414")
    draw.text((560, 20), "测试样张 SPECIMEN", font=font(24), fill="#b0413e")
    image.save(path, quality=92)
    return path


def live_photo(path: Path, seed: str) -> Path:
    portrait((720, 900), seed=seed).save(path, quality=92)
    return path


def portrait(size: tuple[int, int], seed: str) -> Image.Image:
    """A drawn head; the same seed gives the same head."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, "#d7dde2")
    draw = ImageDraw.Draw(image)
    width, height = size
    skin = dice.choice(["#f0c9a8", "#e3b38f", "#f4d3b5"])
    draw.ellipse((width * 0.05, height * 0.78, width * 0.95, height * 1.4), fill=dice.choice(["#2f4858", "#5a3d5c", "#3b5d3a"]))
    draw.rectangle((width * 0.42, height * 0.6, width * 0.58, height * 0.85), fill=skin)
    draw.ellipse((width * 0.2, height * 0.08, width * 0.8, height * 0.5), fill="#221a16")
    draw.ellipse((width * 0.24, height * 0.15, width * 0.76, height * 0.72), fill=skin)
    for x in (0.39, 0.61):
        draw.ellipse((width * (x - 0.04), height * 0.38, width * (x + 0.04), height * 0.42), fill="#20150f")
    draw.arc((width * 0.4, height * 0.5, width * 0.6, height * 0.6), 20, 160, fill="#8d3b2f", width=max(2, width // 90))
    return image
