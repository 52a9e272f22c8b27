import assert from "node:assert/strict";
import { boardFile } from "../../scenarios/board-file";
import { programOf, TestDesk } from "../../scenarios/test-desk";

const soil = { id: "soil", type: "analog", pin: "D34", periodSeconds: 1, scale: 100, unit: "%", decimals: 1 };
const room = { id: "room", type: "sht3x", periodSeconds: 1 };
const buses = [{ id: "i2c", type: "i2c", clock: "D22", data: "D21" }];
const pump = { id: "pump", type: "switch", pin: "D25" };

describe("another program on a desk", function () {
  this.timeout(180_000);

  it("starts at once, and finds the world as it was", async () => {
    const desk = await TestDesk.online(boardFile("saved", { sensors: [soil, room], buses, actuators: [pump] }));
    await desk.perform({ do: "set", input: "soil", value: 25 });
    await desk.perform({ do: "set", input: "room/temperature", value: 31 });
    await desk.perform({ do: "break", input: "room/humidity", fault: "stuck" });
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await desk.message("/pump/state", "ON");
    const from = desk.events.length;
    const beforeMs = desk.desk.nowMs;
    const lamp = { id: "lamp", type: "pwm", pin: "D33" };
    // In other places, and without the one that was there.
    const moved = { ...soil, pin: "D35" };
    const program = await programOf(boardFile("saved", { sensors: [moved, room], buses, actuators: [lamp] }));
    desk.desk.reload(program);
    const [told] = desk.events.slice(from).filter((event) => event.type === "board");
    assert.deepEqual(told.type === "board" && told.board.actuators.map(({ id }) => id), ["lamp"]);
    assert.equal(desk.desk.board.actuators[0].id, "lamp");
    assert.ok(desk.events.slice(from).some((event) => event.type === "pin" && event.pin === "D25" && !event.level));
    assert.deepEqual(
      desk.events
        .slice(from)
        .flatMap((event) => (event.type === "board" || event.type === "console" ? [event.type] : [])),
      ["board", "console", "console"],
    );
    await desk.message("/lamp/state");
    assert.ok(desk.desk.nowMs > beforeMs, "its time goes on");
    assert.equal(await desk.message("/soil/state"), "25.0");
    assert.equal(await desk.message("/room/temperature/state"), "31.0");
    const standing = desk.desk.standing();
    const input = standing.find((event) => event.type === "input" && event.id === "room/humidity");
    assert.equal(input?.type === "input" && input.fault, "stuck");
    await assert.rejects(desk.perform({ do: "command", actuator: "pump", payload: "ON" }), /no actuator "pump"/);
    // What was soldered before is off.
    assert.equal(desk.of("part").at(-1)?.id, "pump");
    await desk.close();
  });

  it("goes on below faults, and waits for power", async () => {
    const file = boardFile("saved", { sensors: [soil] });
    const desk = await TestDesk.online(file);
    await desk.fault("power-cut");
    desk.desk.reload(await programOf(file));
    const from = desk.events.length;
    await desk.pass(10_000);
    assert.equal(desk.events.slice(from).filter(({ type }) => type === "console").length, 0);
    await desk.fault("power-cut", false);
    await desk.message("/status", "online");
    await desk.close();
  });

  it("is for the same engine and chip", async () => {
    const desk = await TestDesk.online(boardFile("saved", { sensors: [soil] }));
    const other = await programOf(boardFile("saved", { engine: "nodemcu", sensors: [soil] }));
    assert.throws(() => desk.desk.reload(other), /esp32 with espruino, and this program is for esp32 with nodemcu/);
    await desk.close();
  });
});
