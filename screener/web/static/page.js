"use strict";
// Set up before textual.js looks for its terminal, which it does when the page is loaded.
(() => {
  const asked = new URLSearchParams(location.search);
  const who = asked.get("by") || "";
  const keep = who ? "?" + new URLSearchParams({ by: who }) : "";
  // Nothing else is taken from the address: textual.js would fetch any address named `ping`.
  history.replaceState(null, "", location.pathname + keep);

  const terminal = document.getElementById("terminal");
  const ended = document.getElementById("ended");
  let sentence = "";
  let lost = false;

  const close = (words) => {
    document.getElementById("wait").hidden = true;
    document.getElementById("said").textContent = words;
    ended.hidden = false;
    document.getElementById("again").focus();
  };

  document.getElementById("again").addEventListener("click", () => location.reload());
  const back = () => { if (lost && !document.hidden) location.reload(); };
  window.addEventListener("online", back);
  document.addEventListener("visibilitychange", back);

  // Addresses that a caller's name or words may hold are text; a click on them opens nothing.
  window.open = () => null;

  if (!document.createElement("canvas").getContext("webgl2")) {
    terminal.className = "";
    close("This browser cannot draw the screen: it lacks WebGL 2, or it is switched off.");
    return;
  }

  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(url) {
      super(who ? url + "&by=" + encodeURIComponent(who) : url);
      this.addEventListener("message", (event) => {
        if (typeof event.data === "string") {
          const [kind, words] = JSON.parse(event.data);
          if (kind === "said") sentence = words;
          return;
        }
        const wait = document.getElementById("wait");
        if (!wait.hidden) {
          wait.hidden = true;
          document.querySelector(".xterm-helper-textarea").focus();
        }
      });
      this.addEventListener("close", (event) => {
        lost = !sentence && event.code !== 1000;
        close(sentence || (lost ? "The connection was lost. What was typed is kept." : "Screener is closed."));
      });
    }
  };

  // Eighty columns fit, as far as they can be read.
  const fitting = Math.floor(window.innerWidth / 80 / 0.602);
  terminal.dataset.fontSize = Math.min(16, Math.max(8, fitting));
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = scheme + "//" + location.host + "/ws";
})();
