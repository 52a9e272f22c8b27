import assert from "node:assert/strict";
import { quantitiesOf } from "../../scripts/lib/sensors/channels";
import type { SensorDescriptor } from "../../scripts/lib/sensors/descriptor";
import { SENSORS } from "../../scripts/lib/sensors/registry";
import { boardFile } from "./board-file";
import { describeOnEngines } from "./engines";
import { SimulatedNode } from "./simulated-node";

const BUSES = [
  { id: "wire", type: "oneWire", pin: "D4" },
  { id: "i2c", type: "i2c", clock: "D22", data: "D21" },
];
/** What a model is set to, and what is then published: for each quantity another number, so that none passes for another one. */
const WORLD: Readonly<Record<string, { field: string; is: number; reads: number }>> = {
  temperature: { field: "celsius", is: 21.5, reads: 21.5 },
  humidity: { field: "humidity", is: 61, reads: 61 },
  pressure: { field: "pascals", is: 98_700, reads: 987 },
  illuminance: { field: "lux", is: 1_234, reads: 1_234 },
};
/** So many fit the heap of an ESP8266. */
const MOST_ON_ONE_BOARD = 4;

/** All kinds on buses, those with one address on boards of their own. */
function boards(): SensorDescriptor[][] {
  const boards: SensorDescriptor[][] = [];
  for (const kind of SENSORS.filter(({ bus }) => bus !== undefined)) {
    const free = boards.find(
      (board) => board.length < MOST_ON_ONE_BOARD && board.every((other) => addressOf(other) !== addressOf(kind)),
    );
    if (free === undefined) boards.push([kind]);
    else free.push(kind);
  }
  return boards;
}

function addressOf({ bus, defaults }: SensorDescriptor): unknown {
  return bus?.address ?? (defaults as { address?: string }).address;
}

/** By its topic below the node's, which quantity of a kind is published there. */
function topicsOf(kind: SensorDescriptor): [topic: string, quantity: string][] {
  const { type, bus } = kind;
  const quantities = quantitiesOf(kind);
  if (quantities.length > 0) return quantities.map((quantity) => [`${type}/${quantity}/state`, quantity]);
  return [[`${type}/state`, bus?.measures[0] ?? ""]];
}

describeOnEngines("each kind of sensor on a bus", function () {
  this.timeout(60_000);
  let node: SimulatedNode | undefined;
  afterEach(async () => {
    await node?.close();
    node = undefined;
  });

  for (const kinds of boards()) {
    const path = boardFile("desk", {
      buses: BUSES,
      sensors: kinds.map(({ type }) => ({ id: type, type, periodSeconds: 10 })),
    });
    it(`publishes each of its values under its own name: ${kinds.map(({ type }) => type).join(", ")}`, async () => {
      node = await SimulatedNode.boot(path);
      for (const { type, bus } of kinds) {
        const model = node.device(Object, type);
        for (const { field, is } of (bus?.measures ?? []).map((quantity) => WORLD[quantity])) {
          assert.ok(field in model, `the model of a ${type} has no ${field}`);
          Object.assign(model, { [field]: () => is });
        }
      }
      await node.untilOnline(15_000);
      await node.board.run(12_000);
      for (const [topic, quantity] of kinds.flatMap(topicsOf)) {
        const { reads } = WORLD[quantity];
        const told = node.payloads(topic).at(-1);
        assert.ok(Math.abs(Number(told) - reads) <= reads / 200, `${topic}: ${told}, where ${quantity} is ${reads}`);
      }
      assert.deepEqual(node.board.uncaught, []);
    });
  }
});
