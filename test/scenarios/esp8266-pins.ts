import { ANALOG_PIN } from "../simulator/nodemcu/esp8266/pins";

/** Free for anything, then those with a resistor or a duty at boot, for outputs only. */
const FREE = [1, 2, 5, 6, 7];
const OUTPUTS_ONLY = [0, 4, 3, 8];
/** D0 has no square wave. */
const SQUARE_WAVES_ONLY = [4, 3, 8];
const STRIP_PIN = 4;
const HIGHEST_HZ = 1000;

const ANALOG = ["analog", "ntc"];
const SQUARE_WAVES = ["pwm", "light", "servo"];
const OUTPUTS = ["switch", "button", "cover"];

/** By the number of a pin of the ESP32: that of the ESP8266's which has its part. */
export type Pins = ReadonlyMap<number, number>;

interface Use {
  /** Of the ESP32. */
  pin: number;
  type: string;
}

/**
 * Moves a board's parts from the pins of an ESP32 to those of an ESP8266. It has one analog input: of several sensors that
 * measure a voltage only the first is there, `missing` names the others.
 * @throws Error where there are not enough pins of a kind
 */
export function onEsp8266<T extends { sensors: object[]; actuators: object[] }>(
  board: T,
): { board: T; pins: Pins; missing: string[] } {
  const analog = (board.sensors as { id: string; type: string }[]).filter(({ type }) => ANALOG.includes(type));
  const missing = analog.slice(1).map(({ id }) => id);
  const kept = { ...board, sensors: (board.sensors as { id: string }[]).filter(({ id }) => !missing.includes(id)) };
  const uses: Use[] = [];
  visit(kept, "", (pin, type) => uses.push({ pin, type }));
  const pins = new Map<number, number>();
  const place = (belongs: (type: string) => boolean, candidates: readonly number[]): void => {
    for (const { pin, type } of uses) {
      if (pins.has(pin) || !belongs(type)) continue;
      const taken = [...pins.values()];
      const free = candidates.find((candidate) => !taken.includes(candidate));
      if (free === undefined) throw new Error(`An ESP8266 has no pin left for another ${type}`);
      pins.set(pin, free);
    }
  };
  place((type) => ANALOG.includes(type), [ANALOG_PIN]);
  place((type) => type === "rgb", [STRIP_PIN]);
  place((type) => ![...SQUARE_WAVES, ...OUTPUTS].includes(type), FREE);
  place((type) => SQUARE_WAVES.includes(type), [...FREE, ...SQUARE_WAVES_ONLY]);
  place((type) => OUTPUTS.includes(type), [...FREE, ...OUTPUTS_ONLY]);
  const moved = visit(kept, "", (pin) => nameOf(pins.get(pin)!)) as T;
  return { board: { ...moved, actuators: moved.actuators.map(slowEnough) }, pins, missing };
}

/** Square waves of at most 1,000 Hz. */
function slowEnough(actuator: object): object {
  const { type, hz = Infinity } = actuator as { type: string; hz?: number };
  return type === "pwm" || type === "light" ? { ...actuator, hz: Math.min(hz, HIGHEST_HZ) } : actuator;
}

function nameOf(pin: number): string {
  return pin === ANALOG_PIN ? "A0" : `D${pin}`;
}

/** Visits everything that is written as a pin; what `seen` gives for it takes its place. */
function visit<T>(value: T, type: string, seen: (pin: number, type: string) => unknown): T {
  if (typeof value === "string" && /^D\d+$/.test(value)) return seen(Number(value.slice(1)), type) as T;
  if (Array.isArray(value)) return value.map((each) => visit(each as unknown, type, seen)) as T;
  if (typeof value !== "object" || value === null) return value;
  const own = (value as { type?: string }).type ?? type;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each as unknown, own, seen)])) as T;
}
