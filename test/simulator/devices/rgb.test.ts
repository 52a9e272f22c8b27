import assert from "node:assert/strict";
import { SimulatedBoard } from "../board";
import { SimulatedPin, type Pulse } from "../pins";
import { VirtualTime } from "../virtual-time";
import { Ws2812 } from "./rgb";

const BLACK = { red: 0, green: 0, blue: 0 };

describe("the model of a WS2812B strip", () => {
  let time: VirtualTime;
  let pin: SimulatedPin;
  let strip: Ws2812;

  beforeEach(() => {
    time = new VirtualTime();
    pin = new SimulatedPin(4, time, () => 0);
    strip = new Ws2812(pin, 3, time);
  });

  /** Bits as the data sheet has them in the middle. */
  function send(...bytes: number[]): void {
    const bits = bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => (byte >> bit) & 1));
    pin.pulses(bits.map((bit): Pulse => (bit === 1 ? { highNs: 800, lowNs: 450 } : { highNs: 300, lowNs: 950 })));
  }

  it("takes green, red and blue for each LED, the first bit first, and shows them after a pause", () => {
    send(1, 2, 3, 0x80, 0xff, 0);
    time.advance(0.2);
    assert.deepEqual(strip.colors, [BLACK, BLACK, BLACK]);
    time.advance(0.1);
    assert.deepEqual(strip.colors, [{ green: 1, red: 2, blue: 3 }, { green: 128, red: 255, blue: 0 }, BLACK]);
  });

  it("goes on where it stopped without a pause, and begins anew after one", () => {
    send(1, 1, 1);
    time.advance(0.1);
    send(2, 2, 2);
    time.advance(1);
    send(3, 3, 3, 4, 4);
    time.advance(1);
    assert.deepEqual(
      strip.colors.map(({ red }) => red),
      [3, 2, 0],
    );
    assert.equal(strip.frames, 2);
  });

  it("ends a frame where the line is low for too long between two bits, and sees none where it is for too short", () => {
    const bits = (lastLowNs: number): Pulse[] =>
      Array.from({ length: 24 }, (_, i) => ({ highNs: 800, lowNs: i < 23 ? 450 : lastLowNs }));
    pin.pulses([...bits(280_000), ...bits(450).map((bit) => ({ ...bit, highNs: 300 }))]);
    assert.deepEqual(strip.colors[0], { green: 255, red: 255, blue: 255 });
    time.advance(1);
    assert.deepEqual(strip.colors[0], BLACK);
    assert.equal(strip.frames, 2);
    pin.pulses([{ highNs: 800, lowNs: 200 }]);
    assert.equal(strip.unclear, 1);
  });

  it("passes on what is more than it has, and counts pulses that are neither 0 nor 1", () => {
    send(1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4);
    pin.pulses([{ highNs: 480, lowNs: 400 }]);
    time.advance(1);
    assert.deepEqual(
      strip.colors.map(({ green }) => green),
      [1, 2, 3],
    );
    assert.equal(strip.unclear, 1);
  });
});

describe("the model's module neopixel", () => {
  const network = {
    connect: () => ({ blockedMs: 0, failure: "refused" as const }),
    nextArrivalMs: () => Infinity,
    settle: async () => {},
  };

  it("sends texts and arrays as they are, and takes its time for it", async () => {
    const source =
      'var n=require("neopixel"),t=getTime();n.write(4,"\\x01\\x02\\x03".repeat(20));print(Math.round((getTime()-t)*1e6));' +
      "setTimeout(function(){n.write(4,new Uint8Array([7,8,9]))},10)";
    const board = new SimulatedBoard({ source, network });
    const strip = new Ws2812(board.pin(4), 20, board);
    board.boot();
    await board.run(5);
    // 480 bits of 1.25 µs, and 50 µs after the last.
    assert.deepEqual(board.console, ["650"]);
    assert.deepEqual(strip.colors, Array(20).fill({ green: 1, red: 2, blue: 3 }));
    await board.run(50);
    assert.deepEqual(strip.colors.slice(0, 2), [
      { green: 7, red: 8, blue: 9 },
      { green: 1, red: 2, blue: 3 },
    ]);
    assert.equal(strip.unclear, 0);
  });

  it("refuses what are no whole pixels", () => {
    const source =
      'var n=require("neopixel");["","ab"].forEach(function(data){try{n.write(4,data)}catch(e){print(e.message)}})';
    const board = new SimulatedBoard({ source, network });
    board.boot();
    assert.deepEqual(board.console, ["Data must be a non empty array", "Data length must be a multiple of 3 (RGB)"]);
  });

  it("knows one pin at a time: the former one is given to the flash memory's clock", () => {
    const board = new SimulatedBoard({
      source: 'var n=require("neopixel");n.write(4,"abc");n.write(5,"abc")',
      network,
    });
    board.boot();
    assert.ok(board.pin(4).hz > 1e6);
  });
});
