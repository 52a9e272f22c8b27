import type { DeskAction, DeskNews } from "../../desk/protocol";
import { follow, perform, type Link } from "./connection";
import { DeskState } from "./desk-state";
import { Store } from "./store";

const later = (tell: () => void): void => void requestAnimationFrame(tell);

/** All desks of this page, and the way to the server. It touches "desks" and "link". */
export const store = new Store(later);
export let desks: DeskState[] = [];
export let link: Link = { state: "joining" };

export function start(): void {
  void follow(take, (now) => {
    link = now;
    store.touch("link");
  });
}

function take(news: DeskNews): void {
  if (news.news === "events") {
    const desk = desks.at(news.desk);
    desk?.apply(news.events, news.skipped);
    desk?.setNow(news.nowMs);
    return;
  }
  desks = news.desks.map((now, i) => {
    const known = desks.at(i);
    const desk = known?.board.name === now.board.name ? known : new DeskState(now.board, later);
    desk.begin(now);
    return desk;
  });
  store.touch("desks");
}

/** Does something at a desk; what could not be done stands in its stream, and is shown. @returns whether it was done */
export async function act(desk: DeskState, action: DeskAction): Promise<boolean> {
  try {
    await perform(desks.indexOf(desk), action);
    return true;
  } catch (error) {
    desk.tell(error instanceof Error ? error.message : String(error), true);
    return false;
  }
}
