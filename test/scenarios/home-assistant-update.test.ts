import assert from "node:assert/strict";
import { updateView } from "../scripts/lib/home-assistant/rules";
import { HomeAssistantView } from "./home-assistant-view";
import type { SimulatedNode } from "./simulated-node";
import { MINUTE, nextOf, updatedNode, Updater } from "./update-node";

const ENTITY = "update.node_node_update";

describe("the program of a board, in Home Assistant", function () {
  this.timeout(600_000);
  let node: SimulatedNode;
  afterEach(() => node.close());

  it("is offered, installed by a click, told as it comes in, and there in the end", async () => {
    node = await updatedNode({}, { homeAssistant: {}, capacities: { receiveBytes: 600, transmitBytes: 2048 } });
    const view = new HomeAssistantView(node.broker.messages);
    await node.untilOnline(MINUTE);
    await node.board.run(12_000);
    assert.deepEqual(view.problems, []);
    assert.equal(view.state(ENTITY), "off");
    const updater = new Updater(node, nextOf(node), 7);
    await updater.offer({ flags: "ask", text: "Opens more slowly." });
    await node.board.run(2_000);
    assert.equal(view.state(ENTITY), "on");
    assert.equal(updateView(node.payloads("update/state").at(-1) ?? "").summary, "Opens more slowly.");
    assert.equal(view.commandTopic(ENTITY), "home/node/update");
    // As slow as it may be: how far it is is told every five seconds.
    updater.deliver = async (message) => {
      await node.board.run(700);
      await updater.send(message);
    };
    await updater.send("install");
    assert.ok(await updater.serve(() => updater.has("confirmed")));
    await node.board.run(2_000);
    assert.equal(view.state(ENTITY), "off");
    const states = node.payloads("update/state").map(updateView);
    assert.deepEqual(
      states.flatMap(({ problem }) => (problem === "" ? [] : [problem])),
      [],
    );
    assert.ok(states.some(({ isInProgress, percentage }) => isInProgress && percentage !== null));
    assert.deepEqual(view.problems, []);
  });
});
