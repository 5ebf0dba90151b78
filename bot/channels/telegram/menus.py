"""What Telegram shows of the bot before anybody writes to it: menus of commands, its name and what it is for."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from telegram import (
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.channels.telegram.delivery import Bot
from bot.channels.telegram.wording import EN, ZH, Wording

log = logging.getLogger(__name__)

IN_GROUPS = frozenset({"ask", "list", "source", "help"})
"""Commands that a group is offered; all the others work there too."""


async def offer(bot: Bot, admins: Iterable[int]) -> None:
    """Set the menus and texts, in Chinese for those who read it, else in English. What is refused is logged."""
    for words, code in ((EN, ""), (ZH, ZH.language)):
        for scope, commands in _menus(words, admins):
            setting = partial(bot.set_my_commands, commands, scope=scope, language_code=code)
            await _attempt("the command menu", setting)
        await _describe(bot, words, code)


def _menus(
    words: Wording, admins: Iterable[int]
) -> Iterable[tuple[BotCommandScope, tuple[tuple[str, str], ...]]]:
    in_groups = tuple(command for command in words.commands if command[0] in IN_GROUPS)
    yield BotCommandScopeDefault(), words.commands
    yield BotCommandScopeAllPrivateChats(), words.commands
    yield BotCommandScopeAllGroupChats(), in_groups
    for admin in sorted(admins):
        yield BotCommandScopeChat(admin), (*words.commands, *words.admin_commands)


async def _describe(bot: Bot, words: Wording, code: str) -> None:
    """Tell what the bot is called and what it is for, where that is not told yet: it may be changed but seldom.

    The name for everybody is the owner's, given at @BotFather; only that for one language is set here.
    """

    async def describe() -> None:
        if (await bot.get_my_description(language_code=code)).description != words.description:
            await bot.set_my_description(words.description, language_code=code)

    async def describe_shortly() -> None:
        told = await bot.get_my_short_description(language_code=code)
        if told.short_description != words.short_description:
            await bot.set_my_short_description(words.short_description, language_code=code)

    async def name() -> None:
        if code and (await bot.get_my_name(language_code=code)).name != words.name:
            await bot.set_my_name(words.name, language_code=code)

    await _attempt("the description", describe)
    await _attempt("the short description", describe_shortly)
    await _attempt("the name", name)


async def _attempt(what: str, action: Callable[[], Awaitable[object]]) -> None:
    try:
        await action()
    except TelegramError as error:
        log.info("%s could not be set: %s", what, error)
