// Upload tickets run out while a large card is on its way; a fresh one, and the form token with it, is fetched in silence.
import { Failure, NETWORK, SIGNED_OUT, failureOf } from "./failures.js";

export class Tickets {
  constructor(ticket, url) {
    this.ticket = Promise.resolve(ticket);
    this.url = url;
  }

  // The ticket to send now; throws Failure when there is none to be had.
  current() { return (this.ticket ??= this.fetched().catch((problem) => { this.ticket = null; throw problem; })); }

  makeStale() { this.ticket = null; }

  async fetched() {
    let answer;
    try {
      answer = await fetch(this.url, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(30000) });
    } catch {
      throw new Failure(NETWORK);
    }
    if (answer.type === "opaqueredirect") throw new Failure(SIGNED_OUT);
    if (!answer.ok) throw failureOf(answer.status === 403 ? 400 : answer.status, await answer.text());
    const { ticket, token } = await answer.json();
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return ticket;
  }
}
