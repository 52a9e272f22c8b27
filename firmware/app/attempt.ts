import { PublishStatus, type Publisher } from "../mqtt/publish";

/** Publishes also where the connection is just closing: there the transport throws, and what was to be sent is not. */
export function attempt(publish: Publisher, payload: string): PublishStatus {
  try {
    return publish(payload);
  } catch {
    return PublishStatus.NotConnected;
  }
}
