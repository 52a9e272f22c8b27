import { strict as assert } from "node:assert";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer, type TlsOptions, type TLSSocket } from "node:tls";
import { createIdentity, testIdentities, type Identity } from "../simulator/certificates";
import { SimulatedNetwork } from "../simulator/network/simulated";
import { TcpTarget } from "../simulator/network/tcp";
import { runInEspruino } from "./espruino-run";
import { runInModel } from "./model-run";

const interpreter = process.env.ESPRUINO;
const RUN_MS = 800;
/** How long a run goes on after what it is to print, so that more of it would be seen. */
const SETTLE_MS = 100;
const REFUSED = "-0x1 or -0x7780";

/** One behaviour of Espruino's TLS: the same source must print the same in the model and in the interpreter. */
interface TlsFact {
  name: string;
  /** What the peer does; it speaks TLS unless `isPlain`. */
  settings?: TlsOptions;
  isPlain?: boolean;
  peer: (socket: TLSSocket | Socket) => void;
  source: () => string;
  prints: string[];
}

const base64 = (bytes: Buffer): string => `function(){return atob("${bytes.toString("base64")}")}`;
const cert = (identity: Identity): string => base64(new X509Certificate(identity.cert).raw);
const key = (identity: Identity, type: "pkcs1" | "pkcs8" | "sec1" = "pkcs1"): string =>
  base64(createPrivateKey(identity.key).export({ type: type as "pkcs1", format: "der" }));

/** Connects, writes at once, and tells every event. */
const connect = (options = ""): string =>
  `(function(){process.removeAllListeners();process.on("uncaughtException",function(e){out("uncaught "+e)});` +
  `try{var s=require("tls").connect({host:"127.0.0.1",port:PORT${options}},function(){out("connect");s.write("hello")});` +
  `s.on("data",function(d){out("data "+d)});s.on("error",function(e){out("error "+e.code+" "+e.message)});` +
  `s.on("end",function(){out("end")});s.on("close",function(e){out("close "+e)});}catch(e){out("thrown "+e)}})();`;

const echo = (socket: TLSSocket | Socket): void => void socket.on("data", (bytes) => socket.write(bytes));
const onData =
  (run: (socket: TLSSocket | Socket) => void) =>
  (socket: TLSSocket | Socket): void =>
    void socket.once("data", () => run(socket));

