"""Pictures for the README: charts and cards as the bot sends them, and the page for review of a document.

Run it as ``make screenshots``; it needs Chromium and a Chinese font (Debian: chromium, fonts-noto-cjk).
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops

from bot.assistant import Assistant
from bot.reading.build import build
from tests.channels.bot_api import BotApi, Json
from tests.channels.running import running
from tests.conversation import KNOWLEDGE, ROOT

PICTURES = ROOT / "docs" / "pictures"
SEED = ROOT / "seeds" / "yueyang-2022-government-office.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE, SCREEN = 390, 1000
"""CSS pixels from side to side."""
ASKED = ("加装电梯完成多少台", "12345热线群众满意率是多少")
CHARTS = {
    "list": "哪些任务超额完成",
    "table": "加装电梯完成多少台",
    "comparison": "热线满意率比涉企诉求满意率低多少",
}
COLOURS = 64

CHAT = """<!doctype html><meta charset="utf-8"><style>
:root { --back: #d6e2ce; --paper: #fff; --mine: #e3fdd0; --ink: #111; --accent: #2f7cc4; --quote: #eaf3fb;
  --key: #00000038; --keyink: #fff }
.dark { --back: #10191f; --paper: #1c2933; --mine: #2b5278; --ink: #f2f5f7; --accent: #70b6f2; --quote: #223647;
  --key: #ffffff1f }
* { box-sizing: border-box }
body { margin: 0; padding: 12px 10px; background: var(--back); color: var(--ink);
  font: 16px/1.38 "Noto Sans CJK SC", sans-serif }
.mine, .card { width: fit-content; max-width: 86%; padding: 7px 11px; border-radius: 14px; overflow-wrap: anywhere }
.mine { margin: 0 0 8px auto; background: var(--mine); border-bottom-right-radius: 4px }
.card { min-width: 86%; background: var(--paper); border-bottom-left-radius: 4px; white-space: pre-line }
blockquote { margin: 3px 0; padding: 3px 24px 3px 9px; border-left: 3px solid var(--accent); border-radius: 5px;
  background: var(--quote); font-size: 15px; position: relative }
blockquote::after { content: "⌄"; position: absolute; right: 8px; bottom: 3px; color: var(--accent) }
.row { display: flex; gap: 4px; width: 86%; margin-top: 4px }
.row + .mine { margin-top: 16px }
.key { flex: 1; padding: 7px 4px; border-radius: 8px; background: var(--key); color: var(--keyink);
  text-align: center; font-size: 14.5px; font-weight: 500 }
</style><body class="SCHEME">"""


def conversation(scheme: str) -> str:
    """A page with questions and the messages the bot sends for them, keyboard and all."""
    with BotApi() as api, running(api, Assistant(KNOWLEDGE)):
        answers = [(asked, api.ask(asked)) for asked in ASKED]
    return CHAT.replace("SCHEME", scheme) + "".join(
        f'<p class="mine">{html.escape(asked)}</p>{drawn(message)}' for asked, message in answers
    )


def charts() -> Iterator[tuple[str, bytes]]:
    """The pictures behind the button for them, each with what it is called."""
    with BotApi() as api, running(api, Assistant(KNOWLEDGE)):
        for name, asked in CHARTS.items():
            card = api.ask(asked)
            api.tap(card, "图表")
            [sent] = api.replies(card)
            yield name, sent["photo"]


def drawn(message: Json) -> str:
    """A message as a chat shows it: its own HTML, and its buttons below."""
    text = message["text"].replace("</blockquote>\n", "</blockquote>").replace("\n<blockquote", "<blockquote")
    rows = (
        "".join(f'<span class="key">{html.escape(key["text"])}</span>' for key in row)
        for row in message["reply_markup"]["inline_keyboard"]
    )
    return f'<div class="card">{text}</div>' + "".join(f'<div class="row">{row}</div>' for row in rows)


def review(room: Path) -> str:
    """The page that reading a document makes, for somebody to look it over."""
    [summary] = build([SEED], room / "knowledge", language="zh")
    return (summary.folder / "review.html").read_text(encoding="utf-8")


def photograph(page: Path, picture: Path, width: int, height: int = 4000, *, dark: bool = False) -> None:
    """Have a browser draw a page; what is empty below is cut off, and few colours keep the file small."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("there is no Chromium here; install it, and a font with Chinese characters")
    # A window is never as narrow as a phone; a frame may be.
    frame = page.with_suffix(".frame.html")
    frame.write_text(
        f'<body style="margin:0"><iframe src="{page.name}" style="border:0;width:{width}px;height:{height}px">',
        encoding="utf-8",
    )
    subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            f"--blink-settings=preferredColorScheme={int(not dark)}",
            *("--force-device-scale-factor=2", f"--window-size={max(width, 500)},{height}"),
            *(f"--screenshot={picture}", frame.as_uri()),
        ],
        check=True,
        capture_output=True,
    )
    with Image.open(picture) as taken:
        whole = taken.convert("RGB").crop((0, 0, 2 * width, 2 * height))
    ground = Image.new("RGB", whole.size, whole.getpixel((0, whole.height - 1)))
    box = ImageChops.difference(whole, ground).getbbox() or (0, 0, *whole.size)
    shown = whole.crop((0, 0, whole.width, min(whole.height, box[3] + 24)))
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def main(folder: Path) -> None:
    """Make all pictures."""
    for chart, png in charts():
        (folder / f"{chart}.png").write_bytes(png)
    with tempfile.TemporaryDirectory() as made:
        room = Path(made)
        for name, content, width, height, dark in (
            ("card", conversation("light"), PHONE, 1600, False),
            ("card-dark", conversation("dark"), PHONE, 1600, True),
            ("review", review(room), SCREEN, 1330, False),
            ("review-phone", review(room), PHONE, 1500, True),
        ):
            page = room / f"{name}.html"
            page.write_text(content, encoding="utf-8")
            photograph(page, folder / f"{name}.png", width, height, dark=dark)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
