import type { ServerResponse } from "node:http";
import type { Desk } from "../desk/desk";
import type { DeskNews } from "../desk/protocol";
import { Backlog } from "./backlog";
import { plain } from "./plain";
import type { Recent } from "./recent";

/** How often a page is told what happened, in ms; in between it is collected. */
const EVERY_MS = 200;
/** How often it is told what time it is, where nothing happened; a page that hears nothing for longer knows that nobody is there. */
const CLOCK_MS = 1_000;

export interface FollowedDesk {
  desk: Desk;
  recent: Recent;
}

/**
 * Tells one page what happens on the desks, as Server-Sent Events, until it goes away. To one that reads too slowly nothing further is
 * sent before it has read the rest; what waits for it meanwhile stays small.
 * @returns ends it
 */
export function tellPage(response: ServerResponse, desks: readonly FollowedDesk[]): () => void {
  let isFull = false;
  let toldMs = Date.now();
  const backlogs = desks.map(() => new Backlog());
  const send = (news: DeskNews): void => {
    isFull = !response.write(`data: ${JSON.stringify(news)}\n\n`);
  };
  send({
    news: "desks",
    desks: desks.map(({ desk, recent }) => ({
      board: desk.board,
      nowMs: desk.nowMs,
      before: recent.events,
      standing: desk.standing().map(plain),
    })),
  });
  const endings = desks.map(({ desk }, i) => desk.onEvent((event) => backlogs[i].add(plain(event))));
  const timer = setInterval(() => {
    if (isFull) return;
    const isClockDue = Date.now() - toldMs >= CLOCK_MS;
    if (isClockDue) toldMs = Date.now();
    desks.forEach(({ desk }, i) => {
      if (backlogs[i].isEmpty && !isClockDue) return;
      send({ news: "events", desk: i, nowMs: desk.nowMs, ...backlogs[i].take() });
    });
  }, EVERY_MS);
  response.on("drain", () => {
    isFull = false;
  });
  const end = (): void => {
    clearInterval(timer);
    endings.forEach((each) => each());
    response.end();
  };
  response.on("close", end);
  return end;
}
