import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { generate } from "mqtt-packet";
import { clientProgram } from "../../../../scripts/lib/bench/client-program";
import { FEATURE_SETS, featureProgram } from "../../../../scripts/lib/bench/features";
import {
  COMMAND,
  COMMAND_PACKET,
  COMMAND_TOPIC,
  CONNECT_PACKET,
  READING,
  READING_TOPIC,
  readingPacket,
  subscribePacket,
} from "../../../../scripts/lib/bench/workload";
import { buildProgram, type Build } from "../../../../scripts/lib/build/build";
import { ESPRUINO_ON_ESP32 } from "../../../../scripts/lib/platforms/engine-files";

const root = resolve(__dirname, "../../../..");

describe("the programs of the benchmark", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "mote-bench-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("send and take the packets that mqtt-packet makes of the same", () => {
    const bytes = (packet: Parameters<typeof generate>[0]): string => generate(packet).toString("latin1");
    const reading = { cmd: "publish", topic: READING_TOPIC, payload: READING, dup: false, retain: false } as const;
    assert.equal(readingPacket(0), bytes({ ...reading, qos: 0 }));
    assert.equal(readingPacket(1), bytes({ ...reading, qos: 1, messageId: 3 }));
    assert.equal(COMMAND_PACKET, bytes({ ...reading, topic: COMMAND_TOPIC, payload: COMMAND, qos: 0 }));
    assert.equal(
      subscribePacket(1),
      bytes({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: COMMAND_TOPIC, qos: 1 }] }),
    );
    assert.equal(
      CONNECT_PACKET,
      bytes({ cmd: "connect", clientId: "bench", protocolId: "MQTT", protocolVersion: 4, clean: true, keepalive: 60 }),
    );
    assert.deepEqual([READING_TOPIC.length, READING.length, COMMAND_PACKET.length], [33, 6, 36]);
  });

  for (const publishQos of [0, 1] as const) {
    it(`a client that publishes at QoS ${publishQos} is connected, publishes, and takes commands`, async () => {
      const { bundlePath } = await buildProgram(
        (firmware) => clientProgram({ publishQos, network: "memory" }, firmware),
        ESPRUINO_ON_ESP32,
        root,
        join(folder, `qos${publishQos}`),
      );
      const sent: string[] = [];
      const handled: string[] = [];
      let readies = 0;
      let publish: ((payload: string) => number) | undefined;
      let receive: ((bytes: string) => void) | undefined;
      new Function("network", "provide", "ready", "handle", "broken", readFileSync(bundlePath, "latin1"))(
        (received: typeof receive) => {
          receive = received;
          return (bytes: string) => sent.push(bytes);
        },
        (publisher: typeof publish) => (publish = publisher),
        () => readies++,
        (payload: string) => handled.push(payload),
        (reason: string) => assert.fail(reason),
      );
      receive!("\x20\x02\0\0");
      assert.equal(readies, 0);
      receive!("\x90\x03\0\x01\0");
      assert.equal(readies, 1);
      assert.equal(publish!(READING), 0);
      receive!(COMMAND_PACKET);
      assert.deepEqual(sent, [CONNECT_PACKET, subscribePacket(0), readingPacket(publishQos)]);
      assert.deepEqual(handled, [COMMAND]);
    });
  }

  function built(set: (typeof FEATURE_SETS)[number]): Promise<Build> {
    const platform = { ...ESPRUINO_ON_ESP32, tokens: true };
    return buildProgram((firmware) => featureProgram(set, firmware), platform, root, join(folder, "features"));
  }

  function mqttBytes({ parts }: Build): number {
    return parts.find(({ name }) => name === "mqtt")!.bytes;
  }

  it("a client for QoS 0 alone weighs less than 3,900 bytes, and one of everything more than twice as much", async () => {
    const least = await built(FEATURE_SETS[0]!);
    const all = await built(FEATURE_SETS.at(-1)!);
    assert.ok(mqttBytes(least) < 3_900, `${mqttBytes(least)} bytes`);
    assert.ok(mqttBytes(all) > 2 * mqttBytes(least), `${mqttBytes(all)} of ${mqttBytes(least)} bytes`);
  });

  it("each set of features holds all of the one before it, and more", () => {
    const names = FEATURE_SETS.map((set) => new Set(Object.values(set.names).flat()));
    for (let i = 1; i < names.length; i++) {
      assert.ok([...names[i - 1]!].every((name) => names[i]!.has(name)));
      assert.ok(names[i]!.size > names[i - 1]!.size);
    }
  });
});
