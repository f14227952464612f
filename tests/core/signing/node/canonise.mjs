// Independent canonical forms: what jsonld.js and rdf-canonize make of these documents.
// In: {documents: {address: context}, inputs: [...]}. Out: N-Quads, or null where they refuse, in the same order.
import jsonld from 'jsonld';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const {documents, inputs} = JSON.parse(await text(process.stdin));
const documentLoader = loaderOf(documents);

const answers = [];
for(const input of inputs) {
  try {
    answers.push(await jsonld.canonize(input, {
      algorithm: 'RDFC-1.0', format: 'application/n-quads', documentLoader, base: null, safe: true,
      rdfDirection: 'i18n-datatype'
    }));
  } catch(error) {
    answers.push(null);
  }
}
process.stdout.write(JSON.stringify(answers));
