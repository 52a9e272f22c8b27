import assert from "node:assert/strict";
import { boardFile } from "./board-file";
import { SimulatedNode } from "./simulated-node";

const target = { id: "target", type: "number", min: 2, max: 15, step: 0.5, initialValue: 5 };

describe("settings that outlive a program", () => {
  it("an actuator that is new begins at its initial value on a chip that keeps those of others", async () => {
    const before = await SimulatedNode.online(boardFile("kept", { actuators: [target] }));
    await before.command("target", "7.5");
    await before.board.run(120_000);
    // NodeMCU has its program there as well.
    const files = [...before.board.storage.files].filter(([name]) => !/\.(lua|img)$/.test(name));
    await before.close();
    assert.ok(files.some(([, text]) => text.includes("target=7.5")));

    const further = { ...target, id: "further", initialValue: 12 };
    const after = await SimulatedNode.boot(boardFile("kept", { actuators: [target, further] }));
    for (const [name, text] of files) after.board.storage.files.set(name, text);
    after.board.reboot();
    await after.untilOnline(15_000);
    await after.board.run(1_000);
    await after.close();
    assert.equal(after.payloads("target/state").at(-1), "7.5");
    assert.equal(after.payloads("further/state").at(-1), "12.0");
  });
});
