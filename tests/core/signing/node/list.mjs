// An independent publisher of status lists: @digitalbazaar/vc-bitstring-status-list.
// In: {documents, seed, did, created, id, statusPurpose, set: [indexes]}. Out: the signed list.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import {createCredential, createList} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {loaderOf} from './loader.mjs';
import {text} from 'node:stream/consumers';

const {documents, seed, did, created, id, statusPurpose, set} = JSON.parse(await text(process.stdin));
const key = await Ed25519Multikey.generate({controller: did, seed: Buffer.from(seed, 'hex')});
key.id = `${did}#${key.publicKeyMultibase}`;

const list = await createList({length: 131072});
for(const index of set) {
  list.setStatus(index, true);
}
const credential = {...await createCredential({id, list, statusPurpose}), issuer: did, validFrom: created};
const suite = new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite});
const signed = await vc.issue({credential, suite, documentLoader: loaderOf(documents), now: new Date(created)});
process.stdout.write(JSON.stringify(signed));
