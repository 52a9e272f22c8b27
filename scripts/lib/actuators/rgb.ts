import type { PinActuatorBase } from "../board/config/actuator";
import type { OnOffFailSafe } from "../board/config/fail-safe";
import { commanded, shownLight } from "../home-assistant/component";
import { pinNumber } from "../platforms/pin-number";
import { alarms } from "../program/alarms";
import { firmware, lambda, verbatim, type Code } from "../program/code";
import { engine } from "../program/engine";
import type { ActuatorDescriptor } from "./descriptor";

/**
 * A strip of LEDs with a controller in each (WS2812, SK6812 RGB and their kin), of one colour all along. Commands in Home
 * Assistant's JSON schema, such as {"state":"ON","brightness":128,"color":{"r":255,"g":120,"b":0},"transition":2} with values 0 … 255
 * and transition in seconds, or ON (the last brightness), OFF, TOGGLE. What says more than that, such as a flash, is
 * refused. The state is JSON too.
 */
export interface RgbActuatorConfig extends PinActuatorBase {
  type: "rgb";
  /**
   * How many LEDs the strip has. Each may take 60 mA.
   * @asType integer
   * @minimum 1
   * @maximum 300
   */
  count: number;
  /** The order in which the LEDs take their colours; WS2812B: GRB. */
  order: "RGB" | "RBG" | "GRB" | "GBR" | "BRG" | "BGR";
  /**
   * How brightness becomes light: light = (brightness / 255) to the power of gamma. 2.8 looks even to the eye, 1 is plain.
   * @minimum 1
   * @maximum 5
   */
  gamma: number;
  /**
   * How many seconds a change takes that does not say so itself.
   * @minimum 0
   * @maximum 86400
   */
  transitionSeconds: number;
  /**
   * Brightness at boot, in white; 0 is off.
   * @asType integer
   * @minimum 0
   * @maximum 255
   */
  initialValue: number;
  /** Whether it has whites as well: {"state":"ON","color_temp":2700}, from 2,000 K (warm) to 6,500 K (cold), mixed of its colours. */
  whites: boolean;
  /** Whether it has effects: {"state":"ON","effect":"rainbow"}, or "breathe". "off" ends one, and so does any other command. */
  effects: boolean;
  failSafe?: OnOffFailSafe;
}

const driver = firmware<typeof import("../../../firmware/actuators/rgb")>("actuators/rgb");
const { withWhites } = firmware<typeof import("../../../firmware/actuators/whites")>("actuators/whites");
const { withEffects } = firmware<typeof import("../../../firmware/actuators/effects")>("actuators/effects");
const { clock, timer } = engine("clock");

/** As firmware/actuators/whites.ts has them. */
const WARMEST_KELVIN = 2000;
const COLDEST_KELVIN = 6500;

const COLOURS: Record<string, "red" | "green" | "blue"> = { R: "red", G: "green", B: "blue" };

/** What an LED takes for a colour, in the order of its kind. */
function pixel(order: string): Code<(red: number, green: number, blue: number) => string> {
  return lambda(["red", "green", "blue"], (red: Code<number>, green: Code<number>, blue: Code<number>) => {
    const colours = { red, green, blue };
    const [first, second, third] = [...order].map((letter) => colours[COLOURS[letter]]);
    return verbatim<string>`String.fromCharCode(${first}, ${second}, ${third})`;
  });
}

export const rgb: ActuatorDescriptor<RgbActuatorConfig> = {
  type: "rgb",
  defaults: { order: "GRB", gamma: 2.8, transitionSeconds: 0, initialValue: 0, whites: false, effects: false },
  exampleEntry: { count: 60 },
  pins: { pin: "strip" },
  needs: [{ by: ["pixels"], problem: "cannot drive a strip; take Espruino" }],
  example: () => '{"state":"ON","color":{"r":255,"g":128,"b":0}}',
  longestCommandBytes: 160,
  longestState:
    '{"state":"OFF","brightness":255,"color_mode":"rgb","color":{"r":255,"g":255,"b":255},"effect":"rainbow"}',
  handle: "LightActuator",
  homeAssistant: {
    commanded: (config) => ({
      p: "light",
      schema: "json",
      brightness: true,
      sup_clrm: config.whites ? ["rgb", "color_temp"] : ["rgb"],
      ...(config.whites ? { color_temp_kelvin: true, min_kelvin: WARMEST_KELVIN, max_kelvin: COLDEST_KELVIN } : {}),
      flsh: false,
      ...(config.effects ? { effect: true, fx_list: effectsOf(config) } : {}),
      ...commanded(config),
    }),
    shown: shownLight,
  },
  control: (config) => ({
    kind: "light",
    hasColor: true,
    ...(config.whites ? { kelvin: { from: WARMEST_KELVIN, to: COLDEST_KELVIN } } : {}),
    effects: effectsOf(config),
  }),
  make: ({ pin, count, order, gamma, transitionSeconds, initialValue, whites, effects }, program) => {
    const options = { pin: pinNumber(pin), count, pixel: pixel(order), gamma, transitionSeconds, initialValue };
    const strip = driver.rgb(engine("pixels").pixelStrips, clock, timer, options);
    const light = whites ? withWhites(strip) : strip;
    return effects ? withEffects(light, alarms(program), true) : light;
  },
};

function effectsOf({ effects }: RgbActuatorConfig): string[] {
  return effects ? ["off", "breathe", "rainbow"] : [];
}
