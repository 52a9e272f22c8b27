import type { Board } from "../../firmware/config";
import { DEFAULTS } from "./board-defaults";
import { at, entries, numberAt, textAt, type Draft } from "./board-draft";
import type { Path } from "./board-source";
import { ENGINE_NAMES, engineFile, type Platform } from "./engine-files";

/** Something that a board may ask for and that not every engine can do. */
interface Feature {
  /** The part of the engine that does it (firmware/engine). */
  part: string;
  /** Where the board file asks for it. */
  places: (draft: Draft) => Path[];
  /** What is not there, and what to do without it, behind the engine's name. */
  problem: string;
}

const FEATURES: readonly Feature[] = [
  {
    part: "thermometer",
    places: ofType("chipTemperature"),
    problem: "cannot read the chip's thermometer; leave it out",
  },
  { part: "edges", places: ofType("pulseCounter"), problem: "cannot count pulses; take Espruino" },
  { part: "edges", places: ofType("hcsr04"), problem: "cannot time an echo; take Espruino" },
  { part: "pixels", places: ofType("rgb"), problem: "cannot drive a strip; take Espruino" },
  { part: "input-range", places: ofKey("rangeVolts"), problem: "measures with one range always; leave it out" },
  { part: "consoles", places: atPath("consoles"), problem: "opens no console to the network; leave it out" },
  { part: "datagrams", places: atPath("time"), problem: "cannot ask a time server; leave it out" },
  {
    part: "watchdog",
    places: atPath("watchdogSeconds"),
    problem: "has no watchdog that a program can set; leave it out",
  },
  {
    part: "station",
    places: (draft) => [...atPath("wifi", "hostname")(draft), ...atPath("wifi", "address")(draft)],
    problem: "takes its name and address from the DHCP server; leave it out",
  },
  {
    part: "reset-reason",
    places: (draft) => {
      const fields = at(draft, ["diagnostics"]);
      return Array.isArray(fields) && fields.includes("resetReason") ? [["diagnostics"]] : [];
    },
    problem: 'does not tell why it was reset; leave out "resetReason"',
  },
  {
    part: "tls",
    places: (draft) => urls(draft).flatMap((url, index) => (/^mqtts:/i.test(url) ? [["broker", "urls", index]] : [])),
    problem: "has no TLS on its sockets; write mqtt:// and keep the broker in your own network, or take Espruino",
  },
];

/** Checks a board against what its engine can do. */
export function checkEngine(draft: Draft): void {
  const [engine, chip] = [textAt(draft, ["engine"]), textAt(draft, ["chip"])];
  if (engine === undefined || chip === undefined) return;
  const platform = { engine, chip } as Platform;
  // What is not known the schema has refused.
  if (engineFile(platform, "clock") === undefined) return;
  const title = `${ENGINE_NAMES[platform.engine]} on the ${platform.chip.toUpperCase()}`;
  for (const { part, places, problem } of FEATURES) {
    if (engineFile(platform, part) !== undefined) continue;
    for (const place of places(draft)) draft.source.error(place, `${title} ${problem}`);
  }
  OWN_LIMITS[platform.engine](draft, title);
}

const OWN_LIMITS: Readonly<Record<Board["engine"], (draft: Draft, title: string) => void>> = {
  espruino: () => {},
  nodemcu: (draft, title) => {
    for (const place of ofType("signalStrength")(draft)) {
      draft.source.error(place, `${title} tells the signal of no network that it is in; leave it out`);
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

function ofType(type: string): Feature["places"] {
  return (draft) =>
    [...entries(draft, "sensors"), ...entries(draft, "actuators")]
      .filter((user) => textAt(draft, [...user, "type"]) === type)
      .map((user) => [...user, "type"]);
}

function ofKey(key: string): Feature["places"] {
  return (draft) =>
    entries(draft, "sensors")
      .map((sensor) => [...sensor, key])
      .filter((place) => at(draft, place) !== undefined);
}

function atPath(...path: Path): Feature["places"] {
  return (draft) => (at(draft, path) === undefined ? [] : [path]);
}

function urls(draft: Draft): string[] {
  const value = at(draft, ["broker", "urls"]);
  return Array.isArray(value) ? value.map(String) : [];
}
