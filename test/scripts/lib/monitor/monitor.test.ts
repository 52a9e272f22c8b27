import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { Monitor } from "../../../../scripts/lib/monitor/monitor";
import { Transcript } from "../../../../scripts/lib/monitor/transcript";
import { sendTyped } from "../../../../scripts/lib/monitor/typed";
import type { SerialLine } from "../../../../scripts/lib/serial/line";
import { UserError } from "../../../../scripts/lib/user-error";
import { ConsoleChip } from "../../../simulator/console/console-chip";
import { inVirtualTime } from "../flash/interpreter/virtual-time";

/** A monitor of a chip that can be plugged in and out; each turn of the event loop is long enough for the chip's console. */
class Desk {
  readonly chip = new ConsoleChip();
  readonly lines: string[] = [];
  isPluggedIn = true;
  attempts = 0;
  readonly monitor = new Monitor({
    open: () => this.#open(),
    positions: undefined,
    transcript: new Transcript({
      write: (text) => this.lines.push(text.replace(/^[\d:.]+ {2}/, "").trimEnd()),
      isTerminal: false,
      secrets: [],
    }),
  });

  async #open(): Promise<SerialLine> {
    this.attempts++;
    if (!this.isPluggedIn) throw new UserError("there is no such port");
    return this.chip.plug();
  }

  unplug(): void {
    this.isPluggedIn = false;
    this.chip.unplug();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100));

describe("the monitor", () => {
  it("shows what the chip says, and sends what is typed", () =>
    inVirtualTime(async () => {
      const desk = new Desk();
      const running = desk.monitor.run();
      await turn();
      await desk.monitor.send(Buffer.from('print("a "+(1+1))\n'));
      await turn();
      desk.monitor.stop();
      await running;
      assert.deepEqual(desk.lines, ["--- a modelled chip is open ---", 'print("a "+(1+1))', "a 2", ">"]);
    }));

  it("waits for a cable that was pulled, as often as it takes", () =>
    inVirtualTime(async () => {
      const desk = new Desk();
      const running = desk.monitor.run();
      await turn();
      desk.unplug();
      await desk.monitor.send(Buffer.from("1\n"));
      for (let second = 0; second < 50; second++) await turn();
      desk.isPluggedIn = true;
      for (let second = 0; second < 20; second++) await turn();
      desk.chip.boot();
      await desk.monitor.send(Buffer.from("print(7)\n"));
      await turn();
      desk.monitor.stop();
      await running;
      assert.ok(desk.attempts > 4 && desk.attempts < 12, `${desk.attempts} attempts`);
      assert.deepEqual(desk.lines, [
        "--- a modelled chip is open ---",
        "--- not sent: there is no line to the chip ---",
        "--- a modelled chip has ended (unplugged); waiting for it ---",
        "--- a modelled chip is open ---",
        "print(7)",
        "7",
        ">",
      ]);
    }));

  it("can be ended while it waits", () =>
    inVirtualTime(async () => {
      const desk = new Desk();
      const running = desk.monitor.run();
      await turn();
      desk.unplug();
      await turn();
      desk.monitor.stop();
      await running;
    }));

  it("does not begin without a line", async () => {
    const desk = new Desk();
    desk.unplug();
    await assert.rejects(desk.monitor.run(), /there is no such port/);
  });
});

describe("what is typed into the monitor", () => {
  function typed(isTTY: boolean, ...chunks: string[]): { sent: string; isStopped: boolean; isRaw: boolean } {
    const input = Object.assign(new PassThrough(), {
      isTTY,
      setRawMode: (raw: boolean) => void (isRaw = isRaw || raw),
    });
    let isRaw = false;
    let sent = "";
    let isStopped = false;
    const monitor = {
      send: async (bytes: Uint8Array) => void (sent += Buffer.from(bytes).toString("latin1")),
      stop: () => void (isStopped = true),
    };
    sendTyped(input as never, monitor);
    for (const chunk of chunks) input.emit("data", Buffer.from(chunk, "latin1"));
    return { sent, isStopped, isRaw };
  }

  it("goes to the chip key by key, Enter as the end of a line", () => {
    assert.deepEqual(typed(true, "a", "\r"), { sent: "a\n", isStopped: false, isRaw: true });
  });

  it("ends the monitor by Ctrl-C, which the chip does not hear", () => {
    assert.deepEqual(typed(true, "a\x03b"), { sent: "", isStopped: true, isRaw: true });
  });

  it("interrupts the chip by Ctrl-B", () => {
    assert.equal(typed(true, "\x02").sent, "\x03");
  });

  it("comes from a pipe as it is", () => {
    assert.deepEqual(typed(false, "\x03print(1)\n"), { sent: "\x03print(1)\n", isStopped: false, isRaw: false });
  });
});
