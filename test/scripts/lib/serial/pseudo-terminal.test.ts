import assert from "node:assert/strict";
import { EspruinoConsole } from "../../../../scripts/lib/flash/espruino/console";
import { flash } from "../../../../scripts/lib/flash/flash";
import { Monitor } from "../../../../scripts/lib/monitor/monitor";
import { Transcript } from "../../../../scripts/lib/monitor/transcript";
import { openLine } from "../../../../scripts/lib/serial/open";
import { startProgram, upload } from "../../../../scripts/lib/flash/espruino/upload";
import { UserError } from "../../../../scripts/lib/user-error";
import { ConsoleChip } from "../../../simulator/console/console-chip";
import { PseudoTerminal, pseudoTerminalProblem } from "../../../simulator/console/pseudo-terminal";
import { exampleBoard } from "../board/example-board";

const PROGRAM = 'print("mote example")';

describe("over a pseudo-terminal, with a chip's console at its end", function () {
  this.timeout(30_000);
  let terminal: PseudoTerminal;

  before(function () {
    const problem = pseudoTerminalProblem();
    if (problem !== undefined) {
      this.test!.title += ` (${problem})`;
      this.skip();
    }
  });
  beforeEach(() => {
    terminal = new PseudoTerminal();
  });
  afterEach(() => terminal?.close());

  async function withOld(): Promise<ConsoleChip> {
    const chip = new ConsoleChip();
    const console = new EspruinoConsole(chip.plug());
    await upload(console, { program: 'print("mote old")', secrets: "!" });
    await startProgram(console);
    await new Promise(setImmediate);
    assert.deepEqual(chip.printed, ["mote old"]);
    return chip;
  }

  it("a board is flashed", async () => {
    const chip = new ConsoleChip();
    await terminal.plugIn(chip.plug());
    const line = await openLine(terminal.path);
    const printed: string[] = [];
    await flash(line, {
      board: exampleBoard(),
      files: [{ name: "bundle.js", bytes: PROGRAM }],
      secrets: "!",
      installRuntime: async () => assert.fail("there is an Espruino"),
      isVerified: false,
      broker: new Map(),
      print: (text) => printed.push(text),
    });
    await line.close();
    assert.equal(printed.length, 3);
    assert.equal(chip.flash.hasBluetooth, false);
    chip.boot();
    assert.deepEqual(chip.printed, ["mote example"]);
  });

  it("a cable pulled in the middle of an upload leaves the old program, and the next upload works", async () => {
    const chip = await withOld();
    await terminal.plugIn(chip.plug());
    const line = await openLine(terminal.path);
    let pulled: Promise<void> | undefined;
    const program = `${PROGRAM}//${".".repeat(4_000)}`;
    const interrupted = upload(new EspruinoConsole(line), {
      program,
      secrets: "!",
      onProgress: (done) => {
        if (done > 2_000) pulled ??= terminal.unplug();
      },
    });
    await assert.rejects(
      interrupted,
      (error) => error instanceof UserError && /the line has ended/.test(error.message),
    );
    await pulled;
    chip.boot();
    assert.deepEqual(chip.printed, ["mote old"]);
    await terminal.plugIn(chip.plug());
    const again = await openLine(terminal.path);
    await upload(new EspruinoConsole(again), { program, secrets: "!" });
    await again.close();
    chip.boot();
    assert.deepEqual(chip.printed, ["mote example"]);
  });

  it("what is not Espruino is told", async () => {
    let hear: (bytes: Uint8Array) => void = () => {};
    await terminal.plugIn({
      write: () => hear(Buffer.from("waiting for download\r\n")),
      onBytes: (listener) => {
        hear = listener;
        return () => undefined;
      },
    });
    const line = await openLine(terminal.path);
    assert.equal((await new EspruinoConsole(line).look(50)).kind, "bootLoader");
    await line.close();
  });

  it("the monitor goes on when the cable was out", async () => {
    const chip = await withOld();
    const lines: string[] = [];
    let onLine = (): void => {};
    const seen = async (wanted: RegExp, from: number): Promise<void> => {
      while (!lines.slice(from).some((line) => wanted.test(line))) await new Promise<void>((next) => (onLine = next));
    };
    await terminal.plugIn(chip.plug());
    const monitor = new Monitor({
      open: () => openLine(terminal.path),
      positions: undefined,
      transcript: new Transcript({
        write: (text) => {
          lines.push(text);
          onLine();
        },
        isTerminal: false,
        secrets: [],
      }),
    });
    const running = monitor.run();
    await seen(/is open/, 0);
    chip.boot();
    await seen(/mote old/, 0);
    await terminal.unplug();
    await seen(/has ended/, 0);
    const before = lines.length;
    await terminal.plugIn(chip.plug());
    await seen(/is open/, before);
    await monitor.send(Buffer.from('print("a"+1)\n'));
    await seen(/a1/, before);
    monitor.stop();
    await running;
  });
});
