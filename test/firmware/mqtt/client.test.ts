import assert from "node:assert/strict";
import { ClientState, Failure } from "../../../firmware/mqtt/record";
import { subscribePacket } from "../../../firmware/mqtt/subscribe";
import { bytes, CONNACK, CONNECT, Owner, PINGRESP, SUBACK, SUBSCRIBE, wire } from "./owner";

const PINGREQ = bytes(0xc0, 0);

describe("MQTT client", () => {
  describe("session", () => {
    it("CONNECT is the first packet on a network connection [MQTT-3.1.0-1]", () => {
      const owner = new Owner();
      owner.open();
      assert.deepEqual(owner.sent, [CONNECT]);
    });

    it("subscribes once the server accepted, and is ready once that is answered", () => {
      const owner = new Owner();
      owner.open();
      owner.receive(CONNACK);
      assert.deepEqual(owner.sent, [CONNECT, SUBSCRIBE]);
      assert.deepEqual(owner.readies, []);
      owner.receive(SUBACK);
      assert.deepEqual(owner.readies, [0]);
      assert.equal(owner.client.state, ClientState.Ready);
    });

    describe("with several SUBSCRIBE packets", () => {
      const batches = [["a/set", "b/set"], ["c/set", "d/set"], ["e/set"]].map((filters) => subscribePacket(filters, 1));
      const subscribing = (): Owner => {
        const [subscribe, ...further] = batches;
        const options = {
          subscribePacket: subscribe,
          subscriptions: 2,
          furtherSubscribes: (batch: number) => further[batch - 1] ?? "",
        };
        const owner = new Owner({ options });
        owner.open();
        owner.receive(CONNACK);
        return owner;
      };
      const subAck = (...codes: number[]): string => bytes(0x90, 2 + codes.length, 0, 1, ...codes);

      it("sends each when the one before it is answered, and is ready with the last", () => {
        const owner = subscribing();
        assert.deepEqual(owner.sent, [CONNECT, batches[0]]);
        owner.receive(subAck(1, 1));
        assert.deepEqual(owner.sent, [CONNECT, ...batches.slice(0, 2)]);
        owner.receive(subAck(1, 1));
        assert.deepEqual(owner.readies, []);
        owner.receive(subAck(1));
        assert.deepEqual(owner.sent, [CONNECT, ...batches]);
        assert.deepEqual([owner.readies, owner.lessGranted, owner.failures], [[0], [], []]);
      });

      it("tells of each topic filter that was refused or granted a lower QoS, and how many were refused in all", () => {
        const owner = subscribing();
        for (const codes of [subAck(0x80, 1), subAck(1, 0), subAck(0x80)]) owner.receive(codes);
        assert.deepEqual(owner.lessGranted, [
          ["a/set", 0x80],
          ["d/set", 0],
          ["e/set", 0x80],
        ]);
        assert.deepEqual(owner.readies, [2]);
      });

      it("begins with the first again on the next connection", () => {
        const owner = subscribing();
        owner.receive(subAck(0x80, 1));
        owner.close().open();
        owner.receive(CONNACK);
        assert.deepEqual(owner.sent, [CONNECT, batches[0]]);
        for (const codes of [subAck(1, 1), subAck(1, 1), subAck(1)]) owner.receive(codes);
        assert.deepEqual(owner.readies, [0]);
      });

      it("takes no SUBACK with another number of return codes", () => {
        for (const codes of [subAck(1), subAck(1, 1, 1)]) {
          const owner = subscribing();
          owner.receive(subAck(1, 1));
          owner.receive(codes);
          assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
        }
      });
    });

    it("tells of a topic filter in a SUBSCRIBE packet of any length", () => {
      for (const length of [1, 119, 120, 121, 200, 16_370, 16_375, 16_376, 16_377, 16_378, 16_390]) {
        const filter = "f".repeat(length);
        const owner = new Owner({ options: { subscribePacket: subscribePacket([filter], 2) } });
        owner.room = 70_000;
        owner.open();
        owner.receive(CONNACK);
        owner.receive(bytes(0x90, 3, 0, 1, 1));
        assert.deepEqual(owner.lessGranted, [[filter, 1]]);
      }
    });

    it("with nothing to subscribe to is ready at once", () => {
      const owner = new Owner({ options: { subscribePacket: "" } });
      owner.open();
      owner.receive(CONNACK);
      assert.deepEqual(owner.readies, [0]);
    });

    for (const [code, failure] of [
      [1, Failure.UnacceptableProtocol],
      [2, Failure.IdentifierRejected],
      [3, Failure.ServerUnavailable],
      [4, Failure.BadCredentials],
      [5, Failure.NotAuthorized],
    ] as const) {
      it(`CONNACK return code ${code} is a refusal, never a session`, () => {
        const owner = new Owner();
        owner.open();
        owner.receive(bytes(0x20, 2, 0, code));
        assert.deepEqual(owner.failures, [failure]);
        assert.deepEqual(owner.readies, []);
        assert.equal(owner.client.state, ClientState.Closed);
      });
    }

    it("a refused subscription is told, never taken for granted", () => {
      const owner = new Owner({ options: { subscriptions: 2 } });
      owner.open();
      owner.receive(CONNACK + bytes(0x90, 4, 0, 1, 0, 0x80));
      assert.deepEqual(owner.readies, [1]);
    });

    it("a SUBACK that leaves a subscription unanswered breaks the protocol [MQTT-4.8.0-1]", () => {
      const owner = new Owner({ options: { subscriptions: 2 } });
      owner.open();
      owner.receive(CONNACK + SUBACK);
      assert.deepEqual(owner.readies, []);
      assert.deepEqual(owner.failures, [Failure.ProtocolViolation]);
    });

    it("a connection after a lost one starts with an empty stream", () => {
      const owner = new Owner().connect();
      owner.receive(bytes(0x30, 20, 0));
      owner.close();
      owner.connect();
      assert.equal(owner.client.state, ClientState.Ready);
      assert.deepEqual(owner.failures, []);
    });

    it("a CONNECT that the transport does not take is a failure", () => {
      const owner = new Owner();
      owner.room = 0;
      owner.open();
      assert.deepEqual(owner.failures, [Failure.TransportFull]);
    });
  });

  describe("keep alive", () => {
    it("PINGREQ leaves before the keep alive is over, also while messages flow [MQTT-3.1.2-23]", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 60 } }).connect();
      owner.seconds(44);
      assert.ok(!owner.sent.includes(PINGREQ));
      owner.seconds(1);
      assert.equal(owner.sent.at(-1), PINGREQ);
    });

    it("PINGRESP in time keeps the connection, for ever", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } }).connect();
      for (let i = 0; i < 50; i++) {
        owner.seconds(i === 0 ? 15 : 6);
        assert.equal(owner.sent.length, 3 + i);
        assert.equal(owner.sent.at(-1), PINGREQ);
        owner.seconds(9);
        owner.receive(PINGRESP);
      }
      assert.deepEqual(owner.failures, []);
    });

    const other = wire({ cmd: "publish", topic: "a/set", payload: "x", qos: 0, dup: false, retain: false });

    it("a missing PINGRESP ends the connection after ten seconds of silence", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } }).connect();
      owner.seconds(15);
      owner.seconds(9);
      assert.deepEqual(owner.failures, []);
      owner.seconds(1);
      assert.deepEqual(owner.failures, [Failure.NoResponse]);
    });

    it("a PINGRESP behind a backlog is waited for while bytes arrive, and ten seconds longer", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } }).connect();
      owner.seconds(15);
      for (let i = 0; i < 14; i++) {
        owner.seconds(2);
        owner.receive(other);
      }
      assert.deepEqual(owner.failures, []);
      owner.seconds(9);
      assert.deepEqual(owner.failures, []);
      owner.seconds(1);
      assert.deepEqual(owner.failures, [Failure.NoResponse]);
    });

    it("one that does not come at all is no reason to leave a server that sends: the server hears of the client meanwhile", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } }).connect();
      owner.seconds(15);
      for (let i = 0; i < 600; i++) {
        owner.seconds(1);
        owner.receive(other);
      }
      assert.deepEqual(owner.failures, []);
      assert.equal(owner.sent.at(-1), PINGREQ);
      owner.receive(PINGRESP);
      owner.sent.length = 0;
      owner.seconds(1);
      assert.deepEqual(owner.sent, [PINGREQ]);
      owner.seconds(9);
      assert.deepEqual(owner.failures, []);
      owner.seconds(1);
      assert.deepEqual(owner.failures, [Failure.NoResponse]);
    });

    it("the server hears of the client while SUBACK is waited for, and a SUBACK that never comes is found", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } });
      owner.open();
      owner.receive(CONNACK);
      owner.sent.length = 0;
      for (let i = 0; i < 59; i++) {
        owner.seconds(1);
        owner.receive(other);
      }
      assert.deepEqual(owner.failures, []);
      assert.ok(owner.sent.length > 0);
      assert.deepEqual([...new Set(owner.sent)], [PINGREQ]);
      owner.seconds(1);
      assert.deepEqual(owner.failures, [Failure.NoResponse]);
    });

    it("a missing CONNACK or SUBACK ends the connection after ten seconds", () => {
      for (const answers of ["", CONNACK]) {
        const owner = new Owner();
        owner.open();
        owner.receive(answers);
        owner.seconds(9);
        assert.deepEqual(owner.failures, []);
        owner.seconds(1);
        assert.deepEqual(owner.failures, [Failure.NoResponse]);
      }
    });

    it("time that wrapped is still time gone by", () => {
      const owner = new Owner({ options: { keepAliveSeconds: 20 } });
      owner.nowMs = -2_000;
      owner.connect();
      owner.seconds(15);
      assert.equal(owner.sent.at(-1), PINGREQ);
    });
  });
});
