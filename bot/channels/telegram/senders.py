"""Who is behind an update, and which conversation it belongs to."""

from __future__ import annotations

from telegram import Message, Update

from bot.settings import ANONYMOUS


def person(update: Update) -> int:
    """Who has sent an update: the user, or the chat for those who do not say who they are."""
    user, chat = update.effective_user, update.effective_chat
    if chat and (user is None or is_anonymous(update)):
        return chat.id
    return user.id if user else 0


def place(update: Update) -> int:
    """The chat of an update; that with the user where there is none."""
    return update.effective_chat.id if update.effective_chat else person(update)


def sender(message: Message) -> int:
    """Who stands above a message: a user, or the group or channel that speaks for itself."""
    who = message.from_user or message.sender_chat or message.chat
    return who.id


def is_anonymous(update: Update) -> bool:
    """Whether an update comes from a group or a channel itself: behind it may be anybody."""
    message, user = update.message or update.edited_message, update.effective_user
    return bool((message and message.sender_chat) or (user and user.id in ANONYMOUS))


def conversation(update: Update) -> str:
    """The key of a conversation: the chat, its topic and, in groups, the person; none for the anonymous.

    Everybody's follow-ups are their own; the anonymous can still reply to an answer.
    """
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    if chat is None or user is None or is_anonymous(update):
        return ""
    topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    who = None if user.id == chat.id else user.id
    return ":".join(str(part) for part in (chat.id, topic, who) if part is not None)
