// <lh-player>: one recording, its keys, its marks and a watermark that says who is looking.
import { serverNow } from "./frame.js";
import { element, icon, post, refusal, runningTime } from "./http.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4, 8];
const WATERMARK_EVERY = 5000;
const KEYS = ["play", "jl", "arrows", "frames", "speed", "ends", "marks", "help"];

class Player extends HTMLElement {
  connectedCallback() {
    if (this.screen) return;
    this.kind = this.getAttribute("kind") ?? "video";
    this.frame = 1 / Number(this.getAttribute("fps") || 25);
    this.build();
    this.listen();
    this.moveWatermark();
    this.watermarkTimer = setInterval(() => this.moveWatermark(), WATERMARK_EVERY);
  }

  disconnectedCallback() {
    clearInterval(this.watermarkTimer);
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener("click", this.onClick);
  }

  get ms() { return this.media ? Math.round(this.media.currentTime * 1000) : 0; }

  get duration() {
    const known = this.media && Number.isFinite(this.media.duration) ? this.media.duration * 1000 : 0;
    return known || Number(this.getAttribute("duration-ms")) || 0;
  }

  build() {
    this.screen = element("div", { class: "lh-player-screen" });
    this.watermark = element("div", { class: "lh-watermark", "aria-hidden": "true" });
    this.screen.append(this.makeMedia(), this.watermark);
    this.append(this.screen);
    if (this.media) this.append(this.makeControls());
    this.append(this.makeHelp());
  }

  makeMedia() {
    const source = this.getAttribute("src"), name = this.getAttribute("name") ?? "";
    if (this.kind === "still") return element("img", { src: source, alt: name, draggable: "false" });
    this.media = element(this.kind, {
      src: source, preload: "metadata", "aria-label": name, poster: this.getAttribute("poster"),
      playsinline: true, disablepictureinpicture: true, controlslist: "nodownload noremoteplayback",
    });
    return this.media;
  }

