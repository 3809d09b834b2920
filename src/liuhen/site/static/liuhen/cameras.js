// Other cameras of the scene beside the one being watched: they follow it by corrected time, each with its error stated.
import { element, post, refusal } from "./http.js";
import { Overlay } from "./overlay.js";
import { amount, tell } from "./review_words.js";
import { toast } from "./toast.js";
import { Watching } from "./watching.js";

const EVERY = 250;
const MOST = 3;
const JUMP = 0.5; // seconds apart beyond which a follower jumps
const FRAME = 0.04; // seconds apart that are no matter
const NUDGE = 0.12; // the most a follower's speed is changed to catch up

export class Cameras {
  constructor(player) {
    this.player = player;
    this.followers = new Map();
    this.bar = element("div", { class: "lh-cameras", role: "group", "aria-label": tell("beside"), hidden: !player.hasAttribute("cameras") });
    player.after(this.bar);
    this.timer = setInterval(() => this.follow(), EVERY);
    for (const name of ["lh-time", "lh-playing", "lh-rate"]) player.addEventListener(name, () => this.follow());
  }

  stop() {
    clearInterval(this.timer);
    for (const key of [...this.followers.keys()]) this.remove(key);
    this.bar.remove();
  }

  offer(cameras) {
    this.known = cameras;
    this.bar.hidden = cameras.length === 0;
    const key = document.activeElement?.dataset?.camera;
    this.bar.replaceChildren(element("span", { class: "lh-quiet" }, tell("beside")), ...cameras.map((camera) => this.chip(camera)));
    if (key) this.bar.querySelector(`[data-camera="${key}"]`)?.focus();
  }

  chip(camera) {
    const on = this.followers.has(camera.pk), words = { label: camera.label, error: amount(camera.error_ms) };
    return element("button", {
      type: "button", class: "lh-camera-chip", "data-camera": camera.pk, "aria-pressed": String(on), title: tell(on ? "remove" : "add", words),
      onclick: () => (on ? this.remove(camera.pk) : this.add(camera)),
    }, camera.label, element("span", { class: "lh-num" }, ` ±${words.error}`));
  }

  async add(camera) {
    if (this.followers.size >= MOST) this.remove([...this.followers.keys()][0]);
    const leader = /(\d+)/.exec(this.player.getAttribute("mark-url") ?? this.player.getAttribute("watched-url"))[1];
    try {
      const answer = await post(camera.url, { leader, v: this.player.getAttribute("viewing") }), text = await answer.text();
      if (!answer.ok) throw new Error(refusal(answer.status, text));
      this.show(camera, JSON.parse(text));
    } catch (problem) {
      toast(problem instanceof TypeError ? tell("network") : problem.message, "error");
    }
  }

  show(camera, given) {
    if (!given.url) return toast(given.reason, "error");
    const media = element("video", { src: given.url, muted: true, playsinline: true, preload: "auto", "aria-label": camera.label, disablepictureinpicture: true });
    media.muted = true;
    media.preservesPitch = true;
    const away = element("span", { class: "lh-cell-away" }, tell("not_filming"));
    const words = `${camera.label} · ${tell("error", { error: amount(camera.error_ms) })}${given.kind === "audio" ? ` · ${tell("audio")}` : ""}`;
    const cell = element("div", { class: "lh-cell lh-cell-follower" }, media, away,
      element("a", { class: "lh-cell-label", href: given.page }, words));
    if (given.copy) cell.append(element("span", { class: "lh-copy-label" }, tell("copy")));
    this.player.screen.append(cell);
    const overlay = new Overlay(cell, this.player.getAttribute("viewer"), this.player.getAttribute("certificate"));
    this.followers.set(camera.pk, { camera, starts: given.starts_ms, media, cell, overlay, watching: new Watching(media, given.watched_url, given.viewing, () => this.player.media.playbackRate) });
    this.changed();
  }

  remove(key) {
    const follower = this.followers.get(key);
    if (!follower) return;
    follower.watching.leave();
    follower.overlay.stop();
    follower.media.pause();
    follower.media.removeAttribute("src");
    follower.media.load();
    follower.cell.remove();
    this.followers.delete(key);
    this.changed();
  }

  changed() {
    this.player.screen.dataset.cells = this.followers.size + 1;
    if (this.known) this.offer(this.known);
    this.follow();
  }

  follow() {
    for (const follower of this.followers.values()) this.keepUp(follower);
  }

  // Far away it jumps; a little off it runs a little faster or slower until it is there.
  keepUp({ camera, media, cell, starts }) {
    const at = this.player.ms, begins = camera.begins + starts, filming = at >= begins && at < camera.to;
    cell.classList.toggle("lh-cell-off", !filming);
    if (!filming) return void media.pause();
    if (media.readyState < 1) return;
    const wanted = (at - begins) / 1000, off = wanted - media.currentTime, rate = this.player.media.playbackRate;
    if (Math.abs(off) > (this.player.playing ? JUMP * Math.max(rate, 1) : FRAME)) { if (!media.seeking) media.currentTime = wanted; }
    media.playbackRate = rate * (Math.abs(off) < FRAME || !this.player.playing ? 1 : 1 + Math.max(-NUDGE, Math.min(NUDGE, off)));
    if (this.player.playing && media.paused) media.play().catch(() => {});
    if (!this.player.playing && !media.paused) media.pause();
  }
}
