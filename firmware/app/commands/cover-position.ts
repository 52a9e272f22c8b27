import { addAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import { ClientState } from "../../mqtt/record";
import { createPublisher } from "../../mqtt/publish";
import { send, type Node } from "../node";

const LOOK_MS = 1_000;

/** A part that knows where it is; "" where it does not. */
interface Positioned {
  position(): string;
}

/**
 * Publishes a cover's position, retained, once a second while it changes, and to each new session. Where it is unknown nothing is
 * retained: an empty message takes the old one away. [MQTT-3.3.1-10]
 * @param topic topic field
 */
export function publishPosition(node: Node, alarms: Alarms, cover: Positioned, topic: string): void {
  const publish = createPublisher(node.client, topic, true);
  // No position is so long.
  let published = "none yet";
  const alarm = addAlarm(alarms, () => {
    setAlarm(alarm, LOOK_MS);
    const position = cover.position();
    if (position !== published && node.client.state === ClientState.Ready) {
      published = send(node, publish, position) ? position : "none yet";
    }
  });
  setAlarm(alarm, LOOK_MS);
  node.samplers.push(() => {
    published = "none yet";
  });
}
