import { actuatorOf } from "../../actuators/registry";
import { isDiscovered } from "../../home-assistant/discovered";
import { entityName } from "../../home-assistant/entity-name";
import { channelsOf } from "../../sensors/channels";
import type { Board } from "../config";
import type { BoardSource, Path } from "../source";

/** Warns of ids that are different here and the same for Home Assistant, which then puts a number behind one of the two. */
export function checkEntityNames(board: Board, source: BoardSource): void {
  if (!isDiscovered(board)) return;
  const first = new Map<string, Path>();
  const entities = [
    ...channelsOf(board).map(({ kind, id, place }) => ({ platform: kind, id, place: [...place.slice(0, 2), "id"] })),
    ...board.actuators.map((actuator, index) => {
      const words = actuatorOf(actuator).homeAssistant;
      const { p } = (board.commands === undefined ? words.commanded : words.shown)(actuator);
      return { platform: p, id: actuator.id, place: ["actuators", index, "id"] };
    }),
  ];
  for (const { platform, id, place } of entities) {
    const name = entityName(platform, board.name, id);
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, place);
    } else {
      source.warning(
        place,
        `Home Assistant calls this ${name}, and so what stands at ${source.place(other)}: it knows no difference between cases, nor ` +
          'between "-" and "_", and puts a number behind one of the two; give one of them another id',
      );
    }
  }
}
