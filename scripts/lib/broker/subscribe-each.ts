import type { MqttClient } from "mqtt";
import { answered } from "./join";

/** The return code of SUBACK for "no". MQTT 3.1.1, 3.9.3 */
const REFUSED = 0x80;

/**
 * Subscribes to topics, as many at a time as the broker takes, and goes on where it refuses some.
 * @returns those that it refuses
 * @throws UserError where it hangs up or does not answer
 */
export async function subscribeEach(client: MqttClient, topics: readonly string[], atOnce: number): Promise<string[]> {
  const refused: string[] = [];
  for (let index = 0; index < topics.length; index += atOnce) {
    const some = topics.slice(index, index + atOnce);
    if (await isGranted(client, some)) continue;
    // Of several of which one is refused, mqtt.js does not tell which.
    for (const each of some) if (some.length === 1 || !(await isGranted(client, [each]))) refused.push(each);
  }
  return refused;
}

async function isGranted(client: MqttClient, topics: readonly string[]): Promise<boolean> {
  const asked = client.subscribeAsync([...topics], { qos: 1 }).then(
    (granted) => granted.every(({ qos }) => qos !== REFUSED),
    (error: Error) => {
      // Gone is not refused.
      if (client.connected) return false;
      throw error;
    },
  );
  return answered(asked, "hangs up");
}
