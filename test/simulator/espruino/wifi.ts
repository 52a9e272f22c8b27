import { isIPv4 } from "node:net";
import { MAC_OF_ACCESS_POINT } from "../access-point";
import { LEASED, REASONS, Station, type Radio, type Reason, type StationAddress } from "../station";
import type { Callbacks } from "./callbacks";
import type { EspruinoChip } from "./chips";
import { RadioMode } from "./radio-mode";
import type { EspruinoRelease } from "./release";
import type { Intrinsics } from "./realm";
import type { Storage } from "./storage";

/** How many disconnections a call of connect may meet until one is told. */
const ATTEMPTS_LATER = 3;
const DEFAULT_HOSTNAME = "espressif";
const SCAN_MS = 2000;
/** Where `save` puts what `restore` finds at boot. */
const SAVED = ".wificfg";

type WifiHardware = Radio & {
  readonly release: EspruinoRelease;
  readonly chip: Pick<EspruinoChip, "isBothAtOnce">;
  readonly storage: Pick<Storage, "files">;
};

/** The module `Wifi` as station, and as an access point that is up or not. Nothing reconnects by itself. */
export class Wifi {
  readonly module: Record<string, unknown>;
  readonly #radio: WifiHardware;
  readonly #callbacks: Callbacks;
  readonly #intrinsics: Intrinsics;
  readonly #station: Station;
  /** What `getStatus` reports: true from association on, before there is an address, and during silent retries too. */
  #isConnected = false;
  #attemptsLeft = 0;
  #ssid = "";
  #password = "";
  #connected: unknown;
  #lastFailure = "Unknown reason";
  readonly #mode: RadioMode;

  constructor(radio: WifiHardware, callbacks: Callbacks, intrinsics: Intrinsics) {
    this.#radio = radio;
    this.#mode = new RadioMode(radio.chip.isBothAtOnce);
    this.#callbacks = callbacks;
    this.#intrinsics = intrinsics;
    this.#station = new Station(radio, {
      associated: () => {
        this.#isConnected = true;
        const channel = String(this.#station.point.channel);
        this.#emit("associated", { ssid: this.#ssid, mac: MAC_OF_ACCESS_POINT, channel });
      },
      gotAddress: (address) => {
        this.#callBack(null);
        this.#emit("connected", address);
      },
      dropped: (reason) => this.#dropped(reason),
    });
    this.module = intrinsics.newObject();
    this.#addFunctions();
  }

  get isAccessPoint(): boolean {
    return this.#mode.isAccessPoint;
  }

  /**
   * What the engine does once the boot code has run (jswrap_wifi_restore, called behind jsiInit in targets/esp32/main.c). Of what was
   * saved only the mode is looked at; where nothing was, 2v29 starts the radio in the mode that it has.
   */
  restore(): void {
    const saved = this.#radio.storage.files.get(SAVED);
    if (saved === undefined && this.#isLater) return;
    this.#mode.start(saved === undefined ? undefined : (JSON.parse(saved) as { mode: number }).mode);
    if (this.#mode.isStation) return;
    this.#isConnected = false;
    this.#station.leave();
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#station.stop();
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
        this.#attemptsLeft = 0;
        if (this.#station.state === "joined") this.#station.drop("left");
        else this.#station.leave();
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
      getStatus: () => this.#status(),
      getDetails: (done: unknown) => this.#answer(done, [this.#details()]),
      getIP: (done: unknown) => {
        const address = this.#station.hasAddress ? (this.#station.address ?? LEASED) : { ip: "0.0.0.0" };
        return this.#answer(done, [null, Object.assign(newObject(), address)]);
      },
      setIP: (settings: unknown, done: unknown) => this.#setAddress(settings, done),
      getHostname: () => this.#station.hostname,
      setHostname: (hostname: unknown, done: unknown) => {
        // Kept by the interface, which is there from the first start of the radio as a station on.
        if (this.#mode.isStation) this.#station.hostname = String(hostname);
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
      setConfig: () => undefined,
      stopAP: (done: unknown) => {
        if (done !== undefined && done !== null && typeof done !== "function") {
          throw new Error("Expecting callback function");
        }
        this.#mode.stopAccessPoint();
        if (typeof done === "function") this.#callbacks.queue(done, undefined, []);
      },
      save: () => undefined,
      restore: () => this.restore(),
      scan: (done: unknown) => {
        const { up, ssid, rssi, channel } = this.#station.point;
        const found = Object.assign(newObject(), { ssid, mac: MAC_OF_ACCESS_POINT, rssi, channel, authMode: "wpa2" });
        this.#radio.time.after(SCAN_MS, () =>
          this.#callbacks.queue(done, undefined, [this.#intrinsics.newArray(up ? [found] : [])]),
        );
      },
    };
    for (const name in functions) this.module[name] = this.#callbacks.native(functions[name]);
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
    if (this.#isLater) {
      const { ip, netmask, gw } = given as unknown as StationAddress;
      this.#station.address = { ip, netmask, gw };
    }
    if (typeof done !== "function") throw new Error("Callback is not a function");
    this.#callbacks.queue(done, undefined, [null]);
  }

  #answer(done: unknown, args: unknown[]): unknown {
    if (typeof done === "function") this.#callbacks.queue(done, undefined, args);
    return args.at(-1);
  }

  #connect(ssid: string, password: string, connected: unknown): void {
    this.#connected = connected;
    const isUp = this.#mode.isStation && this.#mode.isAccessPoint;
    // The radio starts, and with it the interface, with its name anew.
    this.#mode.startStation();
    this.#station.hostname = DEFAULT_HOSTNAME;
    this.#ssid = ssid;
    this.#password = password;
    this.#attemptsLeft = this.#isLater ? ATTEMPTS_LATER : 1;
    if (this.#station.state === "joined" && this.#isLater) {
      // Leaves, which takes one of the attempts, and joins anew.
      this.#station.drop("left");
      return;
    }
    // Only a radio that starts begins an attempt: one that is under way goes on as it was begun, and where an access point has kept
    // the radio up since the last attempt, none is made and nobody is called back.
    if (this.#isLater && (isUp || this.#station.state === "connecting")) return;
    // Connected already: left without an event, then joined anew.
    this.#isConnected = false;
    this.#station.connect(ssid, password);
  }

  get #isLater(): boolean {
    return this.#radio.release === "later";
  }

  /** An attempt failed, or the network was lost or left. */
  #dropped(reason: Reason): void {
    this.#attemptsLeft--;
    if (this.#attemptsLeft > 0) {
      this.#station.connect(this.#ssid, this.#password);
      return;
    }
    const { code, name } = REASONS[reason];
    this.#isConnected = false;
    this.#lastFailure = name;
    this.#emit("disconnected", { ssid: this.#ssid, mac: MAC_OF_ACCESS_POINT, reason: String(code), msg: name });
    if (this.#isLater) this.#callBack(name);
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
      return Object.assign(status, { station: this.#lastFailure, mode: this.#modeTold, powersave: "none" });
    const { rssi, channel } = this.#station.point;
    return Object.assign(status, {
      station: "connected",
      ssid: this.#ssid,
      bssid: MAC_OF_ACCESS_POINT,
      channel,
      rssi,
      htMode: "HT20",
      authMode: "wpa2",
      mode: this.#modeTold,
      powersave: "none",
    });
  }

  /** Later releases tell of none where there is neither an access point nor a network that was joined. */
  get #modeTold(): string {
    return this.#isLater && !this.isAccessPoint && !this.#isConnected ? "NULL" : this.#mode.name;
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
