// Keeps a half-filled evaluation in this tab until it is sent or over, and says so when it cannot
// be sent. Without this script the form works all the same.
"use strict";

(() => {
  const RECEIVED = 200; // after being led on to the thanks
  const PROBLEMS = 422; // the same form, with what is wrong
  const PATIENCE = 20000; // milliseconds

  let sending = false; // pressed twice is sent once; the button stays, so that it keeps the focus

  const stored = (work) => {
    try {
      return work(window.sessionStorage);
    } catch {
      return null; // a browser that keeps nothing
    }
  };

  const inputs = (form) =>
    [...form.elements].filter((each) => each.matches("textarea, [type=radio], [type=checkbox]"));

  const keep = (form) => {
    const draft = inputs(form)
      .filter((each) => (each.type === "textarea" ? each.value : each.checked))
      .map((each) => [each.id, each.value]);
    stored((tab) => tab.setItem(form.dataset.draft, JSON.stringify(draft)));
  };

  const restore = (form) => {
    const draft = JSON.parse(stored((tab) => tab.getItem(form.dataset.draft)) ?? "[]");
    for (const [id, value] of draft) {
      const input = form.elements.namedItem(id);
      if (input?.type === "textarea") input.value ||= value;
      else if (input && !form.querySelector(`[name="${input.name}"]:checked`)) input.checked = true;
    }
  };

  const show = async (response) => {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    document.getElementById("content").replaceWith(page.getElementById("content"));
    begin();
    document.getElementById("problems").focus();
  };

  const send = async (form) => {
    const body = new URLSearchParams(new FormData(form));
    const signal = AbortSignal.timeout(PATIENCE);
    const response = await fetch(form.action, { method: "POST", body, signal });
    if (response.status === PROBLEMS) await show(response);
    else if (response.status === RECEIVED) location.assign(response.url);
    else throw new Error("not taken");
  };

  const submitted = async (form) => {
    const told = document.getElementById("unsent");
    told.textContent = "";
    sending = true;
    try {
      await send(form);
    } catch {
      told.textContent = form.dataset.unsent;
    }
    sending = false;
  };

  const begin = () => {
    const form = document.getElementById("answers");
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name) return; // another language: the page is drawn anew
      if (!AbortSignal.timeout) return; // an older browser sends it by itself
      event.preventDefault();
      if (!sending) submitted(form);
    });
    restore(form);
    keep(form);
  };

  const over = document.querySelector("[data-over]");
  if (over) stored((tab) => tab.removeItem(over.dataset.over));
  else begin();
})();
