import { strict as assert } from "node:assert";
import { weigh } from "../../../../scripts/lib/build/weigh";

function mapOf(sources: string[], mappings: string): string {
  return JSON.stringify({ version: 3, sources, names: [], mappings });
}

describe("weighing a bundle", () => {
  it("gives each byte to the part that the mapping before it names", () => {
    // Columns 0, 5 and 8 of the first line; columns 0 and 4 of the second, the last without a source.
    const map = mapOf(["../../firmware/mqtt/client.ts", "../../firmware/main.ts", "main.ts"], "AAAA,KCAA,GCAA;AFAA,I");
    const code = "mqtt5MAIbb\nmqttoo";
    assert.deepEqual(weigh(code, map), [
      { name: "mqtt", bytes: 9 },
      { name: "main", bytes: 3 },
      { name: "board", bytes: 3 },
      { name: "other", bytes: 2 },
    ]);
  });

  it("counts files of one folder together, however deep", () => {
    const map = mapOf(["../firmware/engine/engine.ts", "../firmware/engine/espruino/tcp.ts"], "AAAA,ECAA");
    assert.deepEqual(weigh("aabbb", map), [{ name: "engine", bytes: 5 }]);
  });

  it("gives what stands before the first mapping to nobody", () => {
    assert.deepEqual(weigh("!!aaa", mapOf(["../firmware/app/node.ts"], "EAAA")), [
      { name: "app", bytes: 3 },
      { name: "other", bytes: 2 },
    ]);
  });

  it("adds up to the bundle", () => {
    const code = "a\nbb\n\nccc";
    const parts = weigh(code, mapOf(["../firmware/app/node.ts", "main.ts"], "AAAA;ACAA;;ADAA"));
    assert.equal(
      parts.reduce((sum, { bytes }) => sum + bytes, 0),
      code.length,
    );
  });
});
