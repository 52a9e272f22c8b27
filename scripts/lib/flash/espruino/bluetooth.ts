import { literal } from "../../bytes";
import { ChipError, NoAnswerError, persist } from "../../serial/conversation";
import { MOST_TRIES } from "../upload";
import { UserError } from "../../user-error";
import type { EspruinoConsole } from "./console";
import { HAS_SPARE_LOADER, LOADER, SPARE_FILE, SPARE_LOADER } from "./program-slots";

/** A second each: a restart takes two or three, and the program that starts then may block the interpreter for more. */
const MOST_QUESTIONS = 40;
/** After so many in vain the program is ended, if that is what keeps the interpreter busy. */
const PATIENT_QUESTIONS = 15;

const STORAGE = 'require("Storage")';

/**
 * Has the chip start with Bluetooth or without, from now on: it remembers that apart from its files, and starts with it when it is
 * new. Without it the interpreter has some 2,000 variables more, and no console is open on the air. A chip that is as it should be,
 * or whose Espruino knows no Bluetooth, is left alone.
 *
 * As it does so, Espruino removes the boot code and restarts (jswrap_ESP32_enableBLE in its targets/esp32/jswrap_esp32.c). The
 * program in our slots starts all the same, by the spare loader that is written before: wherever this is cut, every boot starts it.
 * Boot code that is not ours is gone from here on, and so is ours where something else has the spare loader's place: until the new
 * program is whole, some seconds to a minute, such a chip starts none, and can be flashed again.
 * @throws UserError when the chip no longer answers, or the line ended
 */
export async function switchBluetooth(
  console: EspruinoConsole,
  isWanted: boolean,
  print: (line: string) => void,
): Promise<void> {
  const word = isWanted ? "on" : "off";
  for (let tries = 0; ; tries++) {
    const isOn = await isBluetoothOn(console);
    if (isOn === null || isOn === isWanted) {
      if (tries > 0) print(`Bluetooth switched ${word} for good${isWanted ? "" : ": some 2,000 variables more"}`);
      return;
    }
    if (tries === MOST_TRIES) {
      print(`Bluetooth cannot be switched ${word}: the chip does not remember it`);
      return;
    }
    await persist(MOST_TRIES, () => keepStarting(console));
    await console.run(`ESP32.enableBLE(${isWanted})`);
  }
}

/** null where the chip's Espruino has no Bluetooth. What is typed while the chip restarts is lost. */
async function isBluetoothOn(console: EspruinoConsole): Promise<unknown> {
  for (let questions = 1; ; questions++) {
    try {
      return await console.evaluate('(typeof ESP32!="undefined"&&ESP32.enableBLE?ESP32.getState().BLE:null)', 1_000);
    } catch (error) {
      if (!(error instanceof NoAnswerError || error instanceof ChipError)) throw error;
      if (questions === MOST_QUESTIONS) {
        throw new UserError(`${error.message}: press the chip's reset button and run the command again`);
      }
      if (questions === PATIENT_QUESTIONS) await console.look();
    }
  }
}

/** Writes the spare loader where our own is what starts, and its place is free. */
async function keepStarting(console: EspruinoConsole): Promise<void> {
  const isOurs = `${STORAGE}.read(".bootcde")==${literal(LOADER)}`;
  const isFree = `(!${STORAGE}.read("${SPARE_FILE}")||${HAS_SPARE_LOADER})`;
  if ((await console.evaluate(`${isOurs}&&${isFree}`)) !== true) return;
  await console.evaluate(`(${STORAGE}.write("${SPARE_FILE}",${literal(SPARE_LOADER)}),0)`);
}
