import type { Clock, Pin, PixelStrips, Timer } from "../engine/engine";
import type { Actuator } from "./actuator";
import { fadingLight, FULL, type FadingOptions } from "./fading-light";
import { endObject, isReadWhole, numberOf, objectOf } from "./json-fields";

export interface RgbOptions extends FadingOptions {
  pin: Pin;
  /** How many LEDs the strip has. */
  count: number;
  /** The three bytes of an LED in the order in which it takes them. */
  pixel: (red: number, green: number, blue: number) => string;
  /** The eye sees brightness as about the power 1/gamma of light. */
  gamma: number;
}

/**
 * A strip of LEDs of one colour all along, white at boot. Commands and state are those of `fadingLight`, with a colour among them:
 * `{"state":"ON","color":{"r":255,"g":120,"b":0}}`.
 */
export function rgb(strips: PixelStrips, clock: Clock, timer: Timer, options: RgbOptions): Actuator {
  let red = FULL;
  let green = FULL;
  let blue = FULL;
  let fromRed = FULL;
  let fromGreen = FULL;
  let fromBlue = FULL;
  let toRed = FULL;
  let toGreen = FULL;
  let toBlue = FULL;
  let shown = "";
  /** A channel's byte; what is not meant to be dark is not, however dim. */
  const byteOf = (channel: number, brightness: number): number => {
    const light = (channel * brightness) / (FULL * FULL);
    return light > 0 ? Math.max(1, Math.round(FULL * Math.pow(light, options.gamma))) : 0;
  };
  return fadingLight(clock, timer, options, {
    show: (brightness, done) => {
      red = fromRed + (toRed - fromRed) * done;
      green = fromGreen + (toGreen - fromGreen) * done;
      blue = fromBlue + (toBlue - fromBlue) * done;
      const pixel = options.pixel(byteOf(red, brightness), byteOf(green, brightness), byteOf(blue, brightness));
      // Where it arrives it is always told: a strip that was without power meanwhile shows it again then.
      if (done === 1 || pixel !== shown) {
        strips.fill(options.pin, pixel, options.count);
        shown = pixel;
      }
    },
    take: (fields, isDark) => {
      const color = objectOf(fields, '"color":');
      const wantedRed = channelOf(color, '"r":', toRed);
      const wantedGreen = channelOf(color, '"g":', toGreen);
      const wantedBlue = channelOf(color, '"b":', toBlue);
      if (
        wantedRed < 0 ||
        wantedGreen < 0 ||
        wantedBlue < 0 ||
        (color.length > 0 && !endObject(color)) ||
        (fields.length > 0 && !isReadWhole(fields))
      ) {
        return false;
      }
      toRed = wantedRed;
      toGreen = wantedGreen;
      toBlue = wantedBlue;
      // From the dark it comes up in the colour it is going to.
      fromRed = isDark ? toRed : red;
      fromGreen = isDark ? toGreen : green;
      fromBlue = isDark ? toBlue : blue;
      return true;
    },
    more: () =>
      ',"color_mode":"rgb","color":{"r":' +
      toRed.toFixed(0) +
      ',"g":' +
      toGreen.toFixed(0) +
      ',"b":' +
      toBlue.toFixed(0) +
      "}",
  });
}

/** The value of a colour's channel, `usual` where the command names none; -1 where it is impossible. */
function channelOf(fields: string, key: string, usual: number): number {
  const wanted = numberOf(fields, key);
  return isNaN(wanted) ? usual : wanted > FULL ? -1 : Math.round(wanted);
}
