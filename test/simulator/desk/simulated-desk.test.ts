import assert from "node:assert/strict";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";

describe("a simulated desk", function () {
  this.timeout(180_000);

  it("tells what its board publishes, prints and drives, and what it is commanded", async () => {
    const desk = await TestDesk.online("greenhouse");
    await desk.perform({ do: "command", actuator: "pump", payload: "ON" });
    await desk.message("pump/state", "ON");
    await desk.close();
    const about = (topic: string): object | undefined =>
      desk
        .of("message")
        .filter((event) => event.topic === `home/greenhouse/${topic}`)
        .map((event) => ({ about: event.about, id: event.id }))
        .at(-1);
    assert.deepEqual(about("soil/state"), { about: "reading", id: "soil" });
    assert.deepEqual(about("pump/state"), { about: "state", id: "pump" });
    assert.deepEqual(about("pump/set"), { about: "command", id: "pump" });
    assert.deepEqual(about("status"), { about: "status", id: "" });
    assert.ok(desk.of("console").some(({ line }) => line === "online"));
    assert.deepEqual(
      desk
        .of("pin")
        .filter(({ pin }) => pin === "D25")
        .map(({ level }) => level),
      [true, false],
    );
    assert.deepEqual(
      desk
        .of("part")
        .map(({ id, text }) => `${id} ${text}`)
        .slice(0, 1),
      ["pump on"],
    );
    assert.equal(desk.of("message").at(-1)?.payload, "offline");
    assert.deepEqual(desk.of("told"), []);
  });

  it("names pins as they are printed on the board that the chip is on", async () => {
    const desk = await TestDesk.online(
      boardFile("balcony", {
        chip: "esp32c3",
        hardware: "xiao-esp32c3",
        buses: [{ id: "i2c", type: "i2c", clock: "D5", data: "D4" }],
        sensors: [{ id: "air", type: "sht4x", periodSeconds: 60 }],
        actuators: [{ id: "valve", type: "switch", pin: "D1" }],
      }),
    );
    await desk.perform({ do: "command", actuator: "valve", payload: "ON" });
    await desk.message("valve/state", "ON");
    await desk.close();
    assert.deepEqual([...new Set(desk.of("pin").map(({ pin }) => pin))], ["D1"]);
    const { pins, hardware } = desk.desk.board;
    assert.deepEqual(
      pins.map(({ name, part }) => `${part} ${name}`),
      ["valve D1", "i2c D5", "i2c D4"],
    );
    assert.equal(hardware?.title, "Seeed Studio XIAO ESP32C3");
    assert.ok(hardware?.sides.flat().some(({ label, gpio }) => label === "D1" && gpio === 3));
  });

  it("lets a value be held in the unit in which it is published", async () => {
    const desk = await TestDesk.online("greenhouse");
    await desk.perform({ do: "set", input: "soil", value: 25 });
    assert.equal(await desk.message("soil/state"), "25.0");
    await desk.close();
  });
});
