import type { Board } from "../config";
import { chipOf } from "../../platforms/chips";
import { DEFAULTS } from "../defaults";
import { at, entries, numberAt, textAt, type Draft } from "../draft";
import type { Path } from "../source";
import { ENGINE_NAMES, engineFile, type Platform } from "../../platforms/engine-files";

/** Something that a board may ask for and that not every engine can do. */
interface Feature {
  isIn: (platform: Platform) => boolean;
  /** Where the board file asks for it: sensors and actuators of a type, or places. */
  asked: string | ((draft: Draft) => Path[]);
  /** What is not there, and what to do without it, behind the engine's name. */
  problem: string;
}

const FEATURES: readonly Feature[] = [
  {
    isIn: withPart("thermometer"),
    asked: "chipTemperature",
    problem: "cannot read the chip's thermometer; leave it out",
  },
  {
    // Only the scan of branch dev-esp32 tells of signals: its answer comes later, and the radio is busy meanwhile.
    isIn: ({ engine, chip }) => engine !== "nodemcu" || chip === "esp8266",
    asked: "signalStrength",
    problem: "tells the signal of no network that it is in; leave it out",
  },
  {
    isIn: withPart("edges", "pulse-counters"),
    asked: "pulseCounter",
    problem: "cannot count pulses; take Espruino",
  },
  { isIn: withPart("echoes"), asked: "hcsr04", problem: "cannot time an echo; take Espruino" },
  { isIn: withPart("pixels"), asked: "rgb", problem: "cannot drive a strip; take Espruino" },
  {
    isIn: withPart("input-range"),
    asked: ofKey("rangeVolts"),
    problem: "measures with one range always; leave it out",
  },
  { isIn: withPart("consoles"), asked: atPath("consoles"), problem: "opens no console to the network; leave it out" },
  { isIn: withPart("datagrams"), asked: atPath("time"), problem: "cannot ask a time server; leave it out" },
  {
    isIn: withPart("watchdog"),
    asked: atPath("watchdogSeconds"),
    problem: "has a watchdog of its own, always on, which no program can set; leave it out",
  },
  {
    isIn: withPart("station"),
    asked: (draft) => [...atPath("wifi", "hostname")(draft), ...atPath("wifi", "address")(draft)],
    problem: "takes its name and address from the DHCP server; leave it out",
  },
  {
    isIn: withPart("reset-reason"),
    asked: (draft) => {
      const fields = at(draft, ["diagnostics"]);
      return Array.isArray(fields) && fields.includes("resetReason") ? [["diagnostics"]] : [];
    },
    problem: 'does not tell why it was reset; leave out "resetReason"',
  },
  {
    isIn: withPart("tls"),
    asked: (draft) => urls(draft).flatMap((url, index) => (/^mqtts:/i.test(url) ? [["broker", "urls", index]] : [])),
    problem: "has no TLS on its sockets; write mqtt:// and keep the broker in your own network, or take Espruino",
  },
];

const ENGINES = Object.keys(ENGINE_NAMES) as Platform["engine"][];
const CHIPS: readonly Platform["chip"][] = ["esp32", "esp8266"];

/** Checks a board against what its engine can do. */
export function checkEngine(draft: Draft): void {
  const platform = { engine: at(draft, ["engine"]), chip: at(draft, ["chip"]) } as Platform;
  const { engine, chip } = platform;
  // The schema has refused what is neither.
  if (ENGINE_NAMES[engine] === undefined || !CHIPS.includes(chip)) return;
  const title = `${ENGINE_NAMES[engine]} on the ${chip.toUpperCase()}`;
  if (chipOf(platform) === undefined) {
    const others = ENGINES.filter((other) => chipOf({ engine: other, chip }) !== undefined);
    const cure = others.map((other) => `"engine": "${other}"`).join(" or ");
    draft.source.error(["engine"], `${title} is not built; write ${cure}`);
    return;
  }
  for (const { isIn, asked, problem } of FEATURES) {
    if (isIn(platform)) continue;
    for (const place of typeof asked === "string" ? ofType(draft, asked) : asked(draft))
      draft.source.error(place, `${title} ${problem}`);
  }
  OWN_LIMITS[engine](draft, title, chip);
}

/** Whether an engine cannot do what sensors or actuators of a type are for. */
export function lacksType(platform: Platform, type: string): boolean {
  return FEATURES.some(({ isIn, asked }) => asked === type && !isIn(platform));
}

/** ESP32 Technical Reference Manual, "Pulse Count Controller": units. */
const PULSE_COUNTERS = 8;

const OWN_LIMITS: Readonly<Record<Board["engine"], (draft: Draft, title: string, chip: Board["chip"]) => void>> = {
  espruino: () => {},
  nodemcu: (draft, title, chip) => {
    const counters = entries(draft, "sensors").filter(
      (sensor) => textAt(draft, [...sensor, "type"]) === "pulseCounter" && !numberAt(draft, [...sensor, "debounceMs"]),
    );
    for (const counter of chip === "esp32" ? counters.slice(PULSE_COUNTERS) : []) {
      draft.source.error(
        counter,
        `${title} counts by the chip's ${PULSE_COUNTERS} counters; with "debounceMs" it does without one`,
      );
    }
    const buses = entries(draft, "buses").filter((bus) => textAt(draft, [...bus, "type"]) === "i2c");
    buses.forEach((bus, index) => {
      if (index > 0) draft.source.error(bus, `${title} has one I²C interface that answers at once; take one bus`);
      const hz = numberAt(draft, [...bus, "hz"]) ?? 0;
      if (hz > DEFAULTS.busHz) {
        draft.source.error(
          [...bus, "hz"],
          `${title} drives such a bus with at most ${DEFAULTS.busHz} Hz; leave it out`,
        );
      }
    });
  },
};

/** By the parts of the engine of which each would do it (firmware/engine). */
function withPart(...parts: string[]): Feature["isIn"] {
  return (platform) => parts.some((part) => engineFile(platform, part) !== undefined);
}

function ofType(draft: Draft, type: string): Path[] {
  return [...entries(draft, "sensors"), ...entries(draft, "actuators")]
    .filter((user) => textAt(draft, [...user, "type"]) === type)
    .map((user) => [...user, "type"]);
}

function ofKey(key: string): (draft: Draft) => Path[] {
  return (draft) =>
    entries(draft, "sensors")
      .map((sensor) => [...sensor, key])
      .filter((place) => at(draft, place) !== undefined);
}

function atPath(...path: Path): (draft: Draft) => Path[] {
  return (draft) => (at(draft, path) === undefined ? [] : [path]);
}

function urls(draft: Draft): string[] {
  const value = at(draft, ["broker", "urls"]);
  return Array.isArray(value) ? value.map(String) : [];
}
