import type { PinDuty } from "../kind";
import { chipOf, type Chip } from "../platforms/chips";
import type { Platform } from "../platforms/engine-files";
import { HARDWARE, type HardwareName } from "../platforms/hardware";
import { platformName } from "../platforms/needs";
import { sensorOf, hasOwnPace } from "../sensors/registry";
import { UserError } from "../user-error";
import { kindOf, type AnyKind, type Asked, type List } from "./asked";
import { requiredKeys } from "./schema-words";
import { FreePins } from "./pins";

/** A board as somebody wants it. */
export interface Wish extends Platform {
  readonly name: string;
  /** The board that the chip is on, where pins are to be named as printed there. */
  readonly hardware?: HardwareName;
  /** What its topics begin with. */
  readonly base: string;
  readonly sensors: readonly Asked[];
  readonly actuators: readonly Asked[];
  /** Whether the broker asks for a user name and a password. */
  readonly hasUser: boolean;
}

type Entry = Readonly<Record<string, unknown>>;
type Bus = { readonly id: string; readonly type: string; readonly pins: readonly string[] };

/** How often a new sensor is read; its owner knows better. */
const PERIOD_SECONDS = 30;

/** The pins of buses, by their type: the keys, and the pins that most development boards have for them. */
const BUS_PINS: Readonly<
  Record<string, Readonly<Record<Platform["chip"], Readonly<Record<string, string | undefined>>>>>
> = {
  i2c: {
    esp32: { clock: "D22", data: "D21" },
    esp32c3: { clock: "D7", data: "D6" },
    esp32s3: { clock: "D9", data: "D8" },
    esp8266: { clock: "D1", data: "D2" },
  },
  oneWire: {
    esp32: { pin: undefined },
    esp32c3: { pin: undefined },
    esp32s3: { pin: undefined },
    esp8266: { pin: undefined },
  },
};
const BUS_IDS: Readonly<Record<string, string>> = { i2c: "i2c", oneWire: "wire" };

/**
 * The board file of a wish, as an object: what a kind cannot do without stands in it as in the reference's examples, and pins that
 * nobody named are proposed by what the chip can do.
 * @throws UserError where the chip has no more pins
 */
export function boardFileOf(wish: Wish): object {
  const { name, engine, chip, hardware, base } = wish;
  const facts = chipOf(wish);
  if (facts === undefined) throw new UserError(`there is no ${platformName(wish)}`);
  const pins = new FreePins(facts, hardware === undefined ? undefined : HARDWARE[hardware].pins);
  const asked = withWhatTheyNeed(wish);
  for (const { pins: named } of [...asked.sensors, ...asked.actuators]) named.forEach((pin) => pins.take(pin));
  const names = new Names();
  const buses = new Buses(pins, chip);
  // Buses first: they have pins of their own on most boards.
  const onBus = asked.sensors.map((each) => buses.of(kindOf("sensors", each.kind), each));
  const sensors = asked.sensors.map((each, index) => {
    const kind = kindOf("sensors", each.kind);
    const bus = onBus[index];
    const place = bus === undefined ? pinsFor(kind, each.pins, pins) : buses.several(bus) ? { bus: bus.id } : {};
    const period = hasOwnPace(sensorOf({ type: each.kind })) ? { periodSeconds: PERIOD_SECONDS } : {};
    return { id: names.of(each), type: each.kind, ...place, ...period, ...usual("sensors", kind), ...each.more };
  });
  const actuators = asked.actuators.map((each) => {
    const kind = kindOf("actuators", each.kind);
    const place = { ...pinsFor(kind, each.pins, pins), ...slowEnough(kind, facts) };
    return { id: names.of(each), type: each.kind, ...place, ...usual("actuators", kind) };
  });
  return {
    $schema: "./board.schema.json",
    name,
    engine,
    chip,
    ...(hardware === undefined ? {} : { hardware }),
    wifi: { ssid: "${WIFI_SSID}", password: "${WIFI_PASSWORD}" },
    broker: {
      urls: ["mqtt://${MQTT_HOST}"],
      ...(wish.hasUser ? { username: "${MQTT_USERNAME}", password: "${MQTT_PASSWORD}" } : {}),
    },
    topics: { base },
    ...listed("buses", buses.entries()),
    ...listed("sensors", sensors),
    ...listed("actuators", actuators),
    ...listed("rules", asked.rules),
  };
}

/** A list of a board file; an empty one is left out. */
function listed(key: string, entries: readonly object[]): object {
  return entries.length === 0 ? {} : { [key]: entries };
}

