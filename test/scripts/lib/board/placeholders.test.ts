import assert from "node:assert/strict";
import { programOf } from "../../../../scripts/lib/program/compose";
import { connectPacket } from "../../../../scripts/lib/program/packets";
import { parseMac, usesMac, withMac } from "../../../../scripts/lib/board/placeholders";
import { MAC_MARK } from "../../../../scripts/lib/bytes";
import { UserError } from "../../../../scripts/lib/user-error";
import { exampleBoard } from "./example-board";

const MAC = "24a160aabbcc";

describe("{mac} in a board file", () => {
  const board = exampleBoard({ topics: { base: "home/{mac}", status: "alive/{mac}/{mac}" } });

  it("is 12 characters while a program is made, as the address will be", () => {
    assert.equal(MAC_MARK.length, MAC.length);
    const made = connectPacket(withMac(board, MAC_MARK)).replaceAll(MAC_MARK, MAC);
    assert.equal(made, connectPacket(withMac(board, MAC)));
  });

  it("becomes what the chip says, wherever it stands", () => {
    const program = programOf(board, "firmware");
    assert.match(program, /^import { mac } from "firmware\/engine\/espruino\/mac";$/m);
    assert.match(program, /statusTopic: "\\x00\\x1falive\/" \+ mac \+ "\/" \+ mac,/);
    assert.match(program, /commandTopic: "\\x00\\x1ahome\/" \+ mac \+ "\/pump\/set"/);
    assert.ok(!program.includes("chip mac"));
  });

  it("costs a board without it nothing", () => {
    assert.equal(withMac(exampleBoard(), MAC).broker.clientId, "example");
    assert.doesNotMatch(programOf(exampleBoard(), "firmware"), /mac/);
  });

  it("is in the client identifier too, unless the board file says another", () => {
    assert.equal(withMac(board, MAC).broker.clientId, `example-${MAC}`);
    const given = exampleBoard({ broker: { urls: [], clientId: "cellar-{mac}" } });
    assert.ok(usesMac(given));
    assert.equal(withMac(given, MAC).broker.clientId, `cellar-${MAC}`);
  });

  it("is left alone where it is no placeholder, such as in a password", () => {
    const secret = exampleBoard({ broker: { urls: [], username: "{mac}", password: "{mac}" } });
    assert.ok(!usesMac(secret));
    assert.equal(withMac(secret, MAC).broker.password, "{mac}");
  });

  it("is taken as people write addresses", () => {
    for (const text of ["24:A1:60:AA:BB:CC", "24a160aa-bbcc", "24-a1-60-aa-bb-cc", MAC])
      assert.equal(parseMac(text), MAC);
    for (const text of ["", "24a160aabbc", "24a160aabbccd", "24a160aabbcg"]) {
      assert.throws(() => parseMac(text), UserError);
    }
  });
});
