import assert from "node:assert/strict";
import { ACTUATORS } from "../../../scripts/lib/actuators/registry";
import { BUSES, exampleEntry } from "../../../scripts/lib/board/reference/example";
import type { DeskInput } from "../../../scripts/lib/desk/protocol";
import { SENSORS } from "../../../scripts/lib/sensors/registry";
import { boardFile } from "../../scenarios/board-file";
import { TestDesk } from "../../scenarios/test-desk";

const PERIOD_MS = 1_000;
/** Long enough for what is told once in a period. */
const LONG_MS = 8 * PERIOD_MS;
/** A driver looks for a part that was away once in half a minute, and an AHT10 wants two looks. */
const AGAIN_MS = 90_000;
/** So that a chip has room for them. */
const MOST_ON_A_BOARD = 5;
const buses = Object.values(BUSES);

interface Entry {
  type: string;
  /** Its pins and its address: what no other of the board may have. */
  places: string[];
  entry: object;
}

function entryOf(kind: (typeof SENSORS)[number] | (typeof ACTUATORS)[number], more = {}): Entry {
  const entry = exampleEntry(kind, more);
  const said = Object.entries({ ...kind.defaults, ...entry });
  const places = said.flatMap(([key, value]) => (/^pin$|Pin$|^address$/.test(key) ? [String(value)] : []));
  // Those that have one address only do not say it.
  if (kind.type === "aht20") places.push("0x38");
  return { type: kind.type, places, entry };
}

/** As few boards as hold them all, none with two parts in one place. */
function onBoards(entries: readonly Entry[]): Entry[][] {
  const boards: Entry[][] = [];
  for (const entry of entries) {
    const isFree = (board: Entry[]): boolean =>
      board.length < MOST_ON_A_BOARD && !board.some(({ places }) => places.some((each) => entry.places.includes(each)));
    const board = boards.find(isFree);
    if (board === undefined) boards.push([entry]);
    else board.push(entry);
  }
  return boards;
}

const sensors = SENSORS.filter(({ pins, bus }) => pins !== undefined || bus !== undefined).map((kind) =>
  entryOf(kind, { periodSeconds: PERIOD_MS / 1000 }),
);
const actuators = ACTUATORS.filter(({ pins }) => pins !== undefined).map((kind) => entryOf(kind));

/** What the board publishes of a value in a while, from some periods after now on. */
async function readings(desk: TestDesk, value: string): Promise<string[]> {
  await desk.pass(LONG_MS);
  const from = desk.events.length;
  await desk.pass(LONG_MS / 2);
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
  this.timeout(120_000);

  for (const board of onBoards(sensors)) {
    describe(`on a board of ${board.map(({ type }) => type).join(", ")}`, () => {
      let desk: TestDesk;
      const inputsOf = (type: string): DeskInput[] =>
        desk.desk.board.inputs.filter(({ id }) => id === type || id.startsWith(`${type}/`));

      before(async () => {
        const file = boardFile("moved", { sensors: board.map(({ entry }) => entry), buses });
        desk = await TestDesk.online(file, { isStill: true });
      });

      after(() => desk.close());

      for (const { type } of board) {
        it(`moves what a ${type} publishes, by each of its levers`, async () => {
          const inputs = inputsOf(type);
          const values = desk.desk.board.values.filter(({ id }) => id === type || id.startsWith(`${type}/`));
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

        it(`breaks a ${type} in each of its ways, and mends it`, async () => {
          const [input] = inputsOf(type);
          const [value] = input.values;
          const [low, high] = places(input);
          for (const fault of input.faults) {
            await put(desk, input, high);
            const sound = (await readings(desk, value)).at(-1);
            assert.ok(sound !== undefined, value);
            await desk.perform({ do: "break", input: input.id, fault });
            if (fault === "stuck") await put(desk, input, low);
            const broken = await readings(desk, value);
            if (fault === "stuck" || fault === "power lost") assert.equal(broken.at(-1), sound, fault);
            else assert.notEqual(broken.at(-1), sound, `${fault}: ${broken.join(" ")}`);
            await desk.perform({ do: "break", input: input.id });
            await put(desk, input, high);
            await desk.message(`/${value}/state`, sound, AGAIN_MS);
          }
        });
      }

      it("can be unplugged and stuck at least, each of them", () => {
        for (const { id, faults } of desk.desk.board.inputs) {
          assert.ok(faults.includes("unplugged") && faults.includes("stuck"), `${id}: ${faults.join()}`);
        }
      });
    });
  }

  for (const board of onBoards(actuators)) {
    it(`breaks what hangs on ${board.map(({ type }) => type).join(", ")}, by the names that command them`, async () => {
      const file = boardFile("broken", { actuators: board.map(({ entry }) => entry) });
      const desk = await TestDesk.online(file);
      for (const { type } of board) {
        const input = desk.desk.board.inputs.find(({ id }) => id === type);
        assert.equal(input?.kind, "part");
        assert.ok(input.faults.length > 0);
        await assert.rejects(desk.perform({ do: "set", input: type, value: 1 }), /driven by the board/);
        for (const fault of input.faults) {
          await desk.perform({ do: "break", input: type, fault });
          assert.equal(desk.of("input").at(-1)?.fault, fault);
        }
        await desk.perform({ do: "break", input: type });
      }
      await desk.close();
    });
  }
});