/** With what a kind takes more than itself and nobody has named: a climate a thermometer, a heater and a rule, a dew point its sources. */
function withWhatTheyNeed({ sensors, actuators }: Wish): Pick<Wish, "sensors" | "actuators"> & {
  rules: readonly object[];
} {
  const all = { sensors: [...sensors], actuators: [...actuators] };
  const rules: object[] = [];
  const lists = ["sensors", "actuators"] as const;
  for (const [from, asked] of [["sensors", sensors] as const, ["actuators", actuators] as const]) {
    for (const { kind, id = kind } of asked) {
      const { exampleOn: needed = {} } = kindOf(from, kind);
      for (const list of lists) {
        for (const entry of (needed[list] ?? []) as readonly { id: string; type: string }[]) {
          if (all[list].some((each) => (each.id ?? each.kind) === entry.id)) continue;
          const { id: name, type, ...keys } = entry;
          all[list].push({ id: name, kind: type, pins: [], more: withoutPlaces(kindOf(list, type), keys) });
        }
      }
      // The example calls the actuator after its kind.
      const named = (value: unknown): unknown => (value === kind ? id : value);
      for (const rule of needed["rules"] ?? []) {
        rules.push(Object.fromEntries(Object.entries(rule).map(([key, value]) => [key, named(value)])));
      }
    }
  }
  return { ...all, rules };
}

/** Of an example's entry, what holds on any board. */
function withoutPlaces({ pins = {} }: AnyKind, entry: object): object {
  return Object.fromEntries(
    Object.entries(entry).filter(([key]) => !(key in pins) && !["bus", "address", "periodSeconds"].includes(key)),
  );
}

function pinsFor({ pins = {} }: AnyKind, named: readonly string[], free: FreePins): Entry {
  const duties = Object.entries<PinDuty | undefined>(pins);
  return Object.fromEntries(
    duties.map(([key, duty = "driven"], index) => [key, named[index] ?? free.take(free.propose(duty))]),
  );
}

/** The frequency of a square wave, where the engine drives none that is as fast as usual. */
function slowEnough({ defaults }: AnyKind, { squareWaves }: Chip): Entry {
  const { highestHz = Infinity } = squareWaves.kind === "by frequency" ? squareWaves : {};
  const { hz = 0 } = defaults as { hz?: number };
  return hz > highestHz ? { hz: highestHz } : {};
}

/** What stands in an entry besides: of sensors what the reference's example has, of actuators, whose limits are their owner's, what has to. */
function usual(list: List, { type, pins = {}, exampleEntry = {} }: AnyKind): Entry {
  const stands = (key: string): boolean => list === "sensors" || requiredKeys(type).includes(key);
  return Object.fromEntries(Object.entries(exampleEntry).filter(([key]) => !(key in pins) && stands(key)));
}

/** Ids: after the kind where none is given, with a number where that is taken. */
class Names {
  readonly #taken = new Set<string>();

  of({ id, kind }: Asked): string {
    let name = id ?? kind;
    for (let number = 2; id === undefined && this.#taken.has(name); number++) name = `${kind}-${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** The buses that sensors ask for: one of a type, or another one for other pins. */
class Buses {
  readonly #all: Bus[] = [];
  readonly #free: FreePins;
  readonly #chip: Platform["chip"];

  constructor(free: FreePins, chip: Platform["chip"]) {
    this.#free = free;
    this.#chip = chip;
  }

  of({ bus }: AnyKind, { pins }: Asked): Bus | undefined {
    if (bus === undefined) return undefined;
    const { type } = bus;
    const alike = this.#all.filter((each) => each.type === type);
    const found = alike.find((each) => pins.length === 0 || each.pins.join() === pins.join());
    if (found !== undefined) return found;
    const keys = Object.entries(BUS_PINS[type][this.#chip]);
    const made = {
      id: `${BUS_IDS[type]}${alike.length === 0 ? "" : alike.length + 1}`,
      type,
      pins: keys.map(([, usual], index) => pins[index] ?? this.#free.take(this.#free.propose("bus", usual))),
    };
    this.#all.push(made);
    return made;
  }

  /** Whether a sensor has to say on which one it is. */
  several({ type }: Bus): boolean {
    return this.#all.filter((each) => each.type === type).length > 1;
  }

  entries(): Entry[] {
    return this.#all.map(({ id, type, pins }) => {
      const keys = Object.keys(BUS_PINS[type][this.#chip]);
      return { id, type, ...Object.fromEntries(keys.map((key, index) => [key, pins[index]])) };
    });
  }
}
