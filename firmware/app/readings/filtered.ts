import { oweTo } from "./owed";
import type { Channel } from "./telemetry";

/**
 * Has a channel's values go through filters first. Who has just come online is given the last value that came through, where
 * the next one does not.
 * @param createFilters Is given what takes the values that come through, and gives what takes those that go in.
 */
export function filterChannel(
  channel: Channel,
  createFilters: (pass: (value: number) => void) => (value: number) => void,
): void {
  const take = channel.take;
  let last = NaN;
  let isOwed = false;
  const enter = createFilters((value) => {
    last = value;
    isOwed = false;
    take(channel, value);
  });
  channel.node.samplers.push(() => {
    isOwed = true;
  });
  // The next value may not come through.
  oweTo(channel.node, channel, () => take(channel, last));
  channel.take = (_channel, value) => {
    enter(value);
    if (isOwed) {
      isOwed = false;
      if (!isNaN(last)) {
        take(channel, last);
      }
    }
  };
}
