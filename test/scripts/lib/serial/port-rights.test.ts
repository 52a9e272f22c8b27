import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, lchownSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { howToBeAllowed } from "../../../../scripts/lib/serial/port-rights";

/** Any that is neither root's nor that of who runs the tests. */
const GROUP = 20;

describe("the right to open a serial port", function () {
  let folder: string;
  let port: string;

  before(function () {
    // Only root gives files away, and Linux alone has groups for them.
    if (process.platform !== "linux" || process.getuid?.() !== 0) this.skip();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ports-"));
    port = join(folder, "ttyUSB0");
    writeFileSync(port, "");
    chmodSync(port, 0o660);
    chownSync(port, 0, GROUP);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const link = (name: string): string => {
    const path = join(folder, name);
    symlinkSync(port, path);
    lchownSync(path, 0, 0);
    return path;
  };
  /** The group that a cure has a user join, as a shell reads it. */
  const groupOf = (cure: string): string => {
    const [, found] = /usermod -aG (\$\(.*\)) \$USER"/.exec(cure) ?? [];
    return execFileSync("sh", ["-c", `echo ${found}`], { encoding: "utf8" }).trim();
  };
  const groupOfFile = (path: string): string => execFileSync("stat", ["-c", "%G", path], { encoding: "utf8" }).trim();

  it("is that of the group of the port, also where its path is a link, or a link to one, or has a blank in it", () => {
    for (const path of [port, link("usb-Silicon_Labs_CP2102_0001-if00-port0"), link("a port'$(false)")]) {
      assert.equal(groupOf(howToBeAllowed(path)), groupOfFile(port), path);
    }
    const further = join(folder, "further");
    symlinkSync(link("near"), further);
    lchownSync(further, 0, 0);
    assert.equal(groupOf(howToBeAllowed(further)), groupOfFile(port));
  });

  it("is no group's where the port is root's, or gives its group nothing", () => {
    const expected = /^give yourself the right to read and write: run "sudo chmod a\+rw \S+", which holds until/;
    const path = link("by-id");
    chownSync(port, 0, 0);
    assert.match(howToBeAllowed(path), expected);
    chownSync(port, 0, GROUP);
    for (const mode of [0o600, 0o640, 0o620]) {
      chmodSync(port, mode);
      assert.match(howToBeAllowed(path), expected);
    }
  });

  it("is everybody's on macOS", () => {
    assert.equal(
      howToBeAllowed("/dev/cu.usbserial-1", "darwin"),
      'give yourself the right to read and write: run "sudo chmod a+rw /dev/cu.usbserial-1"',
    );
  });
});
