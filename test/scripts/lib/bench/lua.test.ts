import assert from "node:assert/strict";
import { resolve } from "node:path";
import { measureInLua, WIRE_BYTES } from "../../../../scripts/lib/bench/lua";
import { COMMAND_PACKET, readingPacket } from "../../../../scripts/lib/bench/workload";
import { LuaVm } from "../../../simulator/lua/vm";

const root = resolve(__dirname, "../../../..");
/** What Lua keeps beside the bytes of a string, its NUL included, with pointers of 32 bits (lobject.h). */
const STRING_BYTES = 17;
const PACKET_ID = 2 + STRING_BYTES;
const PUBACK = 4 + STRING_BYTES;

describe("the client's memory in Lua", function () {
  this.timeout(60_000);

  it("is told beside the size of the packets that are sent", () => {
    assert.equal(WIRE_BYTES.publish0, readingPacket(0).length);
    assert.equal(WIRE_BYTES.publish1, readingPacket(1).length);
    assert.equal(WIRE_BYTES.receive0, COMMAND_PACKET.length - "ON".length + "000001".length);
    assert.equal(WIRE_BYTES.receive1, WIRE_BYTES.receive0 + 2);
  });

  for (const version of ["5.1", "5.3"] as const) {
    it(`is one string a message, at QoS 1 one more for the packet identifier and PUBACK, and does not grow (Lua ${version})`, () => {
      const result = measureInLua(root, version, (each) => new LuaVm({ version: each, mostInstructions: Infinity }));
      assert.equal(result.publish0, WIRE_BYTES.publish0 + STRING_BYTES);
      assert.equal(result.publish1, WIRE_BYTES.publish1 + STRING_BYTES + PACKET_ID);
      assert.equal(result.receive0, "000001".length + STRING_BYTES);
      assert.equal(result.receive1, "000001".length + STRING_BYTES + PACKET_ID + PUBACK);
      assert.equal(result.growth, 0);
    });
  }
});
