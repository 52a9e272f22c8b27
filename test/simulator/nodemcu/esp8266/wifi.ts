import { isIPv4 } from "node:net";
import { MAC_OF_ACCESS_POINT } from "../../access-point";
import type { HostValue, LuaTable, LuaValue } from "../../lua/vm";
import { LuaError, LuaFunction as Callback } from "../../lua/vm";
import { LEASED, REASONS, Station, type Reason, type StationAddress } from "../../station";
import { badArgument, text } from "../arguments";
import { stationMac, type Hardware } from "../hardware";
import type { Tasks } from "../tasks";
import { integer } from "./numbers";
import { stationConfig } from "./station-config";
import { EVENTS, WifiEvents } from "./wifi-events";

const MODES = { NULLMODE: 0, STATION: 1, SOFTAP: 2, STATIONAP: 3 } as const;
const STATUS = {
  STA_IDLE: 0,
  STA_CONNECTING: 1,
  STA_WRONGPWD: 2,
  STA_APNOTFOUND: 3,
  STA_FAIL: 4,
  STA_GOTIP: 5,
} as const;
const STATUS_AFTER: Readonly<Record<Reason, number>> = {
  left: STATUS.STA_IDLE,
  "wrong password": STATUS.STA_WRONGPWD,
  lost: STATUS.STA_CONNECTING,
  "not found": STATUS.STA_APNOTFOUND,
};
const WPA2 = 3;
const SCAN_MS = 2000;
/** How long the SDK waits before it tries again by itself; nominal. */
const RETRY_MS = 1000;

/** What the SDK keeps in its own part of the flash memory; it outlives a reboot. */
interface SavedStation {
  mode: number;
  ssid: string;
  pwd: string;
  auto: boolean;
}

/** A chip that was never told anything keeps nothing: its station is off. */
function savedStation(kept: Map<string, unknown>): SavedStation {
  const saved = (kept.get("wifi") as SavedStation | undefined) ?? { mode: 2, ssid: "", pwd: "", auto: true };
  kept.set("wifi", saved);
  return saved;
}

/**
 * The module `wifi` of branch release as station (app/modules/wifi.c). The SDK below it keeps trying by itself once it was told to
 * connect, and until it is told to disconnect; what it was told is in flash unless that is refused.
 */
export class Wifi {
  readonly module: { readonly [name: string]: HostValue };
  readonly #hardware: Hardware;
  readonly #tasks: Tasks;
  readonly #station: Station;
  readonly #events: WifiEvents;
  readonly #saved: SavedStation;
  #mode: number;
  #config: { ssid: string; pwd: string };
  #status: number = STATUS.STA_IDLE;
  #retry: { cancel(): void } | undefined;

