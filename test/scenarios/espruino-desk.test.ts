import assert from "node:assert/strict";
import type { DeskEvent } from "../../scripts/lib/desk/protocol";
import { programOf } from "./test-desk";
import { EmbeddedBroker } from "../simulator/broker/embedded";
import { EspruinoDesk, espruinoExecutable } from "../engines/espruino-desk";
import { espruinoProblem } from "../engines/espruino-runner";

const problem = espruinoProblem(process.env["ESPRUINO"]);

describe("a desk whose board runs in the real interpreter", function () {
  this.timeout(120_000);

  before(function () {
    if (problem !== undefined) this.skip();
  });

  it("tells what it says, publishes and drives; obeys commands; and has the faults of its broker", async () => {
    const broker = new EmbeddedBroker(0, undefined, 100);
    await broker.start();
    const desk = new EspruinoDesk(espruinoExecutable(), { ...(await programOf("greenhouse")), broker });
    const events: DeskEvent[] = [];
    desk.onEvent((event) => events.push(event));
    const until = (isIt: (event: DeskEvent) => boolean): Promise<void> =>
      new Promise((done) => {
        const end = desk.onEvent((event) => {
          if (!isIt(event)) return;
          end();
          done();
        });
      });
    const isMessage =
      (topic: string, payload: string) =>
      (event: DeskEvent): boolean =>
        event.type === "message" && event.topic.endsWith(topic) && event.payload === payload;
    const isOnline = until(isMessage("/status", "online"));
    desk.start();
    await isOnline;
    assert.deepEqual([desk.board.inputs, desk.board.speeds], [[], []]);
    assert.deepEqual(
      desk.board.faults.map(({ name }) => name),
      ["broker-away", "broker-restart", "broker-forget", "strange-messages"],
    );
    const [isOn, isDriven] = [until(isMessage("/pump/state", "ON")), until((event) => event.type === "pin")];
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await Promise.all([isOn, isDriven]);
    const isBack = until(isMessage("/status", "online"));
    await desk.perform({ do: "fault", fault: "broker-forget", isOn: true });
    await isBack;
    await assert.rejects(desk.perform({ do: "speed", times: 10 }), /leave out --engine espruino/);
    const isMemory = events.some(({ type }) => type === "memory") || until(({ type }) => type === "memory");
    await isMemory;
    const isOffline = until(isMessage("/status", "offline"));
    await desk.close();
    await isOffline;
  });
});
