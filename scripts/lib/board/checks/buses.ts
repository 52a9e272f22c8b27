import { SENSORS } from "../../sensors/registry";
import { romCheck } from "../../sensors/rom-check";
import { at, entries, numberAt, pointer, rightAt, textAt, type Draft } from "../draft";
import type { Path } from "../source";

const KINDS = { oneWire: "1-wire", i2c: "I²C" } as const;

/** Checks buses, and the sensors on them. */
export function checkBuses(draft: Draft): void {
  checkBusIds(draft);
  /** By bus and address. */
  const taken = new Map<string, Path>();
  /** The parts on each 1-wire bus. */
  const crowd = new Map<string, Path[]>();
  for (const sensor of entries(draft, "sensors")) {
    const config = rightAt(draft, sensor);
    const facts = SENSORS.find(({ type }) => type === config.type)?.bus;
    if (facts === undefined) continue;
    checkPeriod(draft, sensor, facts.measuringMs(config as never));
    const bus = findBus(draft, sensor, facts.type);
    if (bus === undefined) continue;
    if (facts.type === "oneWire") checkRom(draft, sensor);
    const address = textAt(draft, [...sensor, "address"])?.toLowerCase() ?? facts.address;
    const key = pointer(bus);
    if (facts.type === "oneWire") crowd.set(key, [...(crowd.get(key) ?? []), sensor]);
    if (address === undefined) continue;
    const first = taken.get(`${key} ${address}`);
    if (first === undefined) {
      taken.set(`${key} ${address}`, sensor);
    } else {
      draft.source.error(
        [...sensor, "address"],
        `a part at the address ${draft.source.shown([...sensor, "address"], address)} is on the same bus already, at ${draft.source.place(first)}`,
      );
    }
  }
  for (const sensors of crowd.values()) {
    for (const sensor of sensors.length > 1 ? sensors : []) {
      if (at(draft, [...sensor, "address"]) === undefined && !draft.wrong.has(pointer([...sensor, "address"]))) {
        draft.source.error(
          sensor,
          'several parts are on this bus: give each its "address"; at boot the node prints those of all that are there',
        );
      }
    }
  }
}

function checkBusIds(draft: Draft): void {
  const first = new Map<string, Path>();
  for (const bus of entries(draft, "buses")) {
    const id = textAt(draft, [...bus, "id"]);
    if (id === undefined) continue;
    const other = first.get(id);
    if (other === undefined) first.set(id, [...bus, "id"]);
    else draft.source.error([...bus, "id"], `a bus with this id is there already, at ${draft.source.place(other)}`);
  }
}

/** The place of the bus that a sensor is on. */
function findBus(draft: Draft, sensor: Path, kind: keyof typeof KINDS): Path | undefined {
  const all = entries(draft, "buses");
  const suitable = all.filter((bus) => textAt(draft, [...bus, "type"]) === kind);
  const nameOf = (bus: Path): string => draft.source.shown([...bus, "id"], textAt(draft, [...bus, "id"]) ?? "");
  const names = suitable.map((bus) => `"${nameOf(bus)}"`).join(", ");
  const id = textAt(draft, [...sensor, "bus"]);
  if (id === undefined) {
    if (suitable.length === 1) return suitable[0];
    // A bus that is wrong in itself has its own error.
    if (suitable.length === 0 && all.every((bus) => textAt(draft, [...bus, "type"]) !== undefined)) {
      draft.source.error(sensor, `needs ${kind === "i2c" ? "an" : "a"} ${KINDS[kind]} bus; ${EXAMPLES[kind]}`);
    } else if (suitable.length > 1) {
      draft.source.error(
        sensor,
        `the board has several ${KINDS[kind]} buses: say which with "bus"; there are ${names}`,
      );
    }
    return undefined;
  }
  const found = suitable.find((bus) => textAt(draft, [...bus, "id"]) === id);
  if (found === undefined) {
    const there = names === "" ? `the board has none; ${EXAMPLES[kind]}` : `there are ${names}`;
    draft.source.error([...sensor, "bus"], `no ${KINDS[kind]} bus has this id; ${there}`);
  }
  return found;
}

const EXAMPLES = {
  i2c: 'write "buses": [{ "id": "i2c", "type": "i2c", "clock": "D22", "data": "D21" }]',
  oneWire: 'write "buses": [{ "id": "wire", "type": "oneWire", "pin": "D4" }]',
} as const;

/** A ROM code carries its own check, and the family of parts. */
function checkRom(draft: Draft, sensor: Path): void {
  const place = [...sensor, "address"];
  const digits = textAt(draft, place)?.toLowerCase();
  if (digits === undefined || !/^[0-9a-f]{16}$/.test(digits)) return;
  const reversed = Buffer.from(digits, "hex").reverse().toString("hex");
  if (!digits.startsWith("28") && reversed.startsWith("28") && romCheck(reversed) === 0) {
    const cure = draft.source.isNamed(place) ? "turn its bytes round" : `write "${reversed}"`;
    draft.source.error(place, `written the other way round; ${cure}`);
  } else if (romCheck(digits) !== 0) {
    draft.source.error(place, "its last two digits, a check of the others, do not fit them: a digit is wrong");
  } else if (!digits.startsWith("28")) {
    const family = draft.source.isNamed(place) ? "another family" : `family ${digits.slice(0, 2)}`;
    draft.source.error(place, `belongs to a part of ${family}; a DS18B20's begins with 28`);
  }
}

function checkPeriod(draft: Draft, sensor: Path, measuringMs: number): void {
  const place = [...sensor, "periodSeconds"];
  const period = numberAt(draft, place);
  if (period !== undefined && period * 1000 <= measuringMs) {
    draft.source.error(place, `a measurement takes ${measuringMs} ms; take a longer period`);
  }
}
