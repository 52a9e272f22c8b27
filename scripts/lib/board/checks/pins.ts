import { ACTUATORS } from "../../actuators/registry";
import { DRIVING, type PinDuty } from "../../kind";
import { chipOf, type Chip } from "../../platforms/chips";
import { ENGINE_NAMES, type Platform } from "../../platforms/engine-files";
import { HARDWARE, HARDWARE_NAMES } from "../../platforms/hardware";
import { pinNumber } from "../../platforms/pin-number";
import { SENSORS } from "../../sensors/registry";
import { at, entries, textAt, type Draft } from "../draft";
import type { Path } from "../source";
import { checkSquareWaves } from "./square-waves";

/** The pins of buses. */
const BUSES: readonly PinUser[] = [
  { type: "oneWire", pins: { pin: "bus" } },
  { type: "i2c", pins: { clock: "bus", data: "bus" } },
];

interface PinUser {
  readonly type: string;
  readonly pins?: Readonly<Partial<Record<string, PinDuty>>>;
}

/** A pin in a board file, and what it has to be able to do. */
export interface UsedPin {
  user: Path;
  place: Path;
  duty: PinDuty;
}

/** Every pin that the board file names, by what its users say of themselves. */
export function usedPins(draft: Draft): UsedPin[] {
  const of = (list: string, kinds: readonly PinUser[]): UsedPin[] =>
    entries(draft, list).flatMap((user) => {
      const type = textAt(draft, [...user, "type"]);
      const pins = Object.entries(kinds.find((each) => each.type === type)?.pins ?? {});
      return pins.flatMap(([key, duty]) => (duty === undefined ? [] : [{ user, place: [...user, key], duty }]));
    });
  return [...of("buses", BUSES), ...of("sensors", SENSORS), ...of("actuators", ACTUATORS)];
}

/** Checks every pin against what the chip can do with it. */
export function checkPins(draft: Draft): void {
  const platform = { engine: at(draft, ["engine"]), chip: at(draft, ["chip"]) } as Platform;
  const chip = chipOf(platform);
  // Refused as what they are: an engine or a chip that does not exist, or the one not on the other.
  if (chip === undefined) return;
  const taken = new Map<number, Path>();
  const used = usedPins(draft);
  for (const { user, place, duty } of used) {
    const value = textAt(draft, place);
    // Anything else the schema refuses.
    if (value === undefined || !/^[A-Z]{1,3}\d{0,2}$/.test(value)) continue;
    const pin = pinNumber(value);
    // As written in the file: the value may have come in for a secret.
    const name = draft.source.written(place).replaceAll('"', "");
    if (!chip.pins.has(value)) {
      draft.source.error(place, `${name}: ${chip.pinsText}${whoPrints(value, platform)}`);
      continue;
    }
    const first = taken.get(pin);
    if (first === undefined) taken.set(pin, place);
    else draft.source.error(place, `${name} is in use already, at ${draft.source.place(first)}; take another pin`);
    const problem = impossible(chip, value, duty, at(draft, [...user, "pull"]));
    const delicate = chip.delicate.get(pin);
    if (problem !== undefined) {
      draft.source.error(place, `${name}: ${problem}`);
    } else if (delicate !== undefined) {
      draft.source.warning(place, `${name}: ${delicate}; see that what is connected does not mind`);
    }
  }
  const engine = ENGINE_NAMES[platform.engine];
  const waves = used.filter(({ duty }) => duty === "square wave");
  checkSquareWaves(
    draft,
    waves.map(({ user }) => user),
    chip.squareWaves,
    engine,
  );
  checkStrips(
    draft,
    used.filter(({ duty }) => duty === "strip"),
    chip,
    engine,
  );
}

/** Boards that have a name printed which is none of the chip's. */
function whoPrints(name: string, { chip }: Platform): string {
  const boards = HARDWARE_NAMES.filter((each) => HARDWARE[each].chip === chip && HARDWARE[each].pins.has(name));
  return boards.length === 0
    ? ""
    : `; as it is printed on a board, with ${boards.map((each) => `"hardware": "${each}"`).join(" or ")}`;
}

/** Where there is one transmitter, Espruino takes the pin of the first strip from it, and puts the flash memory's clock there. */
function checkStrips(draft: Draft, strips: readonly UsedPin[], { strips: most, stripPin }: Chip, engine: string): void {
  for (const { user } of strips.slice(most)) {
    draft.source.error(user, `${engine} drives one "rgb" strip only; join the strips into one`);
  }
  for (const { place } of strips) {
    if (stripPin !== undefined && textAt(draft, place) !== stripPin.name) {
      draft.source.error(place, `${stripPin.reason}; put the strip there, and write "pin": "${stripPin.name}"`);
    }
  }
}

/** Why the pin called `name` cannot do its duty; undefined where it can. @param pull What the board file says of its pull resistor */
export function impossible(chip: Chip, name: string, duty: PinDuty, pull?: unknown): string | undefined {
  if (!chip.pins.has(name)) return chip.pinsText;
  const pin = pinNumber(name);
  const isContact = duty === "contact";
  return (
    chip.reserved.get(pin) ??
    (DRIVING.includes(duty) ? chip.undriven.get(pin) : undefined) ??
    (duty === "bus" ? chip.withoutBus.get(pin) : undefined) ??
    // Where no pin can, the kind itself was refused.
    (duty === "measured" && chip.analog.size > 0 && !chip.analog.has(pin) ? chip.notAnalog(pin) : undefined) ??
    (duty === "square wave" ? chip.withoutSquareWave.get(pin) : undefined) ??
    (isContact || duty === "watched" ? chip.unwatched.get(pin) : undefined) ??
    (isContact && pull !== "none" ? chip.withoutPull.get(pin) : undefined) ??
    (isContact && pull === "down" ? chip.noPullDown : undefined)
  );
}
