import type { AccessPoint } from "../access-point";
import type { Air } from "../air";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/**
 * "2v29": a failed connect never calls back. "later": two silent retries, then the callback gets the reason.
 */
export type EspruinoRelease = "2v29" | "later";

const MAC_OF_ACCESS_POINT = "02:00:00:00:00:01";
const ADDRESS = { ip: "192.168.1.50", netmask: "255.255.255.0", gw: "192.168.1.1" };

/** The reasons that ESP-IDF gives, with their texts. */
const REASONS = {
  left: { reason: "8", msg: "ASSOC_LEAVE" },
  lost: { reason: "200", msg: "BEACON_TIMEOUT" },
  "not found": { reason: "201", msg: "NO_AP_FOUND" },
  "wrong password": { reason: "15", msg: "4WAY_HANDSHAKE_TIMEOUT" },
} as const;

/** The module `Wifi` as station. Nothing reconnects by itself. */
export class Wifi {
  readonly module: Record<string, unknown>;
  readonly #point: AccessPoint;
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #callbacks: Callbacks;
  readonly #intrinsics: Intrinsics;
  readonly #release: EspruinoRelease;
  /** Station and access point agreed; true before there is an address, and that is what `getStatus` reports. */
  #isAssociated = false;
  #ssid = "";
  #connected: unknown;
  #lastFailure = "unknown";
  #next: { cancel(): void } | undefined;

  /** @param jumpClock sets the wall clock on by so many ms without compensation, as time from a server does */
  constructor(
    point: AccessPoint,
    air: Air,
    time: VirtualTime,
    callbacks: Callbacks,
    intrinsics: Intrinsics,
    release: EspruinoRelease,
  ) {
    this.#point = point;
    this.#air = air;
    this.#time = time;
    this.#callbacks = callbacks;
    this.#intrinsics = intrinsics;
    this.#release = release;
    this.module = intrinsics.newObject();
    this.#addFunctions();
    point.onChange(() => {
      if (!point.up && this.#isAssociated) this.#drop("lost");
    });
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#next?.cancel();
    this.#point.onChange(() => {});
  }

  #addFunctions(): void {
    const { newObject, Error } = this.#intrinsics;
    const functions: Record<string, (...args: never[]) => unknown> = {
      connect: (ssid: unknown, options: unknown, connected: unknown) => {
        if (typeof ssid !== "string") throw new Error("No SSID provided");
        if (options !== undefined && options !== null && typeof options !== "object") {
          throw new Error("Expecting options object");
        }
        if (connected !== undefined && connected !== null && typeof connected !== "function") {
          throw new Error("Expecting callback function");
        }
        const password = (options as { password?: unknown } | undefined)?.password;
        this.#connect(ssid, typeof password === "string" ? password : "", connected);
      },
      disconnect: (done: unknown) => {
        this.#next?.cancel();
        if (this.#isAssociated) this.#drop("left");
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
      getStatus: () => this.#status(),
      getDetails: (done: unknown) => this.#answer(done, [this.#details()]),
      getIP: (done: unknown) => {
        const address = Object.assign(newObject(), this.#air.isUp ? ADDRESS : { ip: "0.0.0.0" });
        return this.#answer(done, [null, address]);
      },
      getHostname: () => "espressif",
      setHostname: () => undefined,
      setConfig: () => undefined,
      stopAP: () => undefined,
      save: () => undefined,
      restore: () => undefined,
      scan: (done: unknown) => {
        const { up, ssid, rssi, channel } = this.#point;
        const found = Object.assign(newObject(), { ssid, mac: MAC_OF_ACCESS_POINT, rssi, channel, authMode: "wpa2" });
        this.#time.after(2000, () =>
          this.#callbacks.queue(done, undefined, [this.#intrinsics.newArray(up ? [found] : [])]),
        );
      },
    };
    for (const name in functions) this.module[name] = this.#callbacks.native(functions[name]);
  }

  #answer(done: unknown, args: unknown[]): unknown {
    if (typeof done === "function") this.#callbacks.queue(done, undefined, args);
    return args.at(-1);
  }

  #connect(ssid: string, password: string, connected: unknown): void {
    this.#next?.cancel();
    // Connected already: left without an event, then joined anew.
    this.#isAssociated = false;
    this.#air.setUp(false, this.#time.nowMs);
    this.#connected = connected;
    this.#ssid = ssid;
    this.#attempt(password, this.#release === "later" ? 3 : 1);
  }

  #attempt(password: string, attempts: number): void {
    this.#next = this.#time.after(this.#point.associationMs, () => {
      const answer = this.#point.answer(this.#ssid, password);
      if (answer === "accepted") this.#associate();
      else if (attempts > 1) this.#attempt(password, attempts - 1);
      else this.#fail(answer);
    });
  }

  #associate(): void {
    this.#isAssociated = true;
    const { channel } = this.#point;
    this.#emit("associated", { ssid: this.#ssid, mac: MAC_OF_ACCESS_POINT, channel: String(channel) });
    this.#next = this.#time.after(this.#point.addressMs, () => {
      this.#air.setUp(true, this.#time.nowMs);
      this.#callBack(null);
      this.#emit("connected", ADDRESS);
    });
  }

  #fail(answer: "not found" | "wrong password"): void {
    this.#emitDisconnected(answer);
    if (this.#release === "later") this.#callBack(REASONS[answer].msg);
  }

  #drop(why: "left" | "lost"): void {
    this.#next?.cancel();
    this.#isAssociated = false;
    this.#air.setUp(false, this.#time.nowMs);
    this.#emitDisconnected(why);
  }

  #emitDisconnected(why: keyof typeof REASONS): void {
    this.#lastFailure = REASONS[why].msg;
    this.#emit("disconnected", { ssid: this.#ssid, mac: MAC_OF_ACCESS_POINT, ...REASONS[why] });
  }

  #emit(event: string, details: object): void {
    this.#callbacks.queueListeners(this.module, event, [Object.assign(this.#intrinsics.newObject(), details)]);
  }

  #callBack(error: string | null): void {
    if (typeof this.#connected === "function") this.#callbacks.queue(this.#connected, undefined, [error]);
    this.#connected = undefined;
  }

  #status(): object {
    const status = this.#intrinsics.newObject();
    if (!this.#isAssociated)
      return Object.assign(status, { station: this.#lastFailure, mode: "off", powersave: "none" });
    const { rssi, channel } = this.#point;
    return Object.assign(status, {
      station: "connected",
      ssid: this.#ssid,
      bssid: MAC_OF_ACCESS_POINT,
      channel,
      rssi,
      htMode: "HT20",
      authMode: "WPA2_PSK",
      mode: "sta",
      powersave: "none",
    });
  }

  #details(): object {
    const { rssi } = this.#point;
    const status = this.#isAssociated ? "connected" : "disconnected";
    return Object.assign(this.#intrinsics.newObject(), { status, rssi, ssid: this.#ssid, authMode: "wpa2" });
  }
}
