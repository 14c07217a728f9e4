"""Telegram: one module each for what comes in, what goes out, how it can fail, the transport and the loop."""
