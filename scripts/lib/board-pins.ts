import { at, entries, numberAt, textAt, type Draft } from "./board-draft";
import { DEFAULTS, SERVO_DEFAULTS } from "./board-defaults";
import type { Path } from "./board-source";
import { CHIPS, type Chip } from "./chips";

/** Where pins stand. */
const PIN_KEYS = ["pin", "clock", "data", "triggerPin", "echoPin", "openPin", "closePin"];

/** Checks every pin against what the chip can do with it. */
export function checkPins(draft: Draft): void {
  const chip = CHIPS.esp32;
  const taken = new Map<number, Path>();
  const users = [...entries(draft, "buses"), ...entries(draft, "sensors"), ...entries(draft, "actuators")];
  for (const [user, key] of users.flatMap((user) => PIN_KEYS.map((key) => [user, key] as const))) {
    const place = [...user, key];
    const value = textAt(draft, place);
    // Anything else the schema refuses; where it cannot, because "type" is unknown, that is the error.
    if (value === undefined || !/^D\d{1,2}$/.test(value)) continue;
    const pin = Number(value.slice(1));
    // As written in the file: the value may have come in for a secret.
    const name = draft.source.written(place).replaceAll('"', "");
    const first = taken.get(pin);
    if (first === undefined) taken.set(pin, place);
    else draft.source.error(place, `${name} is in use already, at ${draft.source.place(first)}; take another pin`);
    const problem = impossible(draft, chip, user, key, pin);
    const delicate = chip.delicate.get(pin);
    if (problem !== undefined) {
      draft.source.error(place, `${name}: ${problem}`);
    } else if (delicate !== undefined) {
      draft.source.warning(place, `${name}: ${delicate}; see that what is connected does not mind`);
    }
  }
  checkSquareWaves(draft, chip);
  checkStrips(draft);
}

/** Espruino has one transmitter for strips: it takes the pin of the first from it, and puts the flash memory's clock there. */
function checkStrips(draft: Draft): void {
  if (at(draft, ["engine"]) !== "espruino") return;
  const [, ...more] = entries(draft, "actuators").filter((each) => textAt(draft, [...each, "type"]) === "rgb");
  for (const strip of more) draft.source.error(strip, 'Espruino drives one "rgb" strip only; join the strips into one');
}

/** Why `pin` cannot serve the sensor or actuator at `user`. */
function impossible(draft: Draft, chip: Chip, user: Path, key: string, pin: number): string | undefined {
  if (!chip.isPin(pin)) return "the ESP32 has no such pin; there are D0–D19, D21–D23, D25–D27 and D32–D39";
  if (chip.flash.has(pin)) return "wired to the flash memory that the program runs from (D6–D11); take another pin";
  if (chip.inverted.has(pin)) return "Espruino turns its levels and pull resistors round; take another pin";
  const type = textAt(draft, [...user, "type"]);
  const isDriven = user[0] === "actuators" || key === "triggerPin";
  if (isDriven && chip.inputOnly.has(pin)) return "an input only (D34–D39), it cannot drive anything";
  if (user[0] === "buses" && chip.inputOnly.has(pin))
    return "an input only (D34–D39), and a bus is driven from both ends";
  if ((type === "analog" || type === "ntc") && !chip.analog.has(pin)) {
    return chip.secondConverter.has(pin)
      ? "belongs to the second converter (ADC2), which does not work with Wi-Fi; Espruino reads ADC1 only: D32–D39"
      : "cannot measure a voltage; take one of D32–D39";
  }
  if (USUAL_HZ[type ?? ""] !== undefined && chip.dac.has(pin)) {
    return "D25 and D26 drive Espruino's 8-bit DAC instead of a square wave; take another pin, such as D33";
  }
  const isWatched = type === "digital" || type === "pulseCounter";
  if ((isWatched || key === "echoPin") && chip.unwatched.has(pin)) {
    return "Espruino does not tell when it changes (D6–D12); take another pin";
  }
  if (isWatched && chip.inputOnly.has(pin)) {
    const pull = at(draft, [...user, "pull"]) ?? DEFAULTS.pull;
    if (pull !== "none") {
      return `has no pull resistor inside the chip (D34–D39 have none); write "pull": "none" and put one outside`;
    }
  }
  return undefined;
}

/** The actuators that are square waves, and what their frequency is where the board file does not say so. */
const USUAL_HZ: Partial<Record<string, number>> = {
  pwm: DEFAULTS.hz,
  light: DEFAULTS.lightHz,
  servo: SERVO_DEFAULTS.hz,
};

/** The engine runs out of timers for square waves silently late, at the first command: say so now. */
function checkSquareWaves(draft: Draft, chip: Chip): void {
  let own = 0;
  let shared = 0;
  for (const actuator of entries(draft, "actuators")) {
    const usualHz = USUAL_HZ[textAt(draft, [...actuator, "type"]) ?? ""];
    if (usualHz === undefined) continue;
    const isShared = (numberAt(draft, [...actuator, "hz"]) ?? usualHz) === chip.sharedHz;
    if (isShared) shared++;
    else own++;
    if (isShared && shared > chip.sharedFrequencies) {
      draft.source.error(
        actuator,
        `Espruino drives at most ${chip.sharedFrequencies} square waves at ${chip.sharedHz} Hz`,
      );
    }
    if (!isShared && own > chip.ownFrequencies) {
      draft.source.error(
        actuator,
        `Espruino drives at most ${chip.ownFrequencies} square waves with a frequency of their own; ` +
          `write "hz": ${chip.sharedHz}, which ${chip.sharedFrequencies} more can share`,
      );
    }
  }
}
