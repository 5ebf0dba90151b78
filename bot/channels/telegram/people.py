"""What is known of a person while the bot runs: the language they chose, and which conversations are theirs."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram.latest import Latest
from bot.channels.telegram.senders import conversation, is_anonymous
from bot.channels.telegram.wording import Wording, wording
from bot.language.speech import Language

MOST = 10_000
"""People that are remembered; who was silent for longest is forgotten first."""


class People:
    """Everybody who has said something of late; the anonymous are nobody."""

    def __init__(self) -> None:
        """Start without knowing anybody."""
        self._languages = Latest[int, Language | None](MOST)
        self._conversations = Latest[int, set[str]](MOST)

    def number(self, update: Update) -> int:
        """Who is behind an update; 0 for the anonymous."""
        user = update.effective_user
        return 0 if user is None or is_anonymous(update) else user.id

    def speaks(self, update: Update) -> Language | None:
        """The language somebody has chosen; None where it is that of the question, or of their Telegram."""
        return self._languages.get(self.number(update))

    def choose(self, update: Update, language: Language | None) -> None:
        """Note the language that somebody wants to be answered in; None for that of the question."""
        if person := self.number(update):
            self._languages[person] = language

    def words(self, update: Update) -> Wording:
        """The texts in the language of who is behind an update."""
        user = update.effective_user
        return wording(self.speaks(update) or (user.language_code if user else None))

    def conversation(self, update: Update) -> str:
        """The key of the conversation that an update belongs to, noted as this person's."""
        key, person = conversation(update), self.number(update)
        if key and person:
            self._conversations[person] = {*self._conversations.get(person, ()), key}
        return key

    def met(self, update: Update) -> bool:
        """Whether it is known which language somebody has chosen, if any."""
        person = self.number(update)
        return not person or person in self._languages

    def known(self) -> set[int]:
        """All that something is known of."""
        return {*list(self._languages), *list(self._conversations)}

    def forget(self, person: int) -> set[str]:
        """Forget a person; returns the keys of their conversations."""
        self._languages.pop(person, None)
        return self._conversations.pop(person, set())
