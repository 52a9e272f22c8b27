import assert from "node:assert/strict";
import { ACTUATORS } from "../../../scripts/lib/actuators/registry";
import { BUSES, exampleEntry } from "../../../scripts/lib/board/reference/example";
import type { DeskInput } from "../../../scripts/lib/desk/protocol";
import { SENSORS } from "../../../scripts/lib/sensors/registry";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";

const PERIOD_MS = 1_000;
/** Long enough for what is told once in a period, and for what comes again after it was away. */
const LONG_MS = 12 * PERIOD_MS;
const buses = Object.values(BUSES);

const movable = SENSORS.filter(({ pins, bus }) => pins !== undefined || bus !== undefined);

/** A desk with one sensor of a kind, which stands still. */
function deskWith(kind: (typeof movable)[number]): Promise<TestDesk> {
  const sensors = [exampleEntry(kind, { periodSeconds: PERIOD_MS / 1000 })];
  return TestDesk.online(boardFile("moved", { sensors, buses }), { isStill: true });
}

/** What the board publishes of a value in a while, from some periods after now on. */
async function readings(desk: TestDesk, value: string): Promise<string[]> {
  await desk.pass(LONG_MS);
  const from = desk.events.length;
  await desk.pass(LONG_MS);
  return desk.payloads(`/${value}/state`, from);
}

/** Two places of an input that are far from each other. */
function places({ kind, from, to, name }: DeskInput): [number | boolean, number | boolean] {
  if (kind === "contact") return [false, true];
  // The light of a room: what is brighter than a lamp is too much for some of an averaged range.
  const top = name === "light" ? 2_000 : to;
  return [from + 0.25 * (top - from), from + 0.75 * (top - from)];
}

async function put(desk: TestDesk, { id }: DeskInput, value: number | boolean): Promise<void> {
  await desk.perform({ do: "set", input: id, value });
}

describe("what a person moves and breaks", function () {
  this.timeout(60_000);

  for (const kind of movable) {
    describe(`of a ${kind.type}`, () => {
      let desk: TestDesk;

      before(async () => {
        desk = await deskWith(kind);
      });

      after(() => desk.close());

      it("moves what is published, each of its levers", async () => {
        const { inputs, values } = desk.desk.board;
        assert.ok(inputs.length > 0);
        assert.deepEqual(inputs.flatMap((input) => input.values).sort(), values.map(({ id }) => id).sort());
        for (const input of inputs) {
          const published: string[][] = [];
          for (const place of places(input)) {
            await put(desk, input, place);
            // Of several values the first: a total of pulses grows wherever they stand.
            published.push(await readings(desk, input.values[0]));
            const value = values.find(({ id }) => id === input.values[0]);
            if (typeof place !== "number" || value?.unit !== input.unit) continue;
            const last = Number(published.at(-1)?.at(-1));
            assert.ok(Math.abs(last - place) <= 0.011 * (input.to - input.from), `${input.id} at ${place}: ${last}`);
          }
          const [low, high] = published;
          assert.ok(low.length > 0 && high.length > 0);
          assert.notEqual(low.at(-1), high.at(-1), input.id);
        }
      });

      it("breaks, each of its ways, and is mended", async () => {
        const [input] = desk.desk.board.inputs;
        const [value] = input.values;
        const [low, high] = places(input);
        for (const fault of input.faults) {
          await put(desk, input, high);
          const sound = (await readings(desk, value)).at(-1);
          await desk.perform({ do: "break", input: input.id, fault });
          if (fault === "stuck") await put(desk, input, low);
          const broken = await readings(desk, value);
          if (fault === "stuck" || fault === "power lost") assert.equal(broken.at(-1), sound, fault);
          else assert.notEqual(broken.at(-1), sound, `${fault}: ${broken.join(" ")}`);
          await desk.perform({ do: "break", input: input.id });
          await put(desk, input, high);
          const mended = await readings(desk, value);
          assert.equal(mended.at(-1), sound, `mended from ${fault}`);
        }
      });

      it("can be unplugged at least", () => {
        for (const { faults } of desk.desk.board.inputs) {
          assert.ok(faults.includes("unplugged") && faults.includes("stuck"), faults.join());
        }
      });
    });
  }

  for (const kind of ACTUATORS.filter(({ pins }) => pins !== undefined)) {
    it(`breaks a ${kind.type}, by the name that commands it`, async () => {
      const board = { ...kind.exampleOn, actuators: [exampleEntry(kind)], buses };
      const desk = await TestDesk.online(boardFile("broken", board), { isStill: true });
      const input = desk.desk.board.inputs.find(({ id }) => id === kind.type);
      assert.equal(input?.kind, "part");
      assert.ok((input?.faults.length ?? 0) > 0);
      await assert.rejects(desk.perform({ do: "set", input: kind.type, value: 1 }), /driven by the board/);
      for (const fault of input?.faults ?? []) {
        await desk.perform({ do: "break", input: kind.type, fault });
        assert.equal(desk.of("input").at(-1)?.fault, fault);
      }
      await desk.perform({ do: "break", input: kind.type });
      await desk.close();
    });
  }
});
