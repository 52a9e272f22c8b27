import assert from "node:assert/strict";
import { flash, type FlashOptions } from "../../../../scripts/lib/flash/flash";
import { UserError } from "../../../../scripts/lib/user-error";
import { EmbeddedBroker } from "../../../simulator/broker/embedded";
import { ConsoleChip } from "../../../simulator/console/console-chip";
import { exampleBoard } from "../board/example-board";

const SECRETS = "ssid 4 homepassword 11 hush, hush!!";

/** Flashes a program onto a chip, and gives what was printed, without the times. */
async function flashed(chip: ConsoleChip, changes: Partial<FlashOptions> = {}): Promise<string[]> {
  const printed: string[] = [];
  await flash(chip.plug(), {
    board: exampleBoard(),
    files: [{ name: "bundle.js", bytes: 'setTimeout(function(){print("mote example")},0)' }],
    secrets: SECRETS,
    installRuntime: async () => assert.fail("there is an Espruino"),
    isVerified: true,
    broker: "mqtt://127.0.0.1:1",
    print: (line) => printed.push(line.replace(/ {2}\(\d+\.\d s\)$/, "")),
    ...changes,
  });
  return printed;
}

/** A chip whose timers go with the wall clock, quickly. */
function livingChip(version?: string): { chip: ConsoleChip; stop: () => void } {
  const chip = new ConsoleChip(undefined, version);
  const timer = setInterval(() => chip.pass(1), 1);
  return { chip, stop: () => clearInterval(timer) };
}

const PRINTING = [{ name: "bundle.js", bytes: "print(1)" }];

describe("flashing", () => {
  let stop = (): void => {};
  afterEach(() => stop());

  it("looks, uploads, and waits for the node's own line, and says that the broker cannot be reached", async () => {
    const living = livingChip();
    stop = living.stop;
    assert.deepEqual(await flashed(living.chip), [
      "Espruino 2v29 on ESP32, 917504 bytes of Storage free",
      "Bluetooth switched off for good: some 2,000 variables more",
      "program of 47 bytes written, compared, and made the one that starts; secrets written",
      'whether it comes online cannot be seen: no broker can be joined from here (ECONNREFUSED); "npx mote doctor" looks at ' +
        "each, and --broker mqtt://… names another",
      "the node says: mote example",
    ]);
  });

  it("waits for the node with this chip's address, where topics hold it", async () => {
    const living = livingChip();
    stop = living.stop;
    const broker = new EmbeddedBroker();
    await broker.start();
    const printed: string[] = [];
    try {
      await flashed(living.chip, {
        board: exampleBoard({ topics: { base: "home/{mac}" } }),
        broker: `mqtt://127.0.0.1:${broker.port}`,
        print: (line) => {
          printed.push(line);
          if (line.startsWith("the node says")) void broker.publish("home/24a160aabbcc/status", "online");
        },
      });
    } finally {
      await broker.stop();
    }
    assert.match(printed.at(-1) ?? "", /^example is online/);
  });

  it("names a chip that is another one than the board file's, and leaves it alone", async () => {
    const living = livingChip();
    stop = living.stop;
    await assert.rejects(
      flashed(living.chip, { board: { ...exampleBoard(), chip: "esp32c3" } }),
      /the board file names the chip "esp32c3", and this is an ESP32: another board, or another port\?/,
    );
    assert.equal(living.chip.flash.files.size, 0);
  });

  it("waits for nothing when it is told not to", async () => {
    const living = livingChip();
    stop = living.stop;
    assert.equal((await flashed(living.chip, { isVerified: false, files: PRINTING })).length, 3);
  });

  it("puts a newer Espruino on a chip whose Espruino is too old, and goes on", async () => {
    const living = livingChip("2v10");
    stop = living.stop;
    const asked: boolean[] = [];
    const printed = await flashed(living.chip, {
      isVerified: false,
      installRuntime: async (isEspruino) => {
        asked.push(isEspruino);
        living.chip.version = "2v29";
        living.chip.boot();
      },
    });
    assert.deepEqual(asked, [true]);
    assert.match(printed[1], /^Espruino 2v29 /);
  });

  it("tells of an Espruino that is later than the one that is tested, and goes on with it", async () => {
    for (const version of ["2v29.277", "2v30", "3v01"]) {
      const living = livingChip(version);
      const [first] = await flashed(living.chip, { isVerified: false, files: PRINTING });
      living.stop();
      assert.equal(
        first,
        `Espruino ${version} on ESP32, 917504 bytes of Storage free; this program is tested with 2v29`,
      );
    }
  });

  it("refuses a program that takes more than this very chip has, once Bluetooth is off, and leaves the chip as it was", async () => {
    const living = livingChip("2v30");
    stop = living.stop;
    // As builds leave it that keep more of the heap for TLS.
    living.chip.variables = 400;
    const printed = await flashed(living.chip, { isVerified: false, files: PRINTING, mostVariables: 2_400 });
    assert.equal(printed[2], "its interpreter has 2400 variables; the program takes up to 2400");
    const before = new Map(living.chip.flash.files);
    await assert.rejects(
      flashed(living.chip, { isVerified: false, files: PRINTING, mostVariables: 2_401 }),
      /has 2400 variables, and the program takes up to 2401 with full buffers: give the board less to do; or, where .* 2v29, erase/,
    );
    assert.deepEqual(living.chip.flash.files, before);
  });

  it("stops where Espruino cannot be had", async () => {
    const living = livingChip("2v10");
    stop = living.stop;
    const refused = new UserError("not without being asked");
    await assert.rejects(flashed(living.chip, { installRuntime: () => Promise.reject(refused) }), refused);
    assert.equal(living.chip.flash.files.size, 0);
  });
});
