// <lh-player>: one recording, its controls, and over it who is looking. Keys are in review_keys.js, marks in stamps.js.
import { element, icon, runningTime } from "./http.js";
import { Overlay } from "./overlay.js";
import { makeStill } from "./still.js";
import { amount, clockTime, tell } from "./review_words.js";
import { Watching } from "./watching.js";

const SPEEDS = [0.25, 0.5, 1, 1.5, 2, 4, 8];
const FASTER = [1, 2, 4, 8];
const BACK = 10000;

export class Player extends HTMLElement {
  connectedCallback() {
    if (this.screen) return;
    this.kind = this.getAttribute("kind") ?? "video";
    this.frame = 1000 / Number(this.getAttribute("fps") || 25);
    this.starts = Date.parse(this.getAttribute("starts-at") ?? "");
    this.build();
    this.listen();
    const address = this.getAttribute("watched-url");
    if (address && this.media) this.watching = new Watching(this.media, address, this.getAttribute("viewing"));
  }

  disconnectedCallback() {
    this.overlay?.stop();
    this.watching?.leave();
  }

  get ms() { return this.media ? Math.round((this.wanted ?? this.media.currentTime) * 1000) : 0; }
  get playing() { return Boolean(this.media) && !this.media.paused && !this.media.ended; }
  get duration() {
    const known = this.media && Number.isFinite(this.media.duration) ? this.media.duration * 1000 : 0;
    return Math.round(known) || Number(this.getAttribute("duration-ms")) || 0;
  }

  build() {
    this.screen = element("div", { class: "lh-player-screen" });
    this.cell = element("div", { class: "lh-cell" }, this.makeMedia());
    this.overlay = new Overlay(this.cell, this.getAttribute("viewer"), this.getAttribute("certificate"));
    if (this.hasAttribute("copy")) this.cell.append(element("span", { class: "lh-copy-label", title: tell("copy_why") }, tell("copy")));
    this.screen.append(this.cell);
    this.append(this.screen);
    if (this.media) this.append(this.makeControls());
  }

  makeMedia() {
    const source = this.getAttribute("src"), name = this.getAttribute("name") ?? "";
    if (this.kind === "still") return makeStill(source, name, () => this.failed());
    this.media = element(this.kind, {
      src: source, preload: "auto", "aria-label": name, playsinline: true, disablepictureinpicture: true,
      controlslist: "nodownload noremoteplayback",
    });
    this.media.preservesPitch = true;
    return this.media;
  }

