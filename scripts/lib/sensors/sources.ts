import type { BoardSource, Path } from "../board/source";
import type { Channel, ChannelFacts } from "./channel";

/** What values that are worked out of others have in common. */

/** A value that another one is worked out of, and where that one names it. */
export interface PlacedSource {
  readonly place: Path;
  readonly channel: Channel;
}

/** Where it is not known, that is an error that was told. */
export function rangeOf(source: ChannelFacts | undefined): readonly [number, number] {
  return source?.range ?? [0, 0];
}

/** Temperature and humidity, in this order. */
export function checkAir(sources: readonly PlacedSource[], source: BoardSource): void {
  sources.forEach(({ place, channel }, index) => {
    const [what, unit] = index === 0 ? ["a temperature", "°C"] : ["a relative humidity", "%"];
    if (channel.unit !== unit) source.error(place, `expected ${what} in ${unit}, and this is in ${shown(channel)}`);
  });
}

/** A voltage in V. */
export function checkVoltage(sources: readonly PlacedSource[], source: BoardSource): void {
  for (const { place, channel } of sources) {
    if (channel.unit === "V") continue;
    source.error(
      place,
      `expected a voltage in V, and this is in ${shown(channel)}: give that sensor "unit": "V", with "scale" after its divider`,
    );
  }
}

/** Values in one unit. */
export function checkAlike([first, ...others]: readonly PlacedSource[], source: BoardSource): void {
  for (const { place, channel } of others) {
    if (channel.unit !== first.channel.unit) {
      source.error(
        place,
        `is in ${shown(channel)}, and the one before in ${shown(first.channel)}: they have to be in one unit`,
      );
    }
  }
}

/** A unit that the file may have from ${NAME} is not shown. */
function shown({ unit }: Channel): string {
  return unit === undefined ? "no unit" : /^[%°CKPah/m³gsVlx]{1,8}$/u.test(unit) ? unit : "another unit";
}
