"""The Telegram transport: the only place that knows the Telegram library."""

from __future__ import annotations

from bot.channels.telegram.app import run

__all__ = ["run"]
