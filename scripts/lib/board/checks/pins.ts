import { at, entries, numberAt, textAt, type Draft } from "../draft";
import { DEFAULTS, SERVO_DEFAULTS } from "../defaults";
import type { Path } from "../source";
import { chipOf, type Chip, type SquareWaves } from "../../platforms/chips";
import { ENGINE_NAMES, type Platform } from "../../platforms/engine-files";
import { pinNumber } from "../../platforms/pin-number";

/** Where pins stand. */
const PIN_KEYS = ["pin", "clock", "data", "triggerPin", "echoPin", "openPin", "closePin"];

/** Checks every pin against what the chip can do with it. */
export function checkPins(draft: Draft): void {
  const platform = { engine: at(draft, ["engine"]), chip: at(draft, ["chip"]) } as Platform;
  const chip = chipOf(platform);
  // Refused as what they are: an engine or a chip that does not exist, or the one not on the other.
  if (chip === undefined) return;
  const taken = new Map<number, Path>();
  const users = [...entries(draft, "buses"), ...entries(draft, "sensors"), ...entries(draft, "actuators")];
  for (const [user, key] of users.flatMap((user) => PIN_KEYS.map((key) => [user, key] as const))) {
    const place = [...user, key];
    const value = textAt(draft, place);
    // Anything else the schema refuses; where it cannot, because "type" is unknown, that is the error.
    if (value === undefined || !/^(D\d{1,2}|A0)$/.test(value)) continue;
    const pin = pinNumber(value);
    // As written in the file: the value may have come in for a secret.
    const name = draft.source.written(place).replaceAll('"', "");
    const first = taken.get(pin);
    if (first === undefined) taken.set(pin, place);
    else draft.source.error(place, `${name} is in use already, at ${draft.source.place(first)}; take another pin`);
    const problem = impossible(draft, chip, user, key, value);
    const delicate = chip.delicate.get(pin);
    if (problem !== undefined) {
      draft.source.error(place, `${name}: ${problem}`);
    } else if (delicate !== undefined) {
      draft.source.warning(place, `${name}: ${delicate}; see that what is connected does not mind`);
    }
  }
  checkSquareWaves(draft, chip, ENGINE_NAMES[platform.engine]);
  checkStrips(draft, chip, ENGINE_NAMES[platform.engine]);
}

/** Where there is one transmitter, Espruino takes the pin of the first strip from it, and puts the flash memory's clock there. */
function checkStrips(draft: Draft, { strips: most, stripPin }: Chip, engine: string): void {
  const strips = entries(draft, "actuators").filter((each) => textAt(draft, [...each, "type"]) === "rgb");
  for (const strip of strips.slice(most)) {
    draft.source.error(strip, `${engine} drives one "rgb" strip only; join the strips into one`);
  }
  for (const place of strips.map((strip) => [...strip, "pin"])) {
    if (stripPin !== undefined && textAt(draft, place) !== stripPin.name) {
      draft.source.error(place, `${stripPin.reason}; put the strip there, and write "pin": "${stripPin.name}"`);
    }
  }
}

/** Why the pin called `name` cannot serve the sensor or actuator at `user`. */
function impossible(draft: Draft, chip: Chip, user: Path, key: string, name: string): string | undefined {
  if (!chip.pins.has(name)) return chip.pinsText;
  const pin = pinNumber(name);
  const type = textAt(draft, [...user, "type"]);
  const isDriven = user[0] === "actuators" || key === "triggerPin";
  const isWatched = type === "digital" || type === "pulseCounter";
  const pull = at(draft, [...user, "pull"]) ?? DEFAULTS.pull;
  return (
    chip.reserved.get(pin) ??
    (isDriven ? chip.undriven.get(pin) : undefined) ??
    (user[0] === "buses" ? chip.withoutBus.get(pin) : undefined) ??
    ((type === "analog" || type === "ntc") && !chip.analog.has(pin) ? chip.notAnalog(pin) : undefined) ??
    (USUAL_HZ[type ?? ""] !== undefined ? chip.withoutSquareWave.get(pin) : undefined) ??
    (isWatched || key === "echoPin" ? chip.unwatched.get(pin) : undefined) ??
    (isWatched && pull !== "none" ? chip.withoutPull.get(pin) : undefined) ??
    (isWatched && pull === "down" ? chip.noPullDown : undefined)
  );
}

/** The actuators that are square waves, and what their frequency is where the board file does not say so. */
const USUAL_HZ: Partial<Record<string, number>> = {
  pwm: DEFAULTS.hz,
  light: DEFAULTS.lightHz,
  servo: SERVO_DEFAULTS.hz,
};

/** The engine runs out of timers for square waves silently late, at the first command: say so now. */
function checkSquareWaves(draft: Draft, { squareWaves }: Chip, engine: string): void {
  const seen: number[] = [];
  for (const actuator of entries(draft, "actuators")) {
    const usualHz = USUAL_HZ[textAt(draft, [...actuator, "type"]) ?? ""];
    if (usualHz === undefined) continue;
    const hz = numberAt(draft, [...actuator, "hz"]) ?? usualHz;
    const problem = tooMany(squareWaves, seen, hz, engine);
    if (problem !== undefined) draft.source.error(actuator, problem);
    seen.push(hz);
  }
}

/** Why there cannot be one of `hz` besides those that there are. */
function tooMany(waves: SquareWaves, others: readonly number[], hz: number, engine: string): string | undefined {
  if (waves.kind === "own or shared") {
    const { own, shared, sharedHz } = waves;
    const alike = others.filter((other) => (other === sharedHz) === (hz === sharedHz)).length + 1;
    if (hz === sharedHz)
      return alike > shared ? `${engine} drives at most ${shared} square waves at ${hz} Hz` : undefined;
    return alike > own
      ? `${engine} drives at most ${own} square waves with a frequency of their own; ` +
          `write "hz": ${sharedHz}, which ${shared} more can share`
      : undefined;
  }
  const { most, frequencies, highestHz = Infinity } = waves;
  if (hz > highestHz)
    return `${engine} drives square waves of at most ${highestHz} Hz here; write "hz": ${highestHz} or less`;
  if (others.length >= most) return `${engine} drives at most ${most} square waves here`;
  const different = [...new Set(others)];
  return different.includes(hz) || different.length < frequencies
    ? undefined
    : `${engine} drives square waves of ${frequencies === 1 ? "one frequency" : `${frequencies} frequencies`} at a time; ` +
        `write "hz": ${different[0]} here too, or the same for all`;
}
