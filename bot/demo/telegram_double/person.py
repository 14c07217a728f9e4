"""Somebody with Telegram on their phone, who also sends pictures, albums, stickers, voice, films, files, places.

Source: https://core.telegram.org/bots/api#available-types
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence

from bot.demo.telegram_double.acting import Acting
from bot.demo.telegram_double.detection import detected
from bot.demo.telegram_double.errors import Json
from bot.demo.telegram_double.formatted import Formatted
from bot.demo.telegram_double.pictures import PIXEL
from bot.demo.telegram_double.records import Chat, File, Message
from bot.demo.telegram_double.sending import document_wire, photo_wire
from bot.demo.telegram_double.wire import file_wire


class Person(Acting):
    """Somebody with Telegram on their phone, and everything they can do with it."""

    def send_photo(self, caption: str = "", content: bytes = PIXEL, *, chat: Chat | None = None) -> Message:
        """Send a picture."""
        return self._send_photo(caption, content, {}, chat)

    def send_album(
        self, caption: str = "", pictures: Sequence[bytes] = (PIXEL, PIXEL), *, chat: Chat | None = None
    ) -> list[Message]:
        """Send several pictures as one album: messages with one ``media_group_id``, the caption in the first."""
        album = {"media_group_id": str(13_000_000_000_000_000 + self.world.next_number())}
        captions = [caption, *("" for _ in pictures[1:])]
        return [self._send_photo(*each, album, chat) for each in zip(captions, pictures, strict=True)]

    def send_document(
        self,
        name: str = "beschluss.pdf",
        content: bytes = b"%PDF-1.4",
        caption: str = "",
        *,
        size: int | None = None,
        chat: Chat | None = None,
    ) -> Message:
        """Send a file; ``size`` claims another size than its content has."""
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self.world.add_file(content, name, mime, folder="documents", size=size)
        return self._send("document", file, document_wire(file), caption, chat)

    def send_sticker(self, emoji: str = "👍", *, chat: Chat | None = None) -> Message:
        """Send a sticker."""
        file = self.world.add_file(b"RIFF", "sticker.webp", "image/webp", folder="stickers")
        kind: Json = {"type": "regular", "is_animated": False, "is_video": False, "width": 512, "height": 512}
        return self._send("sticker", file, {**kind, "emoji": emoji, **file_wire(file)}, "", chat)

    def send_voice(self, seconds: int = 3, *, chat: Chat | None = None) -> Message:
        """Send a voice message."""
        file = self.world.add_file(b"OggS", "voice.oga", "audio/ogg", folder="voice")
        return self._send("voice", file, {"duration": seconds, "mime_type": file.mime, **file_wire(file)}, "", chat)

    def send_video(self, caption: str = "", *, chat: Chat | None = None) -> Message:
        """Send a film."""
        file = self.world.add_file(b"ftyp", "film.mp4", "video/mp4", folder="videos")
        sizes: Json = {"duration": 1, "width": 640, "height": 360, "mime_type": file.mime, "file_name": file.name}
        return self._send("video", file, {**sizes, **file_wire(file)}, caption, chat)

    def send_location(
        self, latitude: float = 52.0302, longitude: float = 8.5325, *, chat: Chat | None = None
    ) -> Message:
        """Send a place."""
        where = {"location": {"latitude": latitude, "longitude": longitude}}
        return self.post("location", Formatted(), where, chat=chat)

    def _send_photo(self, caption: str, content: bytes, album: Json, chat: Chat | None) -> Message:
        file = self.world.add_file(content, "foto.png", "image/png", folder="photos")
        told = {"photo": photo_wire(file), **album}
        return self._with_file(self.post("photo", detected(Formatted(caption)), told, chat=chat), file)

    def _send(self, kind: str, file: File, told: Json, caption: str, chat: Chat | None) -> Message:
        message = self.post(kind, detected(Formatted(caption)), {kind: told}, chat=chat)
        return self._with_file(message, file)

    def _with_file(self, message: Message, file: File) -> Message:
        message.files = (file,)
        return message
