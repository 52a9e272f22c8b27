import type { Subscription } from "../messages/subscription";
import { runGuarded, type Guard } from "./guard";
import { MOST_LISTENERS } from "./readings";

type Heard = (payload: string, topic: string) => void;

/** What adds a listener to a subscription. */
export function onMessage(
  subscription: Subscription,
  guard: Guard,
  fail: (message: string) => never,
): (heard: Heard) => void {
  let listeners = 0;
  return (heard) => {
    if (listeners >= MOST_LISTENERS) {
      fail("more than 8 listeners of one thing");
    }
    listeners++;
    subscription.onMessage((payload, topic) => runGuarded(guard, heard, payload, topic));
  };
}
