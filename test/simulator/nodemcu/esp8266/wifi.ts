import { isIPv4 } from "node:net";
import type { AccessPoint } from "../../access-point";
import type { Air } from "../../air";
import type { HostValue, LuaFunction, LuaTable, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import type { VirtualTime } from "../../virtual-time";
import { badArgument, Slot, table, text } from "../arguments";
import type { Tasks } from "../tasks";
import { integer } from "./numbers";

const MAC_OF_ACCESS_POINT = "02:00:00:00:00:01";
const LEASED = { ip: "192.168.1.50", netmask: "255.255.255.0", gateway: "192.168.1.1" };
const MODES = { NULLMODE: 0, STATION: 1, SOFTAP: 2, STATIONAP: 3 } as const;
const STATUS = {
  STA_IDLE: 0,
  STA_CONNECTING: 1,
  STA_WRONGPWD: 2,
  STA_APNOTFOUND: 3,
  STA_FAIL: 4,
  STA_GOTIP: 5,
} as const;
/** The SDK's, of which `wifi.eventmon` knows the first ones by name. */
const EVENTS = {
  STA_CONNECTED: 0,
  STA_DISCONNECTED: 1,
  STA_AUTHMODE_CHANGE: 2,
  STA_GOT_IP: 3,
  STA_DHCP_TIMEOUT: 4,
} as const;
const EVENT_MAX = 10;
const REASONS = {
  ASSOC_LEAVE: 8,
  "4WAY_HANDSHAKE_TIMEOUT": 15,
  BEACON_TIMEOUT: 200,
  NO_AP_FOUND: 201,
} as const;
const WPA2 = 3;
const SCAN_MS = 2000;
/** How long the SDK waits before it tries again by itself; nominal. */
const RETRY_MS = 1000;

/** What the SDK keeps in its own part of the flash memory; it outlives a reboot. */
export interface SavedStation {
  mode: number;
  ssid: string;
  pwd: string;
  auto: boolean;
}

/**
 * The module `wifi` of branch release as station (app/modules/wifi.c, wifi_eventmon.c). The SDK below it keeps trying by itself
 * once it was told to connect, and until it is told to disconnect; what it was told is in flash unless that is refused.
 */
export class Wifi {
  readonly module: { readonly [name: string]: HostValue };
  readonly #points: readonly AccessPoint[];
  /** The one that is tried or joined. */
  #point: AccessPoint;
  readonly #air: Air;
  readonly #time: VirtualTime;
  readonly #tasks: Tasks;
  readonly #saved: SavedStation;
  readonly #callbacks = new Map<number, Slot>();
  /** Events that wait for the task which tells them: one of them has it posted. */
  readonly #events: { id: number; info: { readonly [name: string]: HostValue } }[] = [];
  #mode: number;
  #config: { ssid: string; pwd: string };
  #state: "idle" | "connecting" | "joined" = "idle";
  #failure: number = STATUS.STA_IDLE;
  #hasAddress = false;
  #hostname: string;
  #address: typeof LEASED | undefined;
  #next: { cancel(): void } | undefined;
  #loss: { cancel(): void } | undefined;

  /**
   * @param mac The station's own address.
   * @param saved Changed where the program has something kept.
   */
  constructor(
    points: readonly AccessPoint[],
    air: Air,
    time: VirtualTime,
    tasks: Tasks,
    mac: string,
    saved: SavedStation,
  ) {
    this.#points = points;
    this.#point = points[0];
    this.#air = air;
    this.#time = time;
    this.#tasks = tasks;
    this.#saved = saved;
    this.#mode = saved.mode;
    this.#config = { ssid: saved.ssid, pwd: saved.pwd };
    this.#hostname = `NODE-${mac.replaceAll(":", "").slice(6).toUpperCase()}`;
    this.module = {
      ...MODES,
      ...STATUS,
      OPEN: 0,
      WPA_PSK: 2,
      WPA2_PSK: WPA2,
      WPA_WPA2_PSK: 4,
      setmode: (mode, save) => {
        const wanted = integer(mode, 1);
        if (wanted < MODES.NULLMODE || wanted > MODES.STATIONAP) throw badArgument(1, "Invalid mode");
        if ((wanted & MODES.STATION) === 0) this.#leave();
        this.#mode = wanted;
        if (save !== false) saved.mode = wanted;
        return wanted;
      },
      getmode: () => this.#mode,
      getdefaultmode: () => saved.mode,
      getchannel: () => this.#point.channel,
      sta: this.#station(mac),
      eventmon: {
        ...EVENTS,
        EVENT_MAX,
        reason: REASONS,
        register: (id, run) => this.#register(integer(id, 1), run),
        unregister: (id) => this.#register(integer(id, 1), undefined),
      },
    };
    for (const each of points) {
      each.onChange(() => {
        if (this.#point === each) this.#heardOrNot();
      });
    }
    if (saved.auto && saved.ssid !== "" && (saved.mode & MODES.STATION) !== 0) this.#connect();
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#state = "idle";
    for (const each of this.#points) each.onChange(() => {});
  }

  #station(mac: string): { readonly [name: string]: HostValue } {
    return {
      config: (config) => this.#configure(config),
      connect: (run) => {
        if (run instanceof Callback) this.#register(EVENTS.STA_CONNECTED, run);
        this.#connect();
      },
      disconnect: (run) => {
        if (run instanceof Callback) this.#register(EVENTS.STA_DISCONNECTED, run);
        this.#disconnect();
      },
      autoconnect: (auto) => {
        const wanted = integer(auto, 1);
        if (wanted !== 0 && wanted !== 1) throw badArgument(1, "0 or 1");
        this.#saved.auto = wanted === 1;
      },
      getconfig: (asTable) =>
        asTable === true
          ? { ...this.#config, bssid_set: false }
          : [this.#config.ssid, this.#config.pwd, 0, "ff:ff:ff:ff:ff:ff"],
      clearconfig: () => {
        this.#disconnect();
        this.#config = { ssid: "", pwd: "" };
        Object.assign(this.#saved, this.#config, { auto: false });
        return true;
      },
      getmac: () => mac,
      gethostname: () => this.#hostname,
      sethostname: (name) => {
        const hostname = text(name, 1);
        if (!/^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(hostname)) throw badArgument(1, "Invalid hostname");
        this.#hostname = hostname;
        return true;
      },
      getip: () => {
        const address = this.#address ?? LEASED;
        return this.#hasAddress ? [address.ip, address.netmask, address.gateway] : [undefined];
      },
      setip: (settings) => this.#setAddress(settings),
      status: () => {
        if ((this.#mode & MODES.STATION) === 0) return 255;
        return this.#hasAddress ? STATUS.STA_GOTIP : this.#failure;
      },
      getrssi: () => (this.#state === "joined" ? this.#point.rssi : undefined),
      getap: (...args) => this.#scan(args.find((each) => each instanceof Callback)),
    };
  }

  #configure(config: LuaValue): boolean {
    if (!(config instanceof Map)) throw badArgument(1, "config table not found!");
    const fields = table(config, 1);
    const string = (name: string, longest: number): string | undefined => {
      const value = fields.get(name);
      if (value === undefined) return undefined;
      if (typeof value !== "string" && typeof value !== "number") throw badArgument(1, `${name}:not string`);
      if (String(value).length > longest) throw badArgument(1, `${name}: length:0-${longest}`);
      return String(value);
    };
    const flag = (name: string): boolean => {
      const value = fields.get(name) ?? true;
      if (typeof value !== "boolean") throw badArgument(1, `${name}:not boolean`);
      return value;
    };
    const ssid = string("ssid", 32);
    if (ssid === undefined) throw badArgument(1, "ssid required");
    const pwd = string("pwd", 64) ?? "";
    const [auto, save] = [flag("auto"), flag("save")];
    this.#disconnect();
    this.#config = { ssid, pwd };
    if (save) Object.assign(this.#saved, this.#config);
    this.#saved.auto = auto;
    if (auto) this.#connect();
    return true;
  }

  #connect(): void {
    if ((this.#mode & MODES.STATION) === 0 || this.#config.ssid === "" || this.#state !== "idle") return;
    this.#next?.cancel();
    this.#state = "connecting";
    this.#failure = STATUS.STA_CONNECTING;
    const named = this.#points.filter(({ ssid }) => ssid === undefined || ssid === this.#config.ssid);
    this.#point = named.sort((a, b) => Number(b.up) - Number(a.up) || b.rssi - a.rssi)[0] ?? this.#points[0];
    this.#next = this.#time.after(this.#point.associationMs, () => {
      const answer = this.#point.answer(this.#config.ssid, this.#config.pwd);
      if (answer === "accepted") this.#join();
      else if (answer === "not found") this.#lose(REASONS.NO_AP_FOUND, STATUS.STA_APNOTFOUND);
      else this.#lose(REASONS["4WAY_HANDSHAKE_TIMEOUT"], STATUS.STA_WRONGPWD);
    });
  }

  #join(): void {
    this.#state = "joined";
    const { channel } = this.#point;
    this.#emit(EVENTS.STA_CONNECTED, { SSID: this.#config.ssid, BSSID: MAC_OF_ACCESS_POINT, channel });
    this.#awaitAddress();
  }

  #awaitAddress(): void {
    if (this.#address === undefined && !this.#point.hasDhcp) return;
    this.#next = this.#time.after(this.#address === undefined ? this.#point.addressMs : 0, () => {
      this.#next = undefined;
      this.#hasAddress = true;
      if (this.#address === undefined) this.#point.hostnameTold = this.#hostname;
      this.#air.change("up", this.#time.nowMs);
      const { ip, netmask, gateway } = this.#address ?? LEASED;
      this.#emit(EVENTS.STA_GOT_IP, { IP: ip, netmask, gateway });
    });
  }

  /** The access point went or came. The station learns that it went from beacons that fail to come. */
  #heardOrNot(): void {
    if (this.#state !== "joined") return;
    this.#loss?.cancel();
    if (!this.#point.up) {
      this.#next?.cancel();
      if (!this.#air.isDown) this.#air.change("unheard", this.#time.nowMs);
      this.#loss = this.#time.after(this.#point.beaconTimeoutMs, () =>
        this.#lose(REASONS.BEACON_TIMEOUT, STATUS.STA_CONNECTING),
      );
    } else if (!this.#air.isDown) this.#air.change("up", this.#time.nowMs);
    else this.#awaitAddress();
  }

  /** Told of each time, and tried again by the SDK. */
  #lose(reason: number, status: number): void {
    this.#leave();
    this.#failure = status;
    this.#emit(EVENTS.STA_DISCONNECTED, { SSID: this.#config.ssid, BSSID: MAC_OF_ACCESS_POINT, reason });
    this.#next = this.#time.after(RETRY_MS, () => this.#connect());
  }

  #disconnect(): void {
    const wasJoined = this.#state === "joined";
    this.#leave();
    if (!wasJoined) return;
    const reason = REASONS.ASSOC_LEAVE;
    this.#emit(EVENTS.STA_DISCONNECTED, { SSID: this.#config.ssid, BSSID: MAC_OF_ACCESS_POINT, reason });
  }

  #leave(): void {
    this.#next?.cancel();
    this.#loss?.cancel();
    this.#state = "idle";
    this.#failure = STATUS.STA_IDLE;
    this.#hasAddress = false;
    if (!this.#air.isDown) this.#air.change("down", this.#time.nowMs);
  }

  #setAddress(settings: LuaValue): boolean {
    if (!(settings instanceof Map)) throw new LuaError("wrong arg type");
    const fields = settings as LuaTable;
    const before = this.#address ?? { ip: "0.0.0.0", netmask: "0.0.0.0", gateway: "0.0.0.0" };
    const field = (name: keyof typeof LEASED): string => {
      const value = fields.get(name);
      return typeof value === "string" && isIPv4(value) ? value : before[name];
    };
    this.#address = { ip: field("ip"), netmask: field("netmask"), gateway: field("gateway") };
    return true;
  }

  #scan(run: LuaValue): void {
    if (!(run instanceof Callback)) return;
    this.#time.after(SCAN_MS, () => {
      const list: Record<string, string> = {};
      for (const { up, ssid, rssi, channel } of this.#points) {
        if (up) list[ssid ?? "home"] = `${WPA2},${rssi},${MAC_OF_ACCESS_POINT},${channel}`;
      }
      this.#tasks.interrupt(() => {
        this.#tasks.call(run, list);
        run.release();
      });
    });
  }

  #register(id: number, run: LuaValue): void {
    if (id < 0 || id > EVENT_MAX) throw new LuaError(`valid wifi events:0-${EVENT_MAX}`);
    const slot = this.#callbacks.get(id) ?? new Slot();
    this.#callbacks.set(id, slot);
    slot.set(run instanceof Callback ? (run as LuaFunction) : undefined);
  }

  /** Nobody who listens: nothing is kept. */
  #emit(id: number, info: { readonly [name: string]: HostValue }): void {
    if (this.#callbacks.get(id)?.held === undefined) return;
    if (this.#events.push({ id, info }) === 1) this.#tasks.post("low", () => this.#tellNext());
  }

  #tellNext(): void {
    const event = this.#events.shift();
    if (this.#events.length > 0) this.#tasks.post("low", () => this.#tellNext());
    const run = event === undefined ? undefined : this.#callbacks.get(event.id)?.held;
    if (event !== undefined && run !== undefined) this.#tasks.call(run, event.info);
  }
}
