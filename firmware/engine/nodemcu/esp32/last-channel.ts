import type { Wifi } from "../../engine";

/** Written when it changed alone, and so hardly ever. */
const FILE = "mote.channel";

/** 0 where none is known. */
function keptChannel(): number {
  const opened = io.open(FILE, "r");
  if (!opened) {
    return 0;
  }
  const text = opened.read("a");
  opened.close();
  const channel = parseInt(text ?? "");
  return channel >= 1 && channel <= 14 ? channel : 0;
}

function keep(channel: number): void {
  const opened = io.open(FILE, "w");
  if (opened) {
    opened.write("" + channel);
    opened.close();
  }
}

/**
 * Has the first attempt of each boot look for its network on the channel where it was joined last. ESP-IDF's driver stops its scan at the
 * first access point of that name, begins it on the channel that it is given, and goes on with all the others where nobody answers
 * there (ESP-IDF, Wi-Fi Driver, station configuration): the attempt fails no sooner than any other. Those after it are as ever.
 * Read in the sources of NodeMCU (`wifi.sta.config`) and in ESP-IDF's guide; not tried on hardware.
 */
export function withLastChannel(station: Wifi): Wifi {
  let kept = keptChannel();
  let isFirst = kept > 0;
  wifi.sta.on("connected", (_event, { channel }) => {
    if (channel !== kept) {
      kept = channel;
      keep(channel);
    }
  });
  const connect = station.connect;
  station.connect = (ssid, password) => {
    if (isFirst) {
      isFirst = false;
      wifi.mode(wifi.STATION);
      wifi.start();
      const channel = kept;
      wifi.sta.config(
        password.length > 0 ? { ssid, pwd: password, auto: false, channel } : { ssid, auto: false, channel },
      );
      wifi.sta.connect();
    } else {
      connect(ssid, password);
    }
  };
  return station;
}
