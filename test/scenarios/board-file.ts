import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string | undefined;
let files = 0;

/**
 * Writes the board file of a scenario and gives its path; it is gone when the tests are over.
 * @param program The text of the board's own program, which lies beside it
 */
export function boardFile(name: string, board: object, program?: string): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "mote-boards-"));
    process.on("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const own = join(folder, String(files++));
  mkdirSync(own);
  const path = join(own, `${name}.json`);
  if (program !== undefined) writeFileSync(join(own, `${name}.ts`), program);
  writeFileSync(
    path,
    JSON.stringify({
      name,
      engine: "espruino",
      chip: "esp32",
      wifi: { ssid: "my-wifi", password: "change-me" },
      broker: { urls: ["mqtt://192.168.1.10"], keepAliveSeconds: 30 },
      ...(program === undefined ? {} : { program: `./${name}.ts` }),
      ...board,
    }),
  );
  return path;
}
