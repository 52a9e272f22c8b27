import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { CHALLENGE_BYTES, signCommand } from "../../../scripts/lib/broker/sign-command";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";

const KEY = "0123456789abcdef0123456789abcdef";
const BOARD = { commands: { signingKey: KEY }, actuators: [{ id: "lock", type: "switch", pin: "D26" }] };

const sign = (topic: string, nonce: string, command: string): string =>
  signCommand(KEY, { topic, nonce, challenge: randomBytes(CHALLENGE_BYTES).toString("base64"), command });

describe("signed commands at a desk", function () {
  this.timeout(180_000);

  it("are obeyed, each with the nonce that the one before brought", async () => {
    const desk = await TestDesk.online(boardFile("locked", BOARD), { sign });
    await desk.message("/nonce");
    for (const command of ["ON", "OFF"]) {
      const given = desk.perform({ do: "command", actuator: "lock", payload: command });
      await desk.message("/lock/state", command);
      await given;
    }
    await desk.close();
  });

  it("are refused in words where the key is not here, or nothing was published to sign", async () => {
    const file = boardFile("locked", BOARD);
    const desk = await TestDesk.start(file);
    await assert.rejects(desk.perform({ do: "command", actuator: "lock", payload: "ON" }), /its key is not here/);
    await desk.close();
    const other = await TestDesk.start(file, { sign });
    await assert.rejects(other.perform({ do: "command", actuator: "lock", payload: "ON" }), /no nonce yet/);
    await other.close();
  });
});
