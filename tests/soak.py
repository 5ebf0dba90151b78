"""The bot as a process under a mixed load for some minutes, while the way to Telegram breaks again and again.

Run it with ``make soak``, or ``make soak MINUTES=10``. People ask the questions for development, go on from them,
tap, edit, type inline and ask in groups; calls are refused, held up and cut off, updates come twice, the knowledge
is loaded again. It tells what was answered, lost and answered twice, how long it took and how much memory the
process has, and ends with 1 where anything was lost, doubled or apologised for.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bot.channels.telegram.wording import EN, ZH
from tests.channels.bot_api import BOT, TOKEN, BotApi, Json, buttons, visible
from tests.conversation import KNOWLEDGE, ROOT, questions
from tests.progress import shown

ADMIN = 42
PEOPLE, GROUPS = 24, 6
THINKING, IN_A_GROUP = 2.0, 8.0
"""Seconds between two things that somebody does, and in a group, where a bot may say 20 messages a minute."""
TROUBLE = 0.5
"""Seconds between two things that go wrong."""
RELOADS = 60.0
"""Seconds between two reloads."""
LOST = 90.0
"""Seconds after which something is lost."""
SETTLING = 5.0
"""Seconds in which an answer that is given twice would come."""
FIRST, OTHER = "2022年市政府办公室办理了多少件上级来文？", "各类重要会议和活动的通知一共发布了多少次？"
FOLLOW_UPS = ("那目标呢", "完成了多少", "牵头单位是谁", "为什么", "what about the target?")
APOLOGIES = frozenset({ZH.apology, EN.apology, ZH.slow_down, EN.slow_down})


class _Messages(dict[int, Json]):
    """Messages by their numbers, and by their chats those of the bot and the last number."""

    def __init__(self) -> None:
        super().__init__()
        self.of_bot: defaultdict[int, list[Json]] = defaultdict(list)
        self.last: defaultdict[int, int] = defaultdict(int)

    def __setitem__(self, number: int, message: Json) -> None:
        super().__setitem__(number, message)
        chat = message["chat"]["id"]
        self.last[chat] = max(self.last[chat], number)
        if message["from"] == BOT:
            self.of_bot[chat].append(message)


class Api(BotApi):
    """The server of the tests, for many who wait at once."""

    def __init__(self) -> None:
        self._kept, self._well = _Messages(), set[str]()
        super().__init__(messages=self._kept)

    def of_bot(self, chat: int) -> list[Json]:
        """What the bot has said in a chat."""
        return self._kept.of_bot[chat]

    def last(self, chat: int) -> int:
        """The number of the last message in a chat."""
        return self._kept.last[chat]

    def again(self, count: int) -> None:
        """Let the last updates come once more, before those that wait."""
        with self._changed:
            waiting = {update["update_id"] for update in self._pending}
            late = [update for update in self._pushed[-count:] if update["update_id"] not in waiting]
            self._pending = late + self._pending
            self._changed.notify_all()

    def trouble(self, method: str, trouble: Callable[[Api], None]) -> None:
        """Have something go wrong with a method, where it has gone well since the last time."""
        if not method or method in self._well:
            self._well.discard(method)
            trouble(self)

    def _call(self, token: str, method: str, body: bytes, kind: str) -> Any:
        result = super()._call(token, method, body, kind)
        self._well.add(method)
        return result

    def awaited(self, seen: Callable[[], Any]) -> Any:
        """What can be seen in the end; nothing where that takes too long."""
        with self._changed:
            return self._changed.wait_for(seen, LOST)


TROUBLES: Sequence[tuple[str, Callable[[Api], None]]] = (
    ("sendMessage", lambda api: api.fail("sendMessage", 429, "Too Many Requests", retry_after=1)),
    ("sendMessage", lambda api: api.fail("sendMessage", 500, "Internal Server Error", count=2)),
    ("sendMessage", lambda api: api.intercept("sendMessage", "<html>502</html>", done=False)),
    ("sendMessage", lambda api: api.intercept("sendMessage", "<html>504</html>", status=504, done=True)),
    ("sendMessage", lambda api: api.hang_up("sendMessage", done=False)),
    ("sendMessage", lambda api: api.hang_up("sendMessage", done=True)),
    ("sendPhoto", lambda api: api.hang_up("sendPhoto", done=True)),
    ("editMessageText", lambda api: api.fail("editMessageText", 429, "Too Many Requests", retry_after=1)),
    ("editMessageText", lambda api: api.hang_up("editMessageText", done=True)),
    ("editMessageText", lambda api: api.hang_up("editMessageText", done=False)),
    ("answerCallbackQuery", lambda api: api.fail("answerCallbackQuery", 502, "Bad Gateway")),
    ("getUpdates", lambda api: api.hang_up("getUpdates", done=True)),
    ("getUpdates", lambda api: api.hang_up("getUpdates", done=False)),
    ("", lambda api: api.again(10)),
    ("", lambda api: api.again(10)),
)
"""What goes wrong, by the method that it goes wrong with; no more than one thing until that goes well again."""


@dataclass(frozen=True)
class Deed:
    """Something that somebody did in a chat, where ``number`` was the last message, and what came of it.

    ``expected`` is how many messages it leads to; ``seconds`` is None where nothing came of it.
    """

    kind: str
    chat: int
    number: int
    expected: int
    seconds: float | None


@dataclass
class Soak:
    """A load on a server, and what became of it."""

    api: Api
    texts: Sequence[str]
    until: float
    deeds: list[Deed] = field(default_factory=list)

    def person(self, user: int, chat: int | None) -> None:
        """Do one thing after the other until the time is over; in a group where a chat is given."""
        dice, card = random.Random(f"{user} {chat}"), None  # noqa: S311 - the same load each time
        while time.monotonic() < self.until:
            what = dice.choice(("ask", "ask", "ask", "follow", "tap", "chart", "inline", "edit"))
            if chat is not None:
                what = "edit" if what == "edit" else "ask"
            if what == "inline":
                self._inline(dice, user)
            elif what in ("tap", "chart") and card:
                self._tap(what, card, user)
                card = None
            else:
                card = self._ask(what, dice, user, chat)
            time.sleep(dice.uniform(0.5, 1.5) * (THINKING if chat is None else IN_A_GROUP))

    def _ask(self, what: str, dice: random.Random, user: int, chat: int | None) -> Any:
        text = {"edit": FIRST, "follow": dice.choice(FOLLOW_UPS)}.get(what) or dice.choice(self.texts)
        message = self.api.say(f"/ask {text}" if chat is not None else text, user, chat)
        answer = self._done(
            what, message["chat"]["id"], message["message_id"], 1, lambda: self._after(message)
        )
        if answer and what == "edit":
            was = answer.get("edits", 0)
            self.api.edit(message, f"/ask {OTHER}" if chat is not None else OTHER)
            number = answer["message_id"]
            self._done("edited", answer["chat"]["id"], number, 0, lambda: answer.get("edits", 0) > was)
        return answer

    def _tap(self, what: str, card: Json, user: int) -> None:
        words = (ZH.chart, EN.chart) if what == "chart" else (ZH.original, EN.original)
        offered = [one for one in buttons(card) if one["text"] in words]
        if not offered:
            return
        was, here = card.get("edits", 0), card["chat"]["id"]
        number = self.api.last(here)
        query = self.api.send_data(card, offered[0]["callback_data"], user)
        if what == "chart":  # a note says where the answer of several figures is from before a reload
            self._done(
                what,
                here,
                number,
                1,
                lambda: (
                    self._after({**card, "message_id": number})
                    or self.api.answered.get(query, {}).get("text")
                ),
            )
        else:
            self._done(what, here, number, 0, lambda: card.get("edits", 0) > was)

    def _inline(self, dice: random.Random, user: int) -> None:
        query = self.api.type_inline(dice.choice(self.texts)[:4], user)
        self._done("inline", user, self.api.last(user), 0, lambda: self.api.answered.get(query))

    def _after(self, message: Json) -> Json | None:
        """The bot's first message in a chat behind another."""
        said: list[Json] = self.api.of_bot(message["chat"]["id"])
        return next((one for one in said if one["message_id"] > message["message_id"]), None)

    def _done(self, kind: str, chat: int, number: int, expected: int, seen: Callable[[], Any]) -> Any:
        began = time.monotonic()
        found = self.api.awaited(seen)
        seconds = time.monotonic() - began if found else None
        self.deeds.append(Deed(kind, chat, number, expected, seconds))
        return found

    def reloads(self) -> None:
        """Have the knowledge loaded again and again."""
        while time.monotonic() < self.until:
            message = self.api.say("/reload", ADMIN)
            self._done("reload", ADMIN, message["message_id"], 1, partial(self._after, message))
            time.sleep(RELOADS)

    @property
    def lost(self) -> int:
        """How many deeds nothing came of."""
        return sum(deed.seconds is None for deed in self.deeds)

    @property
    def apologies(self) -> int:
        """How often the bot could not answer, or not as fast as it was asked."""
        said = (one for chat in {deed.chat for deed in self.deeds} for one in self.api.of_bot(chat))
        return sum(visible(one) in APOLOGIES for one in said)

    @property
    def doubled(self) -> int:
        """How many messages there are that nothing has asked for."""
        more = 0
        for chat in {deed.chat for deed in self.deeds}:
            deeds = [one for one in self.deeds if one.chat == chat]
            said = [one["message_id"] for one in self.api.of_bot(chat)]
            ends = [*(one.number for one in deeds[1:]), sys.maxsize]
            for deed, end in zip(deeds, ends, strict=True):
                more += max(0, sum(deed.number < number <= end for number in said) - deed.expected)
        return more


