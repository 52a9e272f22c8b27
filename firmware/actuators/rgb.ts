import type { Clock, Pin, PixelStrips, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { fade } from "./fade";
import { compactObject, numberOf } from "./json-fields";
import { FULL, wantedLevel, wantedMs } from "./light-command";

export interface RgbOptions {
  pin: Pin;
  /** How many LEDs the strip has. */
  count: number;
  /** The three bytes of an LED in the order in which it takes them. */
  pixel: (red: number, green: number, blue: number) => string;
  /** The eye sees brightness as about the power 1/gamma of light. */
  gamma: number;
  /** How long a change takes that does not say so itself, in seconds. */
  transitionSeconds: number;
  /** Brightness at boot, 0 … 255, in white. */
  initialValue: number;
}

/**
 * A strip of LEDs of one colour all along. Commands are those of Home Assistant's JSON schema, such as
 * `{"state":"ON","brightness":128,"color":{"r":255,"g":120,"b":0},"transition":2}`, and ON, OFF and TOGGLE alone. The state is
 * that which it is going to.
 */
export function rgb(strips: PixelStrips, clock: Clock, timer: Timer, options: RgbOptions): Actuator {
  let level = options.initialValue;
  let red = FULL;
  let green = FULL;
  let blue = FULL;
  let fromLevel = level;
  let fromRed = FULL;
  let fromGreen = FULL;
  let fromBlue = FULL;
  let toLevel = level;
  let toRed = FULL;
  let toGreen = FULL;
  let toBlue = FULL;
  let isOn = level > 0;
  /** The brightness it has, or goes back to when it is turned on. */
  let brightness = isOn ? level : FULL;
  let shown = "";
  /** A channel's byte; what is not meant to be dark is not, however dim. */
  const byteOf = (channel: number): number => {
    const light = (channel * level) / (FULL * FULL);
    return light > 0 ? Math.max(1, Math.round(FULL * Math.pow(light, options.gamma))) : 0;
  };
  const move = fade(clock, timer, (done) => {
    level = fromLevel + (toLevel - fromLevel) * done;
    red = fromRed + (toRed - fromRed) * done;
    green = fromGreen + (toGreen - fromGreen) * done;
    blue = fromBlue + (toBlue - fromBlue) * done;
    const pixel = options.pixel(byteOf(red), byteOf(green), byteOf(blue));
    // Where it arrives it is always told: a strip that was without power meanwhile shows it again then.
    if (done === 1 || pixel !== shown) {
      strips.fill(options.pin, pixel, options.count);
      shown = pixel;
    }
  });
  move(0);
  return {
    command: (payload) => {
      const fields = compactObject(payload);
      const wanted = wantedLevel(payload, fields, isOn, brightness);
      const ms = wantedMs(fields, options.transitionSeconds);
      const isColored = fields.indexOf('"color":') >= 0;
      const wantedRed = isColored ? channelOf(fields, '"r":', toRed) : toRed;
      const wantedGreen = isColored ? channelOf(fields, '"g":', toGreen) : toGreen;
      const wantedBlue = isColored ? channelOf(fields, '"b":', toBlue) : toBlue;
      if (wanted < 0 || ms < 0 || wantedRed < 0 || wantedGreen < 0 || wantedBlue < 0) {
        return false;
      }
      toLevel = wanted;
      toRed = wantedRed;
      toGreen = wantedGreen;
      toBlue = wantedBlue;
      fromLevel = level;
      // From the dark it comes up in the colour it is going to.
      const isDark = level === 0;
      fromRed = isDark ? toRed : red;
      fromGreen = isDark ? toGreen : green;
      fromBlue = isDark ? toBlue : blue;
      move(ms);
      isOn = wanted > 0;
      if (isOn) {
        brightness = wanted;
      }
      return true;
    },
    state: () =>
      '{"state":"' +
      (isOn ? "ON" : "OFF") +
      '","brightness":' +
      brightness.toFixed(0) +
      ',"color_mode":"rgb","color":{"r":' +
      toRed.toFixed(0) +
      ',"g":' +
      toGreen.toFixed(0) +
      ',"b":' +
      toBlue.toFixed(0) +
      "}}",
  };
}

/** The value of a colour's channel, `usual` where the command names none; -1 where it is impossible. */
function channelOf(fields: string, key: string, usual: number): number {
  const wanted = numberOf(fields, key);
  return isNaN(wanted) ? usual : wanted > FULL ? -1 : Math.round(wanted);
}
