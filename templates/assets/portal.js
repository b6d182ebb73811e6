// Comforts only: every page works without this file.
"use strict";

const EYE = "M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7S2 12 2 12z";
const SVG = "http://www.w3.org/2000/svg";

const shape = (name, attributes, ...children) => {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.append(...children);
  return element;
};

// Shows the password while the person wants to see it; hidden again when it is sent, so that browsers offer to save it.
const offerToShow = password => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-label", password.dataset.show);
  button.setAttribute("aria-pressed", "false");
  button.append(shape("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" },
    shape("path", { d: EYE }), shape("circle", { cx: 12, cy: 12, r: 3 }), shape("path", { d: "M3 3l18 18", class: "slash" })));
  const show = shown => {
    password.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => {
    show(password.type === "password");
    password.focus();
  });
  password.form.addEventListener("submit", () => show(false));
  const field = document.createElement("span");
  const focused = document.activeElement === password;
  field.className = "field";
  password.parentNode.insertBefore(field, password);
  field.append(password, button);
  if (focused) password.focus();
};

const warnOfCapsLock = password => {
  const hint = document.createElement("p");
  hint.className = "caps";
  hint.setAttribute("role", "status");
  password.parentElement.after(hint);
  const look = event => {
    const text = event.getModifierState && event.getModifierState("CapsLock") ? password.dataset.caps : "";
    if (hint.textContent !== text) hint.textContent = text;
  };
  password.addEventListener("keydown", look);
  password.addEventListener("keyup", look);
  password.addEventListener("blur", () => { hint.textContent = ""; });
};

// Letters that Unicode does not take apart; Picker.java has the same.
const INDIVISIBLE = { ł: "l", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i", þ: "th" };

// Narrows the list while typing; the button still asks the server.
const searchWhileTyping = search => {
  const plain = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[łøđðßæœıþ]/g, letter => INDIVISIBLE[letter]);
  const items = [...document.querySelectorAll(".choices > li")];
  search.addEventListener("input", () => {
    const wanted = plain(search.value.trim());
    items.forEach(item => { item.hidden = !plain(item.querySelector("bdi").textContent).includes(wanted); });
  });
};

const offerToCopy = reference => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = reference.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(reference.textContent);
    button.textContent = reference.dataset.copied;
  });
  reference.after(button);
};

// One click sends a form once.
const sendOnce = form => form.addEventListener("submit", event => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(form => delete form.dataset.sent));

// Passkeys (WebAuthn): options come as JSON with bytes in base64url, and answers go back so. Level 3 §5.1 has functions for
// both, which not every browser has yet.
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const read = json => {
  const options = JSON.parse(json);
  const named = list => (list || []).map(one => ({ ...one, id: bytes(one.id) }));
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
  if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
  return options;
};
const written = made => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = text(made.response[name]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response,
    clientExtensionResults: made.getClientExtensionResults() });
};
const offerPasskey = form => {
  const options = () => ({ publicKey: read(form.dataset.options) });
  const trouble = form.querySelector("[data-trouble]");
  let filling = null;
  const answer = made => {
    form.elements.response.value = written(made);
    form.submit();
  };
  form.hidden = false;
  document.querySelectorAll("[data-without-passkeys]").forEach(one => { one.hidden = true; });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (filling) filling.abort();
    trouble.hidden = true;
    try {
      answer(await navigator.credentials[form.dataset.passkey](options()));
    } catch (refused) { // cancelled, timed out, or the device has it already: nothing of it is for the server
      trouble.hidden = false;
      delete form.dataset.sent;
    }
  });
  // Autofill: the browser offers passkeys in the field for the user name.
  if (!document.querySelector('input[autocomplete~="webauthn"]') || !PublicKeyCredential.isConditionalMediationAvailable) return;
  PublicKeyCredential.isConditionalMediationAvailable().then(available => {
    if (!available) return;
    filling = new AbortController();
    navigator.credentials.get({ ...options(), mediation: "conditional", signal: filling.signal }).then(answer, () => {});
  });
};
if (window.PublicKeyCredential && window.isSecureContext) document.querySelectorAll("form[data-passkey]").forEach(offerPasskey);

const password = document.querySelector("input[type=password][data-show]");
if (password) {
  offerToShow(password);
  warnOfCapsLock(password);
}
const search = document.getElementById("q");
if (search && !search.value) searchWhileTyping(search);
const reference = document.querySelector("[data-copy]");
if (reference && navigator.clipboard) offerToCopy(reference);
document.querySelectorAll("form[method=post]:not([data-passkey])").forEach(sendOnce);
// The browser's own refresh, for those without script, waits for every frame: one that never answers would hold the person.
const on = document.querySelector("[data-on]");
let left = false; // The next page is asked for once, also while it is slow.
const goOn = () => {
  if (!left) location.replace(on.dataset.on);
  left = true;
};
document.addEventListener("click", event => { left = left || Boolean(event.target.closest("a[href]:not([target])")); });
window.addEventListener("pageshow", () => { left = false; });
if (on) setTimeout(goOn, on.dataset.after * 1000);
// Who is asked in a frame comes back to a page of ours there, or is led from one to a page of theirs; once all are, nobody has
// to wait.
const frames = [...document.querySelectorAll("iframe")];
if (on && frames.some(frame => "asked" in frame.dataset)) {
  const loaded = new Set();
  const isThrough = frame => frame.dataset.asked === "ANSWERED"
    ? Boolean(frame.contentDocument && frame.contentDocument.querySelector("[data-told]"))
    : loaded.has(frame) && !(frame.dataset.asked && frame.contentDocument);
  const look = event => {
    if (event) loaded.add(event.target);
    if (frames.every(isThrough)) goOn();
  };
  frames.forEach(frame => frame.addEventListener("load", look));
  look();
}
// From this page the browser leaves for an application, and is sent back by it. While that does not begin to answer, the page is
// still here, and goes on without it. Once loaded, so that the page stays in the history: whoever comes back to it goes on.
const visit = document.querySelector("[data-visit]");
if (visit) {
  const without = () => {
    window.stop();
    location.replace(visit.dataset.without);
  };
  const form = visit.querySelector("form");
  const leave = () => form ? HTMLFormElement.prototype.submit.call(form) : location.assign(visit.dataset.visit);
  window.addEventListener("load", () => setTimeout(leave, 0));
  window.addEventListener("pageshow", event => { if (event.persisted) without(); });
  setTimeout(without, visit.dataset.after);
}
