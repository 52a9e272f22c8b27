import { timed, type FlashTarget, type ProgramFile } from "../target";
import { typed } from "../../cli/mote";
import type { SerialLine } from "../../serial/line";
import { CHIP_KEYS, CHIP_NAMES } from "../../platforms/chip-names";
import { UserError } from "../../user-error";
import type { Board } from "../../board/config";
import { leastPartitionBytes, PARTITION_FUNCTION, proposedPartitionBytes } from "../../build/lua/lfs/partition";
import { buildAdvice, type NodeMcuNeeds } from "../../build/lua/needs";
import { NodeMcuConsole } from "./console";
import { SECRETS_FILE } from "../../program/secrets";
import { luaLiteral } from "./lua-literal";
import { uploadLua } from "./upload";

/** The chip's model where NodeMCU tells it; before it did, a number for an address was an ESP8266's, and a text an ESP32's. */
const CHIP_FUNCTION =
  'local id = node.chipid and type(node.chipid()) return node.chipmodel and node.chipmodel() or id == "number" and "esp8266" or id and "esp32" or ""';

export interface NodeMcuTargetOptions {
  files: readonly ProgramFile[];
  /** The file of secrets that goes with them, a byte string. */
  secrets: string;
  needs: NodeMcuNeeds;
  chip: Board["chip"];
  print: (line: string) => void;
}

export class NodeMcuTarget implements FlashTarget {
  readonly #console: NodeMcuConsole;
  readonly #line: SerialLine;
  readonly #options: NodeMcuTargetOptions;

  constructor(line: SerialLine, options: NodeMcuTargetOptions) {
    this.#line = line;
    this.#options = options;
    this.#console = new NodeMcuConsole(line);
  }

  async prepare(): Promise<void> {
    await timed(
      this.#options.print,
      ({ lua, freeBytes }) => `NodeMCU with ${lua}, ${freeBytes} bytes of its file system free`,
      async () => {
        const found = await this.#console.look();
        if (found !== undefined) return found;
        throw new UserError(
          `${this.#line.name}: no NodeMCU answers. It is not written from here: build ${this.#advice()}`,
        );
      },
    );
    await this.#seeThatChipIsRight();
    for (const module of this.#options.needs.modules) {
      if ((await this.#console.run(`return type(${module})`)) === "nil") {
        throw new UserError(
          `the NodeMCU on this chip was built without the module "${module}", which the program needs: build ${this.#advice()}`,
        );
      }
    }
    await (this.#options.needs.lfsBytes === undefined ? this.#seeThatFilesStart() : this.#seeThatImageFits());
  }

  /** The program first, and the secrets right before it: a new init.lua may need it. */
  async upload(onProgress?: (doneBytes: number, totalBytes: number) => void): Promise<boolean> {
    const isInit = ({ name }: ProgramFile): boolean => name === "init.lua";
    const { files, secrets } = this.#options;
    const changed = await uploadLua(this.#console, {
      files: [
        { name: SECRETS_FILE, bytes: secrets },
        ...files.filter((file) => !isInit(file)),
        ...files.filter(isInit),
      ],
      onProgress,
    });
    return changed.includes(SECRETS_FILE);
  }

  async start(): Promise<void> {
    // An image that did not get into flash before is tried again.
    if (this.#options.needs.lfsBytes !== undefined) await this.#console.run('file.remove("mote.try")');
    await this.#console.restart();
  }

  async address(): Promise<string> {
    // The ESP32's branch has no station, and no address of one, before it is told its mode.
    const address = "if wifi.mode then wifi.mode(wifi.STATION) end return wifi.sta.getmac()";
    return (await this.#console.run(address)).replaceAll(":", "");
  }

  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#console.waitForLine(line, timeoutMs);
  }

  #advice(): string {
    return buildAdvice(this.#options.chip, this.#options.needs);
  }

  async #seeThatChipIsRight(): Promise<void> {
    const found = await this.#console.run(CHIP_FUNCTION);
    const { chip } = this.#options;
    if (found === chip) return;
    const name = CHIP_KEYS.find((key) => key === found);
    throw new UserError(
      `${this.#line.name}: NodeMCU runs there on ${name === undefined ? "another chip of the ESP32's family" : `an ${CHIP_NAMES[name]}`}, and the ` +
        `board is for the ${CHIP_NAMES[chip]}: ` +
        'plug in the other one, or write its "chip" and its pins into the board file',
    );
  }

  /** An image would start in place of what is uploaded. */
  async #seeThatFilesStart(): Promise<void> {
    if ((await this.#console.run('return node.LFS and type(node.LFS.get("mote"))')) !== "function") return;
    throw new UserError(
      "the chip starts the program of its LFS image, which goes before files: clear the LFS region, or load an image " +
        "without this program into it with node.LFS.reload",
    );
  }

  async #seeThatImageFits(): Promise<void> {
    if ((await this.#console.run('return _VERSION=="Lua 5.1"and 3/2>1')) !== "true") {
      throw new UserError(
        "the NodeMCU on this chip is built for Lua 5.3 or without floating point, which the program is not: build " +
          this.#advice(),
      );
    }
    const needed = leastPartitionBytes(this.#options.needs.lfsBytes!);
    const size = Number(await this.#console.run("return node.getpartitiontable().lfs_size"));
    if (size >= needed) return;
    // Its lines are too many for one of the console's.
    await this.#console.run('lfs_text=""');
    for (const line of PARTITION_FUNCTION) await this.#console.run(`lfs_text=lfs_text..${luaLiteral(`${line}\n`)}`);
    await this.#console.run("assert(loadstring(lfs_text))()");
    const command = await this.#console.run(`return lfs_partition(${proposedPartitionBytes(needed)})`);
    throw new UserError(
      `the chip's partition for LFS has ${size} bytes, and the program needs ${needed}. Type ${command} on its console ` +
        `(${typed("monitor")}), which restarts it and deletes its files, and run the command again`,
    );
  }
}
