import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { BoardError, formatProblem, loadBoard } from "../../../../../scripts/lib/board/load";

describe("what Home Assistant would take for one", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-identities-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, changes: object): string {
    const path = join(folder, `${name}.json`);
    const board = {
      name,
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "home", password: "correct horse battery" },
      broker: { urls: ["mqtt://192.168.1.10"] },
      homeAssistant: {},
      sensors: [{ id: "uptime", type: "uptime", periodSeconds: 60 }],
      ...changes,
    };
    writeFileSync(path, JSON.stringify(board));
    return path;
  }
  /** What is said of a board file, without its place. */
  function said(path: string): string[] {
    try {
      return loadBoard(path, { environment: {}, root: folder }).warnings.map(({ message }) => message);
    } catch (error) {
      if (!(error instanceof BoardError)) throw error;
      return error.problems.map((problem) => formatProblem(problem).replace(/^[^ ]*/, ""));
    }
  }
  const clientId = (id: string, homeAssistant: BoardFile["homeAssistant"] = { identity: "name" }) => ({
    broker: { urls: ["mqtt://192.168.1.10"], clientId: id },
    homeAssistant,
  });

  it("are client identifiers of boards in one folder that differ by what it does not know", () => {
    write("one", clientId("a.b"));
    assert.match(
      said(write("two", clientId("a_b"))).join(),
      /error: to Home Assistant .* as that of one\.json.*"identity": "mac"/,
    );
    assert.deepEqual(said(write("two", clientId("a-b"))), []);
    assert.deepEqual(said(write("two", clientId("a_b", {}))), [], "it is known by its chip");
    assert.deepEqual(said(write("two", clientId("a_b", { identity: "name", discovery: false }))), []);
    write("one", clientId("a.b", {}));
    assert.deepEqual(said(write("two", clientId("a_b"))), [], "the other one is known by its chip");
  });

  it("are not boards that nobody can read, or whose identifier is a secret", () => {
    writeFileSync(join(folder, "broken.json"), "{");
    writeFileSync(join(folder, "list.json"), "[null]");
    writeFileSync(join(folder, "nothing.json"), "null");
    write("secret", clientId("${CLIENT}"));
    assert.deepEqual(said(write("two", clientId("a_b"))), []);
  });

  it("is a sensor called as safe mode is", () => {
    const sensors = [{ id: "safe-mode", type: "uptime", periodSeconds: 60, stateTopic: "elsewhere" }];
    assert.match(
      said(write("one", { safeModeAfterBoots: 3, sensors })).join(),
      /error: .*safe mode by this id; take another/,
    );
    assert.deepEqual(said(write("one", { sensors })), []);
  });

  it("are devices of one program that have one name", () => {
    const topics = { base: "home/{mac}" };
    assert.deepEqual(said(write("one", { topics })), []);
    assert.deepEqual(said(write("one", { topics, homeAssistant: { name: "Shed {mac6}" } })), []);
    assert.match(said(write("one", { topics, homeAssistant: { name: "Shed" } })).join(), /by one name; add \{mac6\}/);
    assert.match(
      said(write("one", { homeAssistant: { name: "Shed {mac5}" } })).join(),
      /braces hold \{mac\}, \{mac6\} or \{name\}, and nothing else/,
    );
    assert.match(said(write("one", { topics: { base: "home/{mac6}" } })).join(), /braces hold \{mac\} or \{name\}/);
  });

  it("takes no numbers with finer steps than a thousandth", () => {
    const actuators = [{ id: "target", type: "number", min: 0, max: 1, step: 0.0005 }];
    assert.match(said(write("one", { actuators })).join(), /error: .*0\.001/);
    assert.deepEqual(said(write("one", { actuators: [{ ...actuators[0], step: 0.001 }] })), []);
  });
});
