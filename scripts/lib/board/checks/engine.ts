import { ACTUATORS } from "../../actuators/registry";
import type { Kind, Need } from "../../kind";
import { CHIP_KEYS, hasTelnetConsole } from "../../platforms/chip-names";
import { chipOf, whyUnserved, type Chip } from "../../platforms/chips";
import { ENGINE_NAMES, type Platform } from "../../platforms/engine-files";
import { isMet, platformName } from "../../platforms/needs";
import { SENSORS } from "../../sensors/registry";
import { at, entries, numberAt, rightAt, textAt, type Draft } from "../draft";
import type { Path } from "../source";

interface Feature extends Need {
  /** What the reference calls it, as Markdown. */
  readonly name: string;
  readonly asked: (draft: Draft) => Path[];
}

const OPEN_TELNET: Path = ["consoles", "telnet"];
const OPEN_BLUETOOTH: Path = ["consoles", "bluetooth"];

/** What a node may ask for and not every engine can do; what its sensors and actuators need, their descriptors say. */
export const FEATURES: readonly Feature[] = [
  {
    name: "`telnet` and `bluetooth` of `consoles`",
    by: ["consoles"],
    asked: ({ source }) => [OPEN_TELNET, OPEN_BLUETOOTH].filter((path) => source.has(path)),
    problem: "opens no console to the network; leave it out",
  },
  {
    name: "`telnet` of `consoles`",
    by: ({ engine, chip }) => engine !== "espruino" || hasTelnetConsole(chip),
    asked: (draft) => (at(draft, ["consoles", "telnet"]) === true ? [["consoles", "telnet"]] : []),
    problem: "has no telnet console; leave it out",
  },
  { name: "`time`", by: ["datagrams"], asked: atPath("time"), problem: "cannot ask a time server; leave it out" },
  {
    name: "`tokens`",
    by: ({ engine }) => engine === "espruino",
    asked: (draft) => (draft.source.has(["tokens"]) ? [["tokens"]] : []),
    problem: "runs compiled Lua, which has no tokens of Espruino; leave it out",
  },
  {
    name: "`updates`",
    by: ["slots"],
    asked: (draft) => (at(draft, ["updates"]) === true ? [["updates"]] : []),
    problem:
      "has no memory for updates over the air: with them the smallest node keeps 35 of its 40 kB, and a connection needs the rest; " +
      "leave it out",
  },
  {
    name: "`watchdogSeconds`",
    by: ["watchdog"],
    asked: atPath("watchdogSeconds"),
    problem: "has a watchdog of its own, always on, which no program can set; leave it out",
  },
  {
    name: "`hostname` and `address` of `wifi`",
    by: ["station"],
    asked: (draft) => [...atPath("wifi", "hostname")(draft), ...atPath("wifi", "address")(draft)],
    problem: "takes its name and address from the DHCP server; leave it out",
  },
  {
    name: '`"resetReason"` in `diagnostics`',
    by: ["reset-reason"],
    asked: (draft) => {
      const fields = at(draft, ["diagnostics"]);
      return Array.isArray(fields) && fields.includes("resetReason") ? [["diagnostics"]] : [];
    },
    problem: 'does not tell why it was reset; leave out "resetReason"',
  },
  {
    name: "`mqtts://`",
    by: ["tls"],
    asked: (draft) => entries(draft, "broker", "urls").filter((place) => /^mqtts:/i.test(textAt(draft, place) ?? "")),
    problem:
      "has no TLS on its sockets; write mqtt:// and keep the broker in your own network, or take Espruino on an ESP32",
  },
];

const ENGINES = Object.keys(ENGINE_NAMES) as Platform["engine"][];

/** Checks a board against what its engine can do. */
export function checkEngine(draft: Draft): void {
  const platform = { engine: at(draft, ["engine"]), chip: at(draft, ["chip"]) } as Platform;
  const { engine, chip: chipName } = platform;
  // The schema has refused what is neither.
  if (ENGINE_NAMES[engine] === undefined || !CHIP_KEYS.includes(chipName)) return;
  const title = platformName(platform);
  const chip = chipOf(platform);
  if (chip === undefined) {
    const others = ENGINES.filter((other) => chipOf({ engine: other, chip: chipName }) !== undefined);
    const cure = others.map((other) => `"engine": "${other}"`).join(" or ");
    draft.source.error(["engine"], `${title} ${whyUnserved(platform)}; write ${cure}`);
    return;
  }
  for (const feature of FEATURES) {
    if (isMet(feature, platform)) continue;
    for (const place of feature.asked(draft)) draft.source.error(place, `${title} ${feature.problem}`);
  }
  checkNeeds(draft, "sensors", SENSORS, { platform, title });
  checkNeeds(draft, "actuators", ACTUATORS, { platform, title });
  checkPulseCounters(draft, chip, title);
  checkI2c(draft, chip, title);
}

/** Whether an engine cannot do what sensors or actuators of a type are for. */
export function lacksType(platform: Platform, type: string): boolean {
  const kind = [...SENSORS, ...ACTUATORS].find((each) => each.type === type);
  return (kind?.needs ?? []).some((need) => need.key === undefined && !isMet(need, platform));
}

function checkNeeds(
  draft: Draft,
  list: string,
  kinds: readonly Pick<Kind<unknown>, "type" | "needs">[],
  { platform, title }: { platform: Platform; title: string },
): void {
  for (const user of entries(draft, list)) {
    const type = textAt(draft, [...user, "type"]);
    for (const need of kinds.find((each) => each.type === type)?.needs ?? []) {
      const place = [...user, need.key ?? "type"];
      if (!isMet(need, platform) && at(draft, place) !== undefined) {
        draft.source.error(place, `${title} ${need.problem}`);
      }
    }
  }
}

function checkPulseCounters(draft: Draft, { pulseCounters: most }: Chip, title: string): void {
  const counters = entries(draft, "sensors").filter((sensor) => {
    const config = rightAt(draft, sensor);
    return SENSORS.find(({ type }) => type === config.type)?.takesPulseCounter?.(config) === true;
  });
  for (const counter of counters.slice(most)) {
    draft.source.error(
      counter,
      `${title} counts by the chip's ${most} counters; with "debounceMs" it does without one`,
    );
  }
}

function checkI2c(draft: Draft, { i2c: { most, noMore, highestHz } }: Chip, title: string): void {
  const buses = entries(draft, "buses").filter((bus) => textAt(draft, [...bus, "type"]) === "i2c");
  buses.forEach((bus, index) => {
    if (index >= most) draft.source.error(bus, `${title} ${noMore}`);
    const place = [...bus, "hz"];
    if ((numberAt(draft, place) ?? 0) > highestHz) {
      draft.source.error(place, `${title} drives such a bus with at most ${highestHz} Hz; leave it out`);
    }
  });
}

function atPath(...path: Path): (draft: Draft) => Path[] {
  return (draft) => (at(draft, path) === undefined ? [] : [path]);
}
