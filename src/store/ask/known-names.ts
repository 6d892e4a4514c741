import {findNearest} from '../../text/nearest.js';
import {VIEWS} from '../views.js';
import {DERIVED_VIEWS} from './derived-views.js';
import type {SqlFault} from './explain-sql-error.js';

const ALL = [...VIEWS, ...DERIVED_VIEWS];

/** The view or column that was probably meant; columns of the views that the statement names come first. */
export function findNearestName({unknown}: SqlFault, sql: string): string | undefined {
  if (unknown === undefined) return undefined;
  const {what, name} = unknown;
  const word = name.toLowerCase();
  if (what === 'view')
    return findNearest(
      word,
      ALL.map((view) => view.name),
    );
  if (what !== 'column') return undefined;
  const named = ALL.filter((view) => new RegExp(`\\b${view.name}\\b`, 'i').test(sql));
  for (const views of [named, ALL]) {
    const columns = views.flatMap((view) => view.columns.map((column) => column.name));
    const nearest = findNearest(word, [...new Set(columns)]);
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}
