import type { Actuator } from "./actuator";
import { addAlarm, cancelAlarm, setAlarm, type Alarms } from "./alarms";
import { compactObject, valueOf } from "./json-fields";

/** From one step of an effect to the next, and how long the way there takes. */
const STEP_MS = 2_000;
const TRANSITION = ',"transition":2}';

/** The colours of a rainbow. */
const RAINBOW = [
  '{"r":255,"g":0,"b":0}',
  '{"r":255,"g":160,"b":0}',
  '{"r":120,"g":255,"b":0}',
  '{"r":0,"g":255,"b":120}',
  '{"r":0,"g":120,"b":255}',
  '{"r":140,"g":0,"b":255}',
];

/**
 * Gives a light effects: `{"state":"ON","effect":"breathe"}` has it go up and down, "rainbow", where it has colours, through them. Each
 * step is a command that the light fades to. Any other command ends the effect, and so does "off".
 */
export function withEffects(light: Actuator, alarms: Alarms, hasColours: boolean): Actuator {
  let effect = "off";
  let step = 0;
  const go = (): void => {
    step++;
    if (effect === "rainbow") {
      light.command('{"state":"ON","color":' + RAINBOW[step % RAINBOW.length] + TRANSITION);
    } else {
      light.command('{"state":"ON","brightness":' + (step % 2 > 0 ? "255" : "40") + TRANSITION);
    }
    setAlarm(alarm, STEP_MS);
  };
  const alarm = addAlarm(alarms, go);
  return {
    command: (payload) => {
      const fields = compactObject(payload);
      const word = valueOf(fields, '"effect":');
      let wanted = "off";
      let rest = payload;
      if (word.length > 0) {
        wanted = word.substring(1, word.length - 1);
        if (wanted !== "off" && wanted !== "breathe" && !(hasColours && wanted === "rainbow")) {
          return false;
        }
        const at = fields.indexOf('"effect":');
        const end = at + 9 + word.length;
        // With the comma in front of it, or else with the one behind.
        rest = at > 1 ? fields.substring(0, at - 1) + fields.substring(end) : "{" + fields.substring(end + 1);
      }
      if (!light.command(rest)) {
        return false;
      }
      effect = wanted;
      cancelAlarm(alarm);
      // What is switched off with an effect stays dark.
      if (effect !== "off" && light.state().indexOf('"state":"ON"') > 0) {
        go();
      } else {
        effect = "off";
      }
      return true;
    },
    state: () => {
      const state = light.state();
      return state.substring(0, state.length - 1) + ',"effect":"' + effect + '"}';
    },
  };
}
