"""Make the query pictures of this folder out of the storefront's, and one GS1 code.

python examples/products/make.py
"""

from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image

HERE = Path(__file__).resolve().parent
STOREFRONT = HERE.parent / "storefront" / "queries"
TURNED = {
    "plate-wx-4410-turned": ("plate-wx-4410", 180),
    "plate-wx-4410-side": ("plate-wx-4410", 90),
    "plate-wx-4418-turned": ("plate-wx-4418", 180),
    "oat-barcode-slanted": ("oat-barcode", 40),
}
"""Picture, the one it is made of, degrees counter-clockwise."""
GS1 = "(01){gtin}(10)L7(17)260331"


def turned(name: str, degrees: float) -> Image.Image:
    with Image.open(STOREFRONT / f"{name}.jpg") as picture:
        return picture.convert("RGB").rotate(
            degrees, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 110, 100)
        )


def gs1_code(gtin: str) -> Image.Image:
    """A DataBar Expanded symbol with its quiet zone."""
    content = GS1.format(gtin=gtin.zfill(14))
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.DataBarExp)
    bars = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=3)))
    page = Image.new("L", (bars.width + 60, bars.height + 60), 255)
    page.paste(bars, (30, 30))
    return page


def main() -> None:
    folder = HERE / "queries"
    folder.mkdir(exist_ok=True)
    for name, (source, degrees) in TURNED.items():
        turned(source, degrees).save(folder / f"{name}.jpg", quality=80)
    gs1_code("2900022077913").save(folder / "oat-gs1.png", optimize=True)


if __name__ == "__main__":
    main()
