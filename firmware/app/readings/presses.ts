import { addAlarm, cancelAlarm, setAlarm, type Alarms } from "../../actuators/alarms";
import { ClientState } from "../../mqtt/record";
import { send } from "../node";
import type { Channel } from "./telemetry";

/** A press that lasts so long is a long one, which is told while it lasts. */
const LONG_MS = 800;
/** After a release a second press is waited for as long as this. */
const DOUBLE_MS = 350;

/**
 * Tells presses of a contact in the place of its levels: single, double or long, each once, when it is known which it is. What
 * happens without a broker is not told later: nobody is to act on it then. A contact that is held at boot is no press until it was
 * released. To be called while nothing is in the channel's way yet.
 * @param heard Is told each as well, without a broker too.
 */
export function tellPresses(channel: Channel, alarms: Alarms, heard?: (event: string) => void): void {
  let isPressed = true;
  /** How many presses there were of those that belong together. */
  let presses = 0;
  const tell = (event: string): void => {
    presses = 0;
    if (heard !== undefined) {
      heard(event);
    }
    if (channel.node.client.state === ClientState.Ready) {
      send(channel.node, channel.publish, event);
    } else {
      // An outbox would keep it.
      channel.node.diagnostics.dropped++;
      channel.node.diagnostics.isDue = true;
    }
  };
  const alarm = addAlarm(alarms, () => tell(isPressed ? "long" : "single"));
  channel.take = (_channel, value) => {
    if (value > 0 !== isPressed) {
      isPressed = value > 0;
      if (isPressed) {
        presses++;
        setAlarm(alarm, LONG_MS);
      } else if (presses > 1) {
        cancelAlarm(alarm);
        tell("double");
      } else if (presses > 0) {
        setAlarm(alarm, DOUBLE_MS);
      }
    }
  };
}
