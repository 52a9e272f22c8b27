import assert from "node:assert/strict";
import { createHash, createHmac as nodeHmac } from "node:crypto";
import fc from "fast-check";
import { createHmac, isEqual } from "../../../../firmware/app/commands/hmac";
import { HMAC_VECTORS } from "../../../vectors/hmac-sha256";

const sha256 = (bytes: string): string =>
  createHash("sha256").update(Buffer.from(bytes, "latin1")).digest().toString("latin1");
const hex = (bytes: string): string => Buffer.from(bytes, "latin1").toString("hex");

describe("HMAC-SHA256", () => {
  for (const { name, key, data, mac } of HMAC_VECTORS) {
    it(`gives what ${name} says`, () => {
      assert.equal(hex(createHmac(sha256, key)(data)).slice(0, mac.length), mac);
    });
  }

  it("agrees with Node's for any key of up to 64 bytes and any message", () => {
    const bytes = (maxLength: number): fc.Arbitrary<string> =>
      fc.uint8Array({ maxLength }).map((array) => Buffer.from(array).toString("latin1"));
    fc.assert(
      fc.property(bytes(64), bytes(300), (key, message) => {
        const expected = nodeHmac("sha256", Buffer.from(key, "latin1")).update(message, "latin1").digest("hex");
        assert.equal(hex(createHmac(sha256, key)(message)), expected);
      }),
      { seed: 4231 },
    );
  });

  it("texts are equal only where every character is", () => {
    assert.ok(isEqual("abc", "abc"));
    for (const other of ["Abc", "aBc", "abC", "ab\xe3"]) assert.ok(!isEqual("abc", other), other);
  });
});
