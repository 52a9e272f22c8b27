import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { openPrompt } from "../../../../scripts/lib/cli/prompt";
import { print } from "../../../../scripts/lib/cli/terminal";
import { Screen } from "./screen";

/** What is typed, at a terminal or into a pipe. */
class Keyboard extends PassThrough {
  readonly isTTY: boolean;

  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(): this {
    return this;
  }
}

describe("a prompt", () => {
  const { write } = process.stdout;
  const term = process.env["TERM"];
  let screen: Screen;
  let keyboard: Keyboard;
  let heard: string[];
  let ended: number;
  let close: () => void;

  const open = (
    isTTY: boolean,
    onLine = (line: string): Promise<void> => (heard.push(line), Promise.resolve()),
  ): void => {
    keyboard = new Keyboard(isTTY);
    close = openPrompt({
      input: keyboard as unknown as NodeJS.ReadStream,
      screen,
      complete: (line) => [["pump ", "power "].filter((word) => word.startsWith(line)), line],
      onLine,
      onEnd: () => ended++,
    });
  };

  /** One key after the other, as a hand does. */
  const type = async (text: string): Promise<void> => {
    for (const [key] of text.matchAll(/\x1b\[[A-Z]|[\s\S]/g)) {
      keyboard.write(key);
      for (let i = 0; i < 3; i++) await setImmediate();
    }
  };

  /** Prints onto the same screen. */
  const printed = (text: string): void => {
    process.stdout.write = ((each: string) => screen.write(each)) as typeof write;
    try {
      print(text);
    } finally {
      process.stdout.write = write;
    }
  };

  beforeEach(() => {
    process.env["TERM"] = "xterm";
    screen = new Screen();
    heard = [];
    ended = 0;
  });
  afterEach(() => {
    close();
    if (term === undefined) delete process.env["TERM"];
    else process.env["TERM"] = term;
  });

  it("keeps the line that is being typed below what is printed meanwhile, and the cursor in it", async () => {
    open(true);
    await type("water 1");
    await type("\x1b[D");
    printed("a reading");
    printed("another");
    assert.deepEqual(screen.lines, ["a reading", "another", "> water 1"]);
    assert.deepEqual(screen.cursor, [2, 8]);
    await type("2\r");
    assert.deepEqual(heard, ["water 21"]);
    printed("a third");
    assert.deepEqual(screen.lines, ["a reading", "another", "> water 21", "a third", ">"]);
  });

  it("does so with a line that takes several rows", async () => {
    open(true);
    const long = `publish ${"x".repeat(60)}`;
    await type(long);
    printed("a reading");
    printed("another");
    const whole = `> ${long}`;
    assert.deepEqual(screen.lines, ["a reading", "another", whole.slice(0, 40), whole.slice(40)]);
    await type("\x01");
    printed("a third");
    assert.deepEqual(screen.lines.slice(2), ["a third", whole.slice(0, 40), whole.slice(40)]);
    await type("\x05\r");
    assert.deepEqual(heard, [long]);
  });

  it("completes, and has a history", async () => {
    open(true);
    await type("pum\t");
    await type("ON\r");
    await type("\x1b[A\r");
    assert.deepEqual(heard, ["pump ON", "pump ON"]);
  });

  it("ends by Ctrl-C and by Ctrl-D, once", async () => {
    open(true);
    await type("\x03");
    assert.equal(ended, 1);
    close();
    assert.equal(ended, 1);
    open(true);
    await type("\x04");
    assert.equal(ended, 2);
  });

  it("takes one line after the other from a pipe, shows nothing of it, and goes on when the pipe ends", async () => {
    const order: string[] = [];
    open(false, async (line) => {
      order.push(`begin ${line}`);
      await setImmediate();
      order.push(`end ${line}`);
    });
    await type("a\nb\n");
    for (let i = 0; i < 5; i++) await setImmediate();
    keyboard.end();
    for (let i = 0; i < 5; i++) await setImmediate();
    assert.deepEqual(order, ["begin a", "end a", "begin b", "end b"]);
    assert.equal(ended, 0);
    assert.deepEqual(screen.lines, [""]);
  });
});
