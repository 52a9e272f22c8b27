import { isIPv4 } from "node:net";
import type { AccessPoint } from "../access-point";
import type { Air } from "../air";
import type { VirtualTime } from "../virtual-time";
import type { Callbacks } from "./callbacks";
import type { Intrinsics } from "./realm";

/**
 * "2v29": a failed connect never calls back. "later": up to two silent retries for each call of connect, also when the
 * network is lost after joining; then a connect's callback gets the reason.
 */
export type EspruinoRelease = "2v29" | "later";

/** How many disconnections a call of connect may meet until one is told. */
const ATTEMPTS_LATER = 3;
const MAC_OF_ACCESS_POINT = "02:00:00:00:00:01";
const DEFAULT_HOSTNAME = "espressif";
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
  readonly #points: readonly AccessPoint[];
  /** The one that is tried or joined. */
  #point: AccessPoint;
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #callbacks: Callbacks;
  readonly #intrinsics: Intrinsics;
  readonly #release: EspruinoRelease;
  /** What `getStatus` reports: true from association on, before there is an address, and during silent retries too. */
  #isConnected = false;
  /** Station and access point agree. */
  #isJoined = false;
  #hasAddress = false;
  #attemptsLeft = 0;
  #ssid = "";
  #password = "";
  #connected: unknown;
  #lastFailure = "Unknown reason";
  #staticAddress: typeof ADDRESS | undefined;
  #hostname = "";
  #hasStarted = false;
  #next: { cancel(): void } | undefined;
  #loss: { cancel(): void } | undefined;

  constructor(
    points: readonly AccessPoint[],
    air: Air,
    time: VirtualTime,
    callbacks: Callbacks,
    intrinsics: Intrinsics,
    release: EspruinoRelease,
  ) {
    this.#points = points;
    this.#point = points[0];
    this.#air = air;
    this.#time = time;
    this.#callbacks = callbacks;
    this.#intrinsics = intrinsics;
    this.#release = release;
    this.module = intrinsics.newObject();
    this.#addFunctions();
    for (const each of points) {
      each.onChange(() => {
        if (this.#point === each) this.#heardOrNot();
      });
    }
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    for (const each of this.#points) each.onChange(() => {});
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
        this.#attemptsLeft = 0;
        if (this.#isJoined) this.#drop("left");
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
      getStatus: () => this.#status(),
      getDetails: (done: unknown) => this.#answer(done, [this.#details()]),
      getIP: (done: unknown) => {
        const address = Object.assign(newObject(), this.#hasAddress ? this.#address : { ip: "0.0.0.0" });
        return this.#answer(done, [null, address]);
      },
      setIP: (settings: unknown, done: unknown) => this.#setAddress(settings, done),
      getHostname: () => this.#hostname,
      setHostname: (hostname: unknown, done: unknown) => {
        // Kept by the interface, which is there from the first start of the radio on.
        if (this.#hasStarted) this.#hostname = String(hostname);
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
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

  get #address(): typeof ADDRESS {
    return this.#staticAddress ?? ADDRESS;
  }

  #setAddress(settings: unknown, done: unknown): void {
    const { Error } = this.#intrinsics;
    if (typeof settings !== "object" || settings === null) throw new Error("Expecting options object");
    const given = settings as Record<string, unknown>;
    for (const [key, problem] of [
      ["ip", "Not a valid IP address"],
      ["gw", "Not a valid Gateway address"],
      ["netmask", "Not a valid Netmask"],
    ]) {
      if (!isIPv4(String(given[key]))) throw new Error(problem);
    }
    // 2v29 stops the DHCP server in place of the client, and without that the address is refused; null is told of that.
    if (this.#release === "later") {
      const { ip, netmask, gw } = given as typeof ADDRESS;
      this.#staticAddress = { ip, netmask, gw };
    }
    if (typeof done !== "function") throw new Error("Callback is not a function");
    this.#callbacks.queue(done, undefined, [null]);
  }

  #answer(done: unknown, args: unknown[]): unknown {
    if (typeof done === "function") this.#callbacks.queue(done, undefined, args);
    return args.at(-1);
  }

  #connect(ssid: string, password: string, connected: unknown): void {
    this.#next?.cancel();
    this.#connected = connected;
    const named = this.#points.filter((point) => point.ssid === undefined || point.ssid === ssid);
    this.#point = named.sort((a, b) => Number(b.up) - Number(a.up) || b.rssi - a.rssi)[0] ?? this.#points[0];
    // The radio starts, and with it the interface, with its name anew.
    this.#hasStarted = true;
    this.#hostname = DEFAULT_HOSTNAME;
    this.#ssid = ssid;
    this.#password = password;
    this.#attemptsLeft = this.#release === "later" ? ATTEMPTS_LATER : 1;
    if (this.#isJoined && this.#release === "later") {
      // Leaves, which takes one of the attempts, and joins anew.
      this.#drop("left");
      return;
    }
    // Connected already: left without an event, then joined anew.
    this.#leave();
    this.#isConnected = false;
    this.#attempt();
  }

  #attempt(): void {
    this.#next = this.#time.after(this.#point.associationMs, () => {
      const answer = this.#point.answer(this.#ssid, this.#password);
      if (answer === "accepted") this.#associate();
      else this.#drop(answer);
    });
  }

  #associate(): void {
    this.#isConnected = true;
    this.#isJoined = true;
    const { channel } = this.#point;
    this.#emit("associated", { ssid: this.#ssid, mac: MAC_OF_ACCESS_POINT, channel: String(channel) });
    this.#awaitAddress();
  }

  #awaitAddress(): void {
    if (this.#staticAddress === undefined) {
      this.#point.hostnameTold = this.#hostname;
      if (!this.#point.hasDhcp) return;
    }
    this.#next = this.#time.after(this.#point.addressMs, () => {
      this.#hasAddress = true;
      this.#air.change("up", this.#time.nowMs);
      this.#callBack(null);
      this.#emit("connected", this.#address);
    });
  }

  /** The access point went or came. The station learns that it went from beacons that fail to come. */
  #heardOrNot(): void {
    if (!this.#isJoined) return;
    this.#loss?.cancel();
    if (!this.#point.up) {
      this.#next?.cancel();
      if (this.#hasAddress) this.#air.change("unheard", this.#time.nowMs);
      this.#loss = this.#time.after(this.#point.beaconTimeoutMs, () => this.#drop("lost"));
    } else if (this.#hasAddress) this.#air.change("up", this.#time.nowMs);
    else this.#awaitAddress();
  }

  #leave(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#isJoined = false;
    this.#hasAddress = false;
    this.#air.change("down", this.#time.nowMs);
  }

  /** An attempt failed, or the network was lost or left. */
  #drop(why: keyof typeof REASONS): void {
    this.#leave();
    this.#attemptsLeft--;
    if (this.#attemptsLeft > 0) {
      this.#attempt();
      return;
    }
    this.#isConnected = false;
    this.#emitDisconnected(why);
    if (this.#release === "later") this.#callBack(REASONS[why].msg);
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
    if (!this.#isConnected)
      return Object.assign(status, { station: this.#lastFailure, mode: "NULL", powersave: "none" });
    const { rssi, channel } = this.#point;
    return Object.assign(status, {
      station: "connected",
      ssid: this.#ssid,
      bssid: MAC_OF_ACCESS_POINT,
      channel,
      rssi,
      htMode: "HT20",
      authMode: "wpa2",
      mode: "STA",
      powersave: "none",
    });
  }

  #details(): object {
    const details = this.#intrinsics.newObject();
    if (!this.#isConnected) return Object.assign(details, { status: this.#lastFailure });
    return Object.assign(details, {
      ssid: this.#ssid,
      password: this.#password,
      status: "connected",
      authMode: "wpa2",
    });
  }
}
