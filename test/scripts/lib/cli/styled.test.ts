import assert from "node:assert/strict";
import { WriteStream } from "node:tty";
import { cut, wrap, wrapped, type Span } from "../../../../scripts/lib/cli/styled";
import { printStyled } from "../../../../scripts/lib/cli/terminal";

const SPANS: Span[] = [{ text: "pump/state " }, { text: "ON", style: "green" }];

const text = (spans: readonly Span[]): string => spans.map((span) => span.text).join("");

describe("a line of several styles", () => {
  const { write } = process.stdout;
  const environment = { ...process.env };
  const isTTY = process.stdout.isTTY;
  const columns = process.stdout.columns;
  const ownDepth = process.stdout.getColorDepth;

  /** What is written of it in such an environment. */
  function shown(
    spans: readonly Span[],
    { env = {}, tty = false, indent }: { env?: NodeJS.ProcessEnv; tty?: boolean; indent?: number },
  ): string {
    let written = "";
    delete process.env["NO_COLOR"];
    delete process.env["FORCE_COLOR"];
    delete process.env["NODE_DISABLE_COLORS"];
    Object.assign(process.env, { TERM: "xterm" }, env);
    // What a terminal's stream has, and a pipe's has not. It is told its environment: a CI's own would be one without colours.
    const terminal = { TERM: "xterm", ...env };
    const getColorDepth = tty
      ? (): number => WriteStream.prototype.getColorDepth.call(process.stdout, terminal)
      : undefined;
    Object.assign(process.stdout, { isTTY: tty, columns: tty ? 30 : undefined, getColorDepth });
    process.stdout.write = ((each: string) => (written += each).length > 0) as typeof write;
    try {
      printStyled(spans, indent);
    } finally {
      process.stdout.write = write;
      Object.assign(process.stdout, { isTTY, columns, getColorDepth: ownDepth });
      for (const name of ["NO_COLOR", "FORCE_COLOR", "NODE_DISABLE_COLORS", "TERM"]) {
        if (environment[name] === undefined) delete process.env[name];
        else process.env[name] = environment[name];
      }
    }
    return written;
  }

  it("has colours where they are asked for, and none in a pipe", () => {
    assert.equal(shown(SPANS, {}), "pump/state ON\n");
    assert.equal(shown(SPANS, { env: { FORCE_COLOR: "1" } }), "pump/state \x1b[32mON\x1b[39m\n");
    assert.equal(shown(SPANS, { env: { FORCE_COLOR: "0" } }), "pump/state ON\n");
    assert.equal(shown(SPANS, { tty: true }), "pump/state \x1b[32mON\x1b[39m\n");
    assert.equal(shown(SPANS, { tty: true, env: { NO_COLOR: "1" } }), "pump/state ON\n");
  });

  it("obeys nothing that comes with it", () => {
    assert.equal(shown([{ text: "a\x1b[2J\nb", style: "red" }], {}), "a\\x1b[2J\\nb\n");
  });

  it("is cut to a terminal's width, and whole in a pipe", () => {
    const long: Span[] = [{ text: "diagnostics " }, { text: "x".repeat(60) }];
    assert.equal(shown(long, {}), `diagnostics ${"x".repeat(60)}\n`);
    assert.equal(shown(long, { tty: true, env: { NO_COLOR: "1" } }), `diagnostics ${"x".repeat(17)}…\n`);
  });

  it("takes several lines of a terminal where it is of words", () => {
    const words: Span[] = [{ text: "report  " }, { text: "It is online. Its program is 0.1.0." }];
    assert.equal(shown(words, { indent: 8 }), "report  It is online. Its program is 0.1.0.\n");
    assert.equal(
      shown(words, { tty: true, indent: 8, env: { NO_COLOR: "1" } }),
      "report  It is online. Its\n        program is 0.1.0.\n",
    );
  });

  it("is cut between characters, and broken between words", () => {
    assert.deepEqual(text(cut([{ text: "ab" }, { text: "😀😀😀" }], 4)), "ab😀…");
    assert.deepEqual(text(cut([{ text: "ab" }, { text: "cd" }], 4)), "abcd");
    assert.deepEqual(text(cut([{ text: "abcd" }, { text: "e" }], 4)), "abc…");
    assert.deepEqual(wrapped(["a", "bc", "d", "toolong"], 4), ["a bc", "d", "toolong"]);
    assert.deepEqual(wrap([], 10, 0), [[]]);
  });
});
