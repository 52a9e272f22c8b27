import assert from "node:assert/strict";
import type { DeskEvent } from "../../../scripts/lib/desk/protocol";
import { boardFile } from "../../scenarios/board-file";
import { programOf } from "../../scenarios/test-desk";
import type { DeskProgram } from "./simulated-desk";
import { SteppedSimulatedDesk } from "./stepped-desk";

interface Run {
  desk: SteppedSimulatedDesk;
  events: DeskEvent[];
}

async function start(
  program: DeskProgram & { sign?: (topic: string, nonce: string, command: string) => string },
): Promise<Run> {
  const desk = await SteppedSimulatedDesk.start(program);
  const events = desk.standing();
  desk.onEvent((event) => events.push(event));
  return { desk, events };
}

/** Whether the status has been told to be so. */
const isStatus =
  ({ events }: Run, payload: string): (() => boolean) =>
  () =>
    events.some((event) => event.type === "message" && event.about === "status" && event.payload === payload);

describe("a simulated desk whose time passes in steps", function () {
  this.timeout(120_000);

  it("stands still until it is told to go on, and then goes on for so long", async () => {
    const run = await start(await programOf("greenhouse"));
    const { desk } = run;
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(desk.nowMs, 0);
    await desk.passTo(1_234.5);
    assert.equal(desk.nowMs, 1_234.5);
    await desk.passTo(1_000);
    assert.equal(desk.nowMs, 1_234.5, "it never goes back");
    await desk.passTo(60_000, isStatus(run, "online"));
    const onlineMs = desk.nowMs;
    assert.ok(onlineMs > 1_500 && onlineMs < 5_000, `${onlineMs} ms`);
    await desk.passTo(60_000, () => true);
    assert.equal(desk.nowMs, onlineMs);
    await desk.close();
  });

  it("obeys what is done while it stands, from that moment on", async () => {
    const run = await start(await programOf("greenhouse"));
    const { desk, events } = run;
    await desk.passTo(60_000, isStatus(run, "online"));
    await desk.passTo(desk.nowMs + 1_000);
    const sinceMs = desk.nowMs;
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    assert.equal(desk.nowMs, sinceMs);
    await desk.passTo(sinceMs + 100);
    const pin = events.findLast((event) => event.type === "pin" && event.pin === "D25");
    assert.equal(pin?.type === "pin" && pin.level, false);
    assert.ok((pin?.atMs ?? 0) - sinceMs < 50);
    await desk.close();
  });

  it("hears of a broker that gives up a board without Wi-Fi when that is due", async () => {
    const run = await start(await programOf("greenhouse"));
    const { desk } = run;
    await desk.passTo(60_000, isStatus(run, "online"));
    const goneMs = desk.nowMs;
    await desk.perform({ do: "fault", fault: "wifi-away", isOn: true });
    await desk.passTo(goneMs + 120_000, isStatus(run, "offline"));
    // One and a half times the 30 s of its keep alive.
    assert.ok(desk.nowMs - goneMs > 40_000 && desk.nowMs - goneMs < 46_000, `${desk.nowMs - goneMs} ms`);
    await desk.close();
  });

  for (const [name, board] of [
    ["of Espruino", (): string => "greenhouse"],
    ["of NodeMCU on the ESP8266", (): string => "nodemcu-esp8266"],
    [
      "that speaks TLS",
      (): string =>
        boardFile("secret", {
          broker: { urls: ["mqtts://broker.example"] },
          actuators: [{ id: "pump", type: "switch", pin: "D25" }],
        }),
    ],
  ] as const) {
    it(`does the same in every run, with a board ${name}, whatever happens to it`, async () => {
      const program = await programOf(board());
      const story = async (): Promise<string> => {
        const run = await start(program);
        const { desk, events } = run;
        await desk.passTo(60_000, isStatus(run, "online"));
        for (const fault of ["wifi-away", "power-cut", "broker-away"] as const) {
          await desk.perform({ do: "fault", fault, isOn: true });
          await desk.passTo(desk.nowMs + 70_000);
          await desk.perform({ do: "fault", fault, isOn: false });
          await desk.passTo(desk.nowMs + 70_000);
        }
        for (const fault of ["broker-forget", "strange-messages"] as const) {
          await desk.perform({ do: "fault", fault, isOn: true });
          await desk.passTo(desk.nowMs + 30_000);
        }
        const [actuator] = desk.board.actuators;
        await desk.perform({ do: "command", actuator: actuator.id, payload: "ON" });
        await desk.passTo(desk.nowMs + 10_000);
        await desk.close();
        return events.map((event) => JSON.stringify(event)).join("\n");
      };
      const first = await story();
      assert.match(first, /"offline"/);
      assert.equal(await story(), first);
    });
  }

  it("signs commands one after the other without waiting for the board, whose time stands", async () => {
    const path = boardFile("signed", {
      commands: { signingKey: "0123456789abcdef0123456789abcdef" },
      actuators: [{ id: "lock", type: "switch", pin: "D26" }],
    });
    const signed: string[] = [];
    const run = await start({
      ...(await programOf(path)),
      sign: (topic, nonce, command) => {
        signed.push(`${topic} ${command}`);
        return `${nonce} ${command}`;
      },
    });
    const { desk } = run;
    await desk.passTo(60_000, isStatus(run, "online"));
    await desk.passTo(desk.nowMs + 2_000);
    const startMs = performance.now();
    await desk.perform({ do: "command", actuator: "lock", payload: "ON" });
    assert.ok(performance.now() - startMs < 1_000);
    assert.deepEqual(signed, ["signed/lock/set ON"]);
    await desk.close();
  });
});
