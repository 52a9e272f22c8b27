import assert from "node:assert/strict";
import { checkKinds } from "../../../../scripts/lib/board/checks/kinds";
import type { BoardFile } from "../../../../scripts/lib/board/config";
import { channelsOf } from "../../../../scripts/lib/sensors/channels";
import { programOf } from "../../../../scripts/lib/program/compose";
import { exampleBoard, listing } from "../board/example-board";

type Changes = Partial<Extract<NonNullable<BoardFile["sensors"]>[number], { type?: "pulseCounter" }>>;

function meter(changes: Changes): ReturnType<typeof exampleBoard> {
  return exampleBoard({
    sensors: [
      {
        id: "mains",
        type: "pulseCounter",
        pin: "D27",
        periodSeconds: 10,
        pulsesPerUnit: 1000,
        unit: "kWh",
        ...changes,
      },
    ],
  });
}

function problems(changes: Changes): string[] {
  const found: string[] = [];
  checkKinds(meter(changes), listing(found));
  return found;
}

describe("a pulse counter in a board file", () => {
  it("publishes its rate and its total, each on a topic of its own", () => {
    const shown = channelsOf(meter({})).map((channel) => [
      channel.place.join("."),
      channel.id,
      channel.stateTopic,
      channel.unit,
      channel.deviceClass,
      channel.stateClass,
      channel.decimals,
    ]);
    assert.deepEqual(shown, [
      ["sensors.0.rate", "mains-rate", "example/mains/rate/state", "W", "power", "measurement", 1],
      ["sensors.0.total", "mains-total", "example/mains/total/state", "kWh", "energy", "total_increasing", 3],
    ]);
  });

  it("publishes what is not false, as it is asked to", () => {
    const shown = channelsOf(meter({ rate: false, total: { stateTopic: "own", decimals: 0 } }));
    assert.deepEqual(
      shown.map(({ quantity, stateTopic, decimals }) => [quantity, stateTopic, decimals]),
      [["total", "own", 0]],
    );
  });

  it("carries of the program what it asks for alone", () => {
    const program = programOf(meter({ total: false }), "firmware");
    assert.match(program, /countEdges\(edgeInputs, \{ pin: 27, pull: "up", activeLow: true, debounceMs: 0 \}\)/);
    assert.match(program, /pulseRate\(clock, pulses_mains, 3600, 300000\)/);
    assert.doesNotMatch(program, /countDebounced|pulseTotal|keepCount/);
    const kept = programOf(meter({ debounceMs: 5, rate: false, total: { keepEveryMinutes: 30 } }), "firmware");
    assert.match(kept, /keepCount\(node, storage, "total.mains", "mains", pulses_mains, 1800000\)/);
    assert.doesNotMatch(kept, /countEdges|pulseRate/);
    // What is restored is there before anything reads it.
    assert.ok(kept.indexOf("keepCount(node") < kept.indexOf("pulseTotal(pulses"));
    assert.doesNotMatch(programOf(exampleBoard(), "firmware"), /pulse|lost-edges/);
  });

  it("is refused where it can publish nothing, or not in that unit, or not keep its total", () => {
    assert.match(problems({ rate: false, total: false }).join(), /^sensors\.0: all that it measures is false/);
    assert.deepEqual(problems({ rate: { unit: "L/min" } }), [
      "sensors.0.rate.unit: a total in kWh gives no rate in L/min; there are: W, kW, MW",
    ]);
    assert.match(
      problems({ id: "a-very-long-name-of-a-meter", total: { keepEveryMinutes: 60 } }).join(),
      /^sensors\.0\.id: where its total is kept, an id has at most 21 characters/,
    );
    assert.deepEqual(problems({ rate: { unit: "kW" }, total: { keepEveryMinutes: 60 } }), []);
  });
});
