import type { Actuator } from "./actuator";
import { compactObject, numberOf } from "./json-fields";

/** From candle light to daylight, in kelvin. */
export const WARMEST = 2_000;
export const COLDEST = 6_500;

/**
 * Gives a light of colours whites as well: `{"state":"ON","color_temp":2700}`, in kelvin. They are mixed of red, green and blue by a
 * curve through the colours of a black body, which is near enough for the eye. A colour ends it.
 */
export function withWhites(light: Actuator): Actuator {
  /** What it shows, or 0 where it shows a colour. */
  let shown = 0;
  return {
    command: (payload) => {
      const fields = compactObject(payload);
      const kelvin = numberOf(fields, '"color_temp":');
      if (isNaN(kelvin)) {
        const isObeyed = light.command(payload);
        if (isObeyed && fields.indexOf('"color":') >= 0) {
          shown = 0;
        }
        return isObeyed;
      }
      const at = fields.indexOf('"color_temp":');
      const comma = fields.indexOf(",", at);
      const rest = fields.substring(comma < 0 ? fields.length - 1 : comma);
      const isObeyed =
        kelvin >= WARMEST &&
        kelvin <= COLDEST &&
        light.command(fields.substring(0, at) + '"color":' + colorOf(kelvin / 1000) + rest);
      if (isObeyed) {
        shown = Math.round(kelvin);
      }
      return isObeyed;
    },
    state: () => {
      const state = light.state();
      const at = state.indexOf('"color_mode":');
      return shown === 0
        ? state
        : state.substring(0, at) + '"color_mode":"color_temp","color_temp":' + shown.toFixed(0) + "}";
    },
  };
}

/** Parabolas through 2,000, 4,000 and 6,500 K. */
function colorOf(kilokelvin: number): string {
  const green = 137 + (34.5 - 3.4 * (kilokelvin - 4)) * (kilokelvin - 2);
  const blue = 14 + (76 - 9.4 * (kilokelvin - 4)) * (kilokelvin - 2);
  return '{"r":255,"g":' + Math.round(green).toFixed(0) + ',"b":' + Math.round(blue).toFixed(0) + "}";
}
