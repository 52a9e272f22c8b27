import assert from "node:assert/strict";
import { join } from "node:path";
import type { Board } from "../../../scripts/lib/board/config";
import { loadBoard } from "../../../scripts/lib/board/load";
import { readingsOf, toldBy } from "./figures";
import { Ledger } from "./ledger";
import { voltsOf } from "./numbering";
import { macOf } from "./protocol";

const SERIAL = "24a16010-0000";
const BROKER = { name: "broker", host: "127.0.0.1", port: 1883, cluster: 0, process: undefined };
/** Of each of the two sensors. */
const MADE = [[6, 0]];

describe("the readings of a fleet", () => {
  let config: Board;
  let ledger: Ledger;

  before(() => {
    config = loadBoard(join(__dirname, "meter.json"), { environment: {} }).board;
  });
  beforeEach(() => {
    ledger = new Ledger(config, [{ serial: SERIAL, afterMs: 0 }], [BROKER]);
  });

  const says = (what: string, payload: string, atMs: number): void =>
    ledger.message(0, `fleet/${macOf(SERIAL)}/${what}`, payload, false, atMs);
  /** The full scale of its pin is 3.3 V, of which it publishes thousandths. */
  const arrives = (number: number, atMs: number): void => {
    const [sensor] = ledger.nodes[0]!.readings;
    says("level/state", ((voltsOf(sensor!.sensor, number) / 3.3) * 1000).toFixed(0), atMs);
  };
  const happens = (atMs: number, what: "connected" | "session" | "ended", connection: number, made: number): void =>
    ledger.connection(0, { node: 0, broker: 0, atMs, what, connection, made: [made, 0] });
  const found = (): unknown => {
    const histories = ledger.nodes.map((node) => node.history());
    const [{ missing, atBreaks, notBack } = assert.fail()] = readingsOf(ledger, histories, MADE);
    return { missing, atBreaks, notBack, untold: toldBy(ledger, histories, MADE).lostUntold };
  };

  it("that a broken connection took along are told from those that wait in a node that is not back", () => {
    happens(1, "session", 1, 0);
    says("status", "online", 2);
    says("diagnostics", '{"connects":1,"dropped":0}', 3);
    arrives(1, 4);
    happens(5, "ended", 1, 3);
    assert.deepEqual(found(), { missing: 5, atBreaks: 2, notBack: 3, untold: 2 });
  });

  it("that a node wrote before it saw that its connection was broken are among those that the connection took along", () => {
    happens(1, "session", 1, 0);
    says("status", "online", 2);
    happens(3, "ended", 1, 2);
    happens(4, "connected", 2, 4);
    happens(5, "session", 2, 4);
    says("status", "online", 6);
    says("diagnostics", '{"connects":2,"dropped":0}', 7);
    for (const number of [1, 2, 4, 5, 6]) arrives(number, 8);
    assert.deepEqual(found(), { missing: 1, atBreaks: 1, notBack: 0, untold: 1 });
  });

  it("that are missing for no reason that is known from outside are in neither of the two", () => {
    happens(1, "session", 1, 0);
    says("status", "online", 2);
    says("diagnostics", '{"connects":1,"dropped":0}', 3);
    for (const number of [1, 2, 4, 5, 6]) arrives(number, 4);
    assert.deepEqual(found(), { missing: 1, atBreaks: 0, notBack: 0, untold: 1 });
  });

  it("that a node tells as dropped are not those that none told of", () => {
    happens(1, "session", 1, 0);
    says("status", "online", 2);
    happens(3, "ended", 1, 2);
    happens(4, "session", 2, 4);
    says("status", "online", 5);
    for (const number of [1, 3, 5, 6]) arrives(number, 6);
    says("diagnostics", '{"connects":2,"dropped":1}', 7);
    assert.deepEqual(found(), { missing: 2, atBreaks: 1, notBack: 0, untold: 1 });
  });
});
