"""The screen in a browser tab: what it draws goes to the server that started it, by a pipe."""

from __future__ import annotations

from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's driver for the browser, for a program that is started and ended by its server.

    Textual's own waits for ever when its server is gone; this one leaves. And it can be started
    twice in one process, as after looking around with sample data.
    """

    def run_input_thread(self) -> None:
        """Reads what the server sends. When no more can come, nobody is at the screen."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._loop.call_soon_threadsafe(self._app.exit)

    def stop_application_mode(self) -> None:
        """Stops, and waits until nobody reads any more: the next one is to get every byte."""
        super().stop_application_mode()
        if self._key_thread.is_alive():
            self._key_thread.join()
