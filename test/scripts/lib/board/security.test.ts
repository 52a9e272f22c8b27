import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BoardError, loadBoard } from "../../../../scripts/lib/board/load";
import { createIdentity, testIdentities } from "../../../simulator/certificates";

const GOOD_KEY = "0123456789abcdef".repeat(4);

describe("the files of TLS and the key of signed commands", () => {
  const { ca, client, stranger } = testIdentities();
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mote-board-"));
    mkdirSync(join(root, "boards"));
    for (const [file, text] of Object.entries({ "ca.pem": ca.cert, "cert.pem": client.cert, "key.pem": client.key })) {
      put(file, text);
    }
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function put(file: string, text: string): void {
    writeFileSync(join(root, "boards", file), text);
  }

  /** What is said of a board, errors or else warnings, without places. */
  function said(board: Record<string, unknown>): string[] {
    put(
      "shed.json",
      JSON.stringify({
        name: "shed",
        engine: "espruino",
        chip: "esp32",
        wifi: { ssid: "home", password: "correct horse" },
        actuators: [{ id: "pump", type: "switch", pin: "D25" }],
        broker: { urls: ["mqtt://192.168.1.10"] },
        ...board,
      }),
    );
    try {
      return loadBoard("shed", { environment: {}, root }).warnings.map(({ message }) => message);
    } catch (error) {
      assert.ok(error instanceof BoardError, String(error));
      return error.message
        .split("\n")
        .filter((line) => line.includes(": error: "))
        .map((line) => line.replace(/^.*: error: /, ""));
    }
  }

  function tls(files: Record<string, string>): string[] {
    return said({ broker: { urls: ["mqtts://192.168.1.10"], tls: files } });
  }

  function only(errors: string[], pattern: RegExp): void {
    assert.equal(errors.length, 1, errors.join("\n"));
    assert.match(errors[0], pattern);
  }

  it("does not tell of Espruino's TLS on an engine that has none", () => {
    const errors = said({ engine: "nodemcu", broker: { urls: ["mqtts://192.168.1.10"] } });
    only(errors, /^NodeMCU on the ESP32 has no TLS on its sockets/);
    const isOfEspruino = (error: unknown): boolean => String(error).includes("Espruino's TLS");
    assert.throws(
      () => loadBoard("shed", { environment: {}, root }),
      (error) => !isOfEspruino(error),
    );
  });

  it("reach the program as DER, with warnings of what Espruino does not do", () => {
    const warnings = tls({ ca: "ca.pem", cert: "cert.pem", key: "key.pem" }).join("\n");
    assert.match(warnings, /does not verify the broker/);
    assert.match(warnings, /verifies nothing with it/);
    const { board, secrets } = loadBoard("shed", { environment: {}, root });
    const key = board.broker.tls?.key ?? "";
    const expected = createPrivateKey(client.key).export({ type: "pkcs1", format: "der" });
    assert.deepEqual(Buffer.from(key, "base64"), expected);
    assert.ok(secrets.includes(key));
  });

  it("are refused where no broker uses TLS", () => {
    only(said({ broker: { urls: ["mqtt://192.168.1.10"], tls: { ca: "ca.pem" } } }), /no broker of "urls" uses TLS/);
  });

  it("are missed by name", () => {
    only(tls({ ca: "none.pem" }), /there is no such file; names of PEM files start at the folder of the board file/);
  });

  it("are refused when they are no PEM, or hold something else", () => {
    put("ca.pem", "0\x82");
    only(tls({ ca: "ca.pem" }), /expected a PEM file.* openssl x509 -inform DER/);
    put("ca.pem", client.key);
    only(tls({ ca: "ca.pem" }), /expected a file with BEGIN CERTIFICATE in it, this one holds: PRIVATE KEY/);
  });

  it("are refused when they are damaged", () => {
    put("ca.pem", ca.cert.replace(/\n[^-\n]{64}\n/, "\n"));
    only(tls({ ca: "ca.pem" }), /not a whole certificate/);
    put("key.pem", client.key.replace(/\n[^-\n]{64}\n/, "\n"));
    only(tls({ cert: "cert.pem", key: "key.pem" }), /not a whole private key/);
  });

  it("hold one certificate each", () => {
    put("ca.pem", ca.cert + stranger.cert);
    only(tls({ ca: "ca.pem" }), /expected one certificate, found 2/);
  });

  it("are refused before and after their time", () => {
    put("ca.pem", createIdentity({ name: "old", isAuthority: true, validDays: [-9, -2], type: "ec" }).cert);
    only(tls({ ca: "ca.pem" }), /this certificate expired on/);
    put("ca.pem", createIdentity({ name: "early", isAuthority: true, validDays: [2, 9], type: "ec" }).cert);
    only(tls({ ca: "ca.pem" }), /is not valid before/);
  });

  it("are refused where key and certificate do not belong together, or one is missing", () => {
    put("key.pem", stranger.key);
    only(tls({ cert: "cert.pem", key: "key.pem" }), /not the key of the certificate/);
    only(tls({ cert: "cert.pem" }), /"key" is missing/);
  });

  it("are refused when the key is encrypted, and nothing of a key is ever shown", () => {
    const encrypted = createPrivateKey(client.key).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "x",
    });
    put("key.pem", String(encrypted));
    const errors = tls({ cert: "cert.pem", key: "key.pem" });
    only(errors, /this key is encrypted.*openssl pkey/);
    assert.ok(!errors[0].includes(String(encrypted).split("\n")[1]));
  });

  it("say nothing of a good key for commands", () => {
    assert.deepEqual(said({ commands: { signingKey: GOOD_KEY } }), []);
  });

  it("tell where a signed command, what leads out of safe mode, or an answer does not fit", () => {
    const commands = { signingKey: GOOD_KEY };
    const [topics, pump] = [{ base: "n" }, { id: "pump", type: "switch", pin: "D25" }];
    // PUBLISH of 2 + 2 + "n/pump/set" + "TOGGLE" + 69; of 2 + 2 + "n/safe-mode/set" + "OFF" + 69.
    for (const [receiveBytes, fits] of [
      [91, true],
      [90, false],
    ] as const) {
      const problems = said({ topics, commands, safeModeAfterBoots: 3, capacities: { receiveBytes }, actuators: [] });
      assert.equal(problems.length === 0, fits, `${problems.join()} at ${receiveBytes}`);
      if (!fits) only(problems, /^a command takes up to 91 bytes, more than receiveBytes \(90\)/);
    }
    only(
      said({ topics, commands, capacities: { receiveBytes: 80 }, actuators: [pump] }),
      /^a command takes up to \d+ bytes, more than receiveBytes \(80\)/,
    );
    only(
      said({ topics: { ...topics, answer: "a".repeat(1_000) }, commands, actuators: [pump] }),
      /^an answer takes up to 1076 bytes, more than transmitBytes/,
    );
  });

  it("are what updates over the air are signed with: without one there are none", () => {
    only(said({ updates: true }), /^updates over the air have to be signed: add "commands".*make one/);
    assert.deepEqual(said({ updates: true, commands: { signingKey: GOOD_KEY } }), []);
    assert.deepEqual(said({ updates: false }), []);
  });

  it("tell where an offer of an update does not fit, or its topics are in use", () => {
    const updates = { updates: true, commands: { signingKey: GOOD_KEY } };
    const [topics, pump] = [{ base: "n" }, { id: "update", type: "switch", pin: "D25" }];
    // The longest offer of 335 bytes, behind 3 + 2 + "n/update".
    assert.deepEqual(said({ ...updates, topics, capacities: { receiveBytes: 348 } }), []);
    only(
      said({ ...updates, topics, capacities: { receiveBytes: 347 } }),
      /^an offer of an update takes up to 348 bytes, more than receiveBytes \(347\)/,
    );
    only(said({ ...updates, actuators: [pump] }), /this topic is in use already.*for the state of updates/);
    assert.deepEqual(said({ commands: updates.commands, actuators: [pump] }), []);
  });

  for (const [what, key, pattern] of [
    ["too short", "0123456789abcdef", /at least 32 characters/],
    ["not ASCII", `${GOOD_KEY.slice(0, 40)} é`, /ASCII characters without spaces; make one with/],
    ["one that can be guessed", "a".repeat(40), /this key can be guessed/],
    ["the example's", "change-me-0123456789abcdef0123456789", /this key can be guessed/],
  ] as const) {
    it(`tell a key for commands that is ${what}, and never show it`, () => {
      const problems = said({ commands: { signingKey: key } });
      only(problems, pattern);
      assert.ok(!problems[0].includes(key));
    });
  }
});
