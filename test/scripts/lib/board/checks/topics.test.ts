import assert from "node:assert/strict";
import type { BoardFile } from "../../../../../scripts/lib/board/config";
import { checkConnection } from "../../../../../scripts/lib/board/checks/connection";
import { checkTopics } from "../../../../../scripts/lib/board/checks/topics";
import { exampleDraft } from "../example-board";

function problems(changes: BoardFile): string[] {
  const found: string[] = [];
  const draft = exampleDraft(changes, found);
  checkTopics(draft);
  return found;
}

/** A board with one sensor and one actuator. */
function board(sensor: object, actuator: object = {}, more: object = {}): BoardFile {
  return {
    sensors: [{ id: "up", type: "uptime", periodSeconds: 10, ...sensor }] as never,
    actuators: [{ id: "lamp", type: "switch", pin: "D25", ...actuator }] as never,
    ...more,
  };
}

const EMPTY_LEVEL = 'holds an empty level: write one "/" in place of "//"';
const SLASH = "ends in a slash, and the slash behind it is put there by itself; leave it out";

describe("topics of a board", () => {
  it("hold no control character, whichever and wherever, and nothing that is no character", () => {
    for (const character of [
      "\n",
      "\r",
      "\t",
      "\x01",
      "\x1b",
      "\x7f",
      "\u0080",
      "\u009f",
      "\ufffe",
      "\ufdd0",
      "\u{1ffff}",
    ]) {
      const topic = `home/x${character}y`;
      const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
      const problem = `holds the character U+${code}, on which brokers hang up (MQTT 3.1.1, 1.5.3); leave it out`;
      assert.deepEqual(problems(board({ stateTopic: topic })), [`sensors.0.stateTopic: ${problem}`]);
      assert.deepEqual(problems(board({}, { commandTopic: topic })), [`actuators.0.commandTopic: ${problem}`]);
      assert.deepEqual(problems(board({}, { stateTopic: topic })), [`actuators.0.stateTopic: ${problem}`]);
      assert.deepEqual(problems(board({}, {}, { topics: { base: topic } })), [`topics.base: ${problem}`]);
      assert.deepEqual(problems(board({}, {}, { topics: { status: topic } })), [`topics.status: ${problem}`]);
      assert.deepEqual(problems(board({}, {}, { homeAssistant: { prefix: topic } })), [
        `homeAssistant.prefix: ${problem}`,
      ]);
    }
    for (const topic of ["küche/温度", "a b/c", "/home/x", "home/x/", "home/👩‍🔧"]) {
      assert.deepEqual(problems(board({ stateTopic: topic })), []);
    }
  });

  it("are held to that as the other texts for the broker are", () => {
    for (const key of ["username", "clientId"]) {
      const found: string[] = [];
      const broker = { urls: ["mqtt://192.168.1.10", "mqtt://192.168.1.11"], username: "user", [key]: "a\nb" };
      checkConnection(exampleDraft({ broker }, found));
      assert.deepEqual(found, [
        `broker.${key}: holds the character U+000A, on which brokers hang up (MQTT 3.1.1, 1.5.3); leave it out`,
      ]);
    }
  });

  it("hold no empty level, told once where it is written", () => {
    for (const topic of ["home//x", "//x", "home/x//", "a///b"]) {
      assert.deepEqual(problems(board({ stateTopic: topic })), [`sensors.0.stateTopic: ${EMPTY_LEVEL}`]);
      assert.deepEqual(problems(board({}, {}, { topics: { base: topic } })), [`topics.base: ${EMPTY_LEVEL}`]);
    }
  });

  it("begin with a base and a prefix that end in no slash, told once where it is written", () => {
    for (const front of ["home/node/", "home/", "{name}/{mac}/"]) {
      assert.deepEqual(problems(board({}, {}, { topics: { base: front } })), [`topics.base: ${SLASH}`]);
      assert.deepEqual(problems(board({}, {}, { homeAssistant: { prefix: front } })), [
        `homeAssistant.prefix: ${SLASH}`,
      ]);
    }
    assert.deepEqual(problems(board({}, {}, { homeAssistant: {}, topics: { base: "home/node" } })), []);
  });

  it("of the node itself are used for nothing else, told where the wrong one is written, with what has it", () => {
    const used = (by: string): string =>
      `this topic is in use already, by what stands at ${by}; every topic of a board is used once`;
    for (const [topic, use] of [
      ["status", "the status"],
      ["diagnostics", "the reports"],
    ]) {
      const name = `name, for ${use}`;
      assert.deepEqual(problems(board({ stateTopic: `example/${topic}` })), [`sensors.0.stateTopic: ${used(name)}`]);
      assert.deepEqual(problems(board({}, { commandTopic: `example/${topic}` })), [
        `actuators.0.commandTopic: ${used(name)}`,
      ]);
      const topics = { base: "home/x", [topic]: "home/x/up/state" };
      // What is written for the node is what is wrong, and not the id that a topic is made of.
      assert.deepEqual(problems(board({}, {}, { topics })), [`topics.${topic}: ${used("sensors.0.id")}`]);
    }
    assert.deepEqual(problems(board({ stateTopic: "home/x/status" }, {}, { topics: { base: "home/x" } })), [
      `sensors.0.stateTopic: ${used("topics.base, for the status")}`,
    ]);
    const birth = board({ stateTopic: "homeassistant/status" }, {}, { homeAssistant: {} });
    assert.deepEqual(problems(birth), [`sensors.0.stateTopic: ${used("homeAssistant, for Home Assistant's status")}`]);
    const safeMode = board({ stateTopic: "example/safe-mode/set" }, {}, { safeModeAfterBoots: 3 });
    assert.deepEqual(problems(safeMode), [`sensors.0.stateTopic: ${used("name, for safe mode")}`]);
  });
});
