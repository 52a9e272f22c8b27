import { send } from "../node";
import { publishReading, type Channel } from "./telemetry";

/** What Home Assistant takes for "not known"; without it, it would go on showing the last reading. */
const NONE = "None";

/** Has a channel publish "None" each time there is no reading. To be called before anything else is put in front of it. */
export function publishNone(channel: Channel): void {
  channel.take = publishReadingOrNone;
}

function publishReadingOrNone(channel: Channel, value: number): void {
  if (isNaN(value)) {
    send(channel.node, channel.publish, NONE, channel);
  } else {
    publishReading(channel, value);
  }
}

/** The same for what is published on change: once, and to who has just come online. To be called behind `publishOnChange`. */
export function publishNoneOnce(channel: Channel): void {
  const take = channel.take;
  let isTold = false;
  channel.node.samplers.push(() => {
    isTold = false;
  });
  channel.take = (_channel, value) => {
    take(channel, value);
    isTold = isNaN(value) && (isTold || send(channel.node, channel.publish, NONE, channel));
  };
}
