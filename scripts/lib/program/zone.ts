const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;
/** The changes of these years are part of a program; behind them the last one holds. */
const FIRST_HOUR = Date.UTC(2026, 0) / HOUR_MS;
const LAST_HOUR = Date.UTC(2041, 0) / HOUR_MS;
/** So that all offsets have four digits. */
const NO_OFFSET = 1_000;

/** Whether this computer knows a zone of the time zone database, such as "Europe/Berlin". */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * When a zone's offset from UTC changes: entries of ten digits, the hours since 1970 and the offset in minutes from then on, with 1000
 * more. The same on every computer, but for what its time zone database knows.
 */
export function zoneChanges(zone: string): string {
  const format = new Intl.DateTimeFormat("en-u-hc-h23", {
    timeZone: zone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const offsetAt = (hour: number): number => {
    const parts = Object.fromEntries(
      format.formatToParts(hour * HOUR_MS).map(({ type, value }) => [type, Number(value)]),
    );
    const local = Date.UTC(parts["year"]!, parts["month"]! - 1, parts["day"], parts["hour"], parts["minute"]);
    return (local - hour * HOUR_MS) / 60_000;
  };
  const entries: string[] = [];
  const add = (hour: number, offset: number): void => {
    entries.push(`${hour}${String(offset + NO_OFFSET).padStart(4, "0")}`);
  };
  let offset = offsetAt(FIRST_HOUR);
  add(FIRST_HOUR, offset);
  for (let day = FIRST_HOUR; day < LAST_HOUR; day += DAY_HOURS) {
    if (offsetAt(day + DAY_HOURS) === offset) continue;
    let hour = day + 1;
    while (offsetAt(hour) === offset) hour++;
    offset = offsetAt(hour);
    add(hour, offset);
  }
  return entries.join("");
}