  makeControls() {
    this.playButton = this.button("player-play", say("play"), () => this.toggle());
    this.slider = element("input", {
      type: "range", class: "lh-player-seek", min: 0, max: Math.max(this.duration, 1), step: 100, value: 0,
      "aria-label": say("seek"), oninput: () => this.seek(Number(this.slider.value)),
    });
    this.clock = element("span", { class: "lh-num lh-player-clock" }, this.clockWords());
    this.speed = element("select", { class: "lh-player-speed", "aria-label": say("speed"), onchange: () => this.setSpeed() },
      ...SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${speed}×`)));
    this.muteButton = this.button("volume", say("mute"), () => this.toggleMute());
    return element("div", { class: "lh-player-controls" },
      this.playButton,
      this.button("player-skip-back", say("back"), () => this.jump(-10)),
      this.button("player-skip-forward", say("forth"), () => this.jump(10)),
      this.slider, this.clock,
      ...(this.kind === "video" ? [
        this.button("chevron-left", say("previous_frame"), () => this.step(-1)),
        this.button("chevron-right", say("next_frame"), () => this.step(1))] : []),
      this.speed, this.muteButton,
      this.button("help", say("keys"), () => this.showHelp()),
      ...(this.kind === "video" ? [this.button("maximize", say("fullscreen"), () => this.fill())] : []));
  }

  button(name, label, act) {
    return element("button", { type: "button", class: "lh-player-button", title: label, "aria-label": label, onclick: act }, icon(name));
  }

  makeHelp() {
    const rows = KEYS.map((key) => element("tr", {},
      element("th", { scope: "row" }, say(`key_${key}`)), element("td", {}, say(`does_${key}`))));
    this.help = element("dialog", { class: "lh-player-help", "aria-label": say("keys") },
      element("h2", {}, say("keys")), element("table", {}, ...rows),
      element("button", { type: "button", class: "btn btn-sm", onclick: () => this.help.close() }, say("close")));
    return this.help;
  }

  listen() {
    this.onKey = (event) => this.key(event);
    this.onClick = (event) => this.clicked(event);
    document.addEventListener("keydown", this.onKey);
    document.addEventListener("click", this.onClick);
    this.addEventListener("lh-seek", (event) => this.seek(event.detail.ms));
    this.addEventListener("contextmenu", (event) => event.preventDefault());
    const media = this.media ?? this.screen.querySelector("img");
    media.addEventListener("error", () => this.failed());
    if (!this.media) return;
    for (const name of ["timeupdate", "seeked", "loadedmetadata"]) this.media.addEventListener(name, () => this.tell());
    for (const name of ["play", "pause", "ended"]) this.media.addEventListener(name, () => this.showPlaying());
    this.screen.addEventListener("click", () => this.toggle());
  }

  clicked(event) {
    const seek = event.target.closest("[data-seek-ms]");
    if (seek) this.seek(Number(seek.dataset.seekMs));
    const stamp = event.target.closest("button[data-key], button[data-stamp]");
    if (stamp) this.stamp(stamp);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.typing(event)) return;
    const act = this.keys()[event.key] ?? this.keys()[event.key.toLowerCase()];
    const pressed = /^[1-9]$/.test(event.key) && document.querySelector(`button[data-key="${event.key}"]`);
    if (!act && !pressed) return;
    event.preventDefault();
    pressed ? this.stamp(pressed) : act();
  }

  typing(event) {
    const on = event.target;
    if (on.isContentEditable || on.closest("dialog[open]")) return event.key !== "?";
    if (on.matches("input, textarea, select")) return on !== this.slider || event.key.startsWith("Arrow");
    if (on.closest("lh-timeline")) return event.key.startsWith("Arrow") || "+-=".includes(event.key) || event.key === "Home" || event.key === "End";
    return event.key === " " && on.matches("button, a, summary");
  }

  keys() {
    if (!this.media) return { "?": () => this.showHelp() };
    return {
      " ": () => this.toggle(), k: () => this.toggle(), j: () => this.jump(-10), l: () => this.jump(10),
      ArrowLeft: () => this.jump(-5), ArrowRight: () => this.jump(5), ",": () => this.step(-1), ".": () => this.step(1),
      Home: () => this.seek(0), End: () => this.seek(this.duration), "-": () => this.changeSpeed(-1), "+": () => this.changeSpeed(1),
      "=": () => this.changeSpeed(1), m: () => this.toggleMute(), "?": () => this.showHelp(),
    };
  }

  toggle() { this.media.paused ? this.media.play().catch(() => this.failed()) : this.media.pause(); }
  jump(seconds) { this.seek(this.ms + seconds * 1000); }
  toggleMute() {
    this.media.muted = !this.media.muted;
    this.relabel(this.muteButton, this.media.muted ? "volume-off" : "volume", say(this.media.muted ? "unmute" : "mute"));
  }
  showHelp() { this.help.open ? this.help.close() : this.help.showModal(); }
  fill() { document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen(); }

  step(frames) {
    this.media.pause();
    this.seek(this.ms + frames * this.frame * 1000);
  }

  seek(ms) {
    if (!this.media) return;
    this.media.currentTime = Math.min(Math.max(ms, 0), this.duration || ms) / 1000;
    this.tell();
  }

  changeSpeed(by) {
    const at = Math.min(Math.max(this.speed.selectedIndex + by, 0), SPEEDS.length - 1);
    this.speed.selectedIndex = at;
    this.setSpeed();
  }

  setSpeed() { this.media.playbackRate = Number(this.speed.value); }

  tell() {
    this.slider.max = Math.max(this.duration, 1);
    this.slider.value = this.ms;
    this.slider.setAttribute("aria-valuetext", this.clockWords());
    this.clock.textContent = this.clockWords();
    this.dispatchEvent(new CustomEvent("lh-time", { detail: { ms: this.ms }, bubbles: true }));
  }

  clockWords() {
    const starts = Date.parse(this.getAttribute("starts-at") ?? "");
    const wall = Number.isNaN(starts) ? "" : ` · ${new Date(starts + this.ms).toLocaleTimeString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false })}`;
    return `${runningTime(this.ms, { tenths: true })} / ${runningTime(this.duration)}${wall}`;
  }

  showPlaying() {
    const playing = !this.media.paused && !this.media.ended;
    this.relabel(this.playButton, playing ? "player-pause" : "player-play", say(playing ? "pause" : "play"));
  }

  relabel(button, name, label) {
    button.title = label;
    button.setAttribute("aria-label", label);
    button.replaceChildren(icon(name));
  }

  failed() {
    if (this.told) return;
    this.told = true;
    this.screen.append(element("p", { class: "lh-player-failed", role: "alert" }, say("cannot_play")));
  }

  async stamp(button) {
    const ms = this.ms, note = document.querySelector(button.dataset.noteFrom || "#lh-mark-note");
    const fields = { kind: button.dataset.kind, content: button.dataset.content ?? "", offset_ms: ms, note: note?.value ?? "" };
    const step = document.querySelector("#lh-mark-step");
    if (step?.value) fields.step = step.value;
    try {
      const answer = await post(this.getAttribute("mark-url"), fields), text = await answer.text();
      if (!answer.ok) throw new Error(refusal(answer.status, text));
      this.marked(button, ms, text, note);
    } catch (problem) {
      toast(say("mark_failed", { why: problem instanceof TypeError ? say("network") : problem.message }), "error");
    }
  }

  marked(button, ms, html, note) {
    const place = document.querySelector(this.getAttribute("marks-target") ?? "#lh-marks");
    if (place && html.trim()) {
      place.innerHTML = html;
      window.htmx?.process(place);
    }
    if (note) note.value = "";
    if (button.dataset.kind === "key_content") button.classList.add("lh-key-done");
    const label = button.dataset.name ?? button.innerText.replace(/^\s*\d\s*/, "").trim();
    toast(say("marked", { at: runningTime(ms), what: label }), "success");
    this.dispatchEvent(new CustomEvent("lh-marked", { detail: { ms, label, kind: button.dataset.kind }, bubbles: true }));
  }

  moveWatermark() {
    const now = serverNow().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false });
    this.watermark.textContent = [this.getAttribute("viewer"), this.getAttribute("certificate"), now].filter(Boolean).join("  ");
    this.watermark.style.left = `${5 + Math.random() * 50}%`;
    this.watermark.style.top = `${5 + Math.random() * 80}%`;
  }
}

customElements.define("lh-player", Player);
