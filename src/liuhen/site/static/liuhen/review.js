// The review page: player, time axis, marks and keys put together, each time a viewing begins.
import "./player.js";
import "./timeline.js";
import { Cameras } from "./cameras.js";
import { showSound } from "./audio_picture.js";
import { Keys } from "./review_keys.js";
import { Stamps } from "./stamps.js";

let standing;

function begin() {
  const player = document.querySelector("lh-player");
  if (standing?.player === player) return;
  standing?.keys.stop();
  standing?.stamps.stop.abort();
  standing?.cameras.stop();
  standing = undefined;
  if (!player) return;
  const timeline = document.querySelector("lh-timeline"), stamps = new Stamps(player), cameras = new Cameras(player);
  standing = { player, stamps, cameras, keys: new Keys(player, { stamps, timeline }) };
  timeline?.addEventListener("lh-lanes", (event) => {
    stamps.take(event.detail.candidates ?? []);
    cameras.offer(event.detail.cameras);
    if (player.kind === "audio") showSound(player, timeline);
  });
  const at = document.getElementById("lh-viewer")?.dataset.at;
  if (at) player.media?.addEventListener("loadedmetadata", () => player.seek(Number(at)), { once: true });
}

document.body.addEventListener("htmx:afterSettle", begin);
begin();
