import { actuatorOf } from "../actuators/registry";
import type { Board } from "../board/config";
import type { PinDuty } from "../kind";
import { HARDWARE, printedName } from "../platforms/hardware";
import { gpioNumber } from "../platforms/pin-number";
import { sensorOf } from "../sensors/registry";
import type { DeskHardware, DeskPin, DeskPlace } from "./protocol";

const DUTIES: Readonly<Record<PinDuty, DeskPin["duty"]>> = {
  measured: "analog",
  contact: "input",
  watched: "input",
  driven: "output",
  "square wave": "pwm",
  strip: "pulses",
  bus: "bus",
};

/** What people see of a pin of the chip. */
export function shownPin({ hardware }: Pick<Board, "hardware">, pin: string): string {
  return printedName(hardware, pin);
}

/** The pins that a board file names, as printed where it says on what, and what is soldered to them, in its order. */
export function pinsOf(board: Board): DeskPin[] {
  const { sensors, actuators, buses } = board;
  const kinds = [
    ...sensors.map((config) => ({ config, kind: sensorOf(config) })),
    ...actuators.map((config) => ({ config, kind: actuatorOf(config) })),
  ];
  return [
    ...kinds.flatMap(({ config, kind }) => {
      const named = new Map<string, unknown>(Object.entries(config));
      return Object.entries<PinDuty>(kind.pins ?? {}).flatMap(([key, duty]): DeskPin[] => {
        const name = named.get(key);
        return typeof name === "string" ? [{ name: shownPin(board, name), part: config.id, duty: DUTIES[duty] }] : [];
      });
    }),
    ...buses.flatMap((bus) => {
      const lines = bus.type === "i2c" ? [bus.clock, bus.data] : [bus.pin];
      return lines.map((name): DeskPin => ({ name: shownPin(board, name), part: bus.id, duty: "bus" }));
    }),
  ];
}

/** The board that a board file says its chip is on. */
export function hardwareOf({ hardware: name }: Pick<Board, "hardware">): DeskHardware | undefined {
  if (name === undefined) return undefined;
  const { title, chip, pins, sides } = HARDWARE[name];
  const placeOf = (label: string): DeskPlace => {
    const own = pins.get(label);
    return own === undefined || own === label ? { label } : { label, gpio: gpioNumber(chip, own) };
  };
  // The page has its aerial at the top.
  const [left, right] = sides.map((side) => side.map(placeOf).reverse());
  return { title, sides: [right, left] };
}
