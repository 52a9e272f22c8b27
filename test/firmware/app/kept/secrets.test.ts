import assert from "node:assert/strict";
import { lackingSecrets, numbered, secretOf } from "../../../../firmware/app/kept/secrets";
import type { Storage } from "../../../../firmware/engine/engine";

function storageOf(file: string | undefined): Storage {
  const read = (name: string): string | undefined => (name === "mote.secrets" ? file : undefined);
  return { read, view: read, write: () => false };
}

describe("the file with what is no part of a program", () => {
  const storage = storageOf("ssid 7 my wifipassword 0 ssid2 6 shed 5host 9 key 3 abckey 2 \xff\0!");

  it("gives each value by its name, with whatever bytes are in it", () => {
    for (const [name, value] of [
      ["ssid", "my wifi"],
      ["password", ""],
      ["ssid2", "shed 5"],
      ["host", "key 3 abc"],
      ["key", "\xff\0"],
    ]) {
      assert.equal(secretOf(storage, name), value, name);
    }
  });

  it("has no value by any other name", () => {
    for (const name of ["", "!", "wifi", "abc", "password2", "ssi", " "]) {
      assert.equal(secretOf(storage, name), undefined, name);
    }
  });

  it("calls what belongs to the first network or broker by the name, and to others by name and number", () => {
    assert.deepEqual(
      [0, 1, 7].map((index) => numbered("host", index)),
      ["host", "host2", "host8"],
    );
  });

  it("tells which values are missing, in their order", () => {
    assert.equal(lackingSecrets(storage, "ssid password key"), "");
    assert.equal(lackingSecrets(storage, "ssid signingKey password port2"), " signingKey port2");
    assert.equal(lackingSecrets(storageOf(undefined), "ssid host"), " ssid host");
  });

  it("holds nothing where its end is missing, as a loss of power leaves it", () => {
    const whole = "ssid 4 homepassword 1 x!";
    assert.equal(secretOf(storageOf(whole), "ssid"), "home");
    for (let end = 0; end < whole.length; end++) {
      for (const torn of [whole.slice(0, end), whole.slice(0, end) + "\xff".repeat(whole.length - end)]) {
        assert.equal(secretOf(storageOf(torn), "ssid"), undefined, torn);
      }
    }
  });

  it("is read to an end whatever it holds", () => {
    for (const file of [
      "!",
      "!!",
      " !",
      "  !",
      "ssid!",
      "ssid !",
      "ssid 9!",
      "ssid x home!",
      "ssid -9 home!",
      "a 0 !",
    ]) {
      assert.ok(["", undefined].includes(secretOf(storageOf(file), "host")), file);
    }
  });
});
