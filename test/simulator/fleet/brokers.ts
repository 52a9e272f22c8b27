import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../../scripts/lib/user-error";
import { freePorts, keepFolderUntilExit, removeFolder } from "../broker/daemon";
import { isMosquittoInstalled } from "../broker/mosquitto";
import { isNatsInstalled, NatsNode } from "../broker/nats-node";
import { isRabbitMqInstalled, RabbitMqNode, startPortMapper } from "../broker/rabbitmq-node";
import { AedesProcess } from "./aedes-process";
import type { BrokerProcess } from "./broker-process";
import { MosquittoProcess } from "./mosquitto-process";

const HOST = "127.0.0.1";
const DEFAULT_PORT = 1883;
/** How many nodes a cluster has that is started here. */
const CLUSTER = 3;

/** One of the brokers that a fleet runs on. */
export interface FleetBroker {
  /** Such as "mosquitto", or "NATS 2 of 3"; of an existing one its address. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** The same for those that are one cluster, so that what one of them takes in comes out at all. */
  readonly cluster: number;
  /** Undefined where somebody else runs it. */
  readonly process: BrokerProcess | undefined;
}

/** Who joins: everybody may, but RabbitMQ has to know a user that has a name. */
export interface Login {
  readonly username?: string;
  readonly password?: string;
}

interface Kind {
  isInstalled(): boolean;
  /** What to do where it is missing. */
  install: string;
  /** They are one cluster. Their files are in `folder`. @param atEnd is given what has to be done when they have ended */
  make(folder: string, login: Login, atEnd: (end: () => Promise<void>) => void): Promise<Made[]>;
}

type Made = Pick<FleetBroker, "name" | "port" | "process">;

const KINDS: Readonly<Record<string, Kind>> = {
  aedes: {
    isInstalled: () => true,
    install: "npm ci",
    make: async () => {
      const [port = 0] = await freePorts(HOST, 1);
      return [{ name: "aedes", port, process: new AedesProcess(port) }];
    },
  },
  mosquitto: {
    isInstalled: isMosquittoInstalled,
    install: "apt-get install mosquitto",
    make: async (folder) => {
      const [port = 0] = await freePorts(HOST, 1);
      return [{ name: "mosquitto", port, process: new MosquittoProcess(folder, port) }];
    },
  },
  nats: {
    isInstalled: isNatsInstalled,
    install: "apt-get install nats-server",
    make: async (folder) => {
      const ports = await freePorts(HOST, 3 * CLUSTER);
      const routes = ports.slice(2 * CLUSTER);
      return Array.from({ length: CLUSTER }, (_, index) => {
        const [mqttPort = 0, clientPort = 0] = [ports[index], ports[CLUSTER + index]];
        const settings = {
          folder: join(folder, String(index)),
          mqttPort,
          clientPort,
          cluster: { index, ports: routes },
        };
        return { name: `NATS ${index + 1} of ${CLUSTER}`, port: mqttPort, process: new NatsNode(settings) };
      });
    },
  },
  rabbitmq: {
    isInstalled: isRabbitMqInstalled,
    install: "apt-get install rabbitmq-server",
    make: async (folder, { username, password = "" }, atEnd) => {
      const ports = await freePorts(HOST, 3 * CLUSTER + 1);
      const distribution = ports.slice(2 * CLUSTER, 3 * CLUSTER);
      const mapperPort = ports[3 * CLUSTER] ?? 0;
      const users = username === undefined ? [] : [{ username, password }];
      atEnd(await startPortMapper(mapperPort, folder));
      return distribution.map((distributionPort, index) => {
        const [mqttPort = 0, amqpPort = 0] = [ports[index], ports[CLUSTER + index]];
        const inFolder = join(folder, String(index));
        const ways = { folder: inFolder, mqttPort, amqpPort, distributionPort, mapperPort };
        const node = new RabbitMqNode({ ...ways, users, cluster: distribution });
        return { name: `RabbitMQ ${index + 1} of ${CLUSTER}`, port: mqttPort, process: node };
      });
    },
  },
};

/**
 * Reads `--broker`: URLs of existing brokers, and names of those that are to be started.
 * @throws UserError where one is neither, or not installed here
 */
export async function makeBrokers(
  words: readonly string[],
  login: Login,
): Promise<{ brokers: FleetBroker[]; close: () => Promise<void> }> {
  for (const word of words) check(word);
  const folder = mkdtempSync(join(tmpdir(), "fleet-"));
  keepFolderUntilExit(folder);
  const brokers: FleetBroker[] = [];
  const ends: (() => Promise<void>)[] = [];
  const external = words.filter((word) => KINDS[word] === undefined);
  for (const [index, word] of words.entries()) {
    const kind = KINDS[word];
    if (kind === undefined) {
      const { hostname, port } = new URL(word);
      // Several that somebody else runs are taken for one cluster.
      const name = external.length > 1 ? hostname : `broker at ${hostname}`;
      brokers.push({
        name,
        host: hostname,
        port: port === "" ? DEFAULT_PORT : Number(port),
        cluster: -1,
        process: undefined,
      });
    } else {
      const made = await kind.make(mkdtempSync(join(folder, `${word}-`)), login, (end) => ends.push(end));
      brokers.push(...made.map((each) => ({ ...each, host: HOST, cluster: index })));
    }
  }
  const close = async (): Promise<void> => {
    await Promise.all(brokers.map((broker) => broker.process?.kill()));
    await Promise.all(ends.map((end) => end()));
    removeFolder(folder);
  };
  return { brokers, close };
}

function check(word: string): void {
  const kind = KINDS[word];
  if (kind !== undefined) {
    if (!kind.isInstalled()) throw new UserError(`${word} is not installed here: ${kind.install}`);
    return;
  }
  const url = URL.canParse(word) ? new URL(word) : undefined;
  if (url?.protocol === "mqtts:") throw new UserError("a fleet speaks no TLS: give an mqtt:// URL");
  if (url?.protocol !== "mqtt:" || url.hostname === "" || url.username !== "") {
    throw new UserError(
      "--broker takes mqtt://host or mqtt://host:port, separated by commas, or what is to be started: " +
        `${Object.keys(KINDS).join(", ")}; who joins stands in the board file`,
    );
  }
}

/** Starts those that are to be started: of a cluster the first one, which the others then join. */
export async function startBrokers(brokers: readonly FleetBroker[]): Promise<void> {
  const isFirst = ({ cluster }: FleetBroker, index: number): boolean =>
    brokers.findIndex((each) => each.cluster === cluster) === index;
  await Promise.all(brokers.filter(isFirst).map((broker) => broker.process?.start()));
  const others = brokers.filter((broker, index) => !isFirst(broker, index));
  await Promise.all(others.map((broker) => broker.process?.start()));
}