  makeControls() {
    this.playButton = this.button("player-play", tell("play"), () => this.toggle());
    this.slider = element("input", {
      type: "range", class: "lh-player-seek", min: 0, max: Math.max(this.duration, 1), step: 100, value: 0,
      "aria-label": tell("position"), oninput: () => this.seek(Number(this.slider.value)),
    });
    this.clock = element("span", { class: "lh-num lh-player-clock" }, this.clockWords());
    this.speed = element("select", { class: "lh-player-speed", "aria-label": tell("speed"), onchange: () => this.setSpeed(Number(this.speed.value)) },
      ...SPEEDS.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${speed}×`)));
    this.muteButton = this.button("volume", tell("mute"), () => this.toggleMute());
    const frames = this.kind === "video";
    return element("div", { class: "lh-player-controls" },
      this.playButton,
      this.button("player-skip-back", tell("back"), () => this.jump(-BACK)),
      this.button("player-skip-forward", tell("forth"), () => this.jump(5000)),
      this.slider, this.clock,
      ...(frames ? [this.button("chevron-left", tell("previous_frame"), () => this.step(-1)), this.button("chevron-right", tell("next_frame"), () => this.step(1))] : []),
      this.speed, this.muteButton,
      this.button("help", tell("keys"), () => this.dispatchEvent(new CustomEvent("lh-keys", { bubbles: true }))),
      ...(frames ? [this.button("maximize", tell("fullscreen"), () => this.fill())] : []));
  }

  button(name, label, act) {
    return element("button", { type: "button", class: "lh-player-button", title: label, "aria-label": label, onclick: act }, icon(name));
  }

  listen() {
    this.addEventListener("contextmenu", (event) => event.preventDefault());
    if (!this.media) return;
    this.media.addEventListener("error", () => this.failed());
    this.media.addEventListener("seeked", () => { this.wanted = undefined; this.tell(); });
    for (const name of ["timeupdate", "loadedmetadata"]) this.media.addEventListener(name, () => this.tell());
    for (const name of ["play", "pause", "ended"]) this.media.addEventListener(name, () => this.showPlaying());
    this.cell.addEventListener("click", () => this.toggle());
  }

  toggle() { this.playing ? this.media.pause() : this.play(); }
  play() { return this.media.play().catch((problem) => problem.name === "AbortError" || this.failed()); }
  jump(ms) { this.seek(this.ms + ms); }
  fill() { document.fullscreenElement ? document.exitFullscreen() : this.requestFullscreen?.(); }

  // L: play, and faster with every press; J: back, at the speed of life.
  faster() {
    const rate = this.media.playbackRate;
    if (this.playing) this.setSpeed(FASTER.find((speed) => speed > rate) ?? FASTER.at(-1));
    else this.play();
  }

  back() {
    this.setSpeed(1);
    this.jump(-BACK);
  }

  toggleMute() {
    this.media.muted = !this.media.muted;
    this.relabel(this.muteButton, this.media.muted ? "volume-off" : "volume", tell(this.media.muted ? "unmute" : "mute"));
  }

  step(frames) {
    this.media.pause();
    this.seek((Math.round(this.ms / this.frame) + frames) * this.frame);
  }

  seek(ms) {
    if (!this.media) return;
    const at = Math.min(Math.max(ms, 0), this.duration || ms) / 1000;
    // Several presses of a key are counted from where one wants to be, not from where the picture still is.
    this.wanted = this.media.readyState ? at : undefined;
    this.media.currentTime = at;
    this.tell();
  }

  changeSpeed(by) {
    const at = SPEEDS.indexOf(this.media.playbackRate);
    this.setSpeed(SPEEDS[Math.min(Math.max((at < 0 ? 2 : at) + by, 0), SPEEDS.length - 1)]);
  }

  setSpeed(rate) {
    this.media.playbackRate = rate;
    this.speed.value = String(rate);
    this.dispatchEvent(new CustomEvent("lh-rate", { detail: { rate }, bubbles: true }));
  }

  tell() {
    this.slider.max = Math.max(this.duration, 1);
    this.slider.value = this.ms;
    this.slider.setAttribute("aria-valuetext", this.clockWords());
    this.clock.textContent = this.clockWords();
    this.dispatchEvent(new CustomEvent("lh-time", { detail: { ms: this.ms }, bubbles: true }));
  }

  clockWords() {
    const wall = Number.isNaN(this.starts) ? "" : ` · ${clockTime(new Date(this.starts + this.ms))} ±${amount(Number(this.getAttribute("error-ms") ?? 0))}`;
    return `${runningTime(this.ms, { tenths: true })} / ${runningTime(this.duration)}${wall}`;
  }

  showPlaying() {
    this.relabel(this.playButton, this.playing ? "player-pause" : "player-play", tell(this.playing ? "pause" : "play"));
    this.dispatchEvent(new CustomEvent("lh-playing", { detail: { playing: this.playing }, bubbles: true }));
  }

  relabel(button, name, label) {
    button.title = label;
    button.setAttribute("aria-label", label);
    button.replaceChildren(icon(name));
  }

  failed() {
    if (this.told) return;
    this.told = true;
    this.screen.append(element("p", { class: "lh-player-failed", role: "alert" }, tell("cannot_play")));
  }
}

customElements.define("lh-player", Player);
