import { timed, type FlashTarget, type ProgramFile } from "../flash-target";
import type { SerialLine } from "../serial/line";
import { UserError } from "../user-error";
import { NodeMcuConsole } from "./console";
import { uploadLua } from "./upload";

/** Modules that a build of NodeMCU has or has not. */
const MODULES = ["adc", "crypto", "encoder", "file", "gpio", "i2c", "ledc", "net", "node", "ow", "pwm", "tmr", "wifi"];

export interface NodeMcuTargetOptions {
  files: readonly ProgramFile[];
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
          `${this.#line.name}: no NodeMCU answers. It is not written from here: build its branch dev-esp32 with the modules ` +
            `${this.#used().join(", ")}, write it with esptool, and run the command again`,
        );
      },
    );
    for (const module of this.#used()) {
      if ((await this.#console.run(`return type(${module})`)) === "nil") {
        throw new UserError(
          `the NodeMCU on this chip was built without the module "${module}", which the program needs: build it with the modules ` +
            `${this.#used().join(", ")}`,
        );
      }
    }
    // It would start in place of what is uploaded.
    if ((await this.#console.run('return node.LFS and type(node.LFS.get("mote"))')) === "function") {
      throw new UserError(
        "the chip starts the program of its LFS image, which goes before files: make a new image of mote.lua with luac.cross and " +
          "load it with node.LFS.reload, or clear the LFS region",
      );
    }
  }

  /** The program first: a new init.lua may need it. */
  upload(onProgress?: (doneBytes: number, totalBytes: number) => void): Promise<void> {
    const isInit = ({ name }: ProgramFile): boolean => name === "init.lua";
    const { files } = this.#options;
    return uploadLua(this.#console, {
      files: [...files.filter((file) => !isInit(file)), ...files.filter(isInit)],
      onProgress,
    });
  }

  start(): Promise<void> {
    return this.#console.restart();
  }

  async address(): Promise<string> {
    return (await this.#console.run("return node.chipid()")).replace(/^0x/, "");
  }

  waitForLine(line: string, timeoutMs: number): Promise<string> {
    return this.#console.waitForLine(line, timeoutMs);
  }

  #used(): string[] {
    const text = this.#options.files.map(({ bytes }) => bytes).join("\n");
    return MODULES.filter((module) => new RegExp(`(?<![\\w.:"])${module}\\.\\w|= ${module}$`, "m").test(text));
  }
}
