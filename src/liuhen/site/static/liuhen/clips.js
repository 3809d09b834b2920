// The form of a clip: a button writes the position of the player into a field, to the thousandth.
function written(ms) {
  const whole = Math.max(0, Math.round(ms)), two = (number) => String(number).padStart(2, "0");
  const seconds = Math.floor(whole / 1000), rest = whole % 1000;
  const clock = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest ? `${clock}.${String(rest).padStart(3, "0")}` : clock;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-position-into]");
  if (!button) return;
  const player = document.querySelector("lh-player"), field = document.getElementById(button.dataset.positionInto);
  field.value = written(player?.ms ?? 0);
  chooseChannel();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// What is cut is the channel that plays, unless another is chosen by hand afterwards.
function chooseChannel() {
  const player = document.querySelector("lh-player"), choice = document.getElementById("lh-clip-channel");
  if (player && choice) choice.value = player.getAttribute("channel") ?? "";
}

// Where nothing could be cut when the page came, its playable copy may have been made since.
function askAgain() {
  document.querySelector("#lh-clips[hidden]")?.dispatchEvent(new Event("liuhen:viewer"));
}

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "lh-viewer") return;
  chooseChannel();
  askAgain();
});
chooseChannel();
