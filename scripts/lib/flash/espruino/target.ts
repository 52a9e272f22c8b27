import { EspruinoConsole, type Answering } from "./console";
import { switchBluetooth } from "./bluetooth";
import { checkMemory } from "./memory";
import { timed, type FlashTarget } from "../target";
import { isNewer, isTooOld, RUNTIME_VERSION } from "../interpreter/layout";
import type { SerialLine } from "../../serial/line";
import { startProgram, upload } from "./upload";
import { CHIP_KEYS, CHIP_NAMES } from "../../platforms/chip-names";
import type { Platform } from "../../platforms/engine-files";
import { UserError } from "../../user-error";

export interface EspruinoTargetOptions {
  /** The chip that the board file names. */
  chip: Platform["chip"];
  /** The built file, a byte string. */
  program: string;
  /** The file of secrets that goes with it, a byte string. */
  secrets: string;
  /** Whether the chip is to have Bluetooth on. */
  hasBluetooth: boolean;
  /** The most variables that the program takes, where the build could count them. */
  mostVariables?: number;
  /** Writes Espruino to a chip that has none, or one that is too old. */
  installRuntime: (isEspruino: boolean) => Promise<void>;
  print: (line: string) => void;
}

/** What `process.env.BOARD` says in the official builds; others may call themselves as they like. */
const BOARDS: Readonly<Record<Platform["chip"], string>> = {
  esp32: "ESP32",
  esp32c3: "ESP32C3",
  esp32s3: "ESP32S3",
  esp8266: "ESP8266",
};

export class EspruinoTarget implements FlashTarget {
  #console: EspruinoConsole;
  readonly #line: SerialLine;
  readonly #options: EspruinoTargetOptions;

  constructor(line: SerialLine, options: EspruinoTargetOptions) {
    this.#line = line;
    this.#options = options;
    this.#console = new EspruinoConsole(line);
  }

  async prepare(): Promise<void> {
    const { hasBluetooth, mostVariables, print } = this.#options;
    await this.#findEspruino();
    // Without it the chip has more memory.
    await switchBluetooth(this.#console, hasBluetooth, print);
    if (mostVariables !== undefined) await checkMemory(this.#console, this.#line.name, mostVariables, print);
  }

  async #findEspruino(): Promise<void> {
    const { print, installRuntime } = this.#options;
    const found = await timed(print, describe, () => this.#console.look());
    if (found.kind === "espruino") this.#checkChip(found.board);
    if (found.kind === "espruino" && !isTooOld(found.version)) return;
    await installRuntime(found.kind === "espruino");
    this.#console = new EspruinoConsole(this.#line);
    const written = await timed(print, describe, () => lookAfterBoot(this.#console));
    if (written.kind === "espruino") return;
    throw new UserError(
      `${this.#line.name}: Espruino was written, but its console does not answer: press the reset button and try again`,
    );
  }

  /** @throws UserError where Espruino says itself that it is for another chip than the board file's */
  #checkChip(board: string): void {
    const { chip } = this.#options;
    const found = CHIP_KEYS.find((each) => BOARDS[each] === board);
    if (found === undefined || found === chip) return;
    throw new UserError(
      `${this.#line.name}: the board file names the chip "${chip}", and this is an ${CHIP_NAMES[found]}: another board, or another port?`,
    );
  }

  upload(onProgress?: (doneBytes: number, totalBytes: number) => void): Promise<boolean> {
    const { program, secrets } = this.#options;
    return upload(this.#console, { program, secrets, onProgress });
  }

  start(): Promise<void> {
    return startProgram(this.#console);
  }

  async address(): Promise<string> {
    return String(await this.#console.evaluate("getSerial()"));
  }

  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#console.waitForLine(line, timeoutMs);
  }
}

/** A chip that has just been written boots first. */
async function lookAfterBoot(console: EspruinoConsole): Promise<Answering> {
  for (let tries = 1; ; tries++) {
    const found = await console.look();
    if (found.kind === "espruino" || tries === 4) return found;
  }
}

function describe(found: Answering): string {
  switch (found.kind) {
    case "espruino":
      return (
        `Espruino ${found.version} on ${found.board}, ${found.freeBytes} bytes of Storage free` +
        (isNewer(found.version) ? `; this program is tested with ${RUNTIME_VERSION}` : "")
      );
    case "nodemcu":
      return "NodeMCU answers, which does not run this program";
    case "bootLoader":
      return "the chip's boot loader answers: there is no Espruino on it";
    case "nothing":
      return `nothing answers that is Espruino ${RUNTIME_VERSION} or later`;
  }
}
