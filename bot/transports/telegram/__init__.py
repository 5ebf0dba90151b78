"""The Telegram bot: the only place that knows the Telegram library."""
