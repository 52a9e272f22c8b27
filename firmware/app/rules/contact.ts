import type { Sensor } from "../../sensors/sensor";
import { command } from "../commands/commands";
import type { Output } from "../node";
import { follow, type Channel } from "../readings/telemetry";

/**
 * Has a contact command an actuator, whether there is a broker or not, as soon as the sensor notices the change. What it is
 * at boot is no change. To be called after filters were put before the channel, so that the contact itself counts.
 * @param sensor The one that feeds the channel.
 */
export function contact(
  channel: Channel,
  sensor: Sensor,
  output: Output,
  payload: string,
  onPress: boolean,
  onRelease: boolean,
): void {
  let last = sensor.sample();
  follow(channel, (value) => {
    if (value !== last) {
      last = value;
      if (value > 0 ? onPress : onRelease) {
        command(channel.node, output, payload);
      }
    }
  });
}
