import assert from "node:assert/strict";
import { Command } from "commander";
import { hiding } from "../../../../scripts/lib/board/hidden";
import { BoardError } from "../../../../scripts/lib/board/problem";
import { hideInErrors, runCommand } from "../../../../scripts/lib/cli/command-line";
import { UserError } from "../../../../scripts/lib/user-error";

describe("a command that fails", () => {
  const { write } = process.stderr;
  const { exitCode } = process;

  afterEach(() => {
    process.stderr.write = write;
    process.exitCode = exitCode;
    hideInErrors((text) => text);
  });

  /** What it prints when its action throws this. */
  async function printed(error: Error): Promise<string> {
    let text = "";
    process.stderr.write = (piece: string | Uint8Array) => {
      text += String(piece);
      return true;
    };
    await runCommand(
      new Command().action(() => {
        throw error;
      }),
      [],
    );
    process.stderr.write = write;
    assert.equal(process.exitCode, 1);
    return text;
  }

  const fileError = (): Error =>
    Object.assign(new Error("EACCES"), { code: "ENOSPC", syscall: "write", path: "/dist/x" });

  it("tells what its user can mend in one line, and keeps the trace of what is a fault of ours", async () => {
    assert.equal(await printed(new UserError("mend it")), "mend it\n");
    assert.equal(await printed(fileError()), "/dist/x: the disk is full; make room on it\n");
    assert.match(await printed(new TypeError("ours")), /^TypeError: ours\n +at /);
  });

  it("shows no secret of the board in any of them, and leaves a board file's places what they are", async () => {
    hideInErrors(hiding("{}", [{ name: "PLACE", value: "dist" }]));
    assert.equal(await printed(new UserError("in dist")), "in ${PLACE}\n");
    assert.match(await printed(fileError()), /^\/\$\{PLACE\}\/x: /);
    assert.match(await printed(new TypeError("dist")), /^TypeError: \$\{PLACE\}\n/);
    const problem = { path: "dist/x.json", line: 1, column: 2, severity: "error", message: "wrong" } as const;
    assert.equal(await printed(new BoardError([problem])), "dist/x.json:1:2: error: wrong\n");
  });
});
