/* Nothing typed is ever lost: saved to the center a moment after each change, kept on this
   machine while the line is cut or the log-in has run out, and offered again afterwards.
   Without script the buttons save; this only adds to it. */
"use strict";
(() => {
  const form = document.getElementById("writing");
  const told = document.getElementById("saved");
  const rescue = document.getElementById("rescue");
  if (!form || !window.fetch || !window.FormData) return;
  const PAUSE = 2500, AGAIN = 5000;
  const place = `kiosk-write:${form.dataset.owner}:${form.action}`;
  const PATIENCE = 10000;
  let timer = 0, sending = false, dirty = false, leaving = false, pressed = null;

  const boxes = () => [...form.elements].filter(
    (e) => e.name && !["file", "hidden", "submit", "button"].includes(e.type)
      && e.name !== "forget-total");
  const value = (e) => (e.type === "checkbox" ? (e.checked ? "1" : "") : e.value);
  const typed = () => Object.fromEntries(boxes().map((e) => [e.name, value(e)]));
  const say = (words, bad) => { told.textContent = words; told.classList.toggle("bad", !!bad); };

  /* What stands on the page as the center sent it. */
  let kept = JSON.stringify(typed());

  function hold() {
    try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), typed: typed() })); }
    catch (error) { /* a full or forbidden store: the center still has it */ }
  }
  function forget() { try { localStorage.removeItem(place); } catch (error) { /* none */ } }

  function changed() {
    dirty = JSON.stringify(typed()) !== kept;
    if (!dirty) return;
    hold();
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function later() { clearTimeout(timer); timer = setTimeout(save, AGAIN); }

  function loggedOut() {
    say("登录过期了。您填的都还在这台机器上。", true);
    const link = document.createElement("a");
    link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.target = "_blank";
    link.rel = "opener";
    link.textContent = "点这里重新登录";
    told.append(" ", link, "，登录好了回到这一页，会接着存。");
    later();
  }

  /* A log-in page instead of an answer means that the session is over. */
  async function asked(options) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(form.dataset.save,
        { credentials: "same-origin", redirect: "manual", signal: stop.signal, ...options });
    } finally {
      clearTimeout(late);
    }
  }

  async function save() {
    clearTimeout(timer);
    if (sending || !dirty || leaving) return;
    sending = true;
    const state = JSON.stringify(typed());
    const body = new URLSearchParams();
    for (const e of [...form.elements]) {
      if (!e.name || ["file", "submit", "button"].includes(e.type) || e.name === "forget-total") continue;
      if (e.type === "checkbox" && !e.checked) continue;
      body.append(e.name, e.value);
    }
    try {
      let answer = await asked({ method: "POST", body });
      if (answer.status === 403) {  /* logged in again in another window: a new token */
        const fresh = await asked({});
        if (fresh.ok) {
          form.elements.csrfmiddlewaretoken.value = (await fresh.json()).token;
          body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
          answer = await asked({ method: "POST", body });
        }
      }
      if (answer.type === "opaqueredirect" || answer.status === 403) { loggedOut(); return; }
      if (answer.status === 409 || answer.status === 410) {
        say("这一件刚才在别的窗口改过或送走了。您填的还在这一页上，按“先存着”来选留哪一份。", true);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      form.elements.revision.value = found.revision;
      kept = state;
      dirty = JSON.stringify(typed()) !== kept;
      if (dirty) later(); else forget();
      say(`${found.at} 已自动存好`);
    } catch (error) {
      say("现在连不上。您填的已经记在这台机器上，连上以后会自己补存，先不要关这一页。", true);
      later();
    } finally {
      sending = false;
      if (pressed) {
        const button = pressed;
        pressed = null;
        form.requestSubmit(button);
      }
    }
  }

  /* What an earlier visit could not send. */
  function offer() {
    let left = null;
    try { left = JSON.parse(localStorage.getItem(place) || "null"); } catch (error) { left = null; }
    if (!left || JSON.stringify(left.typed) === kept) { forget(); return; }
    const words = document.createElement("p");
    const at = new Date(left.at);
    words.textContent = `${at.getMonth() + 1}月${at.getDate()}日 ${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")} 填的内容当时没有存上，还在这台机器上。`;
    const yes = document.createElement("button"), no = document.createElement("button");
    yes.type = no.type = "button";
    yes.textContent = "放回来";
    no.textContent = "不要了";
    yes.addEventListener("click", () => {
      for (const e of boxes()) {
        if (!(e.name in left.typed)) continue;
        if (e.type === "checkbox") e.checked = left.typed[e.name] === "1"; else e.value = left.typed[e.name];
      }
      rescue.hidden = true;
      changed();
      save();
    });
    no.addEventListener("click", () => { rescue.hidden = true; forget(); });
    rescue.replaceChildren(words, yes, " ", no);
    rescue.hidden = false;
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => { if (dirty) save(); });
  form.addEventListener("submit", (event) => {
    changed();
    if (sending && event.submitter) {  /* it would be taken for another window's: that one first */
      event.preventDefault();
      pressed = event.submitter;
      return;
    }
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) { leaving = false; kept = ""; changed(); save(); }
  });
  window.addEventListener("online", save);
  window.addEventListener("focus", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  offer();
})();
