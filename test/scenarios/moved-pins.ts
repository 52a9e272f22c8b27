import { ANALOG_PIN } from "../simulator/nodemcu/esp8266/pins";

/** Where a chip has room for the parts of a board for an ESP32. */
interface Room {
  /** Pins that measure a voltage; of several sensors that do, those without one are left out. */
  readonly analog: readonly number[];
  /** The one pin of a strip, where there is one. */
  readonly strip?: number;
  /** Free for anything, then those with a resistor or a duty at boot, for outputs only. */
  readonly free: readonly number[];
  readonly outputsOnly: readonly number[];
  readonly squareWavesOnly: readonly number[];
  readonly highestHz: number;
  /** How many frequencies there are besides 5 kHz. */
  readonly frequencies: number;
}

const ROOMS: Readonly<Record<MovedTo, Room>> = {
  esp8266: {
    analog: [ANALOG_PIN],
    strip: 4,
    free: [1, 2, 5, 6, 7],
    outputsOnly: [0, 4, 3, 8],
    // D0 has no square wave.
    squareWavesOnly: [4, 3, 8],
    highestHz: 1000,
    frequencies: Infinity,
  },
  esp32c3: {
    analog: [4, 3, 1, 2],
    free: [5, 6, 7, 10, 4, 3, 1, 2],
    outputsOnly: [8, 9, 20, 21],
    squareWavesOnly: [8, 9],
    highestHz: Infinity,
    frequencies: 1,
  },
  esp32s3: {
    analog: [],
    free: [4, 5, 13, 14, 15, 16, 17, 18, 21, 38, 39, 40, 41, 42, 47, 48],
    outputsOnly: [6, 7, 8, 9],
    squareWavesOnly: [6, 7],
    highestHz: Infinity,
    frequencies: 3,
  },
};

/** Chips that have other pins than an ESP32. */
export type MovedTo = "esp8266" | "esp32c3" | "esp32s3";

const ANALOG = ["analog", "ntc"];
const SQUARE_WAVES = ["pwm", "light", "servo"];
const OUTPUTS = ["switch", "button", "cover"];

/** By the number of a pin of the ESP32: that of the other chip's which has its part. */
export type Pins = ReadonlyMap<number, number>;

interface Use {
  /** Of the ESP32. */
  pin: number;
  type: string;
}

/**
 * Moves a board's parts from the pins of an ESP32 to those of another chip. `missing` names the sensors that measure a voltage and have no
 * pin that can.
 * @throws Error where there are not enough pins of a kind
 */
export function moved<T extends { sensors: object[]; actuators: object[] }>(
  board: T,
  to: MovedTo,
): { board: T; pins: Pins; missing: string[] } {
  const { analog: converters, strip, free, outputsOnly, squareWavesOnly, highestHz, frequencies } = ROOMS[to];
  const analog = (board.sensors as { id: string; type: string }[]).filter(({ type }) => ANALOG.includes(type));
  const missing = analog.slice(converters.length).map(({ id }) => id);
  const kept = { ...board, sensors: (board.sensors as { id: string }[]).filter(({ id }) => !missing.includes(id)) };
  const uses: Use[] = [];
  visit(kept, "", (pin, type) => uses.push({ pin, type }));
  const pins = new Map<number, number>();
  const place = (belongs: (type: string) => boolean, candidates: readonly number[]): void => {
    for (const { pin, type } of uses) {
      if (pins.has(pin) || !belongs(type)) continue;
      const taken = [...pins.values()];
      const found = candidates.find((candidate) => !taken.includes(candidate));
      if (found === undefined) throw new Error(`An ${to} has no pin left for another ${type}`);
      pins.set(pin, found);
    }
  };
  place((type) => ANALOG.includes(type), converters);
  place((type) => type === "rgb" && strip !== undefined, strip === undefined ? [] : [strip]);
  place((type) => ![...SQUARE_WAVES, ...OUTPUTS].includes(type), free);
  place((type) => SQUARE_WAVES.includes(type), [...free, ...squareWavesOnly]);
  place((type) => OUTPUTS.includes(type), [...free, ...outputsOnly]);
  const made = visit(kept, "", (pin) => nameOf(pins.get(pin)!, to)) as T;
  return {
    board: {
      ...made,
      actuators: fewEnough(
        made.actuators.map((actuator) => slowEnough(actuator, highestHz)),
        frequencies,
      ),
    },
    pins,
    missing,
  };
}

/** Square waves of no more than the chip has. */
function slowEnough(actuator: object, highestHz: number): object {
  const { type, hz = Infinity } = actuator as { type: string; hz?: number };
  const isTooFast = hz > highestHz && (type === "pwm" || type === "light");
  return isTooFast ? { ...actuator, hz: highestHz } : actuator;
}

/** No more frequencies than there are: a servo has its own, and of the rest what is too much has the one that several can share. */
function fewEnough(actuators: readonly object[], most: number): object[] {
  let own = actuators.filter((actuator) => (actuator as { type: string }).type === "servo").length;
  return actuators.map((actuator) => {
    const { type, hz = type === "light" ? 5000 : 1000 } = actuator as { type: string; hz?: number };
    if ((type !== "pwm" && type !== "light") || hz === 5000) return actuator;
    return own++ < most ? actuator : { ...actuator, hz: 5000 };
  });
}

function nameOf(pin: number, to: MovedTo): string {
  return to === "esp8266" && pin === ANALOG_PIN ? "A0" : `D${pin}`;
}

/** Visits everything that is written as a pin; what `seen` gives for it takes its place. */
function visit<T>(value: T, type: string, seen: (pin: number, type: string) => unknown): T {
  if (typeof value === "string" && /^D\d+$/.test(value)) return seen(Number(value.slice(1)), type) as T;
  if (Array.isArray(value)) return value.map((each) => visit(each as unknown, type, seen)) as T;
  if (typeof value !== "object" || value === null) return value;
  const own = (value as { type?: string }).type ?? type;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visit(each as unknown, own, seen)])) as T;
}
