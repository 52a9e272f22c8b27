/** What the tables and the plot say, in the languages of the pages that they stand in. */
export interface Words {
  protocol: string;
  sender: string;
  receiver: string;
  /** What something is with TLS. */
  secure: (what: string) => string;
  connect: string;
  idleHour: string;
  end: string;
  /** Of packets, in brackets behind bytes. */
  wire: string;
  receivers: (count: number) => string;
  /** A protocol's name, which is made of English words. */
  name: (english: string) => string;
  plot: { title: string; payload: string; protocol: string; headers: string; tls: string };
}

export const ENGLISH: Words = {
  protocol: "protocol",
  sender: "sender",
  receiver: "receiver",
  secure: (what) => `TLS: ${what}`,
  connect: "connect",
  idleHour: "idle hour",
  end: "end",
  wire: "with TCP/IP",
  receivers: (count) => `${count}`,
  name: (english) => english,
  plot: {
    title: "Bytes for one reading from its sender to one receiver",
    payload: "payload, twice",
    protocol: "protocol",
    headers: "TCP/IP headers",
    tls: "what TLS adds",
  },
};

const CHINESE_NAMES: readonly (readonly [english: string, chinese: string])[] = [
  ["a connection per request", "每次请求一个连接"],
  ["kept alive", "长连接"],
  ["server-sent events", "服务器推送事件"],
  ["acknowledged", "带确认"],
  [", ", "，"],
];

export const CHINESE: Words = {
  protocol: "协议",
  sender: "发送方",
  receiver: "接收方",
  secure: (what) => `TLS：${what}`,
  connect: "连接",
  idleHour: "空闲一小时",
  end: "断开",
  wire: "含 TCP/IP",
  receivers: (count) => `${count}`,
  name: (english) => CHINESE_NAMES.reduce((name, [from, to]) => name.replace(from, to), english),
  plot: {
    title: "一条读数从发送方到一个接收方所需的字节数",
    payload: "载荷（两次）",
    protocol: "协议本身",
    headers: "TCP/IP 报头",
    tls: "TLS 增加的部分",
  },
};
