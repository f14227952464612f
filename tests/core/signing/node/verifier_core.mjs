// Another independent verifier: what does @digitalcredentials/verifier-core, the wallets' one, say of these credentials?
// In: {documents: {address: document}, now, credentials: [...]}.
// Out: [{verified, log: {step: valid}, error}], in the same order. Whom it knows is no concern here.
import {text} from 'node:stream/consumers';

const {documents, now, credentials} = JSON.parse(await text(process.stdin));

// It fetches what it needs and asks the clock itself; here both answer out of what was handed in.
globalThis.fetch = async request => {
  const url = typeof request === 'string' ? request : request.url;
  const found = documents[url] ?? documents[didWeb(url)];
  return new Response(found ? JSON.stringify(found) : '', {
    status: found ? 200 : 404, headers: {'content-type': 'application/json'}
  });
};
console.log = console.error;  // it tells of schemas it could not fetch, and our answer is what is printed
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [now]));
  }
  static now() {
    return new RealDate(now).getTime();
  }
};
const {verifyCredential} = await import('@digitalcredentials/verifier-core');

const answers = [];
for(const credential of credentials) {
  const {log, errors} = await verifyCredential({credential, knownDIDRegistries: []});
  const steps = Object.fromEntries((log ?? []).map(({id, valid}) => [id, valid ?? false]));
  delete steps.registered_issuer;
  answers.push({
    verified: !errors && steps.valid_signature === true && Object.values(steps).every(Boolean),
    log: steps,
    error: errors?.map(({name, message}) => `${name}: ${message}`).join('; ')
  });
}
process.stdout.write(JSON.stringify(answers));

function didWeb(url) {
  const {host, pathname} = new URL(url);
  const path = pathname.split('/').slice(1, -1);
  return ['did', 'web', encodeURIComponent(host), ...(path.join() === '.well-known' ? [] : path)].join(':');
}
