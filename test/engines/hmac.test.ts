import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { literal } from "../../scripts/lib/bytes";
import { buildProgram } from "../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../scripts/lib/platforms/engine-files";
import { HMAC_VECTORS, SHA256_VECTORS } from "../vectors/hmac-sha256";
import { fromStorage, runInEspruino } from "./espruino-run";
import { untokenise } from "../simulator/espruino/tokens";
import { runInModel } from "./model-run";

const root = resolve(__dirname, "../..");
const interpreter = process.env["ESPRUINO"];

/** The firmware's HMAC over the engine's SHA-256, as they are built for a board; it tells every vector's result. */
function program(firmware: string): string {
  return `
import { createHmac } from "${firmware}/app/commands/hmac";
import { crypto } from "${firmware}/engine/espruino/crypto";
declare function out(text: string): void;
function show(bytes: string): void {
  let hex = "";
  for (let i = 0; i < bytes.length; i++) {
    hex += (bytes.charCodeAt(i) + 256).toString(16).substr(1);
  }
  out(hex);
}
${SHA256_VECTORS.map(({ data }) => `show(crypto.sha256(${literal(data)}));`).join("\n")}
${HMAC_VECTORS.map(({ key, data }) => `show(createHmac(crypto.sha256, ${literal(key)})(${literal(data)}));`).join("\n")}
`;
}

describe("SHA-256 and HMAC-SHA256 as built for a board", () => {
  let bundle: string;
  const expected = [...SHA256_VECTORS.map(({ hash }) => hash), ...HMAC_VECTORS.map(({ mac }) => mac)];

  before(async () => {
    const folder = mkdtempSync(join(tmpdir(), "mote-hmac-"));
    try {
      bundle = readFileSync(
        (await buildProgram(program, { ...ESPRUINO_ON_ESP32, tokens: true }, root, folder)).bundlePath,
        "latin1",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  function check(results: readonly string[]): void {
    // RFC 4231 gives the beginning of its fifth case only.
    assert.deepEqual(
      results.map((result, at) => result.slice(0, expected[at]?.length)),
      expected,
    );
  }

  it("give what the standards say in the model", async () => {
    check(await runInModel(untokenise(bundle).text));
  });

  if (interpreter !== undefined) {
    it("give what the standards say in the interpreter", async () => {
      check(await runInEspruino(interpreter, fromStorage(bundle)));
    });
  }
});
