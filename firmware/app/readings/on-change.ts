import { elapsedMs } from "../../mqtt/elapsed";
import { send } from "../node";
import type { Channel } from "./telemetry";

/**
 * Publishes a value when it differs, as published, from the one published last; the same one again after `maxSilenceMs`, after a
 * time without reading, and to who has just come online.
 */
export function publishOnChange(channel: Channel, maxSilenceMs: number): void {
  const take = channel.take;
  const node = channel.node;
  let published = "";
  let publishedMs = 0;
  node.samplers.push(() => {
    published = "";
  });
  channel.take = (_channel, value) => {
    if (isNaN(value)) {
      published = "";
      take(channel, value);
      return;
    }
    const payload = channel.format(value, channel.decimals);
    const nowMs = node.engine.clock.nowMs();
    if (payload !== published || elapsedMs(nowMs, publishedMs) >= maxSilenceMs) {
      published = send(node, channel.publish, payload, channel) ? payload : "";
      publishedMs = nowMs;
    }
  };
}
