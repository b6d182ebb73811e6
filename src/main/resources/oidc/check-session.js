"use strict";
const cookie = document.currentScript.dataset.cookie + "=";
const marks = () => (document.cookie.split("; ").find((one) => one.startsWith(cookie)) || cookie).slice(cookie.length).split(".");
const hashed = async (text) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
};
window.addEventListener("message", async (event) => {
  const said = typeof event.data === "string" ? event.data : "";
  const end = said.lastIndexOf(" ");
  const [hash, salt, more] = said.slice(end + 1).split(".");
  let answer = "error";
  if (end > 0 && hash && salt && more === undefined) {
    const asked = said.slice(0, end) + " " + event.origin + " ";
    const now = await Promise.all(marks().map((mark) => hashed(asked + mark + " " + salt)));
    answer = now.includes(hash) ? "unchanged" : "changed";
  }
  event.source.postMessage(answer, event.origin);
});