@contextmanager
def bot(url: str, log: int) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m bot run`` in a folder of its own, with these settings and no others."""
    ours = ("WENSHU_", "TELEGRAM_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    settings = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": url,
        "WENSHU_KNOWLEDGE": str(KNOWLEDGE),
        "WENSHU_ADMINS": str(ADMIN),
        "PYTHONPATH": str(ROOT),
    }
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=inherited | settings, cwd=folder, stdout=log, stderr=log
        )
        try:
            yield running
            running.terminate()
            running.wait(60)
        finally:
            running.kill()
            running.wait()


def mebibytes(process: int) -> float:
    """The memory that a process has now."""
    told = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmRSS")) / 1024


def carried_out(minutes: float, log: int) -> tuple[Soak, list[float]]:
    """What became of a load of so many minutes, and the memory of the bot at each moment of it."""
    texts = [one["q"] for one in questions("dev.jsonl")]
    dice, memory = random.Random("trouble"), []  # noqa: S311 - the same trouble each time
    with Api() as api, bot(api.url, log) as running:
        api.wait(lambda: api.count("getUpdates"))
        soak = Soak(api, texts, time.monotonic() + 60 * minutes)
        people = [(user, None) for user in range(1000, 1000 + PEOPLE)]
        groups = [(2000 + number, -1_000_000_000_001 - number) for number in range(GROUPS)]
        threads = [threading.Thread(target=soak.person, args=who, daemon=True) for who in people + groups]
        threads.append(threading.Thread(target=soak.reloads, daemon=True))
        for thread in threads:
            thread.start()
        for _ in shown(range(int(60 * minutes / TROUBLE)), "moments", 20):
            api.trouble(*dice.choice(TROUBLES))
            memory.append(mebibytes(running.pid))
            time.sleep(TROUBLE)
        api.mend()
        for thread in threads:
            thread.join(RELOADS + LOST)
        time.sleep(SETTLING)
    return soak, memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a load and tell what became of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=2.0)
    given = parser.parse_args(arguments)
    with tempfile.NamedTemporaryFile("w+", suffix=".log", delete=False) as log:
        soak, memory = carried_out(given.minutes, log.fileno())
    sys.stdout.write("\n".join(_report(soak, memory)) + f"\nlog: {log.name}\n")
    return 1 if soak.lost or soak.doubled or soak.apologies else 0


def _report(soak: Soak, memory: Sequence[float]) -> Iterator[str]:
    kinds = Counter(deed.kind for deed in soak.deeds)
    done = sorted(deed.seconds for deed in soak.deeds if deed.seconds is not None)
    p50, p99, most = (done[min(len(done) - 1, int(len(done) * share))] for share in (0.5, 0.99, 1))
    start, middle = (memory[int(len(memory) * share)] for share in (0.1, 0.5))
    yield f"asked {len(soak.deeds)}: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    yield f"answered {len(done)}, lost {soak.lost}, answered twice {soak.doubled}, apologies {soak.apologies}"
    yield f"seconds: p50 {p50:.3f}, p99 {p99:.3f}, most {most:.3f}"
    yield f"MiB: {start:.0f} at a tenth of the time, {middle:.0f} in the middle, {memory[-1]:.0f} at the end"
    for reason, count in Counter(f"{method}: {why}" for method, why in soak.api.refused).most_common():
        yield f"  refused {count} times: {reason}"


if __name__ == "__main__":
    sys.exit(main())
