import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBoard } from "../board/load";
import { readEnvironmentFile } from "../board/secrets";
import { UserError } from "../user-error";
import { block } from "./quote";

/** What is written wrongly into the greenhouse's file. */
const MISTAKES: readonly (readonly [right: string, wrong: string])[] = [
  ["${WIFI_PASSWORD}", "${WIFI_PASSWRD}"],
  ['"pin": "D34", "periodSeconds"', '"pin": "D34", "periodSecond"'],
  ['"type": "switch"', '"type": "swich"'],
  ['"pin": "D33"', '"pin": "D34"'],
];

/** What Home Assistant would drop without a word. */
const CLASS: typeof MISTAKES = [['"unit": "V"', '"unit": "volts", "deviceClass": "voltage"']];

export function mistakes(root: string): Promise<string> {
  return Promise.resolve(block(problemsWith(root, MISTAKES)));
}

export function classMistake(root: string): Promise<string> {
  return Promise.resolve(block(problemsWith(root, [...CLASS, ['"topics"', '"homeAssistant": {}, "topics"']])));
}

/** What is said of the greenhouse's file with something else in the place of what is right. */
function problemsWith(root: string, changes: typeof MISTAKES): string {
  const folder = mkdtempSync(join(tmpdir(), "mote-mistakes-"));
  try {
    mkdirSync(join(folder, "boards"));
    let text = readFileSync(join(root, "boards/greenhouse.json"), "utf8");
    for (const [right, wrong] of changes) text = text.replace(right, () => wrong);
    writeFileSync(join(folder, "boards/greenhouse.json"), text);
    const environment = readEnvironmentFile(root, ".env.example");
    loadBoard("greenhouse", { environment, names: Object.keys(environment), root: folder });
    throw new Error("nothing is wrong with the board file");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.replace(/^.*?(?=boards\/greenhouse)/gm, "");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
