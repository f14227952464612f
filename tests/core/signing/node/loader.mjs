// Serves JSON-LD contexts, did documents and status lists out of a table; nothing is ever fetched.
import * as vc from '@digitalbazaar/vc';

export function loaderOf(documents) {
  const inTable = async url => {
    const [base, fragment] = url.split('#');
    const document = documents[url] ?? (fragment && part(documents[base], url));
    if(!document) {
      throw new Error(`not in the table: ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
  return async url => {
    try {
      return await inTable(url);
    } catch(error) {
      return vc.defaultDocumentLoader(url).catch(() => { throw error; });
    }
  };
}

function part(document, id) {
  const method = document?.verificationMethod?.find(candidate => candidate.id === id);
  return method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
}
