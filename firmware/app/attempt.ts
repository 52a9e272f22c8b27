import type { Chip } from "../engine/engine";
import { PublishStatus } from "../mqtt/record";
import { type Publisher } from "../mqtt/publish";

/**
 * Publishes also where the connection is just closing: there the transport throws, and what was to be sent is not. The console
 * tells what was thrown, for it may be a fault as well.
 */
export function attempt(publish: Publisher, payload: string, chip: Chip): PublishStatus {
  try {
    return publish(payload);
  } catch (error) {
    chip.log("not published: " + error);
    return PublishStatus.NotConnected;
  }
}
