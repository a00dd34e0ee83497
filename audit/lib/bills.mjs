// Bills of materials in CycloneDX's JSON, and what stands in them.

/** The components of a bill, those within others too: [{ name: 'maven/group/artifact', version }]. */
export function components(bill) {
  if (bill?.bomFormat !== 'CycloneDX' || !Array.isArray(bill.components)) {
    throw new Error('This is no bill of materials in CycloneDX\'s JSON.');
  }
  return flat(bill.components).filter(each => each.purl).map(each => parsed(each.purl));
}

function flat(list = []) {
  return list.flatMap(each => [each, ...flat(each.components)]);
}

/** pkg:maven/io.netty/netty-buffer@4.2.18.Final?type=jar. */
function parsed(purl) {
  const path = purl.replace(/^pkg:/, '').split(/[?#]/)[0];
  const at = path.lastIndexOf('@');
  if (at < 0) throw new Error(`${purl} names no version.`);
  return {
    name: decodeURIComponent(path.slice(0, at)),
    version: decodeURIComponent(path.slice(at + 1)),
  };
}
