import type {Hit, LintRule} from '../lint-rule.js';

export const rule: LintRule = {
  id: 'evidence/unresolved',
  severity: 'critical',
  title: 'evidence that does not resolve',
  reason: 'a reference that leads nowhere looks like proof and is none',
  better: 'write the draft again, and cite the evidence by its number there',
  *check({document, evidence}): Generator<Hit> {
    const known = evidence?.ids ?? document.defined;
    // Without a case, and without evidence of its own, the document gives nothing to hold it against.
    const canTell = evidence !== undefined || [...known].some((id) => /^E\d+$/.test(id));
    const reported = new Set<number>();
    for (const unit of canTell ? document.units : []) {
      if (reported.has(unit.group.id)) continue;
      for (const id of new Set(unit.group.cites)) {
        if (known.has(id)) continue;
        reported.add(unit.group.id);
        const at = Math.max(0, document.source.indexOf(id, unit.offsets[0] ?? 0));
        const where = evidence === undefined ? 'this document defines' : 'the draft of the run has';
        yield {from: at, to: at + id.length, message: `${where} no ${id}`};
      }
    }
    const {evidenceSet} = document;
    if (evidence !== undefined && evidenceSet !== undefined && evidenceSet !== evidence.digest) {
      const from = document.source.indexOf(evidenceSet);
      yield {
        from,
        to: from + evidenceSet.length,
        message: `the document was written from evidence set ${evidenceSet}, the case now gives ${evidence.digest}`,
      };
    }
  },
};
