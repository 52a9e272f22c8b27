import { Broker } from "./broker";
import { anySecrets, SECRETS_FILE } from "../../../program/secrets";
import { EngineObject, listen, listenersOf } from "./engine-objects";
import type { World } from "./world";

type Callback = (...given: unknown[]) => void;

/** What a module needs of the engine that it belongs to. */
export interface ModuleEngine {
  readonly brokers: Broker[];
  readonly sockets: EngineObject[];
  readonly world: World;
  later(run: () => void): void;
  call(run: () => void): void;
  closeSocket(kept: EngineObject): void;
}

/** What `require` gives, as far as it takes a node online; whatever else is called there does nothing. */
export const MODULES: Readonly<Record<string, (engine: ModuleEngine, self: EngineObject) => object>> = {
  Wifi: (engine, self) => {
    let isUp = false;
    return {
      connect: (_ssid: string, _options: object, done?: Callback) =>
        engine.later(() => {
          isUp = true;
          done?.(null);
          for (const each of listenersOf(self, "connected")) engine.call(() => each({}));
        }),
      on: (event: string, listener: Callback) => listen(self, event, listener),
      getStatus: () => (isUp ? { station: "connected", rssi: -55 } : { station: "disconnected" }),
      getIP: () => ({ ip: isUp ? "192.168.1.50" : "0.0.0.0" }),
    };
  },
  net: (engine) => ({ connect: (options: unknown, done: Callback) => connect(engine, options, done) }),
  tls: (engine) => ({ connect: (options: unknown, done: Callback) => connect(engine, options, done) }),
  dgram: (engine) => ({
    createSocket: () => {
      const self = new EngineObject([
        ["__proto__", engine.world.prototypeOf("dgramSocket")],
        ["type", 2],
        ["opt", new EngineObject()],
        ["sckt", 4],
      ]);
      engine.sockets.push(self);
      return engine.world.native(self, {
        on: (event: string, listener: Callback) => listen(self, event, listener),
        close: () => engine.closeSocket(self),
      });
    },
  }),
  Storage: () => {
    const files = new Map([[SECRETS_FILE, anySecrets()]]);
    return {
      read: (name: string) => files.get(name),
      write: (name: string, bytes: string) => {
        files.set(name, bytes);
        return true;
      },
      erase: (name: string) => files.delete(name),
      list: () => [...files.keys()],
    };
  },
  crypto: (engine) => ({ SHA256: () => engine.world.bytes(32).buffer }),
};

/** A connection to the broker; what is written arrives at once, the answer in the next idle pass. */
function connect(engine: ModuleEngine, options: unknown, done: Callback): object {
  const self = new EngineObject([
    ["__proto__", engine.world.prototypeOf("Socket")],
    ["type", 0],
    ["#onconnect", done],
    ["opt", options],
    ["sckt", 4],
    ["conn", true],
  ]);
  let isOpen = true;
  const tell = (event: string, ...given: unknown[]): void => {
    for (const each of listenersOf(self, event)) engine.call(() => each(...given));
  };
  const broker = new Broker((bytes) => engine.later(() => isOpen && tell("data", bytes)));
  engine.brokers.push(broker);
  engine.sockets.push(self);
  engine.later(() => engine.call(() => done()));
  return engine.world.native(self, {
    write: (bytes: string) => {
      broker.receive(bytes);
      return false;
    },
    on: (event: string, listener: Callback) => listen(self, event, listener),
    removeAllListeners: (event: string) => self.remove(`#on${event}`),
    end: () => {
      if (!isOpen) return;
      isOpen = false;
      engine.closeSocket(self);
      engine.later(() => tell("close", false));
    },
  });
}
