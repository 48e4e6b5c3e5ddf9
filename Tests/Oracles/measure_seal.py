"""Where a seal ends up on paper, by two renderers that share no code with the project: poppler and mupdf.

usage: measure_seal.py where FILE        one JSON object per renderer and page: page size and the boxes of red and of blue
                                         ink, in millimetres from the top left corner of the page as it is shown
       measure_seal.py same FILE OTHER   both files show the same pages: the greatest share of pixels that differ on one

mupdf knows user units (ISO 32000-2 §14.11.2 and table 31); poppler draws every unit as 1/72 inch, so its figures are
multiplied by the /UserUnit that pyHanko reads. Both draw what lies inside the crop box, turned as /Rotate says.
"""
import json
import os
import subprocess
import sys
import tempfile

from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader

DPI = 144


def render(path, folder):
    """Pictures of all pages by renderer."""
    subprocess.run(["pdftoppm", "-cropbox", "-r", str(DPI), "-png", path, folder + "/poppler"], check=True)
    subprocess.run(
        ["mutool", "draw", "-q", "-r", str(DPI), "-o", folder + "/mupdf-%04d.png", path], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    names = sorted(os.listdir(folder))
    return {
        tool: [Image.open(os.path.join(folder, name)).convert("RGB") for name in names if name.startswith(tool)]
        for tool in ("poppler", "mupdf")}


def units(path):
    """/UserUnit of each page, in order."""
    with open(path, "rb") as stream:
        reader = PdfFileReader(stream)
        found = []

        def walk(node):
            for kid in (entry.get_object() for entry in node["/Kids"]):
                if "/Kids" in kid:
                    walk(kid)
                else:
                    found.append(float(kid.get("/UserUnit", 1)))

        walk(reader.root["/Pages"])
    return found


def ink(image, strong, *weak):
    """Box of the pixels that are strong in one channel and weak in the others; None when there are none."""
    channels = image.split()
    mask = channels[strong].point(lambda value: 255 if value > 140 else 0)
    for channel in weak:
        mask = ImageChops.multiply(mask, channels[channel].point(lambda value: 255 if value < 140 else 0))
    return mask.getbbox()


def where(path):
    scales = units(path)
    with tempfile.TemporaryDirectory() as folder:
        for tool, pages in render(path, folder).items():
            assert len(pages) == len(scales), f"{tool} drew {len(pages)} of {len(scales)} pages"
            for index, image in enumerate(pages):
                pixel = 25.4 / DPI * (scales[index] if tool == "poppler" else 1)
                row = {"tool": tool, "page": index, "width": image.width * pixel, "height": image.height * pixel}
                for name, box in (("red", ink(image, 0, 1, 2)), ("blue", ink(image, 2, 0, 1))):
                    row[name] = [value * pixel for value in box] if box else None
                print(json.dumps(row))


def same(path, other):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        left, right = render(path, one), render(other, two)
        worst = 0.0
        for tool in left:
            assert len(left[tool]) == len(right[tool]) > 0, "the files have different pages"
            for a, b in zip(left[tool], right[tool]):
                if tool == "poppler":  # it knows no user unit: the same page in another size
                    b = b.resize(a.size, Image.LANCZOS)
                assert max(abs(a.width - b.width), abs(a.height - b.height)) <= 2, f"{a.size} is not {b.size}"
                size = (min(a.width, b.width), min(a.height, b.height))
                change = ImageChops.difference(a.crop((0, 0) + size), b.crop((0, 0) + size)).convert("L")
                share = sum(change.histogram()[128:]) / (size[0] * size[1])
                worst = max(worst, share)
        print(json.dumps({"differing": worst}))


if __name__ == "__main__":
    {"where": where, "same": same}[sys.argv[1]](*sys.argv[2:])
