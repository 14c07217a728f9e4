"""A strict double of Telegram and its Bot API, speaking real HTTP, with people who act.

Rules follow https://core.telegram.org/bots/api; where that page is silent, Telegram's own published Bot API server
(github.com/tdlib/telegram-bot-api) was the source for order of checks, status codes and the wording of refusals.
"""
