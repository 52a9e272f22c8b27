import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { startGreenhouse } from "./greenhouse";

/**
 * Lives through what a greenhouse node has to, in a real Espruino against a real broker, and tells each thing that held.
 * @param minutes how long it runs on before memory is looked at for the last time
 * @throws Error naming what did not hold
 */
export async function greenhouseStory(
  executable: string,
  minutes: number,
  pass: (what: string) => void,
): Promise<void> {
  const { board, broker, espruino, stop } = await startGreenhouse(executable);
  const base = board.topics?.base ?? board.name;
  const heard = (topic: string, payload?: string, from = 0): boolean =>
    broker.messages
      .slice(from)
      .some((each) => each.topic === topic && (payload === undefined || each.payload === payload));
  const message = (topic: string, payload?: string, from = 0): Promise<void> =>
    espruino.waitFor(`${topic} ${payload ?? ""}`, () => heard(topic, payload, from), 90_000);
  try {
    const memory = [`boot ${await espruino.memoryAtBoot()}`];
    await message(`${base}/status`, "online");
    pass(`Espruino ${espruino.version} runs the bundle and says online`);
    memory.push(`connected ${await espruino.memory()}`);

    const from = broker.messages.length;
    await broker.publish(`${base}/pump/set`, "ON");
    await espruino.waitForPin(25, 0);
    await message(`${base}/pump/state`, "ON", from);
    pass("a command moves the pump's pin and its state comes back");
    await broker.publish(`${base}/lamp/set`, "40");
    await espruino.waitForPin(33, 0.4);
    pass("a level moves the lamp's pin");

    const pinsBefore = JSON.stringify([...espruino.pins]);
    const refusedFrom = broker.messages.length;
    await broker.publish(`${base}/pump/set`, "PERHAPS");
    await message(`${base}/diagnostics`, undefined, refusedFrom);
    assert.equal(JSON.stringify([...espruino.pins]), pinsBefore, "a refused command moved a pin");
    pass("a refused command is reported and moves no pin");

    for (const { id } of board.sensors ?? []) await message(`${base}/${id}/state`);
    pass(`telemetry of every sensor: ${board.sensors?.map(({ id }) => id).join(", ")}`);

    const lostFrom = broker.messages.length;
    await broker.restart();
    await message(`${base}/status`, "online", lostFrom);
    await message(`${base}/soil/state`, undefined, lostFrom);
    pass("it reconnects after the broker restarts, and goes on");

    await setTimeout(minutes * 60_000);
    memory.push(`after ${minutes} more minutes ${await espruino.memory()}`);
    pass(`variables in use: ${memory.join(", ")}`);
  } finally {
    await stop();
  }
}
