import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { likelyBoards, namedBoard, whichBoard } from "../../../../scripts/lib/cli/which-board";
import { UserError } from "../../../../scripts/lib/user-error";

const PROJECT = resolve(__dirname, "../../../..");

describe("the board of a command", () => {
  const { BOARD } = process.env;
  const { write } = process.stderr;
  let root: string;
  let told: string;

  beforeEach(() => {
    delete process.env["BOARD"];
    root = mkdtempSync(join(tmpdir(), "which-"));
    mkdirSync(join(root, "boards"));
    told = "";
    process.stderr.write = (text: string | Uint8Array) => ((told += String(text)), true);
  });
  afterEach(() => {
    process.stderr.write = write;
    if (BOARD !== undefined) process.env["BOARD"] = BOARD;
    else delete process.env["BOARD"];
    rmSync(root, { recursive: true });
  });

  const own = (name: string): void => writeFileSync(join(root, "boards", `${name}.json`), "{}");
  const example = (name: string): void =>
    copyFileSync(join(PROJECT, "boards", `${name}.json`), join(root, "boards", `${name}.json`));
  /** Nobody can be asked. */
  const chosen = (wanted?: string, first?: string): Promise<string> => whichBoard(wanted, root, first, null);

  it("is what is named: by --board, by the environment, by .env, in this order", async () => {
    own("shed");
    own("barn");
    writeFileSync(join(root, ".env"), "BOARD=shed\n");
    assert.equal(await chosen(), "shed");
    process.env["BOARD"] = "barn";
    assert.equal(await chosen(), "barn");
    assert.equal(await chosen("./elsewhere/attic.json"), "./elsewhere/attic.json");
    process.env["BOARD"] = "";
    assert.equal(namedBoard(undefined, root), undefined);
    assert.equal(told, "");
  });

  it("is the only one of one's own, and it is told which", async () => {
    example("greenhouse");
    example("lamp");
    own("shed");
    assert.equal(await chosen(undefined, "greenhouse"), "shed");
    assert.equal(told, "board shed: the only one of your own (--board names another)\n");
    assert.deepEqual(likelyBoards(root), ["shed"]);
  });

  it("is the only one there is, wherever it came from", async () => {
    example("lamp");
    assert.equal(await chosen(), "lamp");
    assert.equal(told, "board lamp: the only one there is (--board names another)\n");
  });

  it("is the one to begin with, as long as nobody has one of their own", async () => {
    example("greenhouse");
    example("lamp");
    assert.equal(await chosen(undefined, "greenhouse"), "greenhouse");
    await assert.rejects(chosen(), /there are: greenhouse, lamp$/);
    own("shed");
    own("barn");
    await assert.rejects(chosen(undefined, "greenhouse"), UserError);
  });

  it("is one that a person chooses, whose own are shown first; where there is no person, it is told what there is", async () => {
    example("greenhouse");
    own("shed");
    own("barn");
    const ask = async (_question: string, choices: readonly string[]): Promise<number> => {
      assert.deepEqual(choices, ["barn", "shed", "greenhouse"]);
      return 2;
    };
    assert.equal(await whichBoard(undefined, root, undefined, ask), "greenhouse");
    await assert.rejects(
      chosen(),
      /^UserError: say which board with --board, or with BOARD=… in \.env; there are: barn, greenhouse, shed\nyour own are: barn, shed$/,
    );
  });
});