  constructor(hardware: Hardware, tasks: Tasks) {
    this.#hardware = hardware;
    this.#tasks = tasks;
    this.#saved = savedStation(hardware.kept);
    const { mode, ssid, pwd, auto } = this.#saved;
    this.#mode = mode;
    this.#config = { ssid, pwd };
    this.#events = new WifiEvents(
      tasks,
      Object.fromEntries(Object.values(REASONS).map(({ name, code }) => [name, code])),
    );
    this.#station = this.#makeStation();
    this.module = {
      ...MODES,
      ...STATUS,
      OPEN: 0,
      WPA_PSK: 2,
      WPA2_PSK: WPA2,
      WPA_WPA2_PSK: 4,
      setmode: (wanted, save) => this.#setMode(integer(wanted, 1), save !== false),
      getmode: () => this.#mode,
      getdefaultmode: () => this.#saved.mode,
      getchannel: () => this.#station.point.channel,
      sta: this.#functions(),
      eventmon: this.#events.module,
    };
    if (auto && ssid !== "" && (mode & MODES.STATION) !== 0) this.#connect();
  }

  /** For a reset of the chip. */
  stop(): void {
    this.#retry?.cancel();
    this.#station.stop();
  }

  #makeStation(): Station {
    const network = (): { SSID: string; BSSID: string } => ({ SSID: this.#config.ssid, BSSID: MAC_OF_ACCESS_POINT });
    const station = new Station(this.#hardware, {
      associated: () => this.#events.emit(EVENTS.STA_CONNECTED, { ...network(), channel: station.point.channel }),
      gotAddress: ({ ip, netmask, gw }) => this.#events.emit(EVENTS.STA_GOT_IP, { IP: ip, netmask, gateway: gw }),
      dropped: (reason) => {
        this.#status = STATUS_AFTER[reason];
        this.#events.emit(EVENTS.STA_DISCONNECTED, { ...network(), reason: REASONS[reason].code });
        // Told of each time, and tried again by the SDK.
        if (reason !== "left") this.#retry = this.#hardware.time.after(RETRY_MS, () => this.#connect());
      },
    });
    station.hostname = `NODE-${stationMac(this.#hardware).replaceAll(":", "").slice(6).toUpperCase()}`;
    return station;
  }

  #functions(): { readonly [name: string]: HostValue } {
    const station = this.#station;
    return {
      config: (config) => this.#configure(config),
      connect: (run) => {
        if (run instanceof Callback) this.#events.register(EVENTS.STA_CONNECTED, run);
        this.#connect();
      },
      disconnect: (run) => {
        if (run instanceof Callback) this.#events.register(EVENTS.STA_DISCONNECTED, run);
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
      getmac: () => stationMac(this.#hardware),
      gethostname: () => station.hostname,
      sethostname: (name) => {
        const hostname = text(name, 1);
        if (!/^[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/.test(hostname)) throw badArgument(1, "Invalid hostname");
        station.hostname = hostname;
        return true;
      },
      getip: () => {
        const { ip, netmask, gw } = station.address ?? LEASED;
        return station.hasAddress ? [ip, netmask, gw] : [undefined];
      },
      setip: (settings) => this.#setAddress(settings),
      status: () => {
        if ((this.#mode & MODES.STATION) === 0) return 255;
        return station.hasAddress ? STATUS.STA_GOTIP : this.#status;
      },
      getrssi: () => (station.state === "joined" ? station.point.rssi : undefined),
      getap: (...args) => this.#scan(args.find((each) => each instanceof Callback)),
    };
  }

  #setMode(wanted: number, isKept: boolean): number {
    if (wanted < MODES.NULLMODE || wanted > MODES.STATIONAP) throw badArgument(1, "Invalid mode");
    if ((wanted & MODES.STATION) === 0) this.#leave();
    this.#mode = wanted;
    if (isKept) this.#saved.mode = wanted;
    return wanted;
  }

  #configure(config: LuaValue): boolean {
    const { ssid, pwd, auto, save } = stationConfig(config);
    this.#disconnect();
    this.#config = { ssid, pwd };
    if (save) Object.assign(this.#saved, this.#config);
    this.#saved.auto = auto;
    if (auto) this.#connect();
    return true;
  }

  #connect(): void {
    const { ssid, pwd } = this.#config;
    if ((this.#mode & MODES.STATION) === 0 || ssid === "" || this.#station.state !== "idle") return;
    this.#retry?.cancel();
    this.#status = STATUS.STA_CONNECTING;
    this.#station.connect(ssid, pwd);
  }

  /** What was only tried is given up without a word. */
  #disconnect(): void {
    if (this.#station.state === "joined") this.#station.drop("left");
    else this.#leave();
  }

  #leave(): void {
    this.#retry?.cancel();
    this.#station.leave();
    this.#status = STATUS.STA_IDLE;
  }

  #setAddress(settings: LuaValue): boolean {
    if (!(settings instanceof Map)) throw new LuaError("wrong arg type");
    const fields = settings as LuaTable;
    const field = (name: string, before: keyof StationAddress): string => {
      const value = fields.get(name);
      return typeof value === "string" && isIPv4(value) ? value : (this.#station.address?.[before] ?? "0.0.0.0");
    };
    this.#station.address = { ip: field("ip", "ip"), netmask: field("netmask", "netmask"), gw: field("gateway", "gw") };
    return true;
  }

  #scan(run: LuaValue): void {
    if (!(run instanceof Callback)) return;
    this.#hardware.time.after(SCAN_MS, () => {
      const list: Record<string, string> = {};
      for (const { up, ssid, rssi, channel } of this.#hardware.accessPoints) {
        if (up) list[ssid ?? "home"] = `${WPA2},${rssi},${MAC_OF_ACCESS_POINT},${channel}`;
      }
      this.#tasks.interrupt(() => {
        this.#tasks.call(run, list);
        run.release();
      });
    });
  }
}