function facts(): TlsFact[] {
  const { ca, client, stranger } = testIdentities();
  const elliptic = createIdentity({ name: "elliptic", issuer: { ...ca, name: "test authority" }, type: "ec" });
  const asksForClient: TlsOptions = { requestCert: true, rejectUnauthorized: true, ca: ca.cert };
  const refused = (code: string): string[] => [
    "connect",
    "error -8 unsent data",
    "end",
    "close true",
    `uncaught InternalError: mbedtls_ssl_handshake returned ${code}`,
  ];
  return [
    {
      name: "what is written before the handshake ends is sent after it",
      peer: echo,
      source: () => connect(),
      prints: ["connect", "data hello"],
    },
    {
      name: "no certificate of the peer is verified, even where a CA is given",
      peer: echo,
      source: () => connect(`,ca:${cert(stranger)}`),
      prints: ["connect", "data hello"],
    },
    {
      name: "a client certificate is shown, with a key of PKCS#1 or PKCS#8",
      settings: asksForClient,
      peer: echo,
      source: () =>
        connect(`,cert:${cert(client)},key:${key(client)}`) +
        connect(`,cert:${cert(client)},key:${key(client, "pkcs8")}`),
      prints: ["connect", "connect", "data hello", "data hello"],
    },
    {
      name: "a peer that takes its leave is an error with mbedTLS's code",
      peer: onData((socket) => socket.end("bye")),
      source: () => connect(),
      prints: ["connect", "data bye", "error -30848 unknown error", "end", "close true"],
    },
    {
      name: "a peer that just closes is none",
      peer: onData((socket) => socket.destroy()),
      source: () => connect(),
      prints: ["connect", "end", "close false"],
    },
    {
      name: "a peer that asks for a client certificate in vain fails the handshake, and the exception comes last",
      settings: asksForClient,
      peer: echo,
      source: () => connect(),
      prints: refused(REFUSED),
    },
    {
      name: "so does one with the certificate of a stranger",
      settings: asksForClient,
      peer: echo,
      source: () => connect(`,cert:${cert(stranger)},key:${key(stranger)}`),
      prints: refused(REFUSED),
    },
    {
      name: "a peer of TLS 1.3 alone fails the handshake",
      settings: { minVersion: "TLSv1.3" },
      peer: echo,
      source: () => connect(),
      prints: refused(REFUSED),
    },
    {
      name: "a peer with an elliptic key alone fails the handshake",
      settings: { cert: elliptic.cert, key: elliptic.key },
      peer: echo,
      source: () => connect(),
      prints: refused(REFUSED),
    },
    {
      name: "a client certificate with another's key fails the handshake",
      settings: asksForClient,
      peer: echo,
      source: () => connect(`,cert:${cert(client)},key:${key(stranger)}`),
      prints: refused(REFUSED),
    },
    {
      name: "a client certificate with an elliptic key fails the handshake",
      settings: asksForClient,
      peer: echo,
      source: () => connect(`,cert:${cert(elliptic)},key:${key(elliptic, "sec1")}`),
      prints: refused("-0x3f00"),
    },
    {
      name: "a peer that speaks no TLS and hangs up fails the handshake",
      isPlain: true,
      peer: onData((socket) => socket.end()),
      source: () => connect(),
      prints: refused(REFUSED),
    },
    {
      name: "a peer that speaks something else fails the handshake",
      isPlain: true,
      peer: onData((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n")),
      source: () => connect(),
      prints: refused("-0x7200"),
    },
    {
      name: "what is no DER is refused at once, PEM as well",
      peer: echo,
      source: () =>
        connect(`,ca:function(){return ${JSON.stringify(ca.cert)}}`) + connect(`,key:function(){return "abc"}`),
      prints: [
        "thrown InternalError: HTTPS init failed! mbedtls_x509_crt_parse of 'ca': Invalid format",
        "thrown InternalError: HTTPS init failed! mbedtls_pk_parse_key: Invalid format",
      ],
    },
  ];
}

/** A peer that refuses sends an alert and hangs up: which of the two is seen depends on the moment. */
function settled(printed: string[]): string[] {
  return printed.map((line) => line.replace(/-0x(1|7780)$/, REFUSED));
}

/** @param mayAnswer Resolves when the peer may say something on a connection, the first of which is 0. */
async function withPeer<T>(
  fact: TlsFact,
  run: (port: number) => Promise<T>,
  mayAnswer: (connection: number) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const { broker } = testIdentities();
  const answer = (socket: TLSSocket | Socket): void => {
    socket.on("error", () => {});
    fact.peer(socket);
  };
  const tls = createServer({ cert: broker.cert, key: broker.key, ...fact.settings }, answer);
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    const connection = sockets.size;
    sockets.add(socket.on("error", () => {}));
    void mayAnswer(connection).then(() => (fact.isPlain ? answer(socket) : tls.emit("connection", socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await run((server.address() as AddressInfo).port);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** How often the interpreter said that it is connected. */
class Connects {
  #seen = 0;
  readonly #waiting: [most: number, resolve: () => void][] = [];

  count(seen: number): void {
    this.#seen = seen;
    for (const [most, resolve] of this.#waiting) if (seen > most) resolve();
  }

  moreThan(most: number): Promise<void> {
    if (this.#seen > most) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push([most, resolve]));
  }
}

async function inModel(fact: TlsFact): Promise<string[]> {
  return withPeer(fact, async (port) => {
    const network = new SimulatedNetwork();
    network.route("*", new TcpTarget("127.0.0.1", () => port));
    try {
      return await runInModel(fact.source().replaceAll("PORT", "8883"), RUN_MS, network);
    } finally {
      network.close();
    }
  });
}

describe("facts about Espruino's TLS", function () {
  this.timeout(120_000);
  let all: TlsFact[];
  before(() => {
    all = facts();
  });

  it("hold in the model", async () => {
    for (const fact of all) assert.deepEqual(settled(await inModel(fact)), fact.prints, fact.name);
  });

  it("hold in the interpreter (needs ESPRUINO, an Espruino executable for Linux)", async function () {
    if (interpreter === undefined || interpreter === "") this.skip();
    for (const fact of all) {
      // On a busy machine the peer's refusal would be there before the interpreter looks whether it is connected.
      const connects = new Connects();
      const printed: string[] = await withPeer(
        fact,
        (port): Promise<string[]> =>
          runInEspruino(interpreter, fact.source().replaceAll("PORT", String(port)), SETTLE_MS, {
            lines: fact.prints.length,
            onOut: (lines) => connects.count(lines.filter((line) => line === "connect").length),
          }),
        (connection) => connects.moreThan(connection),
      );
      assert.deepEqual(settled(printed), fact.prints, fact.name);
    }
  });
});
