import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileProblem } from "../../../../scripts/lib/files/file-problem";
import { itUnless, otherOwnerProblem, runUnprivileged, unprivilegedProblem } from "../../../other-user";

const unprivileged = unprivilegedProblem();
const otherOwner = otherOwnerProblem();
const root = resolve(__dirname, "../../../..");

describe("what a person can mend about files", function () {
  this.timeout(60_000);
  let folder: string;
  const within = (...names: string[]): string => join(folder, ...names);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-files-"));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [code, cure] of [
    ["EISDIR", /is a folder where a file should be; take it away/],
    ["EEXIST", /is a file where a folder should be; take it away/],
    ["ENOTDIR", /is a file and not a folder; take that away/],
    ["ELOOP", /is a link that leads back to itself; remove it.*: rm /],
    ["ENAMETOOLONG", /take a shorter one/],
    ["EROFS", /cannot be written; take another place/],
    ["ENOSPC", /the disk is full; make room/],
    ["EMFILE", /end some programs/],
    ["EIO", /cannot be used \(EIO\); look at it, or name another/],
  ] as const) {
    it(`has a cure for ${code}`, () => {
      const error = Object.assign(new Error(code), { code, path: within("x"), syscall: "open" });
      const problem = fileProblem(error) ?? "";
      assert.ok(problem.startsWith(`${within("x")}: `), problem);
      assert.match(problem, cure);
      assert.doesNotMatch(problem, /\n/);
    });
  }

  it("tells a file that is not there from a folder that is not, and from a link that leads nowhere", () => {
    const read = (...names: string[]): string => {
      try {
        readFileSync(within(...names));
      } catch (error) {
        return fileProblem(error) ?? "";
      }
      return "read";
    };
    symlinkSync("nowhere", within("link"));
    assert.match(read("x"), /x: does not exist; look at its name$/);
    assert.match(read("no folder", "x"), /x: its folder does not exist; make it with: mkdir -p '.*no folder'$/);
    assert.match(read("link"), /link: is a link to nowhere, which does not exist; mend the link/);
  });

  it("is not what else goes wrong", () => {
    for (const error of [new TypeError("x"), "x", undefined, Object.assign(new Error(), { code: "ECONNREFUSED" })]) {
      assert.equal(fileProblem(error), undefined);
    }
  });

  describe("is told in one line by a command,", () => {
    const BOARD = {
      name: "shed",
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "home", password: "correct horse" },
      broker: { urls: ["mqtt://192.168.7.20"] },
    };

    /** What a command says of a board file; it is run by somebody who is not root. */
    function said(name: string, command: string, ...args: string[]): string {
      const { stdout, stderr } = runUnprivileged(`scripts/${command}.ts`, ["--board", within(name), ...args]);
      const all = stdout + stderr;
      assert.doesNotMatch(all, /^ +at |node:internal|node:fs/m);
      const lines = all.split("\n").filter((line) => line.includes(folder));
      assert.equal(lines.length, 1, all);
      return lines[0];
    }

    itUnless(unprivileged, "build: where the board file is a folder", () => {
      mkdirSync(within("shed.json"));
      assert.match(said("shed.json", "build"), /is a folder where a file should be/);
    });

    itUnless(unprivileged, "start: where it is a link that leads back to itself", () => {
      symlinkSync("shed.json", within("shed.json"));
      assert.match(said("shed.json", "simulate"), /is a link that leads back to itself/);
    });

    itUnless(unprivileged, "command: where it is closed", () => {
      writeFileSync(within("shed.json"), JSON.stringify(BOARD));
      chmodSync(within("shed.json"), 0o000);
      assert.match(
        said("shed.json", "command", "pump", "ON"),
        /(is closed to this user; open it with: chmod|belongs to another user.* ask that user)/,
      );
    });

    itUnless(unprivileged, "clean-mqtt: where its folder is closed", () => {
      mkdirSync(within("closed"));
      writeFileSync(within("closed/shed.json"), JSON.stringify(BOARD));
      chmodSync(within("closed"), 0o000);
      const found = said("closed/shed.json", "clean-mqtt");
      chmodSync(within("closed"), 0o755);
      assert.match(found, /closed (is closed to this|belongs to another) user/);
    });

    itUnless(unprivileged, "monitor: where its name is too long", () => {
      assert.match(said(`${"x".repeat(300)}.json`, "monitor"), /take a shorter one/);
    });

    itUnless(unprivileged, "doctor: where its brackets are too deep", () => {
      writeFileSync(within("deep.json"), `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`);
      assert.match(said("deep.json", "doctor"), /:1:69: error: more than 64 brackets in each other/);
    });
  });

  describe("is told of what is built", () => {
    /** What is said when a board is built into a folder, by somebody who is not root. */
    function build(outDir: string): string {
      const { stderr, stdout } = runUnprivileged("test/scripts/lib/files/build-into.ts", [outDir], folder);
      assert.doesNotMatch(stderr + stdout, /^ +at |node:internal/m);
      return (stderr + stdout).trim();
    }

    itUnless(unprivileged, "where a file is in the place of dist/", () => {
      chmodSync(folder, 0o777);
      writeFileSync(within("dist"), "");
      assert.match(build(within("dist", "shed")), /something on the way to it is a file|is a file where a folder/);
      assert.match(build(within("dist")), /is a file where a folder should be/);
    });

    for (const [what, mode] of [
      ["closed", 0o755],
      ["open to all", 0o777],
    ] as const) {
      itUnless(otherOwner, `where dist/ is another user's, and ${what}`, () => {
        mkdirSync(within("dist"));
        chmodSync(within("dist"), mode);
        chownSync(within("dist"), 12_345, 12_345);
        assert.match(build(within("dist")), /dist: belongs to another user.*sudo chown -R "\$\(id -un\)" .*dist$/);
        if (what === "closed") {
          assert.match(
            build(within("dist", "shed")),
            /dist belongs to another user.*sudo chown -R "\$\(id -un\)" .*dist$/,
          );
        }
      });
    }
  });

  itUnless(otherOwner, "and no kept build is read by another user", () => {
    const { stdout } = runUnprivileged("test/scripts/lib/files/read-all.ts", [
      join(root, "node_modules/.cache/builds"),
    ]);
    assert.equal(stdout.trim(), "read 0");
  });
});
