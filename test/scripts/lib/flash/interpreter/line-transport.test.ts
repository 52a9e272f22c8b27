import assert from "node:assert/strict";
import { BootLoader } from "../../../../../scripts/lib/flash/interpreter/boot-loader";
import { lineTransport } from "../../../../../scripts/lib/flash/interpreter/line-transport";
import { UserError } from "../../../../../scripts/lib/user-error";
import { tappedLine } from "../../serial/tapped-line";
import { inVirtualTime } from "./virtual-time";

const MOST_BYTES = 65_536;
/** No packet's end, nothing but ends, packets of noise, and what looks like an answer that never fits. */
const FLOODS = ["x", "\xc0", "\xc0\x01\x99\x00\x00\x00\x00\x00\x00\x00\xc0", "\xdb\xc0", "\xc0\x01\x08\xc0"];

describe("a line to a boot loader that sends without end", () => {
  it("fills no memory while nobody reads", async () => {
    for (const piece of FLOODS) {
      const { line, send } = tappedLine();
      const transport = await lineTransport(line);
      for (let i = 0; i < 200; i++) send(piece.repeat(20_000));
      const kept = transport.peek();
      assert.ok(kept.length <= MOST_BYTES);
      // What is shown of a larger piece keeps all of that piece.
      assert.ok(kept.buffer.byteLength <= MOST_BYTES + 20_000 * piece.length);
      transport.release();
    }
  });

  it("is no boot loader, after a while", async () => {
    for (const piece of FLOODS) {
      let asked = 0;
      const { line, send } = tappedLine(() => {
        asked++;
        send(piece.repeat(20_000));
      });
      await assert.rejects(
        inVirtualTime(() => BootLoader.connect(line, 115_200)),
        (error) => error instanceof UserError && /no boot loader answers/.test(error.message),
      );
      assert.ok(asked > 10);
    }
  });
});
