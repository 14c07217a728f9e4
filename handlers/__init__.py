"""What the bot understands and says: plain synchronous functions."""
